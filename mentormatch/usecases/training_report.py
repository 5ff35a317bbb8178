"""A model card as the command line prints it, and the reliability curve as a picture."""

from collections.abc import Iterator, Sequence

from mentormatch.guide import Kind
from mentormatch.matcher.model_document import Bin, ModelDocument, Slice

_WIDTH = 30
_WORST = 3
_SIZE, _EDGE = 320, 40


def report_lines(card: ModelDocument) -> Iterator[str]:
    """The whole card in plain English lines."""
    taught, measured = card.taught, card.measured
    yield f"Taught {taught.judgements} judgements of {taught.cases} cases,"
    yield f"  by {taught.counselors} counselor(s),"
    yield (
        f"  {taught.blind} blind, {taught.shown} shown, {taught.double_read} read twice; "
        f"{taught.careless_left_out} with careless answers left out"
    )
    yield f"  from {taught.window.first} to {taught.window.last}"
    yield f"Anchoring found: {card.anchoring:.2f}"
    yield ""
    yield f"On {measured.candidate.cases} blind cases, by cross-validation (95 % interval):"
    for name in ("top1", "log_loss", "brier"):
        ours, theirs = getattr(measured.candidate, name), getattr(measured.rival, name)
        yield f"  {name:<9} {_interval(ours)}   what serves now {_interval(theirs)}"
    eces = (measured.candidate.ece, measured.rival.ece)
    yield f"  {'ece':<9} {eces[0]:<24.3f}   what serves now {eces[1]:.3f}"
    yield f"  gain      {_interval(measured.gain)} in log-loss"
    yield ""
    slices = {str(name): one for name, one in (*measured.kinds.items(), *measured.languages.items())}
    yield from _slices(slices)
    yield from _confusion(measured.confusion)
    yield from _curve(measured.reliability)
    yield from _rule(card)
    yield "Known limits: " + ", ".join(card.limits)


def reliability_svg(bins: Sequence[Bin]) -> str:
    """How often the leading kind was right (up) by how sure the model was (along), as an SVG."""
    inner = _SIZE - 2 * _EDGE

    def at(sure: float, right: float) -> tuple[float, float]:
        return round(_EDGE + sure * inner, 1), round(_SIZE - _EDGE - right * inner, 1)

    most = max((each.cases for each in bins), default=1)
    points = [(*at(each.sure, each.right), 3 + 9 * (each.cases / most) ** 0.5, each) for each in bins]
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r:.1f}"><title>{each.cases} cases: '
        f"sure {each.sure:.2f}, right {each.right:.2f}</title></circle>"
        for x, y, r, each in points
    )
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    line = " ".join(f"{x},{y}" for x, y, _, _ in points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" role="img">'
        "<title>Reliability: how often right, by how sure</title>"
        f'<rect x="{x0}" y="{y1}" width="{inner}" height="{inner}" fill="none" stroke="currentColor"/>'
        f'<path d="M{x0} {y0}L{x1} {y1}" stroke="currentColor" stroke-dasharray="4 4" fill="none"/>'
        f'<polyline points="{line}" fill="none" stroke="currentColor" stroke-width="2"/>{dots}'
        f'<text x="{_SIZE / 2}" y="{_SIZE - 10}" text-anchor="middle" font-size="12">how sure</text>'
        f'<text x="14" y="{_SIZE / 2}" text-anchor="middle" font-size="12" '
        f'transform="rotate(-90 14 {_SIZE / 2})">how often right</text></svg>\n'
    )


def _interval(figure: Sequence[float]) -> str:
    value, low, high = figure
    return f"{value:.3f} ({low:.3f} to {high:.3f})"


def _slices(slices: dict[str, Slice]) -> Iterator[str]:
    yield "By kind and language: blind cases, right first, log-loss (what serves now)"
    for name, one in slices.items():
        rival = f"({one.rival_log_loss[0]:.3f})"
        yield f"  {name:<9} {one.cases:>5}  {_interval(one.top1)}  {_interval(one.log_loss)} {rival}"
    known = [(one.log_loss[0], name) for name, one in slices.items() if one.cases]
    worst = ", ".join(f"{name} ({loss:.3f})" for loss, name in sorted(known, reverse=True)[:_WORST])
    yield f"  worst: {worst or 'no cases'}"
    yield ""


def _confusion(counts: Sequence[Sequence[int]]) -> Iterator[str]:
    yield "Judged (down) and recommended (across)"
    yield " " * 12 + "".join(f"{kind.value:>10}" for kind in Kind)
    for kind, row in zip(Kind, counts, strict=True):
        yield f"  {kind.value:<10}" + "".join(f"{count:>10}" for count in row)
    yield ""


def _curve(bins: Sequence[Bin]) -> Iterator[str]:
    yield "Reliability: how sure (·) and how often right (#), by ten"
    for one in bins:
        bar = ["#" if place < round(one.right * _WIDTH) else " " for place in range(_WIDTH + 1)]
        bar[round(one.sure * _WIDTH)] = "·"
        told = f"sure {one.sure:.2f}, right {one.right:.2f}, {one.cases} cases"
        yield f"  {one.start:.1f} |{''.join(bar)}| {told}"
    yield ""


def _rule(card: ModelDocument) -> Iterator[str]:
    yield "The rule of promotion"
    for test in card.rule:
        sign = "met    " if test.met else "not met"
        yield f"  {sign} {test.code:<14} found {test.found:g}, needed {test.needed:g}"
