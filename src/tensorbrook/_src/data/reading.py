"""Datasets of tables: CSV files with a header, and databases."""

from __future__ import annotations

import csv
import glob
import sqlite3
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data import structure
from tensorbrook._src.data.dataset import CsvDataset, Dataset
from tensorbrook._src.data.files import lines_of
from tensorbrook._src.data.options import Options
from tensorbrook._src.formats import files
from tensorbrook._src.formats.records import RecordWriter
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.datasets.stream import (
    Context,
    Element,
    Stream,
    dataset_op,
    resumed,
    text,
)

#: The types that a column may turn out to have, narrowest first.
_COLUMN_TYPES = (dtypes.int32, dtypes.int64, dtypes.float32, dtypes.float64)
_AUTOTUNE = -1


def make_csv_dataset(
    file_pattern: Any,
    batch_size: int,
    column_names: Any = None,
    column_defaults: Any = None,
    label_name: str | None = None,
    select_columns: Any = None,
    field_delim: str = ",",
    use_quote_delim: bool = True,
    na_value: str = "",
    header: bool = True,
    num_epochs: int | None = None,
    shuffle: bool = True,
    shuffle_buffer_size: int = 10000,
    shuffle_seed: int | None = None,
    prefetch_buffer_size: int | None = None,
    num_parallel_reads: int | None = None,
    sloppy: bool = False,
    num_rows_for_inference: int | None = 100,
    compression_type: str | None = None,
    ignore_errors: bool = False,
    encoding: str = "utf-8",
) -> Any:
    """Batches of the rows of CSV files, as dictionaries of columns.

    Args:
        file_pattern: Files, or patterns of names.
        batch_size: How many rows make a batch.
        column_names: The names of the columns; by default the first line's.
        column_defaults: For each column its dtype, or a value for where it is missing;
            by default the types are found out.
        label_name: A column to give separately.
        select_columns: Names or numbers of the columns to take.
        field_delim: What stands between fields.
        use_quote_delim: Whether quotation marks hold fields together.
        na_value: Text that counts as missing.
        header: Whether the first line holds names.
        num_epochs: How often to go through the files; for ever by default.
        shuffle: Whether to take rows in random order.
        shuffle_buffer_size: From how many rows ahead to draw.
        shuffle_seed: Seed of the order.
        prefetch_buffer_size: How many batches to compute ahead.
        num_parallel_reads: Accepted; files are read one after the other.
        sloppy: Accepted; the order is always the same.
        num_rows_for_inference: How many rows to look at to find out types.
        compression_type: "" , "GZIP" or "ZLIB".
        ignore_errors: Whether to leave out rows that can't be read.
        encoding: How the header is encoded.

    Returns:
        A dataset of dictionaries, or of pairs (dictionary, labels).

    Raises:
        ValueError: Names and columns don't fit, or no file matches.

    Example:
        >>> import pathlib, tempfile, tensorbrook as tf
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "a.csv"
        >>> _ = path.write_text("n,x\\n1,0.5\\n2,1.5\\n")
        >>> ds = tf.data.experimental.make_csv_dataset(
        ...     str(path), 2, label_name="x", num_epochs=1, shuffle=False)
        >>> [(f["n"].numpy().tolist(), y.numpy().tolist()) for f, y in ds]
        [([1, 2], [0.5, 1.5])]
    """
    del num_parallel_reads, sloppy
    names = matching_files(file_pattern)
    table = _Table(names[0], field_delim, use_quote_delim, compression_type, encoding)
    columns = (
        list(column_names or table.first_row()) if header else list(column_names or [])
    )
    if not columns:
        raise ValueError("make_csv_dataset: give `column_names`, or `header=True`.")
    if len(set(columns)) != len(columns):
        raise ValueError("make_csv_dataset: two columns have the same name.")
    chosen = [
        each if isinstance(each, int) else columns.index(each)
        for each in (select_columns or range(len(columns)))
    ]
    kept = [columns[index] for index in chosen]
    if label_name is not None and label_name not in kept:
        raise ValueError(
            f"make_csv_dataset: `label_name` must be one of {kept}, got {label_name!r}."
        )
    defaults = list(column_defaults or [])
    if not defaults:
        limit = num_rows_for_inference
        defaults = table.types(chosen, header, na_value, limit)
    if len(defaults) != len(chosen):
        raise ValueError(
            f"make_csv_dataset: there are {len(chosen)} columns, but "
            f"{len(defaults)} defaults."
        )
    dataset = CsvDataset(
        names,
        defaults,
        compression_type,
        header=header,
        field_delim=field_delim,
        use_quote_delim=use_quote_delim,
        na_value=na_value,
        select_cols=chosen if select_columns else None,
    )
    rows: Any = dataset.ignore_errors() if ignore_errors else dataset
    if shuffle:
        rows = rows.shuffle(shuffle_buffer_size, shuffle_seed)
    rows = rows.repeat(num_epochs).batch(batch_size, drop_remainder=num_epochs is None)

    def named(*values: Any) -> Any:
        features = dict(zip(kept, values, strict=True))
        if label_name is None:
            return features
        label = features.pop(label_name)
        return features, label

    return rows.map(named).prefetch(
        _AUTOTUNE if prefetch_buffer_size is None else prefetch_buffer_size
    )


