"""What the quiz listens for: eight content traits, three focus axes, nine readiness items."""

from enum import StrEnum


class Trait(StrEnum):
    """A direction in which people differ; the order is the order of every trait array."""

    STRUCTURE = "structure"
    HORIZON = "horizon"
    GOALS = "goals"
    GUIDANCE = "guidance"
    RECIPROCITY = "reciprocity"
    NATURALNESS = "naturalness"
    NETWORK = "network"
    METHOD = "method"
    CAREER = "career"
    PERFORMANCE = "performance"
    LEADERSHIP = "leadership"


CONTENT_TRAITS = tuple(Trait)[:8]
FOCUS_TRAITS = tuple(Trait)[8:]


class Readiness(StrEnum):
    """One of the guide's nine conditions for becoming a mentor."""

    EXPERIENCE = "experience"
    EXPERTISE = "expertise"
    COMMUNICATION = "communication"
    EMPATHY = "empathy"
    PATIENCE = "patience"
    TIME = "time"
    MOTIVATION = "motivation"
    AVAILABILITY = "availability"
    RECIPROCITY = "reciprocity"

    @property
    def question_key(self) -> str:
        """The key of the bank's question that asks about this condition."""
        return f"readiness-{self.value}"


COMPETENCES = tuple(Readiness)[:5]
COMMITMENTS = tuple(Readiness)[5:]
