"""Writes docs/performance.md and its plots from what run.py measured."""

from __future__ import annotations

import datetime
import pathlib
from typing import Any

from rows import BLOCKS, PIPELINES, SMALL, TRAINING, Row, growth

ROOT = pathlib.Path(__file__).resolve().parents[2]
OURSELVES = "tensorbrook"
CALL_US = 0.1
_COLOURS = {
    "tensorbrook": "#c2410c",
    "tensorflow": "#f59e0b",
    "torch": "#6b7280",
    "jax": "#2563eb",
}


def limit(row: Row, machine: dict[str, Any]) -> float:
    """The counted least time of a row, in microseconds."""
    work = row.flops / machine["flops"] + row.bytes / machine["bytes"]
    return work * 1e6 + row.calls * CALL_US


def write_report(
    results: dict[str, Any], memory: dict[str, Any], machine: dict[str, Any]
) -> None:
    """Writes the page and its plots.

    Args:
        results: What each of us measured, by name; ourselves first.
        memory: Peak megabytes by row and name.
        machine: What the machine can do.
    """
    docs = ROOT / "docs"
    _plot_ratios(results, docs / "performance_rows.png")
    _plot_growth(results, machine, docs / "performance_growth.png")
    parts = [
        _HEAD.format(
            day=datetime.date.today().isoformat(),
            cpu=machine["cpu"],
            cores=machine["cores"],
            flops=machine["flops"] / 1e9,
            bytes=machine["bytes"] / 1e9,
            versions=", ".join(each["version"] for each in results.values()),
        ),
        _section("Small work", SMALL, results, machine),
        _section("Training", TRAINING, results, machine),
        _section("Blocks", BLOCKS, results, machine),
        _section("Pipelines", PIPELINES, results, machine),
        _missed_section(results, machine),
        _growth_section(results, machine),
        _memory_section(results, memory),
        _TAIL,
    ]
    (docs / "performance.md").write_text("\n".join(parts))


_HEAD = """# Performance

Measured on {day} with `make bench`: {cpu}, {cores} cores;
{versions}. Microseconds, the best of the rounds; everybody took turns
in one run. Figures of different days or machines can't be compared; the ratios can, roughly.

**Limit** is counted: the multiply-adds of a row at the {flops:.0f} GFLOP/s that a matrix product
reaches here in float32, its bytes at {bytes:.0f} GB/s, and {call} us for a call.
**Ratio** is our time as a part of the best peer's; **goal** is the ratio that we aim at.

![Our time as a part of the best peer's](performance_rows.png)
""".replace("{call}", str(CALL_US))

_TAIL = """## How to read and repeat this

`benchmarks/README.md` says what each row does in each framework, and how to run one. A
ratio above 1 is work for us: `TENSORBROOK_PLAN=print` shows the steps of a plan, and what
each of them costs.
"""


def _section(
    title: str, rows: tuple[Row, ...], results: dict[str, Any], machine: dict[str, Any]
) -> str:
    """A table of rows."""
    peers = list(results)
    lines = [
        f"## {title}\n",
        f"| work | {' | '.join(peers)} | limit | ratio | goal |",
        "|---|" + "---|" * (len(peers) + 3),
    ]
    for row in rows:
        cells = [_number(results[peer]["us"].get(row.name)) for peer in peers]
        part = _ratio(results, row.name)
        shown = "-" if part is None else f"**{part:.2f}**"
        least = limit(row, machine)
        lines.append(
            f"| {row.title} | {' | '.join(cells)} | {_number(least or None)} | {shown} "
            f"| {row.goal:.2f} |"
        )
    return "\n".join([*lines, ""])


def _missed_section(results: dict[str, Any], machine: dict[str, Any]) -> str:
    """The rows that miss their goal, and what is counted of them."""
    lines = [
        "## Above the goal\n",
        "What these rows do at least, and what of our time that explains. Where most of it",
        "is the products' own time, or memory's, everybody waits for the same units.\n",
        "| work | ratio | operations | bytes | limit | limit / our time |",
        "|---|---|---|---|---|---|",
    ]
    for row in (*SMALL, *TRAINING, *BLOCKS, *(item[3] for item in growth())):
        part = _ratio(results, row.name)
        if part is None or part <= row.goal:
            continue
        least, ours = limit(row, machine), results[OURSELVES]["us"][row.name]
        lines.append(
            f"| {row.title} | {part:.2f} | {row.flops / 1e6:,.0f} M "
            f"| {row.bytes / 1e6:,.1f} MB | {_number(least)} | {least / ours:.0%} |"
        )
    none = "None in this run.\n"
    return "\n".join([*lines, ""]) if len(lines) > 5 else f"{lines[0]}\n{none}"


