"""What a counselor works on: the states of a case, where it came from, which are read blind."""

from mentormatch.casework.promise import due
from mentormatch.casework.shares import Shares
from mentormatch.casework.states import OPEN_STATES, CaseState, Confidence, Origin, Verdict

__all__ = ["OPEN_STATES", "CaseState", "Confidence", "Origin", "Shares", "Verdict", "due"]
