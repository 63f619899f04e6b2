"""Files as tensors, and tensors as bytes: `tf.io.read_file`, `serialize_tensor` ..."""

from __future__ import annotations

import glob
import os
import zlib
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats import files, tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops.rules import same_as, scalar

_FILES = unsupported("files are read and written outside of XLA")
_STRINGS = unsupported("XLA has no strings")
_WRAPPINGS = {"ZLIB": 15, "GZIP": 31}


def scalar_string(content: bytes) -> np.ndarray[Any, Any]:
    """A scalar of strings."""
    made = np.empty((), object)
    made[()] = content
    return made


def _single(c: ShapeContext) -> Dims:
    for index in range(len(c.inputs)):
        if c.rank(index) not in (0, None):
            raise c.fail(
                f"{c.op.name}: '{c.op.signature.inputs[index].name}' must be a scalar, "
                f"got shape {c.shape(index)}"
            )
    return ()


def _matching(xp: Any, pattern: Any) -> np.ndarray[Any, Any]:
    found = sorted(
        path
        for item in pattern.reshape(-1)
        for path in glob.glob(os.fsdecode(item))
        if not os.path.isdir(path)
    )
    made = np.empty(len(found), object)
    made[:] = [os.fsencode(path) for path in found]
    return made


def _write(xp: Any, filename: Any, contents: Any) -> None:
    path = os.fsdecode(filename.item())
    files.make_folder(os.path.dirname(path))
    files.write(path, contents.item())


def _decompress(xp: Any, bytes: Any, compression_type: str) -> np.ndarray[Any, Any]:  # noqa: A002
    if compression_type and compression_type not in _WRAPPINGS:
        raise errors.InvalidArgumentError(
            None,
            None,
            "Only ZLIB, GZIP or NONE are supported compressions, got "
            f"{compression_type!r}.",
        )
    made = np.empty(bytes.shape, object)
    for index, item in np.ndenumerate(bytes):
        made[index] = _plain(item, compression_type)
    return made


def _plain(item: bytes, compression: str) -> bytes:
    if not compression:
        return item
    try:
        return zlib.decompress(item, _WRAPPINGS[compression])
    except zlib.error as problem:
        raise errors.DataLossError(
            None, None, f"DecodeCompressed: not {compression} data: {problem}"
        ) from problem


def _parse(xp: Any, serialized: Any, out_type: Any) -> np.ndarray[Any, Any]:
    from google.protobuf.message import DecodeError

    content = serialized.item()
    try:
        proto = message("TensorProto").FromString(content)
    except DecodeError as problem:
        raise errors.InvalidArgumentError(
            None, None, f"Could not parse `serialized` as TensorProto: {problem}"
        ) from problem
    array, dtype = tensor_proto.from_proto(proto)
    if dtype is not out_type:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Type mismatch between parsed tensor ({dtype.name}) and dtype "
            f"({out_type.name})",
        )
    return array


