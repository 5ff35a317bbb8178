"""Settings that admins change while the program runs."""

from mentormatch.web.accounts import refuse_cross_site
from mentormatch.web.settings import views
from mentormatch.web.settings.blueprint import settings

settings.before_request(refuse_cross_site)

__all__ = ["settings", "views"]