def matching_files(patterns: Any) -> list[str]:
    """The files that match patterns, sorted.

    Raises:
        ValueError: Nothing matches.
    """
    wanted = [patterns] if isinstance(patterns, str | bytes) else list(patterns)
    texts = [each.decode() if isinstance(each, bytes) else str(each) for each in wanted]
    found = sorted({name for each in texts for name in glob.glob(each)})
    if not found:
        raise ValueError(f"No files match {texts}.")
    return found


class _Table:
    """The head of a CSV file."""

    def __init__(
        self,
        name: str,
        delimiter: str,
        quoting: bool,
        compression: str | None,
        encoding: str,
    ) -> None:
        self._name, self._delimiter, self._encoding = name, delimiter, encoding
        self._quoting: Any = csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE
        self._compression = compression

    def _rows(self) -> Iterator[list[str]]:
        decoded = (
            line.decode(self._encoding) + "\n"
            for line in lines_of(self._compression or "")(self._name)
        )
        return csv.reader(decoded, delimiter=self._delimiter, quoting=self._quoting)  # type: ignore[return-value]

    def first_row(self) -> list[str]:
        """The fields of the first line."""
        return next(self._rows(), [])

    def types(
        self, columns: list[int], header: bool, missing: str, limit: int | None
    ) -> list[Any]:
        """A default for each column: a zero or an empty string of the type it has."""
        fits = [set(range(len(_COLUMN_TYPES))) for _ in columns]
        for position, row in enumerate(self._rows()):
            if limit is not None and position > limit:
                break
            if header and position == 0:
                continue
            for place, column in enumerate(columns):
                field = row[column]
                if field not in ("", missing):
                    fits[place] &= _fitting(field)
        return [
            constant([np.zeros((), _COLUMN_TYPES[min(kinds)].numpy_dtype)])
            if kinds
            else constant([""])
            for kinds in fits
        ]


def _fitting(field: str) -> set[int]:
    """Which of the column types a field can have."""
    try:
        value = int(field)
        kinds = {2, 3}
        if -(2**63) <= value < 2**63:
            kinds.add(1)
        return kinds | ({0} if -(2**31) <= value < 2**31 else set())
    except ValueError:
        pass
    try:
        number = float(field)
    except ValueError:
        return set()
    with np.errstate(over="ignore"):
        return {2, 3} if np.isfinite(np.float32(number)) else {3}


