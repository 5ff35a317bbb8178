"""The admins' page on models: who recommends, who challenges, whether visitors change."""

from mentormatch.web.accounts import refuse_cross_site
from mentormatch.web.models import views
from mentormatch.web.models.blueprint import models

models.before_request(refuse_cross_site)

__all__ = ["models", "views"]
