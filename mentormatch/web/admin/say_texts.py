"""What is found in texts, in the reader's words; what they share with a bank is said there."""

import re

from mentormatch.usecases import texts_gate
from mentormatch.web.admin.sayings import plain, sayings
from mentormatch.web.admin.text_speech import set_apart

TEXTS = sayings(
    (
        re.escape(texts_gate.MARKUP),
        plain(lambda s: s.say("There is markup in it, which would be read letter by letter.")),
    ),
    (
        re.escape(texts_gate.BREAK),
        plain(lambda s: s.say("There is a line break in it, which its place does not show.")),
    ),
    (
        re.escape(texts_gate.NO_PLACES),
        plain(lambda s: s.say("Nothing is filled in here: please take the place out.")),
    ),
    (
        r"needs these places, each as it is: (?P<places>.*)",
        lambda s, v: s.say("It needs these places, each as it is: %(places)s", places=set_apart(v["places"])),
    ),
    (
        re.escape(texts_gate.BRACKETS),
        plain(lambda s: s.say("A square bracket has no other half.")),
    ),
)
