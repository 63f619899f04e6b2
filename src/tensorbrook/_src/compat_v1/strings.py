"""Operations on strings with the arguments of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import needed, renamed
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    string_bytes,
    string_hash,
    string_numbers,
    strings,
)
from tensorbrook._src.ops import (
    string_split as splitting,
)
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.sparse_tensor import SparseTensor


def length(input: Any, name: str | None = None, unit: str = "BYTE") -> Tensor:
    """Counts the bytes or characters of each string.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> int(tf.strings.length("abc"))
        3
    """
    return strings.length(input, unit, name)


def substr(
    input: Any,
    pos: Any,
    len: Any,  # noqa: A002 - the public name
    name: str | None = None,
    unit: str = "BYTE",
) -> Tensor:
    """Cuts a part out of each string; see `tf.strings.substr`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.substr("hello", 1, 3).numpy()
        b'ell'
    """
    return strings.substr(input, pos, len, unit, name)


def reduce_join(
    inputs: Any,
    axis: Any = None,
    keep_dims: bool | None = None,
    separator: str = "",
    name: str | None = None,
    reduction_indices: Any = None,
    keepdims: bool | None = None,
) -> Tensor:
    """Joins strings along axes; see `tf.strings.reduce_join`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.reduce_join(["a", "b"], 0).numpy()
        b'ab'
    """
    axes = renamed("axis", axis, "reduction_indices", reduction_indices)
    kept = renamed("keepdims", keepdims, "keep_dims", keep_dims)
    return strings.reduce_join(inputs, axes, bool(kept), separator, name)


def to_hash_bucket(
    string_tensor: Any = None,
    num_buckets: int | None = None,
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """Hashes strings to numbers below `num_buckets`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.string_to_hash_bucket(["a", "b"], 10).numpy()
        array([8, 0])
    """
    what = renamed("input", input, "string_tensor", string_tensor)
    count = needed("string_to_hash_bucket", "num_buckets", num_buckets)
    return string_hash.to_hash_bucket(what, count, name)


def to_number(
    string_tensor: Any = None,
    out_type: Any = dtypes.float32,
    name: str | None = None,
    input: Any = None,
) -> Tensor:
    """Reads strings as numbers; see `tf.strings.to_number`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> float(tf.string_to_number("1.5"))
        1.5
    """
    what = renamed("input", input, "string_tensor", string_tensor)
    return string_numbers.to_number(what, out_type, name)


def decode_raw(
    input_bytes: Any = None,
    out_type: Any = None,
    little_endian: bool = True,
    name: str | None = None,
    bytes: Any = None,  # noqa: A002 - the public name
) -> Tensor:
    """Reads the bytes of strings as numbers; see `tf.io.decode_raw`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.decode_raw("AB", tf.uint8).numpy()
        array([65, 66], dtype=uint8)
    """
    what = renamed("input_bytes", input_bytes, "bytes", bytes)
    kind = needed("decode_raw", "out_type", out_type)
    return string_bytes.decode_raw(what, kind, little_endian, name=name)


def split(
    input: Any = None,
    sep: Any = None,
    maxsplit: int = -1,
    result_type: str = "SparseTensor",
    source: Any = None,
    name: str | None = None,
) -> Any:
    """Cuts strings at a separator.

    Args:
        input: A vector of strings, or strings of any shape for a ragged result.
        sep: The separator; by default runs of white space.
        maxsplit: How often to cut at most; -1 for no limit.
        result_type: `"SparseTensor"` or `"RaggedTensor"`.
        source: The old name of `input`.
        name: Name of the node in a graph.

    Returns:
        A sparse matrix with a row for each string, or a ragged tensor.

    Raises:
        ValueError: The result type is another one.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.strings.split(["a b", "c"]).values.numpy()
        array([b'a', b'b', b'c'], dtype=object)
    """
    given = renamed("input", input, "source", source)
    if result_type == "RaggedTensor":
        return splitting.split(_at_least_vector(given), sep, maxsplit, name)
    _check_result_type(result_type)
    return SparseTensor(
        *splitting.string_split_v2_op(
            _at_least_vector(given),
            "" if sep is None else sep,
            maxsplit=maxsplit,
            name=name,
        )
    )


def _at_least_vector(value: Any) -> Any:
    from tensorbrook._src.ops import shape as shapes

    if hasattr(value, "row_splits"):
        return value
    tensor = convert_to_tensor(value)
    return shapes.expand_dims(tensor, 0) if tensor.shape.rank == 0 else tensor


def _check_result_type(result_type: str) -> None:
    if result_type != "SparseTensor":
        raise ValueError(
            "result_type must be 'SparseTensor' or 'RaggedTensor', got "
            f"{result_type!r}."
        )


def string_split(
    source: Any,
    sep: Any = None,
    skip_empty: bool = True,
    delimiter: Any = None,
    result_type: str = "SparseTensor",
    name: str | None = None,
) -> Any:
    """Cuts strings at each of several characters.

    Args:
        source: A vector of strings.
        sep: The characters, in one string; by default a space. An empty string cuts
            between all bytes.
        skip_empty: Whether empty pieces are left out.
        delimiter: The old name of `sep`.
        result_type: `"SparseTensor"` or `"RaggedTensor"`.
        name: Name of the node in a graph.

    Returns:
        A sparse matrix with a row for each string, or a ragged tensor.

    Raises:
        ValueError: The result type is another one.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.string_split(["a b", "c"]).dense_shape.numpy()
        array([2, 2])
    """
    marks = renamed("sep", sep, "delimiter", delimiter)
    parts = splitting.string_split_op(
        source, " " if marks is None else marks, skip_empty=skip_empty, name=name
    )
    if result_type == "RaggedTensor":
        indices, values, dense = parts
        return splitting.ragged_pieces(values, indices[:, 0], dense[0])
    _check_result_type(result_type)
    return SparseTensor(*parts)
