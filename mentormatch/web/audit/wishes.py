"""A view of the trail in an address, and back: who, what, about what, when, where the page begins."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from mentormatch.i18n import Locale
from mentormatch.storage.actions import Action
from mentormatch.storage.audit_trail import EventPlace, Trail
from mentormatch.usecases.audit_trail import subjects
from mentormatch.values import dataclass
from mentormatch.web import days
from mentormatch.web.audit.areas import AREAS

_LONGEST = 128
_LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address asks for; `near` is the number of an event whose neighbours are wanted."""

    who: str = ""
    what: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: EventPlace | None = None
    near: int | None = None
    wrong_date: bool = False

    @property
    def trail(self) -> Trail:
        """The wish as storage understands it."""
        actions = AREAS.get(self.what) or ((Action(self.what),) if self.what else ())
        found = tuple(action.value for action in actions)
        return Trail(self.who, found, subjects(self.about), self.since, self.until)

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.who or self.what or self.about or self.since or self.until)


def parse(args: Mapping[str, str]) -> Wish:
    """The wish of an address; words that it does not know are left out."""
    since, until = days.span(args)
    what = args.get("what", "")
    return Wish(
        who=_word(args.get("who", "")),
        what=what if what in AREAS or what in tuple(Action) else "",
        about=_word(args.get("about", "")),
        since=since,
        until=until,
        after=_place(args.get("after", "")),
        near=_number(args.get("near", "")),
        wrong_date=days.has_wrong_day(args),
    )


def address(locale: Locale, wish: Wish | None = None, place: EventPlace | None = None, said: str = "") -> str:
    """Where the trail is; what is empty is left out."""
    wish = wish or Wish()
    words = {
        "who": wish.who,
        "what": wish.what,
        "about": wish.about,
        **days.written(wish.since, wish.until),
        "after": f"{place.at.isoformat()}_{place.number}" if place else "",
        "said": said,
    }
    given = {name: word for name, word in words.items() if word}
    return f"/{locale}/admin/audit" + (f"?{urlencode(given)}" if given else "")


def near(locale: Locale, number: int) -> str:
    """The neighbours of an event."""
    return f"/{locale}/admin/audit?near={number}#event-{number}"


def check(locale: Locale) -> str:
    """What looks through the chain."""
    return f"/{locale}/admin/audit/check"


def stop(locale: Locale, job_id: str) -> str:
    """What stops looking through the chain."""
    return f"/{locale}/admin/audit/check/{job_id}/stop"


def _word(word: str) -> str:
    return word.strip()[:_LONGEST] if word.isprintable() else ""


def _number(word: str) -> int | None:
    fits = word.isascii() and word.isdigit() and len(word) <= _LONGEST_NUMBER
    return int(word) if fits else None


def _place(word: str) -> EventPlace | None:
    """Where a page begins; None for anything that is not one of our own words."""
    moment, _, number = word.partition("_")
    try:
        at, found = datetime.fromisoformat(moment), _number(number)
    except ValueError:
        return None
    known = at.utcoffset() is not None and 1990 <= at.year < 3000
    return EventPlace(at, found) if known and found is not None else None
