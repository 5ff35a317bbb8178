"""The vocabulary of the whole program: kinds, traits, and what the guide says of them."""

from mentormatch.guide.content import Content, load_content, read_content
from mentormatch.guide.kinds import (
    MENTORING_KINDS,
    Focus,
    Kind,
    Leaf,
    Role,
    kinds_for,
    leaves_for,
)
from mentormatch.guide.traits import (
    COMMITMENTS,
    COMPETENCES,
    CONTENT_TRAITS,
    FOCUS_TRAITS,
    Readiness,
    Trait,
)

__all__ = [
    "COMMITMENTS",
    "COMPETENCES",
    "CONTENT_TRAITS",
    "FOCUS_TRAITS",
    "MENTORING_KINDS",
    "Content",
    "Focus",
    "Kind",
    "Leaf",
    "Readiness",
    "Role",
    "Trait",
    "kinds_for",
    "leaves_for",
    "load_content",
    "read_content",
]
