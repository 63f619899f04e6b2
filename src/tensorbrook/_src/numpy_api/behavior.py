"""`experimental_enable_numpy_behavior`: tensors that promote and index as arrays do."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api import indexing, pairs, reductions, shapes, single
from tensorbrook._src.numpy_api.promotion import Preferences, operands, tensor_dtype
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import tensor_operators

_MODES = ("legacy", "off", "safe", "all")


def experimental_enable_numpy_behavior(
    prefer_float32: bool = False, dtype_conversion_mode: str = "legacy"
) -> None:
    """Lets operators of tensors promote, and `[]` select, by NumPy's rules.

    Tensors get some methods of arrays, too: `T`, `astype`, `reshape`, `mean` and others.
    The change is for the whole process; call it once, at the start.

    Args:
        prefer_float32: Whether Python floats become float32, not float64.
        dtype_conversion_mode: "legacy" for NumPy's promotion, "off" for none. "safe" and
            "all" aren't supported.

    Raises:
        ValueError: There is no such mode.
        NotImplementedError: The mode isn't supported.

    Example:
        >>> import tensorbrook as tf
        >>> tf.experimental.numpy.experimental_enable_numpy_behavior()  # doctest: +SKIP
        >>> (tf.constant([[1, 2]]).T + 0.5).dtype  # doctest: +SKIP
        tf.float64
    """
    if dtype_conversion_mode not in _MODES:
        raise ValueError(
            f"dtype_conversion_mode must be one of {_MODES}. Received: "
            f"{dtype_conversion_mode!r}."
        )
    if dtype_conversion_mode in ("safe", "all"):
        raise NotImplementedError(
            f"dtype_conversion_mode={dtype_conversion_mode!r} needs weakly typed "
            "tensors, which aren't there yet; 'legacy' and 'off' are."
        )
    Preferences.prefer_float32 = bool(prefer_float32)
    legacy = dtype_conversion_mode == "legacy"
    tensor_operators.Rules.promote = operands if legacy else None
    tensor_operators.Rules.select = indexing.getitem
    for name, member in _MEMBERS.items():
        setattr(Tensor, name, member)


def _reshape(self: Any, *newshape: Any, **kwargs: Any) -> Any:
    dims = newshape[0] if len(newshape) == 1 else newshape
    return shapes.reshape(self, dims, **kwargs)


def _astype(self: Any, dtype: Any) -> Any:
    return casts.cast(self, tensor_dtype(dtype))


def _tolist(self: Any) -> Any:
    return self.numpy().tolist()


_MEMBERS: dict[str, Any] = {
    "T": property(lambda self: shapes.transpose(self)),
    "__pos__": lambda self: single.positive(self),
    "__round__": lambda self, decimals=0: single.around(self, decimals or 0),
    "astype": _astype,
    "clip": lambda self, a_min, a_max: pairs.clip(self, a_min, a_max),
    "data": property(lambda self: self),
    "flatten": shapes.flatten,
    "max": reductions.max,
    "mean": reductions.mean,
    "min": reductions.min,
    "ravel": shapes.ravel,
    "reshape": _reshape,
    "size": property(lambda self: shapes.size(self)),
    "tolist": _tolist,
    "transpose": shapes.transpose,
}
