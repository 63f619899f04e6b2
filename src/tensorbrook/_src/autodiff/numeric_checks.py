"""`tf.debugging.enable_check_numerics`: looks at every float that is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import Op
from tensorbrook._src.eager import backend
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.func_graph import stop_tapes
from tensorbrook._src.ops import debugging


class _Checker:
    """Stands among the tapes and looks at what each op computed."""

    persistent = True  # so that calls of traced functions are seen op by op

    def variable_accessed(self, variable: Any) -> None:
        """Variables are of no interest."""

    def record(
        self,
        op: Op,
        inputs: Sequence[Any],
        attrs: dict[str, Any],
        outputs: Sequence[Any],
        gradient_override: Any = None,
    ) -> None:
        """Raises or adds a check where an output may hold NaN or infinity."""
        if op.name.startswith(("CheckNumerics", "Placeholder", "Const", "Identity")):
            return
        for index, tensor in enumerate(outputs):
            if not tensor.dtype.is_floating:
                continue
            if not isinstance(tensor, EagerTensor):
                with stop_tapes():
                    message = f"output {index} of {op.name}"
                    debugging.check_numerics_v2_op(tensor, message=message)
            elif not np.all(np.isfinite(tensor._array())):
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"tf.debugging.enable_check_numerics: output {index} of {op.name} "
                    f"holds NaN or infinity. Its shape is {tensor._dims}, those of the "
                    f"inputs are {[item._dims for item in inputs]}.",
                )


_checkers: list[_Checker] = []


def enable_check_numerics(
    stack_height_limit: int = 30, path_length_limit: int = 50
) -> None:
    """Raises an error as soon as an operation of this thread computes NaN or infinity.

    Args:
        stack_height_limit: Accepted for compatibility.
        path_length_limit: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.enable_check_numerics()
        >>> try:
        ...     tf.math.log(tf.constant(0.0))
        ... except tf.errors.InvalidArgumentError:
        ...     print("found")
        ... finally:
        ...     tf.debugging.disable_check_numerics()
        found
    """
    if not _checkers:
        _checkers.append(_Checker())
        current.tapes.append(_checkers[0])
        backend.slow_slots(+1)


def disable_check_numerics() -> None:
    """Ends what `enable_check_numerics` began.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.disable_check_numerics()
    """
    if _checkers:
        current.tapes.remove(_checkers.pop())
        backend.slow_slots(-1)
