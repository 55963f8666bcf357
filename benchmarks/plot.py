"""A chart of ratios as SVG: a group of bars for each heading, on a logarithmic axis, one line at 1."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, LABEL, BAR, GAP = 860, 330, 18, 34
COLORS = ("#2f6f9f", "#9aa5b1")


def chart(title: str, groups: Mapping[str, Sequence[tuple[str, float]]]) -> str:
    """Return a chart of ratios by heading and name; the first of each heading is ours."""
    ratios = [ratio for bars in groups.values() for _, ratio in bars]
    low, high = min(*ratios, 0.5), max(*ratios, 2.0)
    room = WIDTH - LABEL - 70

    def x(ratio: float) -> float:
        return LABEL + room * math.log(ratio / low) / math.log(high / low)

    lines: list[str] = []
    y = 44
    for heading, bars in groups.items():
        lines.append(f'<text x="12" y="{y + 13}" font-weight="bold">{escape(heading)}</text>')
        y += BAR + 4
        for number, (name, ratio) in enumerate(bars):
            lines.append(
                f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
            )
            start, end = sorted((x(1), x(ratio)))
            width = max(end - start, 1.5)
            color = COLORS[min(number, 1)]
            lines.append(
                f'<rect x="{start:.1f}" y="{y + 2}" width="{width:.1f}" height="{BAR - 5}" fill="{color}"/>'
                f'<text x="{end + 6:.1f}" y="{y + 13}">{ratio:.2g}</text>'
            )
            y += BAR
        y += GAP - BAR
    lines.append(f'<line x1="{x(1):.1f}" y1="34" x2="{x(1):.1f}" y2="{y}" stroke="#444"/>')
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 12}" '
        'font-family="sans-serif" font-size="13">\n'
        f'<rect width="{WIDTH}" height="{y + 12}" fill="white"/>\n'
        f'<text x="12" y="22" font-size="15">{escape(title)}</text>\n'
    )
    return head + "\n".join(lines) + "\n</svg>\n"
