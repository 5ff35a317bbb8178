"""The admins' pages: the question bank as files, and how well its questions work."""

from mentormatch.web.accounts import refuse_cross_site
from mentormatch.web.admin import files, statistics
from mentormatch.web.admin.blueprint import admin

admin.before_request(refuse_cross_site)

__all__ = ["admin", "files", "statistics"]
