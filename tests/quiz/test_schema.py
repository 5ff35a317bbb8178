"""The published JSON Schema of bank documents."""

import json

from mentormatch.bundled import data_path
from mentormatch.quiz import bank_schema


def test_the_shipped_schema_is_the_one_that_documents_are_held_to() -> None:
    shipped = data_path("banks", "bank.schema.json").read_text(encoding="utf-8")
    assert shipped == json.dumps(bank_schema(), ensure_ascii=False, indent=2) + "\n"
