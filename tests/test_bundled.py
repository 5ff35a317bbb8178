"""Shipped files, damaged in every way: whoever reads one is told which it is, in one line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mentormatch.bundled import data_path, read_shipped
from mentormatch.errors import ConfigurationError
from mentormatch.quiz import Bank, parse_bank
from mentormatch.scoring import ExpertModel, parse_expert

SHIPPED = [
    pytest.param(data_path("banks", "mentoring.json"), parse_bank, id="bank"),
    pytest.param(data_path("model", "expert.json"), parse_expert, id="expert model"),
]
Parse = Callable[[bytes], Bank | ExpertModel]


@pytest.mark.parametrize(("shipped", "parse"), SHIPPED)
def test_a_sound_file_is_read(shipped: Path, parse: Parse) -> None:
    assert read_shipped(shipped, parse).content_hash == parse(shipped.read_bytes()).content_hash


@pytest.mark.parametrize(
    "damage", [b"", b'{"schema": 1, "ver', b"\xff\xfe\x00", b"{}", b"[]", None, "a folder"]
)
@pytest.mark.parametrize(("shipped", "parse"), SHIPPED)
def test_a_damaged_one_is_named_in_one_line(
    tmp_path: Path, shipped: Path, parse: Parse, damage: bytes | str | None
) -> None:
    path = tmp_path / "some" / shipped.name
    path.parent.mkdir()
    if isinstance(damage, bytes):
        path.write_bytes(damage)
    elif damage:
        path.mkdir()
    with pytest.raises(ConfigurationError) as refused:
        read_shipped(path, parse)
    assert refused.value.code == "shipped-file"
    assert refused.value.detail.startswith(f"some/{shipped.name}: ")
    assert "\n" not in refused.value.detail


def test_one_that_a_plain_reader_refuses_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_bytes(b'{"schema"')
    with pytest.raises(ConfigurationError, match=rf"{tmp_path.name}/figures.json: "):
        read_shipped(path, json.loads)
