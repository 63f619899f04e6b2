"""What goes with dual coordinate ascent: names of features as numbers, and shrinking."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.farm_hash import fingerprint128
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    find,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.reference_variables import VariableOp
from tensorbrook._src.ops.state import assign_variable_op, read_variable_op

_MASK = (1 << 64) - 1


def _prints(xp: Any, input: Any) -> Any:  # noqa: A002
    made = np.zeros((input.size, 2), np.uint64)
    for place, text in enumerate(input.reshape(-1)):
        low, high = fingerprint128(text)
        made[place] = low if low >= 2 else (low + _MASK - 1) & _MASK, high
    return made.view(np.int64)


def _prints_dims(c: ShapeContext) -> Dims:
    c.check_rank(0, 1)
    dims = c.shape(0)
    return (dims[0] if dims else None, 2)


sdca_fprint_op = Op(
    "SdcaFprint",
    "input: string -> output: int64",
    shape=_prints_dims,
    reference=_prints,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("XLA has no strings"),
)


class _Shrink(VariableOp):
    """Moves weights towards zero; in a graph by nodes that work on handles."""

    def expand(
        self, graph: Any, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str
    ) -> Any:
        """Adds the nodes that shrink each of the variables."""
        from tensorbrook._src.ops.binary import maximum
        from tensorbrook._src.ops.unary import abs as absolute
        from tensorbrook._src.ops.unary import sign

        with np.errstate(all="ignore"):  # without l2 the limit is infinite
            limit = float(np.divide(attrs["l1"], attrs["l2"]))
        done = []
        for reference in inputs[0]:
            handle = self._handle(reference)
            value = read_variable_op(handle, dtype=dtypes.float32)
            made = sign(value) * maximum(absolute(value) - limit, 0.0)
            done.append(assign_variable_op(handle, made))
        with graph.control_dependencies(done):
            return find("NoOp")(name=name)


sdca_shrink_l1_op = _Shrink(
    "SdcaShrinkL1",
    "AssignVariableOp",
    "weights: num_features * Ref(float32) -> | num_features: int >= 0, l1: float, "
    "l2: float",
)
