"""Learning curves as SVG or PNG."""

from __future__ import annotations

import html
import io
import os
from collections.abc import Mapping, Sequence

_COLORS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b")
_WIDTH, _HEIGHT = 340.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 12.0, 26.0, 30.0
_GRID = "#d5dbe1"
_INK = "#2b3a4a"
Point = tuple[float, float]


class Curves:
    """One panel for each quantity, with its training and its validation curve.

    Args:
        history: values by name, one for each epoch; `val_x` belongs to `x`.
        epochs: the numbers of the epochs; by default from 0 on.
    """

    def __init__(
        self,
        history: Mapping[str, Sequence[float]],
        epochs: Sequence[int] | None = None,
    ) -> None:
        self.panels: dict[str, dict[str, list[float]]] = {}
        for name, values in history.items():
            plain = [float(value) for value in values if _is_number(value)]
            if plain and len(plain) == len(values):
                panel = self.panels.setdefault(name.removeprefix("val_"), {})
                panel[name] = plain
        longest = max(
            (len(v) for p in self.panels.values() for v in p.values()), default=0
        )
        self.epochs = list(range(longest)) if epochs is None else list(epochs)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return _WIDTH * max(len(self.panels), 1), _HEIGHT

    def to_svg(self) -> str:
        """Returns the picture as SVG text."""
        width, height = self.size
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" '
            f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
            'font-family="Helvetica, Arial, sans-serif" font-size="11">',
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="white"/>',
        ]
        for place, (name, curves) in enumerate(self.panels.items()):
            parts += self._svg_panel(place * _WIDTH, name, curves)
        return "\n".join([*parts, "</svg>", ""])

    def _svg_panel(
        self, left: float, name: str, curves: Mapping[str, Sequence[float]]
    ) -> list[str]:
        low, high = _limits(curves)
        parts = [_text(left + _WIDTH / 2, 15, name, "middle", 13)]
        for share in (0.0, 0.5, 1.0):
            y = _TOP + (1 - share) * (_HEIGHT - _TOP - _BOTTOM)
            parts.append(
                f'<line x1="{left + _LEFT:.1f}" x2="{left + _WIDTH - _RIGHT:.1f}" '
                f'y1="{y:.1f}" y2="{y:.1f}" stroke="{_GRID}"/>'
            )
            value = low + share * (high - low)
            parts.append(_text(left + _LEFT - 5, y + 4, f"{value:.3g}", "end"))
        for share in (0, -1):
            x = self._points(left, [low] * len(self.epochs), low, high)[share][0]
            parts.append(_text(x, _HEIGHT - 12, str(self.epochs[share]), "middle"))
        for number, (label, values) in enumerate(curves.items()):
            color = _COLORS[number % len(_COLORS)]
            points = self._points(left, values, low, high)
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            parts.append(
                f'<polyline points="{line}" fill="none" stroke="{color}" '
                'stroke-width="1.8"/>'
            )
            x, y = left + _LEFT + 8 + 110 * number, _HEIGHT - 12
            parts.append(_text(x + 20, y, label, "start", 10, color))
        return parts

    def _points(
        self, left: float, values: Sequence[float], low: float, high: float
    ) -> list[Point]:
        """Returns where the values of a curve stand."""
        across = _WIDTH - _LEFT - _RIGHT
        down = _HEIGHT - _TOP - _BOTTOM
        last = max(len(self.epochs) - 1, 1)
        return [
            (
                left + _LEFT + across * (place / last),
                _TOP + down * (1 - (value - low) / (high - low)),
            )
            for place, value in enumerate(values)
        ]

    def to_png(self, scale: float = 2.0) -> bytes:
        """Returns the picture as PNG.

        Args:
            scale: pixels a point.
        """
        from PIL import Image, ImageDraw, ImageFont

        width, height = (round(side * scale) for side in self.size)
        picture = Image.new("RGB", (width, height), "white")
        pen = ImageDraw.Draw(picture)
        font = ImageFont.load_default(11 * scale)
        for place, (name, curves) in enumerate(self.panels.items()):
            left = place * _WIDTH
            low, high = _limits(curves)
            pen.text(
                ((left + _WIDTH / 2) * scale, 13 * scale), name, _INK, font, anchor="mm"
            )
            for share in (0.0, 0.5, 1.0):
                y = (_TOP + (1 - share) * (_HEIGHT - _TOP - _BOTTOM)) * scale
                ends = ((left + _LEFT) * scale, y, (left + _WIDTH - _RIGHT) * scale, y)
                pen.line(ends, fill=_GRID)
                value = f"{low + share * (high - low):.3g}"
                spot = ((left + _LEFT - 5) * scale, y)
                pen.text(spot, value, _INK, font, anchor="rm")
            for number, (label, values) in enumerate(curves.items()):
                color = _COLORS[number % len(_COLORS)]
                points = self._points(left, values, low, high)
                line = [(x * scale, y * scale) for x, y in points]
                pen.line(line, fill=color, width=round(1.8 * scale))
                x = (left + _LEFT + 28 + 110 * number) * scale
                pen.text((x, (_HEIGHT - 14) * scale), label, color, font, anchor="lm")
        sink = io.BytesIO()
        picture.save(sink, format="PNG")
        return sink.getvalue()

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture.

        Args:
            path: a file whose name ends in `.svg` or `.png`.

        Raises:
            ValueError: for another ending.
        """
        name = os.fspath(path)
        if name.endswith(".svg"):
            content = self.to_svg().encode()
        elif name.endswith(".png"):
            content = self.to_png()
        else:
            raise ValueError(
                f"The name of the picture must end in .svg or .png. Received: {name!r}."
            )
        with open(name, "wb") as file:
            file.write(content)

    def _repr_svg_(self) -> str:
        return self.to_svg()


def _is_number(value: object) -> bool:
    try:
        float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
    return True


def _limits(curves: Mapping[str, Sequence[float]]) -> Point:
    """Returns the least and the largest finite value, apart from each other."""
    values = [v for curve in curves.values() for v in curve if abs(v) < float("inf")]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _text(
    x: float, y: float, text: str, anchor: str, size: int = 11, color: str = _INK
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'fill="{color}">{html.escape(text)}</text>'
    )
