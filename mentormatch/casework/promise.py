"""When an answer was promised."""

from datetime import datetime, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


def due(asked: datetime, working_days: int) -> datetime:
    """The moment `working_days` after `asked`, counted from Monday to Friday, at the same hour."""
    moment, left = asked, working_days
    while left:
        moment += _DAY
        if moment.weekday() < _SATURDAY:
            left -= 1
    return moment
