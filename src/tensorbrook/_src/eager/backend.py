"""The native core, or what stands in for it where it is missing or switched off.

`TENSORBROOK_NATIVE=0` selects the reference kernels; so does an installation that was
built without a compiler. `reason` says which.
"""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.core import dtypes, memory
from tensorbrook._src.eager import storage

native: Any = None  # the extension module, or None
reason = ""

if os.environ.get("TENSORBROOK_NATIVE", "1") == "0":
    reason = "switched off by TENSORBROOK_NATIVE=0"
else:
    try:
        from tensorbrook import _native as native  # type: ignore[no-redef]
    except ImportError as problem:
        reason = f"not usable: {problem}"

if native is not None:
    for _dtype in dtypes.ALL:
        if not _dtype.numpy_dtype.hasobject:
            native.register_numpy_dtype(_dtype._code, _dtype.numpy_dtype)
    native.set_buffer_limit(memory.limit)

_source: Any = storage if native is None else native

TensorBase: Any = _source.TensorBase
Variable: Any = _source.Variable
from_numpy = _source.from_numpy
from_object = _source.from_object
from_literal = _source.from_literal
call = _source.call
prepare = _source.prepare
register_calls = _source.register_calls
register_tensor_class = _source.register_tensor_class


def slow_slots(delta: int) -> None:
    """Keeps operators off their native short cut while tapes or graphs are active."""
    if native is not None:
        native.set_slow(delta)
