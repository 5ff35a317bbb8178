"""The texts that are read now: the shipped ones, with the words of the latest published version.

Each process keeps what it serves and looks at most every two seconds whether another version is
current, when a page is asked for that says these texts. No answer to a question waits for that.
"""

from dataclasses import field
from datetime import datetime, timedelta
from functools import cached_property

from mentormatch import storage
from mentormatch.errors import InvalidDocumentError, NotFoundError, UnavailableError
from mentormatch.guide import Content
from mentormatch.guide.own_texts import OwnTexts, parse_own_texts, worded
from mentormatch.guide.sheets import Sheets, sheets_of
from mentormatch.usecases.drafts import TEXTS_KEY
from mentormatch.values import dataclass

PAUSE = timedelta(seconds=2)
# A database that did not answer is not asked again by everyone who reads the guide meanwhile.
PAUSE_AFTER_FAILURE = timedelta(seconds=30)
AS_SHIPPED = ""


@dataclass(frozen=True, slots=True)
class _Served:
    """What is served: the hash of its version, `AS_SHIPPED` before the first; the content."""

    content_hash: str
    content: Content


@dataclass
class Texts:
    """The texts of one process."""

    shipped: Content
    _served: _Served = field(init=False)
    _until: datetime | None = None
    _from: datetime | None = None

    def __post_init__(self) -> None:
        self._served = _Served(AS_SHIPPED, self.shipped)

    @cached_property
    def sheets(self) -> Sheets:
        """Where each text is read; found when it is first asked for, never on a visitor's way."""
        return sheets_of(self.shipped)

    @property
    def content(self) -> Content:
        """Every text as it is read now."""
        return self._served.content

    def keep_up(self, database: storage.Database, *, now: datetime) -> None:
        """Look for another version, unless that was done just now.

        What is served stays where the database does not answer, or a version cannot be read.
        """
        if self._from is not None and self._until is not None and self._from <= now < self._until:
            return
        self._from, self._until = now, now + PAUSE
        try:
            with database.reading() as tx:
                self._renew(tx)
        except (UnavailableError, InvalidDocumentError):
            self._until = now + PAUSE_AFTER_FAILURE

    def expect_another(self) -> None:
        """Look the next time, however short a while ago that was done."""
        self._until = None

    def _renew(self, tx: storage.Transaction) -> None:
        try:
            version = storage.banks.current(tx, TEXTS_KEY)
        except NotFoundError:
            self._served = _Served(AS_SHIPPED, self.shipped)
            return
        if version.content_hash != self._served.content_hash:
            own = parse_own_texts(storage.banks.document(tx, version.id))
            self._served = _Served(version.content_hash, worded(self.shipped, own))


def published(tx: storage.Transaction) -> OwnTexts:
    """The words of the current version, none before the first.

    Raises:
        UnavailableError, InvalidDocumentError: when it is damaged.
    """
    try:
        version = storage.banks.current(tx, TEXTS_KEY)
    except NotFoundError:
        return OwnTexts()
    return parse_own_texts(storage.banks.document(tx, version.id))
