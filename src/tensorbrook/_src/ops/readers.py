"""Readers of 1.x: records that take file names from a queue and give their records."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.formats import files, records
from tensorbrook._src.ops.rules import scalar

_NO_FILES = unsupported("files are read outside of compiled functions")
Pair = tuple[bytes, bytes]


class Reader:
    """Reads one file after another.

    Args:
        open_file: Gives the keys and values of a file.
        resumes: Whether its state can be kept: it is never in the middle of a file.
    """

    def __init__(self, open_file: Any, resumes: bool = False) -> None:
        self._open = open_file
        self._resumes = resumes
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forgets the file that is being read, and the counts."""
        self._current: Iterator[Pair] | None = None
        self.records = 0
        self.files = 0

    def state(self) -> bytes:
        """The counts, as text.

        Raises:
            errors.UnimplementedError: It may be in the middle of a file.
        """
        self._check_resumes()
        return json.dumps([self.records, self.files]).encode()

    def restore(self, state: bytes) -> None:
        """Goes on from what `state` gave.

        Raises:
            errors.InvalidArgumentError: It is no such state.
            errors.UnimplementedError: It may be in the middle of a file.
        """
        self._check_resumes()
        try:
            produced, completed = map(int, json.loads(state))
        except (ValueError, TypeError) as problem:
            raise errors.InvalidArgumentError(
                None, None, f"Could not parse state for the reader: {problem}"
            ) from None
        self._current = None
        self.records, self.files = produced, completed

    def _check_resumes(self) -> None:
        if not self._resumes:
            raise errors.UnimplementedError(
                None, None, "The state of a reader that is in a file can't be kept."
            )

    def read(self, queue: Any) -> Pair:
        """The next key and value; a new file name comes from the queue.

        Raises:
            errors.OutOfRangeError: The queue is closed and empty.
        """
        with self._lock:
            while True:
                pair = self._next(queue)
                if pair is not None:
                    return pair

    def read_up_to(self, queue: Any, count: int) -> list[Pair]:
        """At least one pair, and at most `count` of one file."""
        with self._lock:
            found: list[Pair] = []
            while not found:
                for _ in range(count):
                    pair = self._next(queue)
                    if pair is None:
                        break
                    found.append(pair)
            return found

    def _next(self, queue: Any) -> Pair | None:
        """The next pair of the current file; None at its end."""
        if self._current is None:
            (name,) = queue.dequeue()
            self._current = self._open(name.item())
        pair = next(self._current, None)
        if pair is None:
            self._current = None
            self.files += 1
        else:
            self.records += 1
        return pair


def _lines(skip_header_lines: int) -> Any:
    def open_file(name: bytes) -> Iterator[Pair]:
        path = Path(name.decode())
        with files.naming(path), open(path, "rb") as stream:
            for number, line in enumerate(stream, 1):
                if number > skip_header_lines:
                    text = line.removesuffix(b"\n").removesuffix(b"\r")
                    yield name + b":%d" % number, text

    return open_file


def _whole(name: bytes) -> Iterator[Pair]:
    yield name, files.read(Path(name.decode()))


def _tf_records(compression_type: str) -> Any:
    def open_file(name: bytes) -> Iterator[Pair]:
        found = records.read_records(Path(name.decode()), compression_type)
        for number, record in enumerate(found):
            yield name + b":%d" % number, record

    return open_file


def _pieces(
    record_bytes: int, header_bytes: int, footer_bytes: int, hop_bytes: int
) -> Any:
    def open_file(name: bytes) -> Iterator[Pair]:
        content = files.read(Path(name.decode()))
        end = len(content) - footer_bytes - record_bytes
        starts = range(header_bytes, end + 1, hop_bytes or record_bytes)
        for number, start in enumerate(starts):
            yield name + b":%d" % number, content[start : start + record_bytes]

    return open_file


def _same(name: bytes) -> Iterator[Pair]:
    yield name, name


def _maker(name: str, attrs: str, open_file: Any, resumes: bool = False) -> Op:
    """A record that makes a reader, one for each node and session."""

    def kept(
        xp: Any, state: dict[str, Any], container: str, shared_name: str, **options: Any
    ) -> Any:
        if "reader" not in state:
            state.setdefault("reader", Reader(open_file(**options), resumes))
        return state["reader"]

    return Op(
        name,
        f"-> reader_handle: resource | {attrs}container: string = '', "
        "shared_name: string = ''",
        shape=scalar,
        reference=kept,
        gradient=NOT_DIFFERENTIABLE,
        xla=_NO_FILES,
        stateful=True,
        kernel_state=lambda attrs: {},
    )


text_line_reader_op = _maker("TextLineReaderV2", "skip_header_lines: int = 0, ", _lines)
whole_file_reader_op = _maker("WholeFileReaderV2", "", lambda: _whole, resumes=True)
identity_reader_op = _maker("IdentityReaderV2", "", lambda: _same, resumes=True)
tf_record_reader_op = _maker(
    "TFRecordReaderV2", "compression_type: string = '', ", _tf_records
)


def _fixed(encoding: str, **sizes: int) -> Any:
    if encoding:
        raise errors.UnimplementedError(
            None,
            None,
            f"FixedLengthRecordReader: encoding {encoding!r} is not supported.",
        )
    return _pieces(**sizes)


fixed_length_record_reader_op = _maker(
    "FixedLengthRecordReaderV2",
    "header_bytes: int = 0, record_bytes: int, footer_bytes: int = 0, "
    "hop_bytes: int = 0, encoding: string = '', ",
    _fixed,
)


def _on_reader(name: str, signature: str, kernel: Any, shape: Any = scalar) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_NO_FILES,
        stateful=True,
    )


def _bytes(values: list[bytes]) -> np.ndarray[Any, Any]:
    array = np.empty(len(values), object)
    array[:] = values
    return array


def _read_one(xp: Any, reader: Any, queue: Any) -> tuple[Any, Any]:
    key, value = reader.read(queue)
    return _bytes([key]).reshape(()), _bytes([value]).reshape(())


def _read_several(
    xp: Any, reader: Any, queue: Any, num_records: Any
) -> tuple[Any, Any]:
    pairs = reader.read_up_to(queue, int(num_records))
    return _bytes([key for key, _ in pairs]), _bytes([value for _, value in pairs])


reader_read_op = _on_reader(
    "ReaderReadV2",
    "reader_handle: resource, queue_handle: resource -> key: string, value: string",
    _read_one,
    lambda c: [(), ()],
)
reader_read_up_to_op = _on_reader(
    "ReaderReadUpToV2",
    "reader_handle: resource, queue_handle: resource, num_records: int64 -> "
    "keys: string, values: string",
    _read_several,
    lambda c: [(None,), (None,)],
)
reader_num_records_op = _on_reader(
    "ReaderNumRecordsProducedV2",
    "reader_handle: resource -> records_produced: int64",
    lambda xp, reader: np.int64(reader.records),
)
reader_num_units_op = _on_reader(
    "ReaderNumWorkUnitsCompletedV2",
    "reader_handle: resource -> units_completed: int64",
    lambda xp, reader: np.int64(reader.files),
)
reader_reset_op = _on_reader(
    "ReaderResetV2",
    "reader_handle: resource ->",
    lambda xp, reader: reader.reset(),
    lambda c: [],
)
