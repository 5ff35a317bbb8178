"""What a counselor says of a case: from a form's words to a judgement and a verdict."""

from collections.abc import Iterator, Sequence

from mentormatch.casework import Confidence, Verdict
from mentormatch.errors import InvalidInputError
from mentormatch.guide import Focus, Kind, Role, kinds_for
from mentormatch.quiz.characters import hidden_characters
from mentormatch.storage.cases import Case
from mentormatch.storage.reviews import Thought, Word
from mentormatch.values import dataclass

LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Saying:
    """What a counselor writes: what fits, how sure, why, to the visitor and to colleagues."""

    thought: Thought
    reason: str
    note_to_visitor: str
    private_note: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a form says, before anything is made of it."""

    kind: str
    focus: str
    confidence: str
    reason: str
    note: str
    private: str


class UnfitSayingError(InvalidInputError):
    """What was said lacks something or cannot be kept; `codes` names everything at once."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__(codes[0])
        self.codes = tuple(codes)


def saying_of(case: Case, spoken: Spoken, *, explains: bool) -> Saying:
    """What a form says of a case; one that `explains` needs a reason to correct the automatic result.

    Raises:
        UnfitSayingError: `kind-missing`, `focus-missing`, `confidence-missing`, `reason-missing`, and
            `-long` or `-hidden` for each text.
    """
    codes = [*_unthought(Role(case.role), spoken), *_unfit_texts(spoken)]
    if explains and _corrects(case, spoken.kind, spoken.focus or None) and not spoken.reason.strip():
        codes.append("reason-missing")
    if codes:
        raise UnfitSayingError(codes)
    thought = thought_of(Role(case.role), spoken.kind, spoken.focus, spoken.confidence)
    return Saying(thought, spoken.reason, spoken.note, spoken.private)


def word_of(case: Case, saying: Saying) -> Word:
    """What is said, with its verdict: the automatic result is confirmed, or it is not."""
    told, focus = saying.thought.kind, saying.thought.focus
    return Word(
        verdict=Verdict.OVERRIDE if _corrects(case, told, focus) else Verdict.CONFIRM,
        told=told,
        told_focus=focus,
        reason=saying.reason.strip(),
        note_to_visitor=saying.note_to_visitor.strip(),
        private_note=saying.private_note.strip(),
    )


def thought_of(role: Role, kind: str, focus: str, confidence: str) -> Thought:
    """A thought from a form's words.

    Raises:
        UnfitSayingError: `kind-missing`, `focus-missing`, `confidence-missing`.
    """
    codes = tuple(_unthought(role, Spoken(kind, focus, confidence, "", "", "")))
    if codes:
        raise UnfitSayingError(codes)
    return Thought(kind, focus if kind == Kind.COACHING else None, Confidence(int(confidence)))


def _corrects(case: Case, kind: str, focus: str | None) -> bool:
    return kind in tuple(Kind) and not (kind == case.kind and (focus == case.focus or kind != Kind.COACHING))


def _unthought(role: Role, spoken: Spoken) -> Iterator[str]:
    if spoken.kind not in kinds_for(role):
        yield "kind-missing"
    if spoken.kind == Kind.COACHING and spoken.focus not in tuple(Focus):
        yield "focus-missing"
    if spoken.confidence not in {str(int(one)) for one in Confidence}:
        yield "confidence-missing"


def _unfit_texts(spoken: Spoken) -> Iterator[str]:
    for name, text in (("reason", spoken.reason), ("note", spoken.note), ("private", spoken.private)):
        if len(text) > LONGEST_TEXT:
            yield f"{name}-long"
        elif hidden_characters(text):
            yield f"{name}-hidden"
