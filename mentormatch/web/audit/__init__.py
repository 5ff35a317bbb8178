"""The audit trail: who did what, and whether nothing of it was changed afterwards."""

from mentormatch.web.accounts import refuse_cross_site
from mentormatch.web.audit import views
from mentormatch.web.audit.blueprint import audit

audit.before_request(refuse_cross_site)

__all__ = ["audit", "views"]
