"""Banks ready for use: parsed, with their scoring arrays, kept per process by version."""

from dataclasses import field

from mentormatch import storage
from mentormatch.errors import NotFoundError, UnavailableError
from mentormatch.matcher.residual import Residual
from mentormatch.quiz import Bank, parse_bank
from mentormatch.scoring import ExpertModel, ScoringArrays, arrays_for
from mentormatch.usecases.serving import Models, Serving
from mentormatch.values import dataclass

BANK_KEY = "mentoring"


@dataclass(frozen=True, slots=True)
class Instrument:
    """One published bank version with the model that scores it."""

    version_id: str
    number: int
    bank: Bank
    model: ExpertModel
    arrays: ScoringArrays


@dataclass(slots=True)
class Instruments:
    """The instruments a process has met; a published version never changes, so none expires."""

    model: ExpertModel
    _known: dict[str, Instrument] = field(default_factory=dict)
    _models: Models = field(init=False)

    def __post_init__(self) -> None:
        self._models = Models(self.model.content_hash)

    def serving(self, tx: storage.Transaction) -> Serving:
        """Which model makes results now, and which one is heard beside it."""
        return self._models.serving(tx)

    def learned(self, tx: storage.Transaction, model_hash: str) -> Residual | None:
        """What a learned model lays over the expert; None for the expert, and for one that is not sound."""
        return None if model_hash == self.model.content_hash else self._models.residual(tx, model_hash)

    def of(self, tx: storage.Transaction, version_id: str) -> Instrument:
        """The instrument of a bank version; one query the first time, none afterwards."""
        known = self._known.get(version_id)
        if known is None:
            version = storage.banks.by_id(tx, version_id)
            bank = parse_bank(storage.banks.document(tx, version_id))
            arrays = arrays_for(bank, self.model)
            known = Instrument(version_id, version.number, bank, self.model, arrays)
            self._known[version_id] = known
        return known

    def current(self, tx: storage.Transaction) -> Instrument:
        """The instrument of the current version, for a new attempt.

        Raises:
            UnavailableError: `no-bank` when none is published yet.
        """
        try:
            version = storage.banks.current(tx, BANK_KEY)
        except NotFoundError as error:
            raise UnavailableError("no-bank", BANK_KEY) from error
        return self.of(tx, version.id)
