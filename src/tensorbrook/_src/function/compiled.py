"""Old ways to ask for compilation with XLA: `tf.xla.experimental`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.function.polymorphic import function
from tensorbrook._src.ops.constant import convert_to_tensor


def compile(  # noqa: A001 - the public name
    computation: Callable[..., Any], inputs: Any = None
) -> Any:
    """Calls a function after compiling it with XLA.

    Args:
        computation: A function of tensors.
        inputs: Its arguments, as a list.

    Returns:
        The results as a list, or in the structure in which `computation` returns them.

    Raises:
        NotImplementedError: XLA is missing, or an operation can't be compiled.

    Example:
        >>> import tensorbrook as tf
        >>> bool(tf.test.is_built_with_xla() is False) or [
        ...     float(t) for t in tf.xla.experimental.compile(lambda x: x * 2.0, [3.0])
        ... ] == [6.0]
        True
    """
    arguments = nest.map_structure(convert_to_tensor, list(inputs or ()))
    found = function(computation, jit_compile=True)(*arguments)
    if found is None or isinstance(found, list | tuple | dict):
        return found
    return [found]


@contextlib.contextmanager
def jit_scope(
    compile_ops: Any = True, separate_compiled_gradients: bool = False
) -> Iterator[None]:
    """Accepted for old programs: operations in the body run as everywhere.

    Args:
        compile_ops: Whether compilation is wished.
        separate_compiled_gradients: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.xla.experimental.jit_scope():
        ...     print(int(tf.constant(1) + 1))
        2
    """
    yield
