"""A fact."""

from __future__ import annotations

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops.rules import scalar

fact_op = Op(
    "Fact",
    "-> fact: string",
    shape=scalar,
    reference=lambda xp: b"0! == 1",
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("XLA has no strings"),
)
