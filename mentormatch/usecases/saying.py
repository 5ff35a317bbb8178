"""What a counselor says of a case: from a form's words to a judgement and a verdict."""

from dataclasses import dataclass

from mentormatch.casework import Confidence, Verdict
from mentormatch.errors import InvalidInputError
from mentormatch.guide import Focus, Kind, Role, kinds_for
from mentormatch.quiz.characters import hidden_characters
from mentormatch.storage.cases import Case
from mentormatch.storage.reviews import Thought, Word

LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Saying:
    """What a counselor writes: what fits, how sure, why, to the visitor and to colleagues."""

    thought: Thought
    reason: str
    note_to_visitor: str
    private_note: str


def word_of(case: Case, saying: Saying) -> Word:
    """What is said, with its verdict: the automatic result is confirmed, or it is not."""
    told, focus = saying.thought.kind, saying.thought.focus
    same = told == case.kind and (focus == case.focus or Kind(told) is not Kind.COACHING)
    return Word(
        verdict=Verdict.CONFIRM if same else Verdict.OVERRIDE,
        told=told,
        told_focus=focus,
        reason=saying.reason.strip(),
        note_to_visitor=saying.note_to_visitor.strip(),
        private_note=saying.private_note.strip(),
    )


def thought_of(role: Role, kind: str, focus: str, confidence: str) -> Thought:
    """A thought from a form's words.

    Raises:
        InvalidInputError: `kind-missing`, `focus-missing`, `confidence-missing`.
    """
    if kind not in kinds_for(role):
        raise InvalidInputError("kind-missing")
    coached = Kind(kind) is Kind.COACHING
    if coached and focus not in tuple(Focus):
        raise InvalidInputError("focus-missing")
    if confidence not in {str(int(one)) for one in Confidence}:
        raise InvalidInputError("confidence-missing")
    return Thought(kind, focus if coached else None, Confidence(int(confidence)))


def text_problem(text: str) -> str:
    """What is wrong with something written, as a code; "" when nothing is."""
    if len(text) > LONGEST_TEXT:
        return "text-long"
    return "text-hidden" if hidden_characters(text) else ""
