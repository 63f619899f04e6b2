"""The native reader of Example messages against the reference."""

import random

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.formats import fast

pytestmark = pytest.mark.skipif(
    fast.parse_examples is None, reason="there is no native core"
)

FEATURES = {
    "id": tf.io.FixedLenFeature([], tf.int64),
    "x": tf.io.FixedLenFeature([2, 2], tf.float32, [[1.0, 2.0], [3.0, 4.0]]),
    "one": tf.io.FixedLenFeature([3], tf.int64, 7),
    "name": tf.io.FixedLenFeature([2], tf.string, "none"),
    "tags": tf.io.VarLenFeature(tf.int64),
    "words": tf.io.VarLenFeature(tf.string),
    "rows": tf.io.RaggedFeature(tf.float32),
    "texts": tf.io.RaggedFeature(tf.string),
    "steps": tf.io.FixedLenSequenceFeature([2], tf.float32, True, 5.0),
    "marks": tf.io.FixedLenSequenceFeature([], tf.string, True, "-"),
}


def example(chance: random.Random) -> tf.train.Example:
    made = tf.train.Example()
    feature = made.features.feature
    feature["id"].int64_list.value.append(chance.randrange(-(1 << 62), 1 << 62))
    feature["unknown"].bytes_list.value.append(b"left out")

    def floats(name: str, count: int) -> None:
        feature[name].float_list.value.extend(chance.random() for _ in range(count))

    def texts(name: str, count: int) -> None:
        words = [b"w" * chance.randrange(9) for _ in range(count)]
        feature[name].bytes_list.value.extend(words)

    if chance.random() < 0.7:
        floats("x", 4)
        feature["one"].int64_list.value.extend([1, 2, -3])
        texts("name", 2)
        feature["tags"].int64_list.value.extend(range(chance.randrange(5)))
        texts("words", chance.randrange(4))
    if chance.random() < 0.7:
        floats("rows", chance.randrange(5))
        texts("texts", chance.randrange(3))
        floats("steps", 2 * chance.randrange(4))
        texts("marks", chance.randrange(4))
    if chance.random() < 0.2:
        feature["rows"].Clear()
    return made


def both(content, monkeypatch):
    """What the native core reads, and the reference."""
    native = tf.io.parse_example(content, FEATURES)
    with monkeypatch.context() as patch:
        patch.setattr(fast, "parse_examples", None)
        return native, tf.io.parse_example(content, FEATURES)


def leaves(parsed):
    return [
        (name, part)
        for name, value in sorted(parsed.items())
        for part in tf.nest.flatten(value, expand_composites=True)
    ]


@pytest.mark.parametrize("count", [0, 1, 200])
def test_the_same_as_the_reference(count, monkeypatch) -> None:
    chance = random.Random(count)
    content = [example(chance).SerializeToString() for _ in range(count)]
    content = np.array(content, object)
    for (name, found), (_, wanted) in zip(
        *map(leaves, both(content, monkeypatch)), strict=True
    ):
        assert found.shape == wanted.shape, name
        assert found.dtype is wanted.dtype, name
        np.testing.assert_array_equal(found, wanted, name)


def test_one_example_without_a_batch(monkeypatch) -> None:
    content = example(random.Random(3)).SerializeToString()
    for (name, found), (_, wanted) in zip(
        *map(leaves, both(content, monkeypatch)), strict=True
    ):
        np.testing.assert_array_equal(found, wanted, name)


def native(content, keys, dtype, **changed):
    """What the native core makes of sparse features."""
    none = tf.constant(np.array([], object), tf.string)
    given = {
        "serialized": content,
        "sparse_keys": tf.constant(np.array(keys, object), tf.string),
        "dense_keys": none,
        "ragged_keys": none,
        "dense_defaults": [],
        "sparse_types": (dtype,) * len(keys),
        "ragged_value_types": (),
        "ragged_split_types": (),
        "dense_shapes": (),
    } | changed
    return fast.parse_examples(*given.values())


