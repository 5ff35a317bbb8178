"""What the pages that compare two results show: plain values in the reader's language."""

from mentormatch.values import dataclass
from mentormatch.web.visitor.pages import TraitRow


@dataclass(frozen=True, slots=True)
class LinkField:
    """One field for the link of a result; `error` is empty when nothing is wrong with it."""

    name: str
    label: str
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class CompareForm:
    """Two links, please; `error` and `target` are the first thing wrong and its field's id."""

    action: str
    fields: tuple[LinkField, ...]
    error: str
    target: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind's share in both results; `difference` is in points, with its sign."""

    kind: str
    name: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """A trait in both results; `moved` when it moved more than chance alone explains."""

    before: TraitRow
    after: TraitRow
    words: str
    moved: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two results side by side; `before` and `after` name them, the kinds choose their marks."""

    kind_before: str
    kind_after: str
    before: str
    after: str
    sentences: tuple[str, ...]
    notices: tuple[str, ...]
    kinds: tuple[KindRow, ...]
    traits: tuple[ShiftRow, ...]
    again_href: str
