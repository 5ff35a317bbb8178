"""A view of the queue in an address, and back: filters, order, dates, where the page begins."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from mentormatch.casework import CaseState, Origin
from mentormatch.guide import Kind, Role
from mentormatch.i18n import Locale
from mentormatch.storage.case_queue import Place, Sort, View
from mentormatch.values import dataclass
from mentormatch.web import days

E = TypeVar("E", bound=StrEnum)
_NONE = "-"
_LONGEST_VIEW = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for; `wrong_date` says that a date in it is none."""

    view: View
    after: Place | None
    wrong_date: bool


def parse(args: Mapping[str, str]) -> Wanted:
    """The view of an address; words that it does not know are left out."""
    since, until = days.span(args)
    view = View(
        state=_one(CaseState, args.get("state")) or CaseState.WAITING,
        kind=_one(Kind, args.get("kind")),
        role=_one(Role, args.get("door")),
        locale=_one(Locale, args.get("language")),
        origin=_one(Origin, args.get("origin")),
        since=since,
        until=until,
        sort=_one(Sort, args.get("sort")) or Sort.PROMISE,
    )
    return Wanted(view, _place(args.get("after", "")), days.has_wrong_day(args))


def address(view: View, place: Place | None = None) -> dict[str, str]:
    """A view as words of an address."""
    return {
        "state": view.state.value if view.state is not CaseState.WAITING else "",
        "kind": view.kind.value if view.kind else "",
        "door": view.role.value if view.role else "",
        "language": view.locale.value if view.locale else "",
        "origin": view.origin.value if view.origin else "",
        **days.written(view.since, view.until),
        "sort": view.sort.value if view.sort is not Sort.PROMISE else "",
        "after": _written(place) if place else "",
    }


def kept(view: View, place: Place | None) -> str:
    """A view and the page that it is open at, as one word in the address of a case."""
    return urlencode({name: value for name, value in address(view, place).items() if value})


def opened_from(args: Mapping[str, str]) -> str:
    """The view that a case was opened from, in our own words; "" for the plain queue and for anything odd."""
    wanted = parse(dict(parse_qsl(args.get("view", "")[:_LONGEST_VIEW])))
    return kept(wanted.view, wanted.after)


def unfolded(view: str) -> dict[str, str]:
    """The words of a queue's address that a kept view stands for."""
    return dict(parse_qsl(view))


def _one(kind: type[E], word: str | None) -> E | None:
    return kind(word) if word in tuple(kind) else None


def _written(place: Place) -> str:
    due = place.due.isoformat() if place.due else _NONE
    return f"{due}_{place.certainty!r}_{place.result_id}"


def _place(word: str) -> Place | None:
    """Where a page begins; None for anything that is not one of our own words."""
    try:
        due, certainty, result_id = word.split("_")
        moment = None if due == _NONE else datetime.fromisoformat(due)
        if moment is not None and (moment.utcoffset() is None or not 1990 <= moment.year < 9000):
            return None
        return Place(moment, _share(certainty), str(UUID(result_id)))
    except ValueError:
        return None


def _share(word: str) -> float:
    share = float(word)
    if not 0 <= share <= 1:
        raise ValueError
    return share
