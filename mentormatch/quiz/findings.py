"""What a check of a bank found, and the sentences that it looks at."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from mentormatch.i18n import Locale, Text
from mentormatch.quiz.document import QuestionDocument, TextDocument
from mentormatch.values import dataclass


class Severity(StrEnum):
    """An error keeps a bank from being published, a warning asks for a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: `path` is the place in the document, empty for the bank as a whole."""

    severity: Severity
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass(frozen=True, slots=True)
class Placed:
    """A question with its place in the document, so that a part of a document can be checked."""

    index: int
    question: QuestionDocument

    @property
    def path(self) -> str:
        """Where it stands, as problems of the document name it."""
        return f"questions[{self.index}]"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text: `role` is prompt, help or label in a bank, anything else elsewhere."""

    path: str
    role: str
    text: TextDocument | Text

    def in_language(self, locale: Locale) -> str:
        """The sentence in one language."""
        match locale:
            case Locale.FR:
                return self.text.fr
            case Locale.EN:
                return self.text.en
            case Locale.AR:
                return self.text.ar


def placed(questions: Sequence[QuestionDocument]) -> tuple[Placed, ...]:
    """The questions of a whole document."""
    return tuple(Placed(index, question) for index, question in enumerate(questions))


def sentences(questions: Sequence[Placed]) -> Iterator[Sentence]:
    """Every text of the questions, in the order of the document."""
    for place in questions:
        question = place.question
        yield Sentence(f"{place.path}.prompt", "prompt", question.prompt)
        if question.help is not None:
            yield Sentence(f"{place.path}.help", "help", question.help)
        for number, option in enumerate(question.options):
            yield Sentence(f"{place.path}.options[{number}].label", "label", option.label)


def error(path: str, message: str) -> Finding:
    """A finding that keeps the bank from being published."""
    return Finding(Severity.ERROR, path, message)


def warning(path: str, message: str) -> Finding:
    """A finding that asks for a second look."""
    return Finding(Severity.WARNING, path, message)
