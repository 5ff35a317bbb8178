"""The guide's sentences: all that the program says is there, and nothing is there unsaid."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentormatch.bundled import data_path
from mentormatch.errors import InvalidDocumentError
from mentormatch.guide import Focus, Kind, Leaf, Readiness, Role, Trait, kinds_for, leaves_for, load_content
from mentormatch.i18n import Locale
from mentormatch.quiz import GATE_KEY, Option, parse_bank
from mentormatch.quiz.document import TextDocument
from mentormatch.quiz.findings import Sentence
from mentormatch.quiz.wording import wording_findings
from tests.house.tree import modules

# `guide.plan` and `guide.articles` compose these; what they compose is tested with them.
_COMPOSED = ("advice.", "part.", "goal.", "plan.", "guide.", "counsel.note.")
# Written for pages that do not show them yet.
_WAITING = re.compile(r"kind\.\w+\.because|trait\.\w+\.about|readiness\.(competence|commitment)\.name")
_PROSE = ("method", "privacy", "accessibility")


def said_of_results() -> Iterator[str]:
    """Every sentence a result page may need, enumerated as the page composes them."""
    yield from ("headline.close", "close.third", "close.both", "model.about")
    yield from ("sure.close", "sure.very", "sure.fairly", "sure.somewhat")
    yield from ("careless.straight", "careless.random", "careless.nothing", "sample.sentence")
    for role in Role:
        yield from (f"kind.{kind}.headline.{role}" for kind in kinds_for(role) if kind is not Kind.COACHING)
    yield "kind.coaching.headline.find"
    for kind in Kind:
        yield from (f"kind.{kind}.{part}" for part in ("name", "within", "tagline", "summary"))
    for focus in Focus:
        yield from (f"focus.{focus}.{part}" for part in ("name", "summary", "headline.find"))
    for trait in Trait:
        yield from (f"trait.{trait}.{part}" for part in ("name", "low", "high"))
    yield "counsel.consent.1"
    yield from (f"counsel.note.{kind}" for kind in Kind)
    for stage in ("ready", "nearly", "later"):
        yield f"readiness.headline.{stage}"
    for item in Readiness:
        yield from (f"readiness.{item}.{part}" for part in ("name", "next"))
        yield from (f"readiness.{item}.level.{level}" for level in range(1, 5))


def said_of_pages() -> Iterator[str]:
    """What every public page needs: its title and what it is about."""
    for page in ("home", "start", "guide", *(f"guide.{kind}" for kind in Kind), *_PROSE):
        yield from (f"{page}.title", f"{page}.lead")
    for page in _PROSE:
        yield from (f"{page}.section.1.heading",)


def numbered(ids: set[str]) -> Iterator[str]:
    """The ids that are found by counting from 1 as far as they go."""
    for page in _PROSE:
        section = 1
        while f"{page}.section.{section}.heading" in ids:
            part = f"{page}.section.{section}"
            yield f"{part}.heading"
            yield from _counted(ids, f"{part}.paragraph.%d", f"{part}.point.%d")
            section += 1


def _counted(ids: set[str], *patterns: str) -> Iterator[str]:
    for pattern in patterns:
        number = 1
        while pattern % number in ids:
            yield pattern % number
            number += 1


def said_by_code() -> set[str]:
    """Every whole id that stands in the code as it is."""
    found = set()
    for name, text in modules().items():
        if name.startswith("mentormatch/"):
            nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
            found |= {node.value for node in nodes if isinstance(node.value, str)}
    return found


@pytest.fixture(scope="module")
def ids() -> set[str]:
    return set(load_content())


def test_every_sentence_that_a_page_or_a_result_needs_is_there(ids: set[str]) -> None:
    assert sorted({*said_of_results(), *said_of_pages()} - ids) == []


def test_every_step_of_a_plan_has_a_title_and_a_text(ids: set[str]) -> None:
    steps = [one.rpartition(".")[0] for one in ids if re.fullmatch(r"plan\..+\.\d+\.(title|text)", one)]
    assert sorted({step for step in steps if steps.count(step) != 2}) == []
    for role in Role:
        for leaf in leaves_for(role):
            assert f"plan.{leaf}.{role}.3.title" in ids, "three next steps for everybody"


def test_no_sentence_is_there_that_nobody_says(ids: set[str]) -> None:
    said = {*said_of_results(), *said_of_pages(), *numbered(ids), *said_by_code()}
    said |= {f"gate.{option.key}" for option in _gate_options()}
    unsaid = {one for one in ids - said if not one.startswith(_COMPOSED) and not _WAITING.fullmatch(one)}
    assert sorted(unsaid) == []


def test_the_gate_says_something_of_each_need_that_it_names(ids: set[str]) -> None:
    gates = {one for one in ids if one.startswith("gate.")}
    assert gates
    assert gates <= {f"gate.{option.key}" for option in _gate_options()}


def test_what_waits_to_be_shown_is_really_there(ids: set[str]) -> None:
    assert any(_WAITING.fullmatch(one) for one in ids)


def _gate_options() -> tuple[Option, ...]:
    return parse_bank(data_path("banks", "mentoring.json").read_bytes()).by_key[GATE_KEY].options


def test_every_sentence_fills_with_the_same_values_in_each_language() -> None:
    content = load_content()
    for text_id in content:
        places = {tuple(sorted(set(re.findall(r"%\((\w+)\)s", content[text_id][lo])))) for lo in Locale}
        assert len(places) == 1, text_id
        values = {name: "x" for names in places for name in names}
        for locale in Locale:
            assert not values or "%(" not in content[text_id][locale] % values, text_id


def folder_with(root: Path, **files: object) -> Path:
    for language in Locale:
        (root / language).mkdir(parents=True)
        (root / language / "words.json").write_text(
            json.dumps(files.get(language, {"a": "x", "b.1": "y", "b.2": "z"})), encoding="utf-8"
        )
    return root


def problems(root: Path) -> list[str]:
    with pytest.raises(InvalidDocumentError) as refused:
        load_content(root)
    return [str(problem) for problem in refused.value.problems]


def test_content_reads_in_every_language_and_is_counted_from_one(tmp_path: Path) -> None:
    content = load_content(folder_with(tmp_path))
    assert content["a"][Locale.AR] == "x"
    assert [text.fr for text in content.numbered("b")] == ["y", "z"]
    assert ("b.1" in content, "b.3" in content) == (True, False)
    assert list(content.numbered("c")) == []


def test_a_sentence_that_a_language_lacks_is_named(tmp_path: Path) -> None:
    root = folder_with(tmp_path, ar={"a": "x", "b.1": "y"}, en={"a": "x", "b.1": "y", "b.2": "z", "c": "!"})
    assert problems(root) == ["en/c: in no other language", "ar/b.2: missing"]


@pytest.mark.parametrize("sentence", ["", "  ", None, 3, ["x"], {"fr": "x"}])
def test_what_is_no_sentence_is_named(tmp_path: Path, sentence: object) -> None:
    root = folder_with(tmp_path, fr={"a": sentence, "b.1": "y", "b.2": "z"})
    assert "fr/words.json: a: not a sentence" in problems(root)


def test_every_file_that_cannot_be_read_is_named_at_once(tmp_path: Path) -> None:
    root = folder_with(tmp_path, ar=["not", "an", "object"])
    (root / "fr" / "more.json").write_text('{"a": "again"}', encoding="utf-8")
    (root / "en" / "more.json").write_bytes(b"\xff{")
    (root / "en" / "other.json").write_text("{", encoding="utf-8")
    found = problems(root)
    assert "fr/words.json: a: there twice" in found
    assert "ar/words.json: not an object of sentences" in found
    assert any(problem.startswith("en/more.json: ") for problem in found)
    assert any(problem.startswith("en/other.json: ") for problem in found)


def test_a_name_that_is_there_twice_in_a_file_is_named(tmp_path: Path) -> None:
    root = folder_with(tmp_path)
    (root / "fr" / "words.json").write_text(
        '{"a": "x", "a": "other", "b.1": "y", "b.2": "z"}', encoding="utf-8"
    )
    assert "fr/words.json: a: there twice" in problems(root)


def test_a_language_without_its_folder_is_refused(tmp_path: Path) -> None:
    root = folder_with(tmp_path)
    (root / "ar" / "words.json").unlink()
    (root / "ar").rmdir()
    assert problems(root) == ["ar/words.json: missing", "ar/a: missing", "ar/b.1: missing", "ar/b.2: missing"]


def test_a_guide_without_any_sentence_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path) != []


def test_a_leaf_is_its_kind_and_its_focus() -> None:
    assert [(leaf.kind, leaf.focus) for leaf in Leaf] == [
        (Kind.FORMAL, None),
        (Kind.INFORMAL, None),
        (Kind.REVERSE, None),
        (Kind.COACHING, Focus.CAREER),
        (Kind.COACHING, Focus.PERFORMANCE),
        (Kind.COACHING, Focus.LEADERSHIP),
    ]
    assert Kind.COACHING not in kinds_for(Role.BECOME)
    assert set(kinds_for(Role.FIND)) == set(Kind)
    assert {leaf.kind for leaf in leaves_for(Role.BECOME)} == set(kinds_for(Role.BECOME))


@pytest.mark.parametrize("name", ["advice", "articles", "counsel", "pages", "plan", "words"])
def test_every_sentence_keeps_the_typography_of_its_language(name: str) -> None:
    written = {
        locale: json.loads(data_path("guide", locale.value, f"{name}.json").read_text("utf-8"))
        for locale in Locale
    }
    sentences = [
        Sentence(
            key,
            "guide",
            TextDocument.model_construct(**{locale.value: written[locale][key] for locale in Locale}),
        )
        for key in written[Locale.FR]
    ]
    # What a bank has no use for, and a guide has: a stroke that joins a letter to a bracket or «.
    told = [str(one) for one in wording_findings(sentences) if "tatweel" not in one.message]
    assert [line for line in told if re.search("space|instead of|points|invisible", line)] == []
