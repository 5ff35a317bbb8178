"""The admins' pages: the question bank edited, checked, published, and measured before it is."""

from mentormatch.web.accounts import refuse_cross_site
from mentormatch.web.admin import bank, editor, history, impact, publish
from mentormatch.web.admin.blueprint import admin

admin.before_request(refuse_cross_site)

__all__ = ["admin", "bank", "editor", "history", "impact", "publish"]
