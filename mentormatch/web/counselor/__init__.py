"""The counselors' pages, all behind `staff_only`."""

from mentormatch.web.accounts import refuse_cross_site
from mentormatch.web.counselor import case, dashboard, deeds, export, queue
from mentormatch.web.counselor.blueprint import counselor

counselor.before_request(refuse_cross_site)

__all__ = ["case", "counselor", "dashboard", "deeds", "export", "queue"]
