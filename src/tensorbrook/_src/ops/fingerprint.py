"""Fingerprints of the rows of a tensor."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.farm_hash import fingerprint64
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor


def _dims(c: ShapeContext) -> Dims:
    dims, method = c.shape(0), c.value(1)
    if method is not None and bytes(method.item()) != b"farmhash64":
        raise c.fail(f"Unsupported fingerprint method: {method.item().decode()}")
    if dims is None:
        return (None, None)
    if not dims:
        raise c.fail("`data` should have at least one dimension: []")
    return (dims[0], 8 if method is not None else None)


def _fingerprint(xp: Any, data: Any, method: Any) -> Any:
    rows = data.reshape(len(data), -1)
    if data.dtype.kind == "O":
        words = np.array(
            [[fingerprint64(text) for text in row] for row in rows.tolist()], "<u8"
        ).reshape(rows.shape)
        if rows.shape[1] == 1:
            return words.view(np.uint8).reshape(len(data), 8)
        rows = words
    little = rows.astype(rows.dtype.newbyteorder("<"), copy=False)
    prints = [fingerprint64(row.tobytes()) for row in little]
    return np.array(prints, "<u8").view(np.uint8).reshape(len(data), 8)


fingerprint_op = Op(
    "Fingerprint",
    "data: T, method: string -> fingerprint: uint8",
    shape=_dims,
    reference=_fingerprint,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("XLA has no hash of bytes"),
)


def fingerprint(
    data: Any, method: str = "farmhash64", name: str | None = None
) -> Tensor:
    """The fingerprint of each row of a tensor: eight bytes that hardly ever agree.

    Args:
        data: A tensor of at least one dimension.
        method: The algorithm; "farmhash64" is the only one.
        name: Name of the node in a graph.

    Returns:
        A uint8 tensor of shape (rows, 8), the same on every machine.

    Raises:
        errors.InvalidArgumentError: `data` is a scalar, or there is no such method.

    Example:
        >>> import tensorbrook as tf
        >>> tf.fingerprint(["a", "bc"]).shape
        TensorShape([2, 8])
    """
    word = convert_to_tensor(method, dtypes.string)
    return fingerprint_op(data, word, name=name)  # type: ignore[no-any-return]
