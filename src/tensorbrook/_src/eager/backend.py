"""What the eager room has from the native core, or what stands in for it."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes, memory
from tensorbrook._src.core.native import native as native
from tensorbrook._src.core.native import reason as reason
from tensorbrook._src.eager import storage

if native is not None:
    for _dtype in dtypes.ALL:
        if not _dtype.numpy_dtype.hasobject:
            native.register_numpy_dtype(_dtype._code, _dtype.numpy_dtype)
    native.set_buffer_limit(memory.limit)

_source: Any = storage if native is None else native

TensorBase: Any = _source.TensorBase
Variable: Any = _source.Variable
VariableBase: Any = _source.VariableBase
from_numpy = _source.from_numpy
from_object = _source.from_object
from_literal = _source.from_literal
call = _source.call
prepare = _source.prepare
read = _source.read
assign = _source.assign
register_calls = _source.register_calls
register_tensor_class = _source.register_tensor_class


def slow_slots(delta: int) -> None:
    """Keeps operators off their native short cut while tapes or graphs are active."""
    if native is not None:
        native.set_slow(delta)
