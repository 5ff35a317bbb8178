"""Where a case stands, and the words for what a counselor says of it."""

from enum import IntEnum, StrEnum


class CaseState(StrEnum):
    """Where a case stands; who has it at the moment is its claim, not its state.

    `judged`: a blind judgement is locked, the matcher's view has been shown since. `reviewed`:
    there is a verdict, which the visitor cannot see yet. `second`: released, and waiting for a
    second reading by somebody else. `withdrawn`: the visitor took the question back. `replaced`:
    the visitor answered more questions, which made a later result.
    """

    WAITING = "waiting"
    JUDGED = "judged"
    REVIEWED = "reviewed"
    SECOND = "second"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"

    @property
    def is_open(self) -> bool:
        """Whether the first reading has still to be finished."""
        return self in OPEN_STATES


OPEN_STATES = (CaseState.WAITING, CaseState.JUDGED, CaseState.REVIEWED)


class Origin(StrEnum):
    """Why a case is in the queue: its visitor asked, its result was close, or neither."""

    ASKED = "asked"
    UNCERTAIN = "uncertain"
    ROUTINE = "routine"


class Verdict(StrEnum):
    """What a counselor says of the automatic result."""

    CONFIRM = "confirm"
    OVERRIDE = "override"


class Confidence(IntEnum):
    """How sure a counselor is."""

    UNSURE = 1
    FAIRLY = 2
    SURE = 3
