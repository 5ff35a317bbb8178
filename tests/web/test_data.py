"""`data.json` is what its published schema says, whatever was answered."""

import json

import pytest

from mentormatch.bundled import data_path
from mentormatch.usecases.data_schema import ResultData, result_schema
from tests.house.tree import ROOT
from tests.pages import Visitor
from tests.quizzes import Answering, each_in_turn, first_option, last_option, skip, take

_WAYS: dict[str, Answering] = {
    "first": first_option,
    "last": last_option,
    "none": skip,
    "each": each_in_turn(),
}


@pytest.mark.parametrize("way", _WAYS)
@pytest.mark.parametrize("form", ["adaptive", "full"])
@pytest.mark.parametrize("role", ["find", "become"])
def test_every_download_follows_the_schema(visitor: Visitor, role: str, form: str, way: str) -> None:
    finished = take(visitor, "fr", role, form=form, answering=_WAYS[way])
    content = visitor.get(f"/fr/result/{finished.token}/data.json").data
    read = ResultData.model_validate_json(content)
    assert read.role == role
    # Nothing is left out by the model: what it read is what was downloaded.
    assert json.loads(content).keys() - ResultData.model_fields.keys() == set()
    assert read.model_dump(mode="json", exclude_unset=True) == json.loads(content) | {
        "dates": read.model_dump(mode="json")["dates"]
    }


def test_the_download_is_the_same_in_every_language(visitor: Visitor) -> None:
    token = take(visitor, "ar").token
    assert len({visitor.get(f"/{lang}/result/{token}/data.json").data for lang in ("fr", "en", "ar")}) == 1


def test_the_published_schema_is_the_one_in_force() -> None:
    shipped = data_path("result.schema.json").read_text(encoding="utf-8")
    assert shipped == json.dumps(result_schema(), ensure_ascii=False, indent=2) + "\n"


def test_every_name_of_the_schema_is_documented() -> None:
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    schemas = [result_schema(), *result_schema()["$defs"].values()]
    names = {name for schema in schemas for name in schema.get("properties", {})}
    assert len(names) > 40
    assert {name for name in names if f"`{name}`" not in page} == set()