def test_odd_messages_are_left_to_the_reference() -> None:
    values = b"\x0a\x01\x03"  # one number, packed
    feature = b"\x1a" + bytes([len(values)]) + values
    entry = b"\x0a\x01a\x12" + bytes([len(feature)]) + feature
    features = b"\x0a" + bytes([len(entry)]) + entry

    def message(inside: bytes) -> tf.Tensor:
        return tf.constant([b"\x0a" + bytes([len(inside)]) + inside])

    found = native(message(features), ["a"], tf.int64)
    assert [part[0].numpy().tolist() for part in found[:3]] == [[[0, 0]], [3], [1, 1]]
    assert native(message(features * 2), ["a"], tf.int64) is None  # twice
    cut = message(features).numpy()[0][:-1]
    assert native(tf.constant([cut]), ["a"], tf.int64) is None
    assert native(message(features), ["a"], tf.float32) is None
    assert native(tf.constant([b"\xff" * 30]), ["a"], tf.int64) is None


def test_odd_arguments_are_left_to_the_reference() -> None:
    content, key = tf.constant([b""]), tf.constant(["a"])
    assert native(content, ["a"], tf.int64) is not None
    assert native(tf.constant([[b""]]), ["a"], tf.int64) is None
    assert native(tf.constant([1]), ["a"], tf.int64) is None
    assert native("text", ["a"], tf.int64) is None
    assert native(content, ["a"], "int64") is None
    assert native(content, ["a"], tf.int64, sparse_types=()) is None
    assert native(content, ["a"], tf.int64, sparse_types=None) is None
    three = tf.constant([1, 2, 3], tf.int64)
    dense = {"dense_keys": key, "dense_defaults": [three]}
    assert native(content, [], tf.int64, **dense, dense_shapes=((3,),)) is not None
    for wrong in (((2,),), (None,), ((3, None),), ((-1,),), ((1 << 70,),), ()):
        assert native(content, [], tf.int64, **dense, dense_shapes=wrong) is None
    with pytest.raises(TypeError, match="ParseExampleV2"):
        fast.parse_examples([], [])


def test_features_that_change_are_looked_at_again() -> None:
    shape, default = [2], [1, 2]
    features = {"a": tf.io.FixedLenFeature(shape, tf.int64, default)}
    content = tf.train.Example().SerializeToString()

    def parsed():
        return tf.io.parse_single_example(content, features)["a"].numpy().tolist()

    assert parsed() == [1, 2]
    default[1] = 5
    assert parsed() == [1, 5]
    shape[0] = 3
    default.append(7)
    assert parsed() == [1, 5, 7]
    features["a"] = tf.io.FixedLenFeature([2], tf.float32, [0.0, -0.0])
    assert str(parsed()) == "[0.0, -0.0]"
    features["a"] = tf.io.FixedLenFeature([2], tf.float32, [-0.0, 0.0])
    assert str(parsed()) == "[-0.0, 0.0]"
    features["a"] = tf.io.FixedLenFeature([2], tf.float32, np.array([4.0, 5.0]))
    assert parsed() == [4.0, 5.0]
    first = tf.io.RaggedFeature.RowLengths("n"), tf.io.RaggedFeature.RowSplits("n")
    for partition in first:
        ragged = {"a": tf.io.RaggedFeature(tf.int64, "v", [partition])}
        example = tf.train.Example()
        example.features.feature["n"].int64_list.value.extend([0, 2, 2])
        example.features.feature["v"].int64_list.value.extend([8, 9, 10, 11][:2])
        if partition is first[0]:
            example.features.feature["v"].int64_list.value.extend([10, 11])
        rows = tf.io.parse_single_example(example.SerializeToString(), ragged)["a"]
        wanted = [[], [8, 9], [10, 11]] if partition is first[0] else [[8, 9], []]
        assert rows.to_list() == wanted


@pytest.mark.parametrize("content", [bytes(48), b"a\0", b""])
def test_strings_of_one_message_keep_their_last_zeros(content):
    kept = tf.train.Feature(bytes_list=tf.train.BytesList(value=[content]))
    features = tf.train.Features(feature={"x": kept})
    message = tf.train.Example(features=features).SerializeToString()
    spec = {"x": tf.io.FixedLenFeature([], tf.string)}
    assert tf.io.parse_single_example(message, spec)["x"].numpy() == content
    sequence = tf.train.SequenceExample(context=features).SerializeToString()
    context, _ = tf.io.parse_single_sequence_example(sequence, spec)
    assert context["x"].numpy() == content
