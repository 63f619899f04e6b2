"""Records of ops for which TensorFlow has no kernel on a CPU.

Graphs may hold them, so signatures are needed; running them is refused as TensorFlow
refuses it.
"""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims


def _open(c: ShapeContext) -> list[Dims]:
    return [None] * len(c.op.output_dtypes(c.attrs))


def refused(name: str, signature: str, needs: str, stateful: bool = False) -> Op:
    """A record that can be put into graphs, but not run.

    Args:
        name: TensorFlow's name of the op.
        signature: As for `Op`.
        needs: What it would take to run the op.
        stateful: As for `Op`.
    """

    def kernel(xp: Any, *inputs: Any, **attrs: Any) -> Any:
        raise errors.NotFoundError(
            None,
            None,
            f"Could not find device for node {name}: there is no kernel of {name} for "
            f"CPUs; it needs {needs}.",
        )

    return Op(
        name,
        signature,
        shape=_open,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=unsupported(f"it needs {needs}"),
        stateful=stateful,
    )
