"""Streams of what files hold: lines, TFRecords, records of one length, rows of CSV."""

from __future__ import annotations

import csv
import glob
import io
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.formats import files
from tensorbrook._src.formats.records import open_stream, read_records
from tensorbrook._src.ops.datasets.stream import (
    Context,
    Element,
    Stream,
    dataset_op,
    flag,
    number,
    require,
    resumed,
    text,
)

_Item = TypeVar("_Item")
_ERRORS_OF_A_ROW = (ValueError, OverflowError)


def matching(patterns: Any) -> list[bytes]:
    """The names of files that match patterns, sorted.

    Raises:
        errors.InvalidArgumentError: Nothing matches.
    """
    wanted = [each.decode() for each in np.ravel(patterns._array())]
    found = sorted({name for pattern in wanted for name in glob.glob(pattern)})
    require(
        bool(found), f"No files matched pattern: {', '.join(wanted) or 'no pattern'}"
    )
    return [name.encode() for name in found]


def in_files(
    names: list[str], read: Callable[[str], Iterator[_Item]], context: Context
) -> Iterator[_Item]:
    """What a reader finds in files, one after the other, from a stored position on."""
    place: int = context.saved.get("file", 0)
    context.keep(lambda: {"file": place})
    while place < len(names):
        yield from resumed(read(names[place]), context.part("records"))
        place += 1


class Records(Stream):
    """Byte strings that a reader finds in files, one file after the other."""

    def __init__(self, like: Any, read: Callable[[str], Iterator[bytes]]) -> None:
        names = np.ravel(like._array())
        self.names = [name.decode() for name in names]
        self.like = like
        self.read = read

    def iterate(self, context: Context) -> Iterator[Element]:
        make = self.like._made
        for record in in_files(self.names, self.read, context):
            array = np.empty((), object)
            array[()] = record
            yield (make(array, dtypes.string),)


def lines_of(compression: str) -> Callable[[str], Iterator[bytes]]:
    def read(name: str) -> Iterator[bytes]:
        with files.naming(name), open(name, "rb") as file:
            if not compression:
                for line in file:
                    yield line.rstrip(b"\n").removesuffix(b"\r")
                return
            whole = io.BytesIO(_everything(open_stream(file, compression, name)))
            for line in whole:
                yield line.rstrip(b"\n").removesuffix(b"\r")

    return read


def _everything(stream: Any) -> bytes:
    parts = []
    while part := stream.read(1 << 20):
        parts.append(part)
    return b"".join(parts)


def of_one_length(
    header: int, size: int, footer: int, compression: str
) -> Callable[[str], Iterator[bytes]]:
    require(
        size > 0,
        f"FixedLengthRecordDataset: record_bytes must be positive, got {size}.",
    )
    require(
        header >= 0 and footer >= 0,
        "FixedLengthRecordDataset: header_bytes and footer_bytes must not be negative, "
        f"got {header} and {footer}.",
    )

    def read(name: str) -> Iterator[bytes]:
        with files.naming(name), open(name, "rb") as file:
            whole = _everything(open_stream(file, compression, name))
        body = len(whole) - header - footer
        if body < 0 or body % size:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Excess bytes in {name}: {max(body, 0)} bytes between header and footer "
                f"aren't a multiple of the record length {size}.",
            )
        for start in range(header, header + body, size):
            yield whole[start : start + size]

    return read


