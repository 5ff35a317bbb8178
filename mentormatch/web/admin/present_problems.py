"""What is wrong with a file, in the reader's words: where it is, and what."""

import re

from mentormatch.errors import Problem
from mentormatch.web.admin.pages import FindingView
from mentormatch.web.admin.say_bank import BANK
from mentormatch.web.admin.sayings import sayings, view
from mentormatch.web.visitor.speech import Speech

_CELL = re.compile(r"row (?P<row>\d+), column (?P<column>\w+)")
_ROW = re.compile(r"row (?P<row>\d+)")
_LINE = re.compile(r"line (?P<line>\d+)")


def problem_view(speech: Speech, problem: Problem) -> FindingView:
    """One thing wrong with a file."""
    return view(speech, problem.message, FILES, BANK, place=_place(speech, problem.path))


def _place(speech: Speech, path: str) -> str:
    if match := _CELL.fullmatch(path):
        return speech.say("Row %(row)s, column %(column)s", **match.groupdict())
    if match := _ROW.fullmatch(path):
        return speech.say("Row %(row)s", **match.groupdict())
    if match := _LINE.fullmatch(path):
        return speech.say("Line %(line)s", **match.groupdict())
    return path


FILES = sayings(
    (
        r"no column (?P<name>\w+)",
        lambda s, v: s.say("The column “%(name)s” is missing.", name=v["name"]),
    ),
    (
        r"a column with an unknown name: ['\"]?(?P<name>.*?)['\"]?",
        lambda s, v: s.say("No column of a bank is called “%(name)s”.", name=v["name"]),
    ),
    (
        r"Input should be (?P<known>'.*)",
        lambda s, v: s.say("Possible here: %(words)s.", words=v["known"].replace(" or ", ", ")),
    ),
    (
        r"one of (?P<known>.*), not '.*'",
        lambda s, v: s.say("Possible here: %(words)s.", words=v["known"]),
    ),
    (
        r"not a number: '(?P<found>.*)'",
        lambda s, v: s.say("“%(words)s” is not a number.", words=v["found"]),
    ),
    (
        r"Input should be (greater|less) than or equal to -?1",
        lambda s, _: s.say("A weight lies between -1 and 1."),
    ),
    (
        r"no prompt of this question above: '(?P<key>.*)'",
        lambda s, v: s.say("No prompt of the question “%(name)s” stands above.", name=v["key"]),
    ),
    (
        r"no row for the bank itself .*",
        lambda s, _: s.say("The row of the bank itself is missing (element: bank)."),
    ),
    (
        r"a row of element (?P<name>\w+) leaves this empty",
        lambda s, v: s.say("In a row of “%(name)s”, this cell stays empty.", name=v["name"]),
    ),
    (
        r"more cells than there are columns",
        lambda s, _: s.say("The row has more cells than there are columns."),
    ),
    (
        r"a formula in row (?P<row>\d+): .*",
        lambda s, v: s.say("A formula in row %(row)s: put its value there instead.", row=v["row"]),
    ),
    (
        r"the source text has changed since; it is now: (?P<text>.*)",
        lambda s, v: s.say("The text to translate has changed; it is now: %(text)s", text=v["text"]),
    ),
    (
        r"marked as fuzzy: .*",
        lambda s, _: s.say("Marked as fuzzy: check the translation, and remove the mark."),
    ),
    (
        r"the bank has no such place: '(?P<name>.*)'",
        lambda s, v: s.say("The bank has no such place: %(name)s", name=v["name"]),
    ),
    (
        r"this place is there twice",
        lambda s, _: s.say("This place is there twice."),
    ),
    (
        r"not UTF-8.*",
        lambda s, _: s.say("The file is not in UTF-8: save it as “CSV UTF-8”."),
    ),
    (
        r"not JSON: .*",
        lambda s, _: s.say("The file cannot be read as JSON."),
    ),
    (
        r"not a PO file from here on",
        lambda s, _: s.say("From here on, the file cannot be read as PO."),
    ),
    (
        r"not a spreadsheet that can be read .*|this spreadsheet .*",
        lambda s, _: s.say("The spreadsheet is damaged, or too costly to read."),
    ),
    (
        r"more than (?P<most>\d+) bytes.*",
        lambda s, v: s.say("The file is larger than %(num)s bytes.", num=v["most"]),
    ),
    (
        r"more than (?P<most>\d+) (rows|texts|cells)",
        lambda s, v: s.say("The file has more than %(num)s entries.", num=v["most"]),
    ),
    (
        r"column (?P<name>\w+) is there twice",
        lambda s, v: s.say("The column “%(name)s” is there twice.", name=v["name"]),
    ),
    (
        r"a second row for the bank itself",
        lambda s, _: s.say("There is a second row for the bank itself."),
    ),
    (
        r"a NUL character, which no text has",
        lambda s, _: s.say("A character that no text has."),
    ),
    (
        r"not CSV: .*",
        lambda s, _: s.say("From here on, the file cannot be read as a table."),
    ),
    (
        r"the header must name two different languages: .*",
        lambda s, _: s.say("The header of the file has to name two different languages."),
    ),
    (
        r"Field required",
        lambda s, _: s.say("This is missing."),
    ),
    (
        r"Extra inputs are not permitted",
        lambda s, _: s.say("A bank has nothing of this name."),
    ),
    (
        r"Input should be a valid .*|must be the number 1",
        lambda s, _: s.say("Something of another kind belongs here."),
    ),
    (
        r"must be mentoring, .*",
        lambda s, _: s.say("The bank that visitors are asked has the name “mentoring”."),
    ),
)
