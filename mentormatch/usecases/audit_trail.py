"""What an admin reads of who did what, and whether nothing of it was changed afterwards."""

from typing import Any

from mentormatch import storage
from mentormatch.storage.audit import BEGINNING, Link
from mentormatch.storage.audit_trail import EventPage, EventPlace, Trail
from mentormatch.storage.jobs import Job
from mentormatch.usecases import jobs
from mentormatch.usecases.staff_people import names
from mentormatch.values import dataclass

PAGE = 50
_REACH = 10
_STEP = 5000
_SORTS = ("staff", "case", "invitation", jobs.IMPACT, jobs.CHAIN)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the trail, what everyone is called, and the check that was asked for last."""

    page: EventPage
    names: dict[str, str]
    check: Job | None


def look(tx: storage.Transaction, trail: Trail, *, after: EventPlace | None) -> Found:
    """A page of the trail, newest first; the same number of queries however long it is."""
    page = storage.audit_trail.page(tx, trail, after=after, size=PAGE)
    return Found(page, names(tx), jobs.latest_chain_check(tx))


def look_around(tx: storage.Transaction, number: int) -> Found:
    """The events beside one of the chain."""
    page = storage.audit_trail.around(tx, number, reach=_REACH)
    return Found(page, names(tx), jobs.latest_chain_check(tx))


def subjects(word: str) -> tuple[str, ...]:
    """The subjects that somebody can mean by a word: itself, or that of which it is the key."""
    return (word, *(f"{sort} {word}" for sort in _SORTS)) if word else ()


def check_chain(
    database: storage.Database, job: Job, content: bytes, alive: jobs.Alive
) -> dict[str, Any] | None:
    """Follow the whole chain in short readings; up to which event it holds, and the first that breaks it."""
    del content
    link = Link(job.kept["number"], bytes.fromhex(job.kept["hash"])) if job.kept else BEGINNING
    while True:
        with database.reading() as tx:
            found = storage.audit.follow(tx, link, _STEP)
            events = storage.audit.length(tx)
        link = found.link
        if found.done:
            return {"holds_to": link.number, "broken_at": found.broken_at}
        if not alive(link.number, events, {"number": link.number, "hash": link.hash.hex()}):
            return None
