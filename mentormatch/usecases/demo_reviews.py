"""What happens to simulated results: they are asked about, read once or twice, written about."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.casework import CaseState, Confidence, Origin, Shares, Verdict, due
from mentormatch.guide import Focus, Kind, Leaf
from mentormatch.i18n import Locale, Text
from mentormatch.lab.opinions import Opinion, opinion
from mentormatch.lab.visits import Visit
from mentormatch.storage.attempts import StoredAttempt
from mentormatch.storage.cases import Case
from mentormatch.storage.contact import Consent
from mentormatch.storage.reviews import Review, Thought, Word
from mentormatch.values import dataclass

# By why a case is there: how many are read at all, and within how many days.
_COMES_TO_IT = {Origin.ASKED: (0.97, 4.0), Origin.UNCERTAIN: (0.8, 12.0), Origin.ROUTINE: (0.35, 20.0)}
_STOPS_JUDGED, _STOPS_REVIEWED, _LOOKED_AT, _PRIVATE = 0.04, 0.09, 0.7, 0.25
_READS = timedelta(minutes=6)
_TELLS = timedelta(hours=2)
_CONSENT = "demo"


@dataclass(frozen=True, slots=True)
class Letters:
    """What people write in the demonstration, in every language."""

    messages: tuple[Text, ...]
    notes: Mapping[str, Text]
    reasons: tuple[Text, ...]
    private: Text


@dataclass(frozen=True, slots=True)
class Desk:
    """Where simulated cases are worked on: by whom, by which rules, until when (`now`)."""

    seed: int
    shares: Shares
    promise_days: int
    counselors: tuple[str, ...]
    letters: Letters
    now: datetime


def letters() -> Letters:
    """The letters as shipped."""
    document = json.loads(data_path("demo", "letters.json").read_text(encoding="utf-8"))
    return Letters(
        messages=tuple(map(Text.from_mapping, document["messages"])),
        notes={kind: Text.from_mapping(note) for kind, note in document["notes"].items()},
        reasons=tuple(map(Text.from_mapping, document["reasons"])),
        private=Text.from_mapping(document["private"]),
    )


def work_on(tx: storage.Transaction, desk: Desk, visit: Visit, stored: StoredAttempt) -> None:
    """Everything that has happened to the case of a finished attempt until now."""
    case = storage.cases.of_attempt(tx, stored.id)[-1]
    if visit.asks and case.made + _TELLS < desk.now:
        case = _ask(tx, desk, visit, case)
        back = case.made + 2 * _TELLS
        if visit.takes_back and back < desk.now and storage.contact.withdraw(tx, case.attempt_id, back):
            storage.cases.move(tx, case, CaseState.WITHDRAWN, key="")
            return
    state = _first_reading(tx, desk, visit, case)
    if state is not case.state:
        storage.cases.move(tx, case, state, key="")


def _ask(tx: storage.Transaction, desk: Desk, visit: Visit, case: Case) -> Case:
    """The visitor asks a counselor; the case as it stands then."""
    asked = case.made + _TELLS
    messages = desk.letters.messages
    storage.contact.ask(
        tx,
        case.attempt_id,
        message=messages[visit.number % len(messages)][visit.locale],
        email=f"visitor-{visit.number}@example.org" if visit.leaves_address else None,
        consent=Consent(_CONSENT, visit.locale, asked) if visit.leaves_address else None,
        locale=visit.locale,
        now=asked,
    )
    promised = due(asked, desk.promise_days)
    storage.cases.move(tx, case, case.state, key="", origin=Origin.ASKED, due=promised)
    return storage.cases.load(tx, case.result_id)


def _first_reading(tx: storage.Transaction, desk: Desk, visit: Visit, case: Case) -> CaseState:
    shown = None if case.blind_first else _leaf(case.kind, case.focus)
    found = opinion(desk.seed, visit, 1, shown)
    comes, when, far, *_ = found.chances
    share, days = _COMES_TO_IT[case.origin]
    judged = case.made + _TELLS + timedelta(days=days * when)
    if comes >= share or judged + _READS >= desk.now:
        return case.state
    review = _judge(tx, desk, case, found, reading=1, now=judged)
    if case.blind_first and far < _STOPS_JUDGED:
        return CaseState.JUDGED
    storage.reviews.say(tx, review.id, _word(desk, visit, case, found))
    if far < _STOPS_REVIEWED:
        return CaseState.REVIEWED
    return _released(tx, desk, visit, case, review, found)


def _released(
    tx: storage.Transaction, desk: Desk, visit: Visit, case: Case, review: Review, found: Opinion
) -> CaseState:
    released = review.judged + _READS
    storage.reviews.release(tx, review.id, staff_id=review.staff_id, now=released)
    storage.contact.close(tx, case.attempt_id, released)
    *_, looks, when, _ = found.chances
    seen = released + timedelta(days=2 * when)
    if looks < _LOOKED_AT and seen < desk.now:
        storage.reviews.see(tx, review.id, now=seen)
    if not case.double_reading:
        return CaseState.RELEASED
    again = opinion(desk.seed, visit, 2, None)
    judged = released + timedelta(days=6 * again.chances[0])
    if judged >= desk.now:
        return CaseState.SECOND
    _judge(tx, desk, case, again, reading=2, now=judged)
    return CaseState.RELEASED


def _judge(
    tx: storage.Transaction, desk: Desk, case: Case, found: Opinion, *, reading: int, now: datetime
) -> Review:
    """Lock a judgement; the second reader is never the first."""
    turn = int(case.made.timestamp()) + reading
    return storage.reviews.judge(
        tx,
        case.result_id,
        Thought(found.leaf.kind.value, _focus(found.leaf), Confidence(found.confidence)),
        attempt_id=case.attempt_id,
        staff_id=desk.counselors[turn % len(desk.counselors)],
        reading=reading,
        blind_first=case.blind_first,
        private_note=_private(desk, case, found),
        now=now,
    )


def _private(desk: Desk, case: Case, found: Opinion) -> str:
    return desk.letters.private[Locale(case.locale)] if found.chances[3] < _PRIVATE else ""


def _word(desk: Desk, visit: Visit, case: Case, found: Opinion) -> Word:
    told, focus = found.leaf.kind.value, _focus(found.leaf)
    confirms = (told, focus) == (case.kind, case.focus)
    reasons = desk.letters.reasons
    return Word(
        verdict=Verdict.CONFIRM if confirms else Verdict.OVERRIDE,
        told=told,
        told_focus=focus,
        reason="" if confirms else reasons[visit.number % len(reasons)][visit.locale],
        note_to_visitor=desk.letters.notes[told][visit.locale],
        private_note=_private(desk, case, found),
    )


def _leaf(kind: str, focus: str | None) -> Leaf:
    wanted = (Kind(kind), Focus(focus) if focus else None)
    return next(leaf for leaf in Leaf if (leaf.kind, leaf.focus) == wanted)


def _focus(leaf: Leaf) -> str | None:
    return leaf.focus.value if leaf.focus else None
