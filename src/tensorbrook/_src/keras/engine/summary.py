"""The table that `Model.summary` prints."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.engine.node import map_leaves

_LINE_LENGTH = 65
_WIDE_LINE_LENGTH = 98


def print_summary(
    model: Any,
    line_length: int | None = None,
    positions: Any = None,
    print_fn: Callable[..., Any] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: Any = None,
) -> None:
    """Prints a table of a model's layers.

    Args:
        model: the model.
        line_length: the width of the table.
        positions: where the columns end, as fractions of the width or in characters.
        print_fn: called with each line; by default `print`.
        expand_nested: whether to show the layers of models inside.
        show_trainable: whether to show which layers are trained.
        layer_range: names, or patterns, of the first and last layer to show.
    """
    emit = print_fn or print
    connected = not _is_row(model)
    width = line_length or (_WIDE_LINE_LENGTH if connected else _LINE_LENGTH)
    fractions = positions or ([0.3, 0.6, 0.7, 1.0] if connected else [0.45, 0.85, 1.0])
    columns = ["Layer (type)", "Output Shape", "Param #"]
    if connected:
        columns.append("Connected to")
    if show_trainable:
        columns.append("Trainable")
        fractions = positions or [*(f * 0.85 for f in fractions), 1.0]
    ends = [int(width * f) for f in fractions] if fractions[-1] <= 1 else fractions

    emit(f'Model: "{model.name}"')
    emit("_" * width)
    emit(_row(columns, ends))
    emit("=" * width)
    for layer, depth in _shown_layers(model, expand_nested, layer_range):
        cells = _layer_cells(layer, depth, connected, show_trainable)
        emit(_row(cells[0], ends))
        for more in cells[1:]:
            emit(_row(more, ends))
        if connected:
            emit(" " * width)
    if not connected:
        emit(" " * width)
    emit("=" * width)
    for line in _totals(model):
        emit(line)
    emit("_" * width)


def _is_row(model: Any) -> bool:
    """Says whether each layer just takes the output of the one before it."""
    if hasattr(model, "_sequence"):
        return True
    graph = getattr(model, "_graph", None)
    if graph is None:
        return True
    if len(graph.inputs) != 1 or len(graph.outputs) != 1:
        return False
    used = [id(t) for node in graph.nodes for t in node.input_tensors]
    return len(used) == len(set(used)) and all(
        len(node.input_tensors) == 1 and len(node.output_tensors) == 1
        for node in graph.nodes
    )


def _shown_layers(
    model: Any, expand_nested: bool, layer_range: Any
) -> list[tuple[Any, int]]:
    """Returns the layers to show, each with how deep it is nested."""
    layers = list(getattr(model, "operations", model.layers))
    if layer_range is not None:
        layers = _within(layers, layer_range)
    found: list[tuple[Any, int]] = []
    for layer in layers:
        found.append((layer, 0))
        if expand_nested and hasattr(layer, "layers"):
            inner = _shown_layers(layer, True, None)
            found.extend((item, depth + 1) for item, depth in inner)
    return found


def _within(layers: list[Any], layer_range: Any) -> list[Any]:
    """Returns the layers from the first to the last name."""
    first, last = layer_range
    starts = [i for i, item in enumerate(layers) if re.match(first, item.name)]
    stops = [i for i, item in enumerate(layers) if re.match(last, item.name)]
    if not starts or not stops:
        raise ValueError(
            "Passed layer_names do not match the layer names in the model. "
            f"Received: {layer_range}."
        )
    return layers[min(starts) : max(stops) + 1]


def _layer_cells(
    layer: Any, depth: int, connected: bool, show_trainable: bool
) -> list[list[str]]:
    """Returns the lines of a layer's cells."""
    kind = type(layer).__name__ if isinstance(layer, Layer) else "TFOpLambda"
    name = f"{' |' * depth} {layer.name} ({kind})"
    cells = [name, _shape_text(layer), _params_text(layer)]
    sources = _sources(layer) if connected else []
    if connected:
        cells.append(repr(sources[:1]) if sources else "[]")
    if show_trainable:
        cells.append("Y" if getattr(layer, "trainable", False) else "N")
    more = [["", "", "", repr(source) + "]"] for source in sources[1:]]
    if more:
        cells[3] = cells[3][:-1] + ","
        for line in more[:-1]:
            line[3] = line[3][:-1] + ","
        for line in more:
            line[3] = " " + line[3]
    return [cells, *more]


def _shape_text(layer: Any) -> str:
    """Returns the shape of a layer's outputs, as text."""
    if not layer.nodes:
        shape = getattr(layer, "_functional", None) and layer.output_shape
        return str(shape) if shape else "?" if layer.built else "? (unbuilt)"
    shapes = map_leaves(
        lambda tensor: getattr(tensor, "shape", None), layer.nodes[0].outputs
    )
    if type(layer).__name__ == "InputLayer":
        return f"[{shapes}]"
    return str(shapes)


def _params_text(layer: Any) -> str:
    """Returns the number of a layer's weights, as text."""
    if not isinstance(layer, Layer):
        return "0"
    return str(layer.count_params()) if layer.built else "0 (unbuilt)"


def _sources(layer: Any) -> list[str]:
    """Returns the names of the outputs that a layer takes."""
    found = []
    for node in layer.nodes:
        for tensor in node.input_tensors:
            operation, index, position = tensor.history
            found.append(f"{operation.name}[{index}][{position}]")
    return found


def _row(cells: list[str], ends: list[int]) -> str:
    """Returns one line of the table."""
    line = ""
    for position, (cell, end) in enumerate(zip(cells, ends, strict=False)):
        if position > 0:
            line += "  " if len(cell) + len(line) + 2 <= end or position > 2 else " "
        line += cell
        line = line[:end]
        line += " " * (end - len(line))
    return line.rstrip() if len(cells) > 3 else line


def _totals(model: Any) -> list[str]:
    """Returns the lines below the table."""
    total = _count(model.weights)
    trained = _count(model.trainable_weights)
    return [
        f"Total params: {total:,}",
        f"Trainable params: {trained:,}",
        f"Non-trainable params: {total - trained:,}",
    ]


def _count(weights: list[Any]) -> int:
    """Returns the number of numbers in weights."""
    return sum(math.prod(tuple(weight.shape)) for weight in weights)
