"""What can be recommended: four kinds, three coaching focuses, and the two doors."""

from enum import StrEnum


class Kind(StrEnum):
    """A recommendation kind."""

    FORMAL = "formal"
    INFORMAL = "informal"
    REVERSE = "reverse"
    COACHING = "coaching"


class Focus(StrEnum):
    """What coaching works on."""

    CAREER = "career"
    PERFORMANCE = "performance"
    LEADERSHIP = "leadership"


class Role(StrEnum):
    """The door a visitor came through: to find support, or to become a mentor."""

    FIND = "find"
    BECOME = "become"


class Leaf(StrEnum):
    """The finest outcome that the model distinguishes: a mentoring kind, or coaching's focus."""

    FORMAL = "formal"
    INFORMAL = "informal"
    REVERSE = "reverse"
    COACHING_CAREER = "coaching-career"
    COACHING_PERFORMANCE = "coaching-performance"
    COACHING_LEADERSHIP = "coaching-leadership"

    @property
    def kind(self) -> Kind:
        """The kind that this leaf belongs to."""
        return Kind.COACHING if self.focus is not None else Kind(self.value)

    @property
    def focus(self) -> Focus | None:
        """The coaching focus, None for a mentoring kind."""
        focus = self.value.partition("-")[2]
        return Focus(focus) if focus else None


MENTORING_KINDS = (Kind.FORMAL, Kind.INFORMAL, Kind.REVERSE)


def kinds_for(role: Role) -> tuple[Kind, ...]:
    """The kinds that a door can recommend, in the standing order."""
    match role:
        case Role.FIND:
            return tuple(Kind)
        case Role.BECOME:
            return MENTORING_KINDS


def leaves_for(role: Role) -> tuple[Leaf, ...]:
    """The leaves that a door can recommend, in the standing order."""
    return tuple(leaf for leaf in Leaf if leaf.kind in kinds_for(role))
