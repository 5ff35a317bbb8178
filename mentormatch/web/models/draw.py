"""A control chart as a small drawing: the line of the weeks over the band in which they should lie."""

from collections.abc import Callable, Sequence

from mentormatch.usecases.drift import Chart, Point
from mentormatch.web.models.pages import ChartRow

_WIDTH, _HEIGHT, _EDGE = 160.0, 36.0, 4.0

Place = Callable[[int, float], str]


def chart_row(words: str, chart: Chart, spell: Callable[[float], str], say: Callable[..., str]) -> ChartRow:
    """A row of the table of charts; `spell` writes a value, `say` a message."""
    latest = chart.latest
    assert latest is not None
    assert latest.value is not None
    shown = [point for point in chart.points if point.value is not None]
    limits = say("nothing to compare with yet")
    if latest.low is not None and latest.high is not None:
        limits = say("%(low)s to %(high)s", low=spell(latest.low), high=spell(latest.high))
    outside = sum(point.outside for point in shown)
    return ChartRow(
        words=words,
        value=spell(latest.value),
        limits=limits,
        line=_line(shown),
        band=_band(shown),
        outside=str(outside) if outside else say("none"),
        alarming=latest.outside,
    )


def _line(points: Sequence[Point]) -> str:
    at = _place(points)
    return " ".join(at(place, point.value or 0.0) for place, point in enumerate(points))


def _band(points: Sequence[Point]) -> str:
    """The outline of the limits, forwards along the upper one and back along the lower one."""
    at = _place(points)
    upper = [at(place, point.high) for place, point in enumerate(points) if point.high is not None]
    lower = [at(place, point.low) for place, point in enumerate(points) if point.low is not None]
    return " ".join(upper + lower[::-1])


def _place(points: Sequence[Point]) -> Place:
    """Where a value of the week at a place is drawn."""
    values = [v for p in points for v in (p.value, p.low, p.high) if v is not None]
    least, most = min(values), max(values)
    span = (most - least) or 1.0
    step = (_WIDTH - 2 * _EDGE) / max(len(points) - 1, 1)

    def at(place: int, value: float) -> str:
        x = _EDGE + step * place
        y = _HEIGHT - _EDGE - (value - least) / span * (_HEIGHT - 2 * _EDGE)
        return f"{x:.1f},{y:.1f}"

    return at
