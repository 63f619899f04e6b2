"""Pictures of a model's layers."""

from __future__ import annotations

import os
import sys
from typing import Any

from tensorbrook._src.keras.engine.node import leaves
from tensorbrook._src.keras.plots.diagram import Diagram
from tensorbrook._src.keras.plots.drawing import Drawing


def model_to_dot(
    model: Any,
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = True,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: int | None = 200,
    subgraph: bool = False,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    splines: str = "ortho",
    **kwargs: Any,
) -> Drawing:
    """Draws a model: a box for each layer, an arrow for each connection.

    Args:
        model: a built model.
        show_shapes: whether to show the shapes of inputs and outputs.
        show_dtype: whether to show the types of the outputs.
        show_layer_names: whether to show the layers' names.
        rankdir: `"TB"`, `"BT"`, `"LR"` or `"RL"`: where the arrows lead.
        expand_nested: whether to draw the layers of models inside.
        dpi: dots an inch.
        subgraph: kept for compatibility.
        show_layer_activations: whether to show activations.
        show_trainable: whether to show which layers are trained.
        splines: kept for compatibility.

    Returns:
        A drawing with `create(format=...)`, `write_png` and `write_svg`.

    Raises:
        ValueError: when the model is not built.
    """
    if not getattr(model, "built", True):
        raise ValueError(
            "This model has not yet been built. Build the model first by calling "
            "`build()` or by calling the model on a batch of data."
        )
    diagram = Diagram(rankdir)
    shown = _Shown(
        show_shapes=show_shapes,
        show_dtype=show_dtype,
        show_layer_names=show_layer_names,
        show_layer_activations=show_layer_activations,
        show_trainable=show_trainable,
    )
    _draw(diagram, model, shown, expand_nested)
    return Drawing(diagram, dpi)


def plot_model(
    model: Any,
    to_file: Any = "model.png",
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = False,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: int | None = 200,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    splines: str = "ortho",
    **kwargs: Any,
) -> Any:
    """Draws a model into a file; no other program is needed.

    Args:
        model: a built model.
        to_file: the file; its ending says the format: png, svg, pdf, jpg, gif.
        show_shapes: whether to show the shapes of inputs and outputs.
        show_dtype: whether to show the types of the outputs.
        show_layer_names: whether to show the layers' names.
        rankdir: `"TB"`, `"BT"`, `"LR"` or `"RL"`: where the arrows lead.
        expand_nested: whether to draw the layers of models inside.
        dpi: dots an inch.
        show_layer_activations: whether to show activations.
        show_trainable: whether to show which layers are trained.
        splines: kept for compatibility.

    Returns:
        In a notebook the picture, else None.
    """
    drawing = model_to_dot(
        model,
        show_shapes=show_shapes,
        show_dtype=show_dtype,
        show_layer_names=show_layer_names,
        rankdir=rankdir,
        expand_nested=expand_nested,
        dpi=dpi,
        show_layer_activations=show_layer_activations,
        show_trainable=show_trainable,
    )
    path = os.fspath(to_file)
    kind = os.path.splitext(path)[1].removeprefix(".").lower() or "png"
    drawing.write(path, format=kind)
    if "IPython" not in sys.modules or kind == "pdf":
        return None
    from IPython import display, get_ipython

    if get_ipython() is None:
        return None
    if kind == "svg":
        return display.SVG(filename=path)
    return display.Image(filename=path)


class _Shown:
    """Which facts about a layer the picture shows."""

    def __init__(self, **flags: bool) -> None:
        self.flags = flags

    def title(self, layer: Any) -> str:
        """Returns the title of a layer's box."""
        kind = type(layer).__name__
        if kind == "FunctionOperation":
            kind = layer.label
        return f"{layer.name} ({kind})" if self.flags["show_layer_names"] else kind

    def rows(self, layer: Any, node: Any) -> list[str]:
        """Returns the lines below the title."""
        found = []
        activation = getattr(layer, "activation", None)
        if self.flags["show_layer_activations"] and activation is not None:
            name = getattr(activation, "__name__", type(activation).__name__)
            found.append(f"Activation: {name}")
        if self.flags["show_dtype"] and node is not None:
            types = [str(tensor.dtype) for tensor in node.output_tensors]
            found.append(f"Output dtype: {_joined(types)}")
        if self.flags["show_shapes"] and node is not None:
            if node.input_tensors:
                shapes = [str(tensor.shape) for tensor in node.input_tensors]
                found.append(f"Input shape: {_joined(shapes)}")
            shapes = [str(tensor.shape) for tensor in node.output_tensors]
            found.append(f"Output shape: {_joined(shapes)}")
        if self.flags["show_trainable"] and getattr(layer, "weights", None):
            found.append("trainable" if layer.trainable else "not trainable")
        return found


def _joined(texts: list[str]) -> str:
    """Returns texts as one, in brackets where there are several."""
    return texts[0] if len(texts) == 1 else "[" + ", ".join(texts) + "]"


def _draw(diagram: Diagram, model: Any, shown: _Shown, expand: bool) -> None:
    """Adds the boxes and arrows of a model."""
    inner = _functional_of(model)
    if inner is None:
        previous: Any = None
        for layer in getattr(model, "layers", None) or [model]:
            diagram.add_box(id(layer), shown.title(layer), shown.rows(layer, None))
            if previous is not None and hasattr(model, "_sequence"):
                diagram.add_arrow(previous, id(layer))
            previous = id(layer)
        return
    _draw_graph(diagram, inner._graph, shown, expand)


def _functional_of(model: Any) -> Any:
    """Returns the model that holds the graph of calls, or None."""
    if hasattr(model, "_graph"):
        return model
    found = getattr(model, "_functional", None)
    return found if hasattr(found, "_graph") else None


def _draw_graph(
    diagram: Diagram,
    graph: Any,
    shown: _Shown,
    expand: bool,
    sources: dict[int, Any] | None = None,
) -> list[Any]:
    """Adds a graph of calls; returns the boxes that give its outputs.

    Args:
        diagram: is filled.
        graph: the graph.
        shown: what to show.
        expand: whether to draw models inside.
        sources: the boxes that feed the inputs, by the inputs' ids.
    """
    origin: dict[int, Any] = dict(sources or {})
    for tensor in graph.inputs:
        if id(tensor) not in origin:
            layer, index, _ = tensor.history
            node = layer.nodes[index]
            origin[id(tensor)] = id(node)
            diagram.add_box(id(node), shown.title(layer), shown.rows(layer, node))
    for node in graph.nodes:
        layer = node.operation
        nested = _functional_of(layer) if expand else None
        if nested is not None and len(nested._graph.inputs) == len(node.input_tensors):
            pairs = zip(nested._graph.inputs, node.input_tensors, strict=True)
            feeds = {id(inner): origin[id(outer)] for inner, outer in pairs}
            ends = _draw_graph(diagram, nested._graph, shown, expand, feeds)
            for tensor, end in zip(node.output_tensors, ends, strict=True):
                origin[id(tensor)] = end
            continue
        key = (id(node), id(graph))
        diagram.add_box(key, shown.title(layer), shown.rows(layer, node))
        for tensor in node.input_tensors:
            diagram.add_arrow(origin[id(tensor)], key)
        for tensor in node.output_tensors:
            origin[id(tensor)] = key
    return [origin[id(tensor)] for tensor in leaves(graph.outputs)]
