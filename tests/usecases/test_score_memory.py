"""Scoring a file holds a few batches, however long the file is."""

import io
import json
import tracemalloc

import pytest

from mentormatch.scoring import load_expert
from mentormatch.usecases import score_file
from tests.banks import small_bank

_LINE = json.dumps({"id": 1, "role": "find", "answers": {"agree-goals-more": "4"}}).encode() + b"\n"


class Nowhere(io.BytesIO):
    """Takes what is written and keeps none of it."""

    def write(self, text: object, /) -> int:
        return len(memoryview(text))  # type: ignore[arg-type]  # whatever has bytes, as BytesIO takes


def held(lines: int) -> int:
    """The most bytes held while so many lines were scored, their own text not counted."""
    source = io.BytesIO(_LINE * lines)
    tracemalloc.start()
    try:
        tally = score_file.score_file(
            small_bank(),
            load_expert(),
            source,
            Nowhere(),
            report=lambda number, reason: pytest.fail(f"line {number}: {reason}"),
            advance=lambda count: None,
        )
        assert tally.scored == lines
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_three_times_the_lines_hold_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score_file, "BATCH", 100)
    held(10)
    assert held(900) < 1.3 * held(300)
