"""One question a page, as oTree's own samples do it: a field and a page each, drawn as radio buttons.

The questions lie in `questions.json` beside the settings: their words, and key and words of each option.
"""

import json
from pathlib import Path

from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, Page, models, widgets

_QUESTIONS = json.loads(Path("questions.json").read_text(encoding="utf-8"))
_FIELDS = {
    f"q{number}": models.StringField(label=words, choices=options, widget=widgets.RadioSelect)
    for number, (words, options) in enumerate(_QUESTIONS, 1)
}


class C(BaseConstants):
    """oTree looks for this name."""

    NAME_IN_URL = "survey"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1


class Subsession(BaseSubsession):
    """Everyone of one session."""


class Group(BaseGroup):
    """Everyone, as nobody plays with anyone."""


class Player(BasePlayer):
    """What someone answered: a column a question."""

    locals().update(_FIELDS)


page_sequence = [
    type(
        f"Page{name}",
        (Page,),
        {
            "__module__": __name__,
            "form_model": "player",
            "form_fields": [name],
            "template_name": "survey/Question.html",
        },
    )
    for name in _FIELDS
]
