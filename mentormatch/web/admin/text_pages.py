"""What the pages of the texts show: plain values, made by the views, read by the templates."""

from markupsafe import Markup

from mentormatch.values import dataclass
from mentormatch.web.accounts.pages import FormView, Frame, Link
from mentormatch.web.admin.pages import Fact, FindingView, Said, Tag, TextFields


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A page that texts are read on, with how many there are and what is to be said of them."""

    href: str
    words: str
    number: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """Pages that belong together."""

    title: str
    sheets: tuple[SheetLink, ...]


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text in a list."""

    key: str
    words: Said
    href: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class TextGroup:
    """The texts of a part of a page, or all that a search has found (then without a title)."""

    title: str
    rows: tuple[TextRow, ...]


@dataclass(frozen=True, slots=True)
class TextsPage:
    """The pages that texts are read on; or the texts of one of them, or of a search."""

    frame: Frame
    notice: str
    title: str
    state: str
    facts: tuple[Fact, ...]
    query: str
    found: str
    sheet: str
    public: Link | None
    groups: tuple[SheetGroup, ...]
    texts: tuple[TextGroup, ...]
    back: Link | None


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place where a text is read: the texts of that page, and the preview of it."""

    words: str
    sheet_href: str
    preview_href: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Filling:
    """A place within a text that is filled, and what with."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class TextPreview:
    """A text where it is read, in one language."""

    lang: str
    dir: str
    language: str
    body: Markup


@dataclass(frozen=True, slots=True)
class TextPage:
    """The editor of one text; `conflict` says that someone else has saved it meanwhile."""

    frame: Frame
    notice: str
    conflict: str
    form: FormView
    key: str
    title: str
    tags: tuple[Tag, ...]
    fields: TextFields
    fillings: tuple[Filling, ...]
    findings: tuple[FindingView, ...]
    shipped: tuple[Said, ...]
    places: tuple[PlaceLink, ...]
    shown_at: str
    previews: tuple[TextPreview, ...]
    at: str
    seen: str
    opened: str
    previous: Link | None
    following: Link | None
    back: Link
    here: str
