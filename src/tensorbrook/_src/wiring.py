"""Joins the rooms at import: operators of tensors and variables, the native short cuts."""

from __future__ import annotations

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.eager import backend
from tensorbrook._src.ops import tensor_operators
from tensorbrook._src.runtime import plan as plan  # FuncGraphs can run from here on
from tensorbrook._src.variables.variable import Variable

tensor_operators.install(Tensor)
tensor_operators.install(Variable)

if backend.native is not None:
    for name in tensor_operators.SLOTS:
        backend.native.register_fallback(name, getattr(Tensor, name))
    for dtype in dtypes.ALL:
        if not dtype.numpy_dtype.isbuiltin and dtype.size and not dtype.is_quantized:
            backend.native.register_numpy_dtype(dtype._code, dtype.numpy_dtype)
