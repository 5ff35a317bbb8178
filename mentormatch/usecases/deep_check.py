"""Reading a whole database to see that nothing in it is wrong: `mentormatch doctor --deep`."""

from collections.abc import Callable, Iterator
from itertools import islice

from mentormatch import storage
from mentormatch.errors import MentormatchError, UnavailableError
from mentormatch.guide.own_texts import parse_own_texts
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.storage import checking
from mentormatch.usecases.drafts import TEXTS_KEY
from mentormatch.usecases.serving import examined
from mentormatch.values import dataclass

_MOST_NAMED = 5
_EVERY = 1_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was read through; `problems` names the first few wrong ones."""

    name: str
    problems: tuple[str, ...]


def deep_check(database: storage.Database) -> Iterator[Checked]:
    """Read everything in one reading that waits for no writer; takes a second per some 100 000 rows.

    Raises:
        UnavailableError: when the database does not answer.
    """
    with database.reading() as tx:
        for name, look in _LOOKS:
            yield Checked(name, _first(look, tx))


def _first(look: Callable[[storage.Transaction], Iterator[str]], tx: storage.Transaction) -> tuple[str, ...]:
    try:
        return tuple(islice(look(tx), _MOST_NAMED))
    except UnavailableError as error:
        return (str(error),)


def _banks_can_be_asked(tx: storage.Transaction) -> Iterator[str]:
    """Published banks that this program cannot ask any more, and texts that it cannot read."""
    for key in storage.banks.bank_keys(tx):
        parse: Callable[[bytes], object] = parse_own_texts if key == TEXTS_KEY else parse_bank
        for version in storage.banks.versions(tx, key):
            try:
                parse(storage.banks.document(tx, version.id))
            except MentormatchError as error:
                yield f"version {version.number} of bank {key}: {error}"


def _models_are_whole(tx: storage.Transaction) -> Iterator[str]:
    """Learned models that are damaged, were edited, or were made over another expert; missing ones."""
    expert = load_expert().content_hash
    for stored in storage.models.newest(tx, _EVERY):
        _, problem = examined(tx, stored.content_hash, expert=expert)
        if problem:
            yield f"learned model {stored.number} is {problem}"
    promoted = storage.models.named(tx).serving
    if promoted is not None and storage.models.document(tx, promoted) is None:
        yield f"the promoted model {promoted} is missing"


_LOOKS: tuple[tuple[str, Callable[[storage.Transaction], Iterator[str]]], ...] = (
    ("file", checking.integrity),
    ("references", checking.references),
    ("audit chain", checking.audit_chain),
    ("published banks", checking.banks),
    ("banks to ask", _banks_can_be_asked),
    ("learned models", _models_are_whole),
    ("attempts", checking.attempts),
    ("results", checking.results),
)
