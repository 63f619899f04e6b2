"""TFRecord files, by the old name of the module."""

from tensorbrook._src.formats.tfrecord import (
    TFRecordCompressionType as TFRecordCompressionType,
)
from tensorbrook._src.formats.tfrecord import TFRecordOptions as TFRecordOptions
from tensorbrook._src.formats.tfrecord import TFRecordWriter as TFRecordWriter
from tensorbrook._src.formats.tfrecord import tf_record_iterator as tf_record_iterator
