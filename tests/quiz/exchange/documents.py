"""Any valid bank document, with what is hard on spreadsheets and catalogues in its texts."""

import json
from typing import Any

from hypothesis import strategies as st

from mentormatch.guide import Trait
from mentormatch.quiz import BankDocument, parse_document
from mentormatch.quiz.characters import hidden_characters

_CHARACTERS = st.one_of(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Co", "Cn", "Cc"]).filter(
        lambda char: not hidden_characters(char)
    ),
    st.sampled_from("\n\t\"',;=+-@\\%#&<>_ \u00a0\u2028\u2029\u200f\u2067éةﷺ"),
)
_STARTS = st.sampled_from(
    ["", "=1+1", "+", "-", "@SUM(A1)", "'", "''=x", "\t", " ", "\n", "#N/A", "_x0041_", "1", "1.50", "TRUE"]
)
texts = st.builds(
    lambda start, middle, end: f"{start}{middle}x{end}", _STARTS, st.text(_CHARACTERS, max_size=20), _STARTS
)
_all = st.fixed_dictionaries({"fr": texts, "en": texts, "ar": texts})
_weights = st.floats(-1, 1, allow_nan=False)
_loads = st.dictionaries(st.sampled_from([trait.value for trait in Trait]), _weights, max_size=4)
_keys = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)


@st.composite
def _choice(draw: st.DrawFn, key: str) -> dict[str, Any]:
    form = draw(st.sampled_from(["pair", "choose"]))
    keys = draw(st.lists(_keys, min_size=2, max_size=2 if form == "pair" else 5, unique=True))
    options = [{"key": one, "label": draw(_all), "loads": draw(_loads)} for one in keys]
    part = draw(st.sampled_from(["traits", "readiness", "gate", "attention"]))
    return {"key": key, "part": part, "format": form, "options": options}


@st.composite
def _question(draw: st.DrawFn, key: str, trait: str | None) -> dict[str, Any]:
    role = draw(st.sampled_from(["find", "become", "both"]))
    common = {"prompt": draw(_all), "role": role} | draw(st.fixed_dictionaries({}, optional={"help": _all}))
    if trait is None:
        return draw(_choice(key)) | common
    loads = draw(_loads) | {trait: draw(_weights.filter(bool))}
    return {"key": key, "part": "traits", "format": "agree", "loads": loads} | common


@st.composite
def documents(draw: st.DrawFn) -> BankDocument:
    """A document of one agreement question a trait, and up to three others between them."""
    traits: list[str | None] = [trait.value for trait in Trait]
    order = draw(st.permutations([*traits, *[None] * draw(st.integers(0, 3))]))
    keys = draw(st.lists(_keys, min_size=len(order), max_size=len(order), unique=True))
    questions = [draw(_question(key, trait)) for key, trait in zip(keys, order, strict=True)]
    content = {"schema": 1, "key": draw(_keys), "title": draw(_all), "questions": questions}
    return parse_document(json.dumps(content))
