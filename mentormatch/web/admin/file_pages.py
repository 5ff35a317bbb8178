"""What the page of bank files shows; every string is in the reader's language already."""

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame, Link
from mentormatch.web.admin.pages import FindingView


@dataclass(frozen=True, slots=True)
class Download:
    """What can be downloaded of one document: its name, and the files."""

    title: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FilesPage:
    """The bank as files; `error` is what is wrong with an upload, `problems` its parts."""

    frame: Frame
    notice: str
    form: FormView
    revision: int
    replaces: str
    error: str
    problems: tuple[FindingView, ...]
    downloads: tuple[Download, ...]