read_file_op = Op(
    "ReadFile",
    "filename: string -> contents: string",
    shape=_single,
    reference=lambda xp, filename: scalar_string(
        files.read(os.fsdecode(filename.item()))
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_FILES,
    stateful=True,
)

write_file_op = Op(
    "WriteFile",
    "filename: string, contents: string ->",
    shape=lambda c: [] if _single(c) == () else [],
    reference=_write,
    gradient=NOT_DIFFERENTIABLE,
    xla=_FILES,
    stateful=True,
)

matching_files_op = Op(
    "MatchingFiles",
    "pattern: string -> filenames: string",
    shape=lambda c: (None,),
    reference=_matching,
    gradient=NOT_DIFFERENTIABLE,
    xla=_FILES,
    stateful=True,
)

decode_compressed_op = Op(
    "DecodeCompressed",
    "bytes: string -> output: string | compression_type: string = ''",
    shape=same_as(0),
    reference=_decompress,
    gradient=NOT_DIFFERENTIABLE,
    xla=_STRINGS,
)

serialize_tensor_op = Op(
    "SerializeTensor",
    "tensor: T -> serialized: string",
    shape=scalar,
    reference=lambda xp, tensor: type(tensor)._made(
        scalar_string(
            tensor_proto.to_proto(
                tensor._array(), tensor.dtype, raw=True
            ).SerializeToString()
        ),
        dtypes.string,
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_STRINGS,
    on_tensors=True,
)

parse_tensor_op = Op(
    "ParseTensor",
    "serialized: string -> output: out_type | out_type: type",
    shape=lambda c: None if _single(c) == () else None,
    reference=_parse,
    gradient=NOT_DIFFERENTIABLE,
    xla=_STRINGS,
)


def read_file(filename: Any, name: str | None = None) -> Tensor:
    """Reads a file.

    Args:
        filename: The path, a string scalar.
        name: Name of the node in a graph.

    Returns:
        A string scalar with the content.

    Raises:
        errors.NotFoundError: There is no such file.

    Example:
        >>> import os, tempfile, tensorbrook as tf
        >>> path = os.path.join(tempfile.mkdtemp(), "file")
        >>> tf.io.write_file(path, "content")
        >>> tf.io.read_file(path).numpy()
        b'content'
    """
    return read_file_op(filename, name=name)  # type: ignore[no-any-return]


def write_file(filename: Any, contents: Any, name: str | None = None) -> Any:
    """Writes a file; it is there wholly or not at all.

    Args:
        filename: The path, a string scalar; missing folders are made.
        contents: The content, a string scalar.
        name: Name of the node in a graph.

    Returns:
        The operation in a graph, None when executing eagerly.

    Raises:
        errors.OpError: The file can't be written.
    """
    return write_file_op(filename, contents, name=name)


def matching_files(pattern: Any, name: str | None = None) -> Tensor:
    """The files whose paths match a pattern, sorted.

    Args:
        pattern: A string, or a vector of strings, with `*`, `?` and `[...]`.
        name: Name of the node in a graph.

    Returns:
        A string vector.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.matching_files("/no/such/folder/*").shape
        TensorShape([0])
    """
    return matching_files_op(pattern, name=name)  # type: ignore[no-any-return]


def decode_compressed(
    bytes: Any,  # noqa: A002
    compression_type: str = "",
    name: str | None = None,
) -> Tensor:
    """Uncompresses strings.

    Args:
        bytes: A string tensor.
        compression_type: "ZLIB", "GZIP" or "".
        name: Name of the node in a graph.

    Returns:
        A string tensor of the same shape.

    Raises:
        errors.DataLossError: A string is not compressed in this way.

    Example:
        >>> import zlib, tensorbrook as tf
        >>> tf.io.decode_compressed([zlib.compress(b"a")], "ZLIB").numpy()
        array([b'a'], dtype=object)
    """
    return decode_compressed_op(  # type: ignore[no-any-return]
        bytes, compression_type=compression_type, name=name
    )


def serialize_tensor(tensor: Any, name: str | None = None) -> Tensor:
    """A tensor as the bytes of a TensorProto.

    Args:
        tensor: The tensor.
        name: Name of the node in a graph.

    Returns:
        A string scalar.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.parse_tensor(tf.io.serialize_tensor([1, 2]), tf.int32).numpy()
        array([1, 2], dtype=int32)
    """
    return serialize_tensor_op(tensor, name=name)  # type: ignore[no-any-return]


def parse_tensor(serialized: Any, out_type: Any, name: str | None = None) -> Tensor:
    """The tensor in the bytes of a TensorProto.

    Args:
        serialized: A string scalar.
        out_type: The dtype of the tensor.
        name: Name of the node in a graph.

    Returns:
        The tensor.

    Raises:
        errors.InvalidArgumentError: It is no TensorProto, or one of another dtype.
    """
    return parse_tensor_op(serialized, out_type=out_type, name=name)  # type: ignore[no-any-return]