class Rows(Stream):
    """The rows of CSV files, each column as a scalar."""

    def __init__(
        self,
        names: Any,
        lines: Callable[[str], Iterator[bytes]],
        header: bool,
        delimiter: str,
        quoting: bool,
        missing: bytes,
        columns: list[int],
        defaults: list[Any],
    ) -> None:
        self.names = [name.decode() for name in np.ravel(names._array())]
        self.lines, self.header = lines, header
        self.delimiter, self.quoting, self.missing = delimiter, quoting, missing
        self.columns, self.defaults = columns, defaults

    def iterate(self, context: Context) -> Iterator[Element]:
        rows = in_files(self.names, self._rows, context)
        return (self._element(*row) for row in rows)

    def _rows(self, name: str) -> Iterator[tuple[list[str], str, int]]:
        # Latin-1 keeps every byte as it is.
        decoded = (line.decode("latin-1") + "\n" for line in self.lines(name))
        rows = csv.reader(
            decoded,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.quoting else csv.QUOTE_NONE,
        )
        for position, row in enumerate(rows):
            if row and not (position == 0 and self.header):
                yield row, name, position

    def _element(self, row: list[str], name: str, line: int) -> Element:
        columns = self.columns or list(range(len(self.defaults)))
        if len(row) <= max(columns) or (not self.columns and len(row) != len(columns)):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"{name}, line {line + 1}: expected {len(columns)} fields but have "
                f"{len(row)} in the record.",
            )
        made = []
        for column, default in zip(columns, self.defaults, strict=True):
            field = row[column].encode("latin-1")
            made.append(self._field(field, default, f"{name}, line {line + 1}", column))
        return made

    def _field(self, field: bytes, default: Any, where: str, column: int) -> Any:
        if field in (b"", self.missing):
            if not default._array().size:
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"{where}: the field {column} is required but missing in the record.",
                )
            return default._made(default._array().reshape(()), default.dtype)
        if default.dtype is dtypes.string:
            array = np.empty((), object)
            array[()] = field
            return default._made(array, dtypes.string)
        kind = default.dtype.numpy_dtype
        try:
            value: Any = int(field) if kind.kind == "i" else float(field)
            return default._made(np.array(value, kind), default.dtype)
        except _ERRORS_OF_A_ROW as problem:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"{where}: the field {column} is not a valid {default.dtype.name}: "
                f"{field.decode('latin-1')}",
            ) from problem


def csv_rows(
    names: Any,
    compression: Any,
    buffer: Any,
    header: Any,
    delimiter: Any,
    quoting: Any,
    missing: Any,
    columns: Any,
    defaults: list[Any],
    excluded: Any,
    **attrs: Any,
) -> Rows:
    chosen = columns._array().tolist()
    left_out = set(excluded._array().tolist())
    if left_out:
        width = len(defaults) + len(left_out)
        chosen = [column for column in range(width) if column not in left_out]
    return Rows(
        names,
        lines_of(text(compression)),
        flag(header),
        text(delimiter),
        flag(quoting),
        text(missing).encode(),
        chosen,
        defaults,
    )


text_line_op = dataset_op(
    "TextLineDataset",
    "filenames: string, compression_type: string, buffer_size: int64",
    lambda names, compression, size, **attrs: Records(
        names, lines_of(text(compression))
    ),
    common="metadata: string = ''",
    stateful=True,
)
tf_record_op = dataset_op(
    "TFRecordDatasetV2",
    "filenames: string, compression_type: string, buffer_size: int64, "
    "byte_offsets: int64",
    lambda names, compression, size, offsets, **attrs: Records(
        names, lambda name: read_records(name, text(compression))
    ),
    common="metadata: string = ''",
    stateful=True,
)
fixed_length_op = dataset_op(
    "FixedLengthRecordDatasetV2",
    "filenames: string, header_bytes: int64, record_bytes: int64, footer_bytes: int64, "
    "buffer_size: int64, compression_type: string",
    lambda names, header, size, footer, buffer, compression, **attrs: Records(
        names,
        of_one_length(number(header), number(size), number(footer), text(compression)),
    ),
    common="metadata: string = ''",
    stateful=True,
)
csv_op = dataset_op(
    "CSVDatasetV2",
    "filenames: string, compression_type: string, buffer_size: int64, header: bool, "
    "field_delim: string, use_quote_delim: bool, na_value: string, select_cols: int64, "
    "record_defaults: output_types, exclude_cols: int64",
    csv_rows,
    common="output_types: list(type), output_shapes: list(shape)",
    stateful=True,
)
