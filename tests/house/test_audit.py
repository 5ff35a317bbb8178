"""The bill of materials lists all that is locked, and needs no network."""

import json
from pathlib import Path

from tests.house.audit import bill_of, main, write_bill
from tests.house.test_lock import _name, _pins


def test_the_bill_lists_every_pin_with_its_hashes(tmp_path: Path) -> None:
    path = tmp_path / "bill.json"
    pins = _pins("requirements.txt")
    assert write_bill(path) == len(pins)
    components = json.loads(path.read_text(encoding="utf-8"))["components"]
    assert {one["name"] for one in components} == {_name(line) for line in pins}
    assert {h["content"] for one in components for h in one["hashes"]} == {
        digest.removeprefix("sha256:") for digests in pins.values() for digest in digests
    }


def test_without_the_network_the_bill_is_made_all_the_same() -> None:
    assert main(["--offline"]) == 0


def test_a_pin_with_extras_and_a_marker_is_one_component() -> None:
    bill = bill_of("psycopg[binary]==3.3.1 ; python_version < '4' \\\n    --hash=sha256:" + "a" * 64)
    components = bill["components"]
    assert isinstance(components, list)
    assert [(one["name"], one["version"], len(one["hashes"])) for one in components] == [
        ("psycopg", "3.3.1", 1)
    ]
