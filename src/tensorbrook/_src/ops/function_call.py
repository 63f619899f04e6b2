"""Calls of traced functions as nodes of a graph."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims


def _output_shapes(c: ShapeContext) -> list[Dims]:
    return [tensor._dims for tensor in c.attrs["f"].outputs]


def _call(xp: Any, args: list[Any], f: Any, **attrs: Any) -> Any:
    return f.execute(args)


_SIGNATURE = (
    "args: Tin -> output: Tout | Tin: list(type), Tout: list(type), f: func, "
    "config: string = '', config_proto: string = '', executor_type: string = ''"
)

partitioned_call_op = Op(
    "PartitionedCall",
    _SIGNATURE,
    shape=_output_shapes,
    reference=_call,
    gradient=NOT_DIFFERENTIABLE,
    xla=lambda jnp, args, f, **attrs: f.lower(jnp, args),
    on_tensors=True,
    missing_gradients=True,
)

stateful_partitioned_call_op = Op(
    "StatefulPartitionedCall",
    _SIGNATURE,
    shape=_output_shapes,
    reference=_call,
    gradient=NOT_DIFFERENTIABLE,
    xla=lambda jnp, args, f, **attrs: f.lower(jnp, args),
    stateful=True,
    on_tensors=True,
    missing_gradients=True,
)
