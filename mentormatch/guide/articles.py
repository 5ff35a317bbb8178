"""What the articles of the guide are made of: sections, and the plan's own sentences in them.

Sentences that the plan also says stand once: an article names them by id. An article `name` has
the texts `guide.<name>.title` and `.lead`; a section the texts `guide.<name>.<section>.heading`,
`.paragraph.1`, … and `.point.1`, …
"""

from collections.abc import Iterable, Mapping

from mentormatch.guide.kinds import MENTORING_KINDS, Focus, Kind, Leaf, Role
from mentormatch.guide.plan_rules import LEAF_MISTAKES, PRONE, Mistake
from mentormatch.guide.traits import COMMITMENTS, COMPETENCES, Readiness
from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A named group of sentences in a section; `key` is a kind or focus, or empty."""

    key: str
    name_id: str
    text_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleSection:
    """A section of an article: its own texts, sentences of the plan, and named groups of them."""

    name: str
    text_ids: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


def _leaf(leaf: Leaf, *text_ids: str) -> Part:
    name_id = f"focus.{leaf.focus}.name" if leaf.focus else f"kind.{leaf}.name"
    return Part(leaf.focus or leaf.kind, name_id, text_ids)


def _kind(kind: Kind, *text_ids: str) -> Part:
    return Part(kind, f"kind.{kind}.name", text_ids)


def _numbered(prefix: str, last: int) -> tuple[str, ...]:
    return tuple(f"{prefix}.{number}" for number in range(1, last + 1))


def _leaves_of(kind: Kind) -> tuple[Leaf, ...]:
    return tuple(leaf for leaf in Leaf if leaf.kind is kind)


def _meeting(kind: Kind) -> Part:
    group = f"advice.{kind}.find.agenda"
    topics = (f"advice.{leaf}.find.agenda" for leaf in _leaves_of(kind))
    return _kind(kind, f"{group}.1", *topics, f"{group}.2")


def _rhythm(kind: Kind) -> Part:
    formats = (f"advice.{leaf}.format" for leaf in _leaves_of(kind))
    return _kind(kind, f"advice.{kind}.rhythm.high", f"advice.{kind}.rhythm.low", *formats)


def _ready(conditions: Iterable[Readiness]) -> tuple[Part, ...]:
    return tuple(Part("", f"readiness.{it}.name", (f"readiness.{it}.next",)) for it in conditions)


def _mistake(mistake: Mistake) -> ArticleSection:
    return ArticleSection(mistake, parts=tuple(_made_by(role, mistake) for role in Role))


def _made_by(role: Role, mistake: Mistake) -> Part:
    of_leaves = (
        f"plan.{leaf}.{door}.mistake"
        for (leaf, door), it in LEAF_MISTAKES.items()
        if it is mistake and door is role
    )
    of_traits = (
        f"advice.mistake.{trait}.{'high' if high else 'low'}.{role}"
        for it, trait, high in PRONE
        if it is mistake
    )
    return Part("", f"guide.mistakes.{role}", (*of_leaves, *of_traits))


ARTICLES: Mapping[str, tuple[ArticleSection, ...]] = {
    "finding": (
        ArticleSection("criteria", _numbered("guide.section.3.point", 5)),
        ArticleSection(
            "where", parts=tuple(_leaf(it, *_numbered(f"advice.{it}.find.where", 3)) for it in Leaf)
        ),
        ArticleSection(
            "choose", parts=tuple(_leaf(it, *_numbered(f"advice.{it}.find.choose", 3)) for it in Leaf)
        ),
        ArticleSection("approach"),
        ArticleSection("meeting", parts=tuple(map(_meeting, Kind))),
    ),
    "relationship": (
        ArticleSection("mentee"),
        ArticleSection("mentor"),
        ArticleSection("communication", parts=tuple(map(_rhythm, Kind))),
        ArticleSection("goals", parts=tuple(_leaf(it, f"advice.{it}.find.goal.clear") for it in Leaf)),
        ArticleSection("follow-up"),
    ),
    "becoming": (
        ArticleSection("competences", parts=_ready(COMPETENCES)),
        ArticleSection("commitment", parts=_ready(COMMITMENTS)),
        ArticleSection("benefits"),
        ArticleSection(
            "begin",
            parts=tuple(_kind(it, *_numbered(f"advice.{it}.become.where", 3)) for it in MENTORING_KINDS),
        ),
    ),
    "compared": (
        ArticleSection("mentoring"),
        ArticleSection("coaching"),
        ArticleSection(
            "kinds",
            parts=(
                *(_kind(it, f"kind.{it}.summary") for it in MENTORING_KINDS),
                *(Part(it, f"focus.{it}.name", (f"focus.{it}.summary",)) for it in Focus),
            ),
        ),
        ArticleSection("choose"),
    ),
    "mistakes": tuple(map(_mistake, Mistake)),
}
