"""`tf.io.TFRecordWriter` and its options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tensorbrook._src.formats.gfile import path_of
from tensorbrook._src.formats.records import RecordWriter, read_records


class TFRecordCompressionType:
    """The numbers of the kinds of compression (1.x)."""

    NONE = 0
    ZLIB = 1
    GZIP = 2


class TFRecordOptions:
    """How a TFRecord file is compressed.

    Args:
        compression_type: "GZIP", "ZLIB", "" or None; or a `TFRecordCompressionType`.
        flush_mode: Accepted for compatibility.
        input_buffer_size: Accepted for compatibility.
        output_buffer_size: Accepted for compatibility.
        window_bits: The size of zlib's window, 8 to 15.
        compression_level: From 0 to 9; by default zlib's own choice.
        compression_method: Accepted for compatibility.
        mem_level: How much memory zlib uses, 1 to 9.
        compression_strategy: The number of zlib's strategy.

    Raises:
        ValueError: There is no such compression.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.TFRecordOptions("GZIP").compression_type
        'GZIP'
    """

    compression_type_map = {
        TFRecordCompressionType.ZLIB: "ZLIB",
        TFRecordCompressionType.GZIP: "GZIP",
        TFRecordCompressionType.NONE: "",
    }

    def __init__(
        self,
        compression_type: Any = None,
        flush_mode: int | None = None,
        input_buffer_size: int | None = None,
        output_buffer_size: int | None = None,
        window_bits: int | None = None,
        compression_level: int | None = None,
        compression_method: int | None = None,
        mem_level: int | None = None,
        compression_strategy: int | None = None,
    ) -> None:
        self.get_compression_type_string(compression_type)
        self.compression_type = compression_type
        self.flush_mode = flush_mode
        self.input_buffer_size = input_buffer_size
        self.output_buffer_size = output_buffer_size
        self.window_bits = window_bits
        self.compression_level = compression_level
        self.compression_method = compression_method
        self.mem_level = mem_level
        self.compression_strategy = compression_strategy

    @classmethod
    def get_compression_type_string(cls, options: Any) -> str:
        """The name of the compression that options, a name or a number mean.

        Raises:
            ValueError: They mean none.
        """
        if not options:
            return ""
        if isinstance(options, TFRecordOptions):
            return cls.get_compression_type_string(options.compression_type)
        found = cls.compression_type_map.get(options, options)
        if found in cls.compression_type_map.values():
            return str(found)
        raise ValueError(f'Not a valid compression_type: "{options}"')


class TFRecordWriter:
    """Writes records into a TFRecord file.

    Args:
        path: The file; it is begun anew.
        options: A `TFRecordOptions`, or the name of a compression.

    Raises:
        errors.OpError: The file can't be written.
        ValueError: There is no such compression.

    Example:
        >>> import os, tempfile, tensorbrook as tf
        >>> path = os.path.join(tempfile.mkdtemp(), "file.tfrecord")
        >>> with tf.io.TFRecordWriter(path) as writer:
        ...     writer.write(b"a record")
        >>> next(tf.compat.v1.io.tf_record_iterator(path))
        b'a record'
    """

    def __init__(self, path: Any, options: Any = None) -> None:
        if not isinstance(options, TFRecordOptions):
            options = TFRecordOptions(options)
        compression = TFRecordOptions.get_compression_type_string(options)
        chosen = {
            "level": options.compression_level,
            "window_bits": options.window_bits,
            "mem_level": options.mem_level,
            "strategy": options.compression_strategy,
        }
        given = {name: value for name, value in chosen.items() if value is not None}
        self._writer = RecordWriter(path_of(path), compression, **given)

    def write(self, record: Any) -> None:
        """Writes one record, bytes or text."""
        self._writer.write(
            record.encode() if isinstance(record, str) else bytes(record)
        )

    def flush(self) -> None:
        """Hands what was written to the operating system."""
        self._writer.flush()

    def close(self) -> None:
        """Ends the file."""
        self._writer.close()

    def __enter__(self) -> TFRecordWriter:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()


def tf_record_iterator(path: Any, options: Any = None) -> Iterator[bytes]:
    """The records of a TFRecord file (1.x).

    Args:
        path: The file.
        options: A `TFRecordOptions`, or the name of a compression.

    Yields:
        The bytes of one record after the other.

    Raises:
        errors.NotFoundError: There is no such file.
        errors.DataLossError: A record is damaged.
    """
    compression = TFRecordOptions.get_compression_type_string(options)
    return read_records(path_of(path), compression)
