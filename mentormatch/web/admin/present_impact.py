"""A measured impact in the reader's words: counts of moves, by language, examples, figures."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from mentormatch.guide import Kind
from mentormatch.i18n import Locale
from mentormatch.storage.jobs import Job, JobState
from mentormatch.web.admin import speech as names
from mentormatch.web.admin.frame import spelled
from mentormatch.web.admin.impact_pages import FigureRow, ImpactPart, LanguageRow, MoveRow
from mentormatch.web.visitor.speech import Speech

# Fewer results than this say nothing of a language, and too much of its people.
FEWEST = 10
Move = Sequence[Any]


def state(speech: Speech, job: Job) -> str:
    """Where a measurement stands."""
    match job.state:
        case JobState.QUEUED:
            return speech.say("The measurement begins in a moment.")
        case JobState.RUNNING:
            return speech.say("The measurement is running. You can leave this page and come back.")
        case JobState.DONE:
            return speech.say("The measurement is done.")
        case JobState.CANCELLED:
            return speech.say("The measurement was stopped.")
        case JobState.FAILED:
            return speech.say("The measurement failed. Nothing was changed.")


def past(speech: Speech, found: dict[str, Any]) -> ImpactPart:
    """What would change among past results."""
    moves, unlike = found["moves"], found["unlike"]
    notes = [
        speech.say(
            "Only the answers that both versions share are scored: the same question, the same option."
        )
    ]
    if unlike:
        notes.append(
            speech.count(
                "%(num)s result is left out: the draft shares fewer than half of its answers.",
                "%(num)s results are left out: the draft shares fewer than half of their answers.",
                unlike,
            )
        )
    return ImpactPart(
        summary=_summary(speech, moves),
        notes=tuple(notes),
        moves=_moves(speech, moves),
        languages=_languages(speech, moves),
        examples=tuple(_example(speech, one) for one in found["examples"]),
    )


def simulated(speech: Speech, found: dict[str, Any]) -> ImpactPart:
    """What would change among simulated people, and how good the quiz would be."""
    rows = found["figures"]
    accuracy = speech.say("Right kind first")
    items = speech.say("Questions needed")
    return ImpactPart(
        summary=_summary(speech, found["moves"]),
        notes=(
            speech.say(
                "These people are simulated: they show the difference, not how real people would fare."
            ),
        ),
        moves=_moves(speech, found["moves"]),
        languages=_languages(speech, found["moves"]),
        figures=(
            _figures(
                speech, accuracy, [rows[row]["top1"] for row in ("before", "after", "change")], share=True
            ),
            _figures(
                speech, items, [rows[row]["items"] for row in ("before", "after", "change")], share=False
            ),
        ),
    )


def _summary(speech: Speech, moves: Sequence[Move]) -> str:
    total, changed = _counts(moves)
    if not total:
        return speech.say("There are no results to compare with yet.")
    return speech.say(
        "%(changed)s of %(total)s recommendations would change (%(share)s).",
        changed=spelled(changed, speech.locale),
        total=spelled(total, speech.locale),
        share=_share(speech, changed, total),
    )


def _counts(moves: Sequence[Move]) -> tuple[int, int]:
    total = sum(number for *_, number in moves)
    return total, sum(number for _, before, after, number in moves if before != after)


def _moves(speech: Speech, moves: Sequence[Move]) -> tuple[MoveRow, ...]:
    total, _ = _counts(moves)
    found: Counter[tuple[str, str]] = Counter()
    for _, before, after, number in moves:
        if before != after:
            found[before, after] += number
    most = max(found.values(), default=1)
    return tuple(
        MoveRow(
            before=speech.kind_name(Kind(before)),
            after=speech.kind_name(Kind(after)),
            before_kind=before,
            after_kind=after,
            number=spelled(number, speech.locale),
            percent=_share(speech, number, total),
            share=number / most,
        )
        for (before, after), number in found.most_common()
    )


def _languages(speech: Speech, moves: Sequence[Move]) -> tuple[LanguageRow, ...]:
    rows = []
    for locale in Locale:
        total, changed = _counts([move for move in moves if move[0] == locale])
        few = total < FEWEST
        rows.append(
            LanguageRow(
                language=locale.own_name,
                results=spelled(total, speech.locale) if not few else speech.say("fewer than 10"),
                changed="—" if few else spelled(changed, speech.locale),
                percent="—" if few else _share(speech, changed, total),
            )
        )
    return tuple(rows)


def _example(speech: Speech, one: dict[str, Any]) -> str:
    return speech.say(
        "%(language)s, %(door)s: %(before)s becomes %(after)s (%(probability)s, against %(left)s);"
        " %(shared)s of %(given)s answers shared",
        language=Locale(one["locale"]).own_name,
        door=names.role_name(speech, one["role"]),
        before=speech.kind_name(Kind(one["before"])),
        after=speech.kind_name(Kind(one["after"])),
        probability=speech.percent(one["probability"]),
        left=speech.percent(one["left"]),
        shared=spelled(one["shared"], speech.locale),
        given=spelled(one["given"], speech.locale),
    )


def _figures(speech: Speech, name: str, values: list[list[float]], *, share: bool) -> FigureRow:
    def spell(value: float) -> str:
        return speech.percent(value) if share else spelled(round(value, 1), speech.locale)

    def with_interval(figure: list[float]) -> str:
        value, low, high = figure
        return speech.say(
            "%(value)s (%(low)s to %(high)s)", value=spell(value), low=spell(low), high=spell(high)
        )

    before, after, change = values
    change_words = _change(speech, change, share=share)
    return FigureRow(name, with_interval(before), with_interval(after), change_words)


def _change(speech: Speech, figure: list[float], *, share: bool) -> str:
    """A difference, in percentage points where it is one of shares."""
    scale, digits = (100.0, 1) if share else (1.0, 2)
    # Isolated: the sign of a number stands before it also in a line that runs from right to left.
    value, low, high = (
        f"\u2066{spelled(round(scale * part, digits), speech.locale)}\u2069" for part in figure
    )
    if share:
        return speech.say("%(value)s points (%(low)s to %(high)s)", value=value, low=low, high=high)
    return speech.say("%(value)s (%(low)s to %(high)s)", value=value, low=low, high=high)


def _share(speech: Speech, part: int, whole: int) -> str:
    return speech.percent(part / whole if whole else 0.0)
