"""The staff's own pages; other rooms of staff take `staff_only` and `refuse_cross_site` from here."""

from mentormatch.web.accounts import (
    account,
    home,
    people,
    person,
    second_factor,
    signing_in,
    visiting,
)
from mentormatch.web.accounts.blueprint import accounts
from mentormatch.web.accounts.guard import refuse_cross_site, staff_only

accounts.before_request(refuse_cross_site)

__all__ = [
    "account",
    "accounts",
    "home",
    "people",
    "person",
    "refuse_cross_site",
    "second_factor",
    "signing_in",
    "staff_only",
    "visiting",
]
