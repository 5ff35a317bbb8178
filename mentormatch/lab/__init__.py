"""The test bench of the recommendation: simulated respondents, and what is measured on them."""

from mentormatch.lab.answering import Codes, Responses, respond
from mentormatch.lab.ceiling import ceiling
from mentormatch.lab.chance import Purpose, generator
from mentormatch.lab.people import Manner, People, draw_people
from mentormatch.lab.questions import Behaviour, behaviour, chances
from mentormatch.lab.regimes import CONDITIONS, Conditions, Regime
from mentormatch.lab.worlds import World, guide_profiles, make_world

__all__ = [
    "CONDITIONS",
    "Behaviour",
    "Codes",
    "Conditions",
    "Manner",
    "People",
    "Purpose",
    "Regime",
    "Responses",
    "World",
    "behaviour",
    "ceiling",
    "chances",
    "draw_people",
    "generator",
    "guide_profiles",
    "make_world",
    "respond",
]
