"""`tf.data.Dataset`, and the datasets that read files."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.known_as import known_as
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import register_value_type
from tensorbrook._src.data import files, structure
from tensorbrook._src.data.arranging import Arranging
from tensorbrook._src.data.base import DatasetBase, boolean, int64
from tensorbrook._src.data.batching import Batching
from tensorbrook._src.data.options import Options
from tensorbrook._src.data.resampling import Resampling
from tensorbrook._src.data.saving import Saving
from tensorbrook._src.data.sources import Sources
from tensorbrook._src.data.spec import DatasetSpec
from tensorbrook._src.data.transforming import Transforming
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.shape import reshape

_LINE = TensorSpec([], dtypes.string)
_PRESENT_SIZE = 262144


@known_as("tensorflow.python.data.ops.dataset_ops.DatasetV2")
class Dataset(Sources, Transforming, Arranging, Batching, Resampling, Saving):
    """A sequence of elements, made step by step as it is iterated over.

    Begin with a source (`from_tensor_slices`, `range`, `from_generator`, files), go on
    with transformations (`map`, `batch`, `shuffle` ...), and iterate in Python, in a
    `tf.function`, or in `fit`. A dataset never changes; each method returns a new one.

    Example:
        >>> import tensorbrook as tf
        >>> ds = tf.data.Dataset.from_tensor_slices([8, 3, 0, 8, 2, 1])
        >>> ds = ds.map(lambda n: n * 2).batch(4)
        >>> [b.numpy().tolist() for b in ds]
        [[16, 6, 0, 16], [4, 2]]
    """

    __module__ = "tensorbrook.data"


Dataset._family = Dataset
register_value_type(DatasetSpec, Dataset)


class _FromFiles(Dataset):
    """The base of datasets that are made by calling their class."""

    __module__ = "tensorbrook.data"

    def _begin(self, variant: Any, spec: Any) -> None:
        self._setup(variant, spec, type(self).__name__, Options())

    def _from_many(self, make: Any, names: Any, parallel: Any) -> None:
        """Reads files one by one, or several at once where that was asked for."""
        tensor = convert_to_tensor(names, dtypes.string, name="filenames")
        if parallel is None:
            self._begin(make(tensor), _LINE)
            return
        found = Dataset.from_tensor_slices(reshape(tensor, [-1])).interleave(
            lambda name: Dataset._of(make(name), _LINE, type(self).__name__),
            cycle_length=parallel,
            num_parallel_calls=parallel,
        )
        self._begin(found._variant, _LINE)


class TextLineDataset(_FromFiles):
    """The lines of text files, without their ends.

    Args:
        filenames: A name or several, as strings, a tensor, or a dataset of strings.
        compression_type: "" (the default), "ZLIB" or "GZIP".
        buffer_size: Accepted for compatibility.
        num_parallel_reads: How many files to read in turn.
        name: Name of the operation.

    Raises:
        errors.NotFoundError: When iterated: there is no such file.

    Example:
        >>> import pathlib, tempfile, tensorbrook as tf
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "lines.txt"
        >>> _ = path.write_text("one\\ntwo\\n")
        >>> [line.numpy() for line in tf.data.TextLineDataset(str(path))]
        [b'one', b'two']
    """

    __module__ = "tensorbrook.data"

    def __init__(
        self,
        filenames: Any,
        compression_type: Any = None,
        buffer_size: Any = None,
        num_parallel_reads: Any = None,
        name: str | None = None,
    ) -> None:
        compression = _compression(compression_type)
        size = _buffer_size(buffer_size)

        def make(names: Any) -> Any:
            return files.text_line_op(names, compression, size, name=name)

        self._from_many(make, _names(filenames), num_parallel_reads)


class TFRecordDataset(_FromFiles):
    """The records of TFRecord files, as strings.

    Args:
        filenames: A name or several, as strings, a tensor, or a dataset of strings.
        compression_type: "" (the default), "ZLIB" or "GZIP".
        buffer_size: Accepted for compatibility.
        num_parallel_reads: How many files to read in turn.
        name: Name of the operation.

    Raises:
        errors.DataLossError: When iterated: a record is damaged.

    Example:
        >>> import os, tempfile, tensorbrook as tf
        >>> path = os.path.join(tempfile.mkdtemp(), "a.tfrecord")
        >>> with tf.io.TFRecordWriter(path) as writer:
        ...     _ = writer.write(b"first")
        >>> [record.numpy() for record in tf.data.TFRecordDataset(path)]
        [b'first']
    """

    __module__ = "tensorbrook.data"

    def __init__(
        self,
        filenames: Any,
        compression_type: Any = None,
        buffer_size: Any = None,
        num_parallel_reads: Any = None,
        name: str | None = None,
    ) -> None:
        compression = _compression(compression_type)
        size = _buffer_size(buffer_size)
        offsets = constant(np.zeros(0, np.int64))

        def make(names: Any) -> Any:
            return files.tf_record_op(names, compression, size, offsets, name=name)

        self._from_many(make, _names(filenames), num_parallel_reads)


class FixedLengthRecordDataset(_FromFiles):
    """Records of one length in binary files, as strings.

    Args:
        filenames: A name or several, as strings, a tensor, or a dataset of strings.
        record_bytes: The length of a record.
        header_bytes: Bytes to pass over at the start of each file.
        footer_bytes: Bytes to leave at the end of each file.
        buffer_size: Accepted for compatibility.
        compression_type: "" (the default), "ZLIB" or "GZIP".
        num_parallel_reads: How many files to read in turn.
        name: Name of the operation.

    Raises:
        errors.InvalidArgumentError: When iterated: a file has a wrong length.

    Example:
        >>> import pathlib, tempfile, tensorbrook as tf
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "a.bin"
        >>> _ = path.write_bytes(b"abcdef")
        >>> ds = tf.data.FixedLengthRecordDataset(str(path), record_bytes=3)
        >>> [record.numpy() for record in ds]
        [b'abc', b'def']
    """

    __module__ = "tensorbrook.data"

    def __init__(
        self,
        filenames: Any,
        record_bytes: Any,
        header_bytes: Any = None,
        footer_bytes: Any = None,
        buffer_size: Any = None,
        compression_type: Any = None,
        num_parallel_reads: Any = None,
        name: str | None = None,
    ) -> None:
        compression = _compression(compression_type)
        size = _buffer_size(buffer_size)
        header, footer = int64(header_bytes or 0), int64(footer_bytes or 0)

        def make(names: Any) -> Any:
            return files.fixed_length_op(
                names,
                header,
                int64(record_bytes, "record_bytes"),
                footer,
                size,
                compression,
                name=name,
            )

        self._from_many(make, _names(filenames), num_parallel_reads)


class CsvDataset(_FromFiles):
    """The rows of CSV files: a tuple of scalars each.

    Args:
        filenames: A name or several.
        record_defaults: For each column its dtype, where it must be there, or a value
            for where it is missing.
        compression_type: "" (the default), "ZLIB" or "GZIP".
        buffer_size: Accepted for compatibility.
        header: Whether the first line of each file is passed over.
        field_delim: What stands between fields.
        use_quote_delim: Whether quotation marks hold fields together.
        na_value: Text that counts as missing, besides none at all.
        select_cols: The columns to take, ascending; all by default.
        exclude_cols: Or: the columns to leave out.

    Raises:
        errors.InvalidArgumentError: When iterated: a row has a wrong number of fields,
            or a field isn't of its type.

    Example:
        >>> import pathlib, tempfile, tensorbrook as tf
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "a.csv"
        >>> _ = path.write_text("n,s\\n1,x\\n2,y\\n")
        >>> ds = tf.data.experimental.CsvDataset(
        ...     str(path), [tf.int32, tf.string], header=True)
        >>> [(int(n), s.numpy()) for n, s in ds]
        [(1, b'x'), (2, b'y')]
    """

    __module__ = "tensorbrook.data.experimental"

    def __init__(
        self,
        filenames: Any,
        record_defaults: Any,
        compression_type: Any = None,
        buffer_size: Any = None,
        header: Any = False,
        field_delim: Any = ",",
        use_quote_delim: Any = True,
        na_value: Any = "",
        select_cols: Any = None,
        exclude_cols: Any = None,
    ) -> None:
        defaults = [_default(each) for each in record_defaults]
        spec = tuple(TensorSpec([], each.dtype) for each in defaults)
        variant = files.csv_op(
            convert_to_tensor(filenames, dtypes.string),
            _compression(compression_type),
            _buffer_size(buffer_size),
            boolean(header),
            convert_to_tensor(field_delim, dtypes.string),
            boolean(use_quote_delim),
            convert_to_tensor(na_value, dtypes.string),
            constant(np.array(select_cols or [], np.int64)),
            defaults,
            constant(np.array(exclude_cols or [], np.int64)),
            **{"output_shapes": structure.types_and_shapes(spec)["output_shapes"]},
        )
        self._begin(variant, spec)


def _default(given: Any) -> Any:
    if isinstance(given, dtypes.DType | type):
        dtype = dtypes.as_dtype(given)
        return constant(np.zeros(0, dtype.numpy_dtype), dtype)
    return convert_to_tensor(given)


def _names(filenames: Any) -> Any:
    if isinstance(filenames, DatasetBase):
        return constant(np.array([name.numpy() for name in filenames], object))
    if isinstance(filenames, str | bytes) or hasattr(filenames, "dtype"):
        return filenames
    if hasattr(filenames, "__fspath__"):
        return str(filenames)
    return [str(n) if hasattr(n, "__fspath__") else n for n in filenames]


def _compression(given: Any) -> Any:
    return convert_to_tensor("" if given is None else given, dtypes.string)


def _buffer_size(given: Any) -> Any:
    return int64(_PRESENT_SIZE if given is None else given, "buffer_size")
