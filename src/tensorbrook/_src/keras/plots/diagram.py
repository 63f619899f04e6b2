"""Boxes and arrows, laid out in layers."""

from __future__ import annotations

from typing import Any, NamedTuple

CHARACTER = 7.4  # width of a character of the font, in points at size 12
LINE = 18.0
_MARGIN = 12.0
_GAP_ACROSS = 28.0
_GAP_ALONG = 34.0


class Box(NamedTuple):
    """One box: a title and rows of text below it."""

    title: str
    rows: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        """The width in points."""
        longest = max(len(text) for text in (self.title, *self.rows))
        return longest * CHARACTER + 2 * _MARGIN

    @property
    def height(self) -> float:
        """The height in points."""
        return LINE * (1 + len(self.rows)) + _MARGIN


class Diagram:
    """Boxes, arrows between them, and where they stand.

    Args:
        direction: `"TB"`, `"BT"`, `"LR"` or `"RL"`: where the arrows lead.

    Raises:
        ValueError: for another direction.
    """

    def __init__(self, direction: str = "TB") -> None:
        if direction not in ("TB", "BT", "LR", "RL"):
            raise ValueError(
                "`rankdir` must be 'TB', 'BT', 'LR' or 'RL'. Received: "
                f"rankdir={direction!r}."
            )
        self.direction = direction
        self.boxes: dict[Any, Box] = {}
        self.arrows: list[tuple[Any, Any]] = []
        self.places: dict[Any, tuple[float, float]] = {}
        self.size = (0.0, 0.0)

    def add_box(self, key: Any, title: str, rows: Any = ()) -> None:
        """Adds a box.

        Args:
            key: names the box for `add_arrow`.
            title: its title.
            rows: lines of text below the title.
        """
        self.boxes[key] = Box(title, tuple(rows))

    def add_arrow(self, start: Any, end: Any) -> None:
        """Adds an arrow between two boxes, once.

        Args:
            start: the key of a box.
            end: the key of another box.
        """
        if (start, end) not in self.arrows:
            self.arrows.append((start, end))

    def lay_out(self) -> None:
        """Finds where the boxes stand, and the size of the whole."""
        ranks = self._ranked()
        upright = self.direction in ("TB", "BT")
        along = 0.0
        spots: dict[Any, tuple[float, float]] = {}
        widest = 0.0
        for keys in ranks:
            sizes = [self._extent(key, upright) for key in keys]
            across = sum(size[0] for size in sizes) + _GAP_ACROSS * (len(keys) - 1)
            widest = max(widest, across)
            at = -across / 2
            deepest = max(size[1] for size in sizes)
            for key, size in zip(keys, sizes, strict=True):
                spots[key] = (at + size[0] / 2, along + deepest / 2)
                at += size[0] + _GAP_ACROSS
            along += deepest + _GAP_ALONG
        whole = (widest + 2 * _MARGIN, along - _GAP_ALONG + 2 * _MARGIN)
        for key, (across, down) in spots.items():
            spot = (across + whole[0] / 2, down + _MARGIN)
            if self.direction in ("BT", "RL"):
                spot = (spot[0], whole[1] - spot[1])
            self.places[key] = spot if upright else (spot[1], spot[0])
        self.size = whole if upright else (whole[1], whole[0])

    def _extent(self, key: Any, upright: bool) -> tuple[float, float]:
        """Returns how much room a box takes across and along the direction."""
        box = self.boxes[key]
        return (box.width, box.height) if upright else (box.height, box.width)

    def _ranked(self) -> list[list[Any]]:
        """Returns the boxes by how many arrows lead to them, each row in order."""
        rank = dict.fromkeys(self.boxes, 0)
        for _ in self.boxes:
            changed = False
            for start, end in self.arrows:
                if rank[end] < rank[start] + 1:
                    rank[end], changed = rank[start] + 1, True
            if not changed:
                break
        rows: list[list[Any]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
        for key in self.boxes:
            rows[rank[key]].append(key)
        for upper, row in zip(rows, rows[1:], strict=False):
            order = {key: place for place, key in enumerate(upper)}
            row.sort(key=lambda key: self._middle(key, order))
        return rows

    def _middle(self, key: Any, order: dict[Any, int]) -> float:
        """Returns the mean place of the boxes right above a box."""
        above = [order[s] for s, e in self.arrows if e == key and s in order]
        return sum(above) / len(above) if above else 0.0

    def lines(self) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        """Returns start and end of each arrow."""
        return [(self._edge(s, 1), self._edge(e, -1)) for s, e in self.arrows]

    def _edge(self, key: Any, side: int) -> tuple[float, float]:
        """Returns the middle of the side of a box where arrows leave or arrive."""
        x, y = self.places[key]
        box = self.boxes[key]
        if self.direction in ("BT", "RL"):
            side = -side
        if self.direction in ("TB", "BT"):
            return x, y + side * box.height / 2
        return x + side * box.width / 2, y
