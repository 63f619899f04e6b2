"""Graphs by the reference kernels alone, and what may differ from that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from ml_dtypes import finfo

from tensorbrook._src.eager import kernels
from tensorbrook._src.eager.tensor import tensor_of
from tensorbrook._src.graph.inline import needed_operations


def by_reference(
    graph: Any,
    values: Sequence[Any],
    shaken: Collection[Any] = (),
) -> list[Any]:
    """The outputs of a graph by the reference kernels alone.

    The inputs of the nodes in `shaken` are moved by what rounding could move them.
    """
    known = {id(t): v for t, v in zip(graph.all_inputs, values, strict=True)}
    # A gradient may give an earlier loop inputs that were made later.
    nodes = graph.get_operations()
    for node in needed_operations(graph.all_inputs, graph.outputs, nodes):
        if node.type == "Placeholder":
            continue
        inputs = [known[id(tensor)] for tensor in node.inputs]
        if node in shaken:
            inputs = [shake(tensor, len(known) + i) for i, tensor in enumerate(inputs)]
        outputs = kernels.execute_reference(node.record, inputs, node.attrs)
        known.update(zip(map(id, node.outputs), outputs, strict=True))
    return [known[id(tensor)] for tensor in graph.outputs]


def shake(tensor: Any, seed: int) -> Any:
    """Moves floating-point numbers by some units in their last place."""
    if not tensor.dtype.is_floating:
        return tensor
    array = tensor.numpy()
    noise = np.random.default_rng(seed).uniform(-8, 8, array.shape)
    noise *= finfo(array.dtype).eps
    with np.errstate(all="ignore"):
        return tensor_of(np.asarray(array * (1 + noise), array.dtype), tensor.dtype)


def compare(found: Any, wanted: Any, moved: Any, exact: bool) -> None:
    """Whether it is the same, but for what rounding could change."""
    assert found.shape == wanted.shape
    assert found.dtype == wanted.dtype
    found, wanted, moved = found.numpy(), wanted.numpy(), moved.numpy()
    if exact:
        np.testing.assert_array_equal(found, wanted)
        return
    # Where a last bit decides between a number and infinity, either is right.
    sure = np.isfinite(wanted) == np.isfinite(moved)
    np.testing.assert_array_equal(np.isfinite(found)[sure], np.isfinite(wanted)[sure])
    odd = sure & ~np.isfinite(wanted)
    np.testing.assert_array_equal(found[odd], wanted[odd])
    usual = sure & np.isfinite(wanted)
    found, wanted, moved = found[usual], wanted[usual], moved[usual]
    eps = finfo(wanted.dtype).eps
    size = max(1.0, float(np.abs(wanted).max(initial=0.0)))
    doubt = float(np.abs(moved - wanted).max(initial=0.0))
    np.testing.assert_allclose(
        found, wanted, rtol=256 * eps, atol=256 * eps * size + 8 * doubt
    )
