"""Charts as SVG that stands in a page by itself; every one says in words what it shows."""

from collections.abc import Sequence

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 400, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 24, 18, 42


def bars(label: str, names: Sequence[str], counts: Sequence[int], *, axis: str) -> Markup:
    """A bar a name, its count above it."""
    if not sum(counts):
        return Markup("<p>No cases.</p>")
    step = (_WIDTH - _LEFT - _RIGHT) / len(names)
    most = max(counts)
    parts = []
    for number, (name, count) in enumerate(zip(names, counts, strict=True)):
        tall = (_HEIGHT - _TOP - _BOTTOM) * count / most
        x, y = _LEFT + number * step, _HEIGHT - _BOTTOM - tall
        parts.append(
            f'<rect class="bar" x="{x + step * 0.12:.1f}" y="{y:.1f}" width="{step * 0.76:.1f}" height="{tall:.1f}"/>'
            f'<text x="{x + step / 2:.1f}" y="{y - 4:.1f}" text-anchor="middle">{count}</text>'
            f'<text x="{x + step / 2:.1f}" y="{_HEIGHT - _BOTTOM + 15}" text-anchor="middle">{escape(name)}</text>'
        )
    told = ", ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
    return _svg(f"{label}. {told}", "".join(parts), axis, "")


def curve(label: str, xs: Sequence[float], ys: Sequence[float], *, axes: tuple[str, str], at: float) -> Markup:
    """A line through points from 0 to 1 both ways, with an upright mark at one x."""
    if not xs:
        return Markup("<p>No cases.</p>")
    points = " ".join(f"{_across(x):.1f},{_up(y):.1f}" for x, y in zip(xs, ys, strict=True))
    grid = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{_up(n):.1f}" y2="{_up(n):.1f}"/>'
        f'<text x="{_LEFT - 6}" y="{_up(n) + 4:.1f}" text-anchor="end">{n:.0%}</text>'
        f'<text x="{_across(n):.1f}" y="{_HEIGHT - _BOTTOM + 15}" text-anchor="middle">{n:.0%}</text>'
        for n in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    mark = f'<line class="mark" x1="{_across(at):.1f}" x2="{_across(at):.1f}" y1="{_up(0):.1f}" y2="{_up(1):.1f}"/>'
    return _svg(label, f'{grid}{mark}<polyline class="curve" points="{points}"/>', *axes)


def _across(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _up(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _svg(label: str, inside: str, axis: str, upright: str) -> Markup:
    base = _HEIGHT - _BOTTOM
    return Markup(  # noqa: S704 (every text in it is escaped here)
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-label="{escape(label)}">{inside}'
        f'<line class="axis" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{base}" y2="{base}"/>'
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(axis)}</text>'
        f'<text x="{_LEFT}" y="11">{escape(upright)}</text></svg>'
    )
