"""Files, and data in bytes."""

from tensorbrook._src.formats.tfrecord import TFRecordOptions as TFRecordOptions
from tensorbrook._src.formats.tfrecord import TFRecordWriter as TFRecordWriter
from tensorbrook._src.graph.write_graph import write_graph as write_graph
from tensorbrook._src.ops.csv import decode_csv as decode_csv
from tensorbrook._src.ops.csv import decode_json_example as decode_json_example
from tensorbrook._src.ops.example_features import FixedLenFeature as FixedLenFeature
from tensorbrook._src.ops.example_features import (
    FixedLenSequenceFeature as FixedLenSequenceFeature,
)
from tensorbrook._src.ops.example_features import RaggedFeature as RaggedFeature
from tensorbrook._src.ops.example_features import SparseFeature as SparseFeature
from tensorbrook._src.ops.example_features import VarLenFeature as VarLenFeature
from tensorbrook._src.ops.example_parsing import parse_example as parse_example
from tensorbrook._src.ops.example_parsing import (
    parse_single_example as parse_single_example,
)
from tensorbrook._src.ops.files import decode_compressed as decode_compressed
from tensorbrook._src.ops.files import matching_files as matching_files
from tensorbrook._src.ops.files import parse_tensor as parse_tensor
from tensorbrook._src.ops.files import read_file as read_file
from tensorbrook._src.ops.files import serialize_tensor as serialize_tensor
from tensorbrook._src.ops.files import write_file as write_file
from tensorbrook._src.ops.image_codecs import (
    decode_and_crop_jpeg as decode_and_crop_jpeg,
)
from tensorbrook._src.ops.image_codecs import decode_bmp as decode_bmp
from tensorbrook._src.ops.image_codecs import decode_gif as decode_gif
from tensorbrook._src.ops.image_codecs import decode_image as decode_image
from tensorbrook._src.ops.image_codecs import decode_jpeg as decode_jpeg
from tensorbrook._src.ops.image_codecs import decode_png as decode_png
from tensorbrook._src.ops.image_codecs import decode_webp as decode_webp
from tensorbrook._src.ops.image_codecs import encode_jpeg as encode_jpeg
from tensorbrook._src.ops.image_codecs import encode_png as encode_png
from tensorbrook._src.ops.image_codecs import extract_jpeg_shape as extract_jpeg_shape
from tensorbrook._src.ops.image_codecs import is_jpeg as is_jpeg
from tensorbrook._src.ops.image_jxl import decode_jxl as decode_jxl
from tensorbrook._src.ops.proto_fields import decode_proto as decode_proto
from tensorbrook._src.ops.proto_fields import encode_proto as encode_proto
from tensorbrook._src.ops.sequence_parsing import (
    parse_sequence_example as parse_sequence_example,
)
from tensorbrook._src.ops.sequence_parsing import (
    parse_single_sequence_example as parse_single_sequence_example,
)
from tensorbrook._src.ops.sparse_serial import (
    deserialize_many_sparse as deserialize_many_sparse,
)
from tensorbrook._src.ops.sparse_serial import (
    serialize_many_sparse as serialize_many_sparse,
)
from tensorbrook._src.ops.sparse_serial import serialize_sparse as serialize_sparse
from tensorbrook._src.ops.string_bytes import decode_base64 as decode_base64
from tensorbrook._src.ops.string_bytes import decode_raw as decode_raw
from tensorbrook._src.ops.string_bytes import encode_base64 as encode_base64
from tensorbrook.io import gfile as gfile
