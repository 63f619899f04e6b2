"""Files as tensors, and tensors as bytes."""

import gzip
import os
import zlib

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


@pytest.mark.covers("ReadFile", "WriteFile", "MatchingFiles")
def test_files_are_written_read_and_found(tmp_path) -> None:
    path = str(tmp_path / "sub" / "file")
    tf.io.write_file(path, b"con\0tent")
    assert tf.io.read_file(path).numpy() == b"con\0tent"
    found = tf.io.matching_files([f"{tmp_path}/sub/*", f"{tmp_path}/none*"])
    assert found.numpy().tolist() == [path.encode()]
    with pytest.raises(tf.errors.NotFoundError, match="No such file"):
        tf.io.read_file(str(tmp_path / "none"))
    with pytest.raises(tf.errors.InvalidArgumentError, match="scalar"):
        tf.io.read_file([path])

    @tf.function
    def copy(source, target):
        tf.io.write_file(target, tf.io.read_file(source))

    copy(path, f"{path}2")
    assert os.path.exists(f"{path}2")


@pytest.mark.covers("DecodeCompressed")
def test_strings_are_uncompressed() -> None:
    for name, packed in (
        ("ZLIB", zlib.compress(b"hello")),
        ("GZIP", gzip.compress(b"hello")),
        ("", b"hello"),
    ):
        assert tf.io.decode_compressed([packed], name).numpy().tolist() == [b"hello"]
    with pytest.raises(tf.errors.DataLossError, match="GZIP"):
        tf.io.decode_compressed(b"hello", "GZIP")
    with pytest.raises(tf.errors.InvalidArgumentError, match="LZ4"):
        tf.io.decode_compressed(b"hello", "LZ4")


@pytest.mark.covers("SerializeTensor", "ParseTensor")
@pytest.mark.parametrize(
    "name", "float32 float64 bfloat16 half int8 int64 uint16 bool complex64".split()
)
def test_tensors_are_serialised(name) -> None:
    tensor = tf.cast([[0, 1, 1], [1, 0, 3]], name)
    text = tf.io.serialize_tensor(tensor)
    found = tf.io.parse_tensor(text, name)
    np.testing.assert_array_equal(found.numpy(), tensor.numpy())
    with pytest.raises(tf.errors.InvalidArgumentError, match="mismatch"):
        tf.io.parse_tensor(text, tf.int32)
    with pytest.raises(tf.errors.InvalidArgumentError, match="TensorProto"):
        tf.io.parse_tensor(b"\xff\xff", tf.int32)


def test_strings_are_serialised() -> None:
    text = tf.io.serialize_tensor([b"a", b"", b"\xff"])
    assert tf.io.parse_tensor(text, tf.string).numpy().tolist() == [b"a", b"", b"\xff"]


def test_tensor_protos() -> None:
    proto = tf.make_tensor_proto([[1.0, 2.0]])
    assert proto.tensor_content
    np.testing.assert_array_equal(tf.make_ndarray(proto), [[1.0, 2.0]])
    filled = tf.make_tensor_proto([1, 2], shape=[2, 2])
    assert list(filled.int_val) == [1, 2]
    np.testing.assert_array_equal(tf.make_ndarray(filled), [[1, 2], [2, 2]])
    with pytest.raises(ValueError, match="Too many elements"):
        tf.make_tensor_proto([1, 2, 3], shape=[2])
    with pytest.raises(TypeError, match="shape"):
        v1.make_tensor_proto([1, 2], shape=[2, 2], verify_shape=True)
    with tf.Graph().as_default(), pytest.raises(TypeError, match="no value"):
        tf.make_tensor_proto(v1.placeholder(tf.float32, [1]))


@pytest.mark.parametrize("kind", ["", "GZIP", "ZLIB"])
def test_record_writers(tmp_path, kind) -> None:
    path = str(tmp_path / "records")
    options = tf.io.TFRecordOptions(compression_type=kind, compression_level=1)
    with tf.io.TFRecordWriter(path, options) as writer:
        writer.write(b"one")
        writer.flush()
        writer.write(b"two")
    assert list(v1.io.tf_record_iterator(path, options)) == [b"one", b"two"]
    with pytest.raises(ValueError, match="SNAPPY"):
        tf.io.TFRecordOptions("SNAPPY")


def test_write_graph(tmp_path) -> None:
    with tf.Graph().as_default() as graph:
        tf.constant([1.0], name="c")
    path = tf.io.write_graph(graph, tmp_path / "new", "g.pbtxt")
    assert 'name: "c"' in open_text(path)
    binary = tf.io.write_graph(graph.as_graph_def(), tmp_path, "g.pb", as_text=False)
    assert v1.GraphDef.FromString(tf.io.read_file(binary).numpy()).node[0].name == "c"


def open_text(path: str) -> str:
    with tf.io.gfile.GFile(path) as file:
        return file.read()
