"""docs/data-map.md explains every column that there is, and none that there is not."""

import re

from mentormatch.storage.tables import METADATA
from tests.house.tree import ROOT

_ROW = re.compile(r"\| `(\w+)` \| (\w+) \| (.+) \|")


def explained(page: str) -> dict[tuple[str, str], tuple[str, str]]:
    """By table and column: how private the page says it is, and what for."""
    found = {}
    for part in page.split("\n## ")[1:]:
        table = part.split("`")[1]
        for column, privacy, purpose in _ROW.findall(part):
            found[table, column] = (privacy, purpose.strip())
    return found


def unexplained(page: str) -> list[str]:
    """Columns that the page leaves out, calls otherwise, or explains though they are gone."""
    said = {place: privacy for place, (privacy, purpose) in explained(page).items() if purpose}
    columns = [(table.name, column) for table in METADATA.sorted_tables for column in table.columns]
    there = {(table, column.name): column.info["privacy"] for table, column in columns}
    return sorted(
        ".".join(place) for place in said.keys() | there.keys() if said.get(place) != there.get(place)
    )


def test_every_column_is_explained_as_private_as_it_is() -> None:
    assert unexplained((ROOT / "docs" / "data-map.md").read_text(encoding="utf-8")) == []


def test_every_table_says_until_when_and_who_sees_it() -> None:
    parts = (ROOT / "docs" / "data-map.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert [part[:20] for part in parts if "Kept until: " not in part or "Seen by: " not in part] == []


def test_a_column_left_out_or_called_otherwise_would_be_caught() -> None:
    page = (ROOT / "docs" / "data-map.md").read_text(encoding="utf-8")
    assert unexplained(page.replace("| `message` | personal |", "| `message` | none |")) == [
        "contact_requests.message"
    ]
    assert unexplained(re.sub(r"\| `seen_at` .*\n", "", page)) == ["reviews.seen_at"]
    assert unexplained(page + "\n## `people`\n\n| `name` | none | gone |\n") == ["people.name"]
