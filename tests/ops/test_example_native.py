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


def test_odd_messages_are_left_to_the_reference() -> None:
    wanted = ((b"a", 0, tf.int64._code, 0, None, []),)
    values = b"\x0a\x01\x03"  # one number, packed
    feature = b"\x1a" + bytes([len(values)]) + values
    entry = b"\x0a\x01a\x12" + bytes([len(feature)]) + feature
    features = b"\x0a" + bytes([len(entry)]) + entry

    def message(inside: bytes) -> bytes:
        return b"\x0a" + bytes([len(inside)]) + inside

    (found,) = fast.parse_examples([message(features)], wanted)
    assert found[0].numpy().tolist() == [3]
    assert fast.parse_examples([message(features * 2)], wanted) is None  # twice
    assert fast.parse_examples([message(features)[:-1]], wanted) is None  # cut off
    wrong = ((b"a", 0, tf.float32._code, 0, None, []),)
    assert fast.parse_examples([message(features)], wrong) is None
    assert fast.parse_examples([b"\xff" * 30], wanted) is None


def test_wrong_columns_are_refused() -> None:
    with pytest.raises(TypeError, match="another dtype"):
        fast.parse_examples([], ((b"a", 1, 9, 1, tf.constant(1.0), []),))
    with pytest.raises(ValueError, match="another size"):
        three = tf.constant([1, 2, 3], tf.int64)
        fast.parse_examples([], ((b"a", 1, 9, 2, three, []),))
    with pytest.raises(TypeError):
        fast.parse_examples([], [])


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
