"""A diagram as SVG, PNG or the text that graphviz reads."""

from __future__ import annotations

import html
import io
import math
import os
from typing import Any

from tensorbrook._src.keras.plots.diagram import LINE, Box, Diagram

_DARK = "#2b3a4a"
_LIGHT = "#f3f6f9"
_SIZE = 12.0


class Drawing:
    """A laid out diagram that can be written.

    Args:
        diagram: the boxes and arrows.
        dpi: dots an inch of the PNG picture.
    """

    def __init__(self, diagram: Diagram, dpi: int | None = 200) -> None:
        diagram.lay_out()
        self.diagram = diagram
        self.dpi = dpi or 96

    def create(self, prog: Any = None, format: str = "ps") -> bytes:  # noqa: A002
        """Returns the picture.

        Args:
            prog: kept for compatibility with pydot.
            format: `"svg"`, `"png"`, `"dot"`, or another format that Pillow writes.
        """
        if format in ("dot", "raw", "canon"):
            return self.to_string().encode()
        if format == "svg":
            return self.to_svg().encode()
        return self._raster(format)

    def create_png(self, prog: Any = None) -> bytes:
        """Returns the picture as PNG."""
        return self.create(prog, "png")

    def create_svg(self, prog: Any = None) -> bytes:
        """Returns the picture as SVG."""
        return self.create(prog, "svg")

    def write(self, path: Any, prog: Any = None, format: str = "raw") -> bool:  # noqa: A002
        """Writes the picture into a file.

        Args:
            path: the file.
            prog: kept for compatibility with pydot.
            format: see `create`.
        """
        with open(os.fspath(path), "wb") as file:
            file.write(self.create(prog, format))
        return True

    def write_png(self, path: Any, prog: Any = None) -> bool:
        """Writes the picture as PNG."""
        return self.write(path, prog, "png")

    def write_svg(self, path: Any, prog: Any = None) -> bool:
        """Writes the picture as SVG."""
        return self.write(path, prog, "svg")

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def to_string(self) -> str:
        """Returns the boxes and arrows in graphviz's language."""
        numbers = {key: place for place, key in enumerate(self.diagram.boxes)}
        lines = ["digraph G {", f"  rankdir={self.diagram.direction};"]
        for key, box in self.diagram.boxes.items():
            label = "\\n".join((box.title, *box.rows)).replace('"', "'")
            lines.append(f'  {numbers[key]} [shape=box, label="{label}"];')
        for start, end in self.diagram.arrows:
            lines.append(f"  {numbers[start]} -> {numbers[end]};")
        return "\n".join([*lines, "}", ""])

    def to_svg(self) -> str:
        """Returns the picture as SVG text."""
        width, height = self.diagram.size
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}pt" '
            f'height="{height:.0f}pt" viewBox="0 0 {width:.1f} {height:.1f}">',
            f'<rect width="{width:.1f}" height="{height:.1f}" fill="white"/>',
        ]
        for (x1, y1), (x2, y2) in self.diagram.lines():
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _head(x1, y1, x2, y2))
            parts.append(
                f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
                f'stroke="{_DARK}"/><polygon points="{points}" fill="{_DARK}"/>'
            )
        for key, box in self.diagram.boxes.items():
            parts.extend(_svg_box(box, *self.diagram.places[key]))
        return "\n".join([*parts, "</svg>", ""])

    def _raster(self, kind: str) -> bytes:
        """Returns the picture in a format of pixels."""
        from PIL import Image, ImageDraw, ImageFont

        scale = self.dpi / 72
        width, height = (math.ceil(side * scale) for side in self.diagram.size)
        picture = Image.new("RGB", (width, height), "white")
        pen = ImageDraw.Draw(picture)
        font = ImageFont.load_default(_SIZE * scale)
        for (x1, y1), (x2, y2) in self.diagram.lines():
            line = [(x1 * scale, y1 * scale), (x2 * scale, y2 * scale)]
            pen.line(line, fill=_DARK, width=max(1, round(scale)))
            head = [(x * scale, y * scale) for x, y in _head(x1, y1, x2, y2)]
            pen.polygon(head, fill=_DARK)
        for key, box in self.diagram.boxes.items():
            x, y = self.diagram.places[key]
            left, top = x - box.width / 2, y - box.height / 2
            frame = [left, top, left + box.width, top + box.height]
            pen.rectangle([s * scale for s in frame], fill=_LIGHT, outline=_DARK)
            title = [left, top, left + box.width, top + _title_height(box)]
            pen.rectangle([s * scale for s in title], fill=_DARK)
            for text, at, color in _texts(box, top):
                spot = (x * scale, at * scale)
                pen.text(spot, text, fill=color, font=font, anchor="mm")
        sink = io.BytesIO()
        picture.save(sink, format="JPEG" if kind in ("jpg", "jpeg") else kind.upper())
        return sink.getvalue()


def _title_height(box: Box) -> float:
    """Returns the height of the dark part of a box."""
    return box.height - LINE * len(box.rows) - (3 if box.rows else 0)


def _texts(box: Box, top: float) -> list[tuple[str, float, str]]:
    """Returns the texts in a box, with their heights and colors."""
    head = _title_height(box)
    found = [(box.title, top + head / 2, "white")]
    for place, row in enumerate(box.rows):
        found.append((row, top + head + LINE * (place + 0.5) + 1, _DARK))
    return found


def _svg_box(box: Box, x: float, y: float) -> list[str]:
    """Returns the SVG elements of a box."""
    left, top = x - box.width / 2, y - box.height / 2
    parts = [
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" '
        f'height="{box.height:.1f}" fill="{_LIGHT}" stroke="{_DARK}"/>',
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" '
        f'height="{_title_height(box):.1f}" fill="{_DARK}"/>',
    ]
    for text, at, color in _texts(box, top):
        parts.append(
            f'<text x="{x:.1f}" y="{at:.1f}" fill="{color}" font-size="{_SIZE}" '
            'font-family="Helvetica, Arial, sans-serif" text-anchor="middle" '
            f'dominant-baseline="central">{html.escape(text)}</text>'
        )
    return parts


def _head(x1: float, y1: float, x2: float, y2: float) -> list[tuple[float, float]]:
    """Returns the corners of an arrow's head."""
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    dx, dy = (x2 - x1) / length, (y2 - y1) / length
    back = (x2 - 8 * dx, y2 - 8 * dy)
    return [
        (x2, y2),
        (back[0] - 3.5 * dy, back[1] + 3.5 * dx),
        (back[0] + 3.5 * dy, back[1] - 3.5 * dx),
    ]
