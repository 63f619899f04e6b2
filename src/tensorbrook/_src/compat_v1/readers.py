"""`tf.TextLineReader` and its relatives: records of files whose names lie in a queue."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.formats.tfrecord import TFRecordOptions
from tensorbrook._src.ops import readers


class ReaderBase:
    """Base of the readers.

    Args:
        reader_ref: The handle.
        supports_serialize: Whether the state can be saved; it can't.
    """

    def __init__(self, reader_ref: Any, supports_serialize: bool = False) -> None:
        self._reader_ref = reader_ref
        self._supports_serialize = supports_serialize

    @property
    def reader_ref(self) -> Any:
        """The handle."""
        return self._reader_ref

    @property
    def supports_serialize(self) -> bool:
        """Whether the state can be saved."""
        return self._supports_serialize

    def read(self, queue: Any, name: str | None = None) -> Any:
        """The next key and value.

        Args:
            queue: A queue of file names.
            name: Name of the node.

        Returns:
            Two strings.
        """
        return readers.reader_read_op(self._reader_ref, _handle(queue), name=name)

    def read_up_to(self, queue: Any, num_records: Any, name: str | None = None) -> Any:
        """The next keys and values, at most `num_records`, as vectors."""
        return readers.reader_read_up_to_op(
            self._reader_ref, _handle(queue), num_records, name=name
        )

    def num_records_produced(self, name: str | None = None) -> Any:
        """How many records were read."""
        return readers.reader_num_records_op(self._reader_ref, name=name)

    def num_work_units_completed(self, name: str | None = None) -> Any:
        """How many files were read to their end."""
        return readers.reader_num_units_op(self._reader_ref, name=name)

    def reset(self, name: str | None = None) -> Any:
        """An operation that begins anew."""
        return readers.reader_reset_op(self._reader_ref, name=name)

    def serialize_state(self, name: str | None = None) -> Any:
        """Not supported."""
        raise NotImplementedError(
            f"{type(self).__name__}.serialize_state is not supported."
        )

    def restore_state(self, state: Any, name: str | None = None) -> Any:
        """Not supported."""
        raise NotImplementedError(
            f"{type(self).__name__}.restore_state is not supported."
        )


def _handle(queue: Any) -> Any:
    return getattr(queue, "queue_ref", queue)


class TextLineReader(ReaderBase):
    """Reads lines of text files.

    Args:
        skip_header_lines: How many lines at the beginning of each file to leave out.
        name: Name of the node.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     queue = tf.train.string_input_producer(["data.csv"])
        ...     key, value = tf.TextLineReader(skip_header_lines=1).read(queue)
        ...     value.dtype
        tf.string
    """

    def __init__(
        self, skip_header_lines: int | None = None, name: str | None = None
    ) -> None:
        super().__init__(
            readers.text_line_reader_op(
                skip_header_lines=skip_header_lines or 0, name=name
            )
        )


class WholeFileReader(ReaderBase):
    """Reads whole files.

    Args:
        name: Name of the node.
    """

    def __init__(self, name: str | None = None) -> None:
        super().__init__(readers.whole_file_reader_op(name=name))


class IdentityReader(ReaderBase):
    """Gives the names themselves.

    Args:
        name: Name of the node.
    """

    def __init__(self, name: str | None = None) -> None:
        super().__init__(readers.identity_reader_op(name=name))


class TFRecordReader(ReaderBase):
    """Reads records of TFRecord files.

    Args:
        name: Name of the node.
        options: `TFRecordOptions`: how the files are compressed.
    """

    def __init__(self, name: str | None = None, options: Any = None) -> None:
        kind = TFRecordOptions.get_compression_type_string(options)
        super().__init__(readers.tf_record_reader_op(compression_type=kind, name=name))


class FixedLengthRecordReader(ReaderBase):
    """Reads pieces of a fixed length.

    Args:
        record_bytes: The length of a piece.
        header_bytes: The length of what comes before the first one.
        footer_bytes: The length of what comes after the last one.
        hop_bytes: How far apart pieces begin; by default their length.
        name: Name of the node.
        encoding: Not supported.
    """

    def __init__(
        self,
        record_bytes: int,
        header_bytes: int | None = None,
        footer_bytes: int | None = None,
        hop_bytes: int | None = None,
        name: str | None = None,
        encoding: str | None = None,
    ) -> None:
        super().__init__(
            readers.fixed_length_record_reader_op(
                record_bytes=record_bytes,
                header_bytes=header_bytes or 0,
                footer_bytes=footer_bytes or 0,
                hop_bytes=hop_bytes or 0,
                encoding=encoding or "",
                name=name,
            )
        )