class Rows(Stream):
    """The rows that a query to an SQLite database gives."""

    def __init__(self, like: Any, source: str, query: str, types: Any) -> None:
        self.like, self.source, self.query, self.types = like, source, query, types

    def iterate(self, context: Context) -> Iterator[Element]:
        return resumed(self._rows(), context)

    def _rows(self) -> Iterator[Element]:
        try:
            connection = sqlite3.connect(f"file:{self.source}?mode=ro", uri=True)
            with connection:
                for row in connection.execute(self.query):
                    yield [
                        self._tensor(value, kind)
                        for value, kind in zip(row, self.types, strict=True)
                    ]
        except sqlite3.Error as problem:
            raise errors.InvalidArgumentError(
                None, None, f"SqlDataset: {self.source}: {problem}"
            ) from problem

    def _tensor(self, value: Any, kind: Any) -> Any:
        if kind is not dtypes.string:
            return self.like._made(np.array(value, kind.numpy_dtype), kind)
        array = np.empty((), object)
        array[()] = value if isinstance(value, bytes) else str(value).encode()
        return self.like._made(array, kind)


sql_op = dataset_op(
    "SqlDataset",
    "driver_name: string, data_source_name: string, query: string",
    lambda driver, source, query, output_types, **attrs: Rows(
        driver, text(source), text(query), output_types
    ),
    common="output_types: list(type), output_shapes: list(shape)",
    stateful=True,
)


class SqlDataset(Dataset):
    """The rows that a query to a database gives: a tuple of scalars each.

    Args:
        driver_name: "sqlite".
        data_source_name: The file of the database.
        query: The query.
        output_types: The dtypes of the columns.

    Raises:
        NotImplementedError: Another driver is asked for.

    Example:
        >>> import os, sqlite3, tempfile, tensorbrook as tf
        >>> path = os.path.join(tempfile.mkdtemp(), "a.db")
        >>> with sqlite3.connect(path) as base:
        ...     _ = base.execute("create table t (n int, s text)")
        ...     _ = base.execute("insert into t values (1, 'x')")
        >>> ds = tf.data.experimental.SqlDataset(
        ...     "sqlite", path, "select n, s from t", (tf.int32, tf.string))
        >>> [(int(n), s.numpy()) for n, s in ds]
        [(1, b'x')]
    """

    __module__ = "tensorbrook.data.experimental"

    def __init__(
        self, driver_name: Any, data_source_name: Any, query: Any, output_types: Any
    ) -> None:
        if driver_name != "sqlite":
            raise NotImplementedError(
                f"SqlDataset: the driver {driver_name!r} isn't implemented; 'sqlite' is."
            )
        spec = structure.described(output_types, tuple([] for _ in output_types))
        variant = sql_op(
            *(
                convert_to_tensor(each, dtypes.string)
                for each in (driver_name, data_source_name, query)
            ),
            **structure.types_and_shapes(spec),
        )
        self._setup(variant, spec, "SqlDataset", Options())


class TFRecordWriter:
    """Writes the strings of a dataset as a TFRecord file.

    Args:
        filename: The file.
        compression_type: None, "GZIP" or "ZLIB".

    Example:
        >>> import os, tempfile, tensorbrook as tf
        >>> path = os.path.join(tempfile.mkdtemp(), "a.tfrecord")
        >>> writer = tf.data.experimental.TFRecordWriter(path)
        >>> writer.write(tf.data.Dataset.from_tensor_slices(["x", "y"]))
        >>> [record.numpy() for record in tf.data.TFRecordDataset(path)]
        [b'x', b'y']
    """

    __module__ = "tensorbrook.data.experimental"

    def __init__(self, filename: Any, compression_type: Any = None) -> None:
        self._filename = filename
        self._compression = compression_type or ""

    def write(self, dataset: Any) -> None:
        """Writes all elements.

        Args:
            dataset: Its elements are string scalars.

        Raises:
            TypeError: They aren't.
        """
        spec = dataset.element_spec
        if not isinstance(spec, TensorSpec) or spec.dtype is not dtypes.string:
            raise TypeError(
                "tf.data.experimental.TFRecordWriter: the dataset must hold string "
                f"scalars, not {spec}."
            )
        name = files.text_of(self._filename)
        writer = RecordWriter(name, self._compression)
        try:
            for element in dataset:
                writer.write(element.numpy())
        finally:
            writer.close()
