"""Which model speaks: the promoted one while it is sound, the expert otherwise, always saying which.

Only `mentormatch train`, `evaluate` and an admin's click change anything here; this module reads.
"""

from dataclasses import field

from mentormatch import storage
from mentormatch.errors import InvalidDocumentError
from mentormatch.matcher.model_document import LearnedModel, parse_model
from mentormatch.matcher.residual import Residual
from mentormatch.values import dataclass

MISSING, DAMAGED = "missing", "damaged"


@dataclass(frozen=True, slots=True)
class Serving:
    """Who makes results now, and who is heard beside it.

    `champion` None is the expert; `problem` says why it is although another was promoted: its
    document is `missing` or `damaged` (cut, edited, foreign). A damaged challenger is None.
    """

    champion: LearnedModel | None = None
    challenger: LearnedModel | None = None
    problem: str = ""
    named: storage.models.Named = field(default_factory=lambda: storage.models.Named(None, None))

    @property
    def residual(self) -> Residual | None:
        """What lies over the expert in results made now."""
        return self.champion.residual if self.champion else None


@dataclass(slots=True)
class Models:
    """The learned models that a process has met, by hash; a sound document never changes."""

    expert: str
    _known: dict[str, LearnedModel] = field(default_factory=dict)

    def serving(self, tx: storage.Transaction) -> Serving:
        """Who serves now; one query while nothing changes, one more for a model that is new here."""
        named = storage.models.named(tx)
        champion, problem = self._sound(tx, named.serving)
        challenger, _ = self._sound(tx, named.challenger)
        return Serving(champion, challenger, problem, named)

    def residual(self, tx: storage.Transaction, content_hash: str) -> Residual | None:
        """What a stored model lays over the expert; None when it is not sound."""
        found, _ = self._sound(tx, content_hash)
        return found.residual if found else None

    def _sound(self, tx: storage.Transaction, content_hash: str | None) -> tuple[LearnedModel | None, str]:
        if content_hash is None:
            return None, ""
        known = self._known.get(content_hash)
        if known is None:
            found, problem = examined(tx, content_hash, expert=self.expert)
            if found is None:
                return None, problem
            known = self._known[content_hash] = found
        return known, ""


def examined(tx: storage.Transaction, content_hash: str, *, expert: str) -> tuple[LearnedModel | None, str]:
    """A stored model read and checked anew: itself, or None and what is wrong with it."""
    raw = storage.models.document(tx, content_hash)
    if raw is None:
        return None, MISSING
    try:
        found = parse_model(raw, expert=expert)
    except InvalidDocumentError:
        return None, DAMAGED
    return (found, "") if found.content_hash == content_hash else (None, DAMAGED)