def _ratio(results: dict[str, Any], name: str) -> float | None:
    times = [
        each["us"].get(name) for peer, each in results.items() if peer != OURSELVES
    ]
    known, ours = [time for time in times if time], results[OURSELVES]["us"].get(name)
    return ours / min(known) if known and ours else None


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _growth_section(results: dict[str, Any], machine: dict[str, Any]) -> str:
    """Tables of how cost grows along each axis."""
    lines = [
        "## How cost grows\n",
        "Train steps: an mlp 784-512-10 over batch sizes, 784-width-10 over widths, with",
        "layers of 256 over depths; an LSTM of 100 units, batch 20, over lengths.\n",
        "![Time of a step as sizes grow](performance_growth.png)\n",
    ]
    peers = list(results)
    for axis in dict.fromkeys(item[0] for item in growth()):
        lines.append(f"| {axis} | {' | '.join(peers)} | limit | ratio |")
        lines.append("|---|" + "---|" * (len(peers) + 2))
        for _, _, size, row in (item for item in growth() if item[0] == axis):
            cells = [_number(results[peer]["us"].get(row.name)) for peer in peers]
            part = _ratio(results, row.name)
            shown = "-" if part is None else f"{part:.2f}"
            least = _number(limit(row, machine))
            lines.append(f"| {size} | {' | '.join(cells)} | {least} | {shown} |")
        lines.append("")
    return "\n".join(lines)


def _memory_section(results: dict[str, Any], memory: dict[str, Any]) -> str:
    """A table of peak memory."""
    peers = list(results)
    lines = [
        "## Peak memory\n",
        "Of a process that sets up the row and runs it once, in megabytes, the",
        "framework itself included.\n",
        f"| row | {' | '.join(peers)} |",
        "|---|" + "---|" * len(peers),
    ]
    for row, found in memory.items():
        cells = " | ".join(f"{found[peer]:,.0f}" for peer in peers)
        lines.append(f"| `{row}` | {cells} |")
    return "\n".join([*lines, ""])


def _plot_ratios(results: dict[str, Any], path: pathlib.Path) -> None:
    """Bars: our time as a part of the best peer's, by row."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = [row for row in (*SMALL, *TRAINING, *BLOCKS)]
    parts = [(row, _ratio(results, row.name)) for row in rows]
    parts = [pair for pair in parts if pair[1] is not None]
    figure, axes = pyplot.subplots(figsize=(9, 0.32 * len(parts) + 1.2))
    places = range(len(parts))
    ours = _COLOURS[OURSELVES]
    colours = [ours if part <= row.goal else "#fdba74" for row, part in parts]
    axes.barh(places, [part for _, part in parts], color=colours)
    goals = [row.goal for row, _ in parts]
    axes.plot(goals, places, "|", color="black", markersize=12, label="goal")
    axes.axvline(1, color="#6b7280", linewidth=1, linestyle="--", label="best peer")
    axes.set_yticks(places, [row.title for row, _ in parts], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel("our time / best peer's time")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)


def _plot_growth(
    results: dict[str, Any], machine: dict[str, Any], path: pathlib.Path
) -> None:
    """Lines: the time of a step along each axis, for everybody and the limit."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    axes_names = list(dict.fromkeys(item[0] for item in growth()))
    figure, grid = pyplot.subplots(2, 2, figsize=(9, 7))
    for axes, axis in zip(grid.flat, axes_names, strict=True):
        points = [(size, row) for name, _, size, row in growth() if name == axis]
        sizes = [size for size, _ in points]
        for peer, each in results.items():
            times = [each["us"].get(row.name) for _, row in points]
            shown = [time if time else float("nan") for time in times]
            wide = 2.2 if peer == OURSELVES else 1.2
            colour = _COLOURS.get(peer)
            axes.plot(sizes, shown, "o-", label=peer, color=colour, linewidth=wide)
        least = [limit(row, machine) for _, row in points]
        axes.plot(sizes, least, ":", color="black", label="counted limit")
        axes.set(xscale="log", yscale="log", xlabel=axis, ylabel="us for a step")
        axes.set_xticks(sizes, [str(size) for size in sizes], minor=False)
        axes.minorticks_off()
        axes.spines[["top", "right"]].set_visible(False)
    grid.flat[0].legend(frameon=False, fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
