"""Examples become tensors."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

io = tf.io
Ragged = tf.io.RaggedFeature


def example(**features) -> bytes:
    made = tf.train.Example()
    for name, values in features.items():
        feature = made.features.feature[name]
        if values and isinstance(values[0], int):
            feature.int64_list.value.extend(values)
        elif values and isinstance(values[0], float):
            feature.float_list.value.extend(values)
        else:
            feature.bytes_list.value.extend(values)
    return made.SerializeToString()


def sequence(context: int, **lists) -> bytes:
    made = tf.train.SequenceExample()
    made.context.feature["c"].int64_list.value.append(context)
    for name, steps in lists.items():
        for values in steps:
            step = made.feature_lists.feature_list[name].feature.add()
            step.float_list.value.extend(values)
    return made.SerializeToString()


ONE = example(i=[1, 2], f=[0.5], s=[b"x", b"y", b"z"])
TWO = example(i=[3, 4], s=[b"w"])


@pytest.mark.parametrize("where", ["eagerly", "in a function"])
def test_every_kind_of_feature(where) -> None:
    parse = io.parse_example if where == "eagerly" else tf.function(io.parse_example)
    found = parse(
        [ONE, TWO],
        {
            "i": io.FixedLenFeature([2], tf.int64),
            "f": io.FixedLenFeature([], tf.float32, 9.0),
            "s": io.VarLenFeature(tf.string),
            "t": Ragged(tf.string, value_key="s"),
        },
    )
    assert found["i"].numpy().tolist() == [[1, 2], [3, 4]]
    assert found["f"].numpy().tolist() == [0.5, 9.0]
    assert found["s"].indices.numpy().tolist() == [[0, 0], [0, 1], [0, 2], [1, 0]]
    assert found["s"].values.numpy().tolist() == [b"x", b"y", b"z", b"w"]
    assert found["s"].dense_shape.numpy().tolist() == [2, 3]
    assert found["t"].to_list() == [[b"x", b"y", b"z"], [b"w"]]
    assert found["t"].row_splits.dtype == tf.int32
    padded = io.FixedLenSequenceFeature([], tf.string, True, "-")
    found = parse([ONE, TWO], {"s": padded})
    assert found["s"].numpy().tolist() == [[b"x", b"y", b"z"], [b"w", b"-", b"-"]]


@pytest.mark.covers("ParseExampleV2")
def test_single_examples_in_functions() -> None:
    features = {
        "i": io.FixedLenFeature([2], tf.int64),
        "s": io.VarLenFeature(tf.string),
        "r": Ragged(tf.string, value_key="s"),
    }

    @tf.function
    def parse(content):
        return io.parse_single_example(content, features)

    found = parse(tf.constant(ONE))
    assert found["i"].shape == (2,)
    assert found["s"].indices.numpy().tolist() == [[0], [1], [2]]
    assert found["r"].numpy().tolist() == [b"x", b"y", b"z"]
    with tf.Graph().as_default(), v1.Session() as session:
        parsed = v1.parse_single_example(tf.constant(ONE), features)
        assert session.run(parsed["i"]).tolist() == [1, 2]


@pytest.mark.parametrize(
    ("part", "key"),
    [
        (Ragged.RowLengths("k"), [1, 3]),
        (Ragged.RowSplits("k"), [0, 1, 4]),
        (Ragged.RowStarts("k"), [0, 1]),
        (Ragged.RowLimits("k"), [1, 4]),
        (Ragged.ValueRowIds("k"), [0, 1, 1, 1]),
    ],
)
def test_partitions(part, key) -> None:
    feature = Ragged(tf.float32, "v", [part], validate=True)
    content = example(v=[1.0, 2.0, 3.0, 4.0], k=key)
    wanted = [[1.0], [2.0, 3.0, 4.0]]
    found = io.parse_single_example(content, {"r": feature})["r"]
    assert found.to_list() == wanted
    found = io.parse_example([content, content], {"r": feature})["r"]
    assert found.to_list() == [wanted, wanted]


def test_uniform_partitions_can_be_nested() -> None:
    parts = [Ragged.RowLengths("k"), Ragged.UniformRowLength(2)]
    feature = Ragged(tf.float32, "v", parts)
    content = example(v=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], k=[1, 2])
    wanted = [[[1.0, 2.0]], [[3.0, 4.0], [5.0, 6.0]]]
    assert io.parse_single_example(content, {"r": feature})["r"].to_list() == wanted
    found = io.parse_example([content], {"r": feature})["r"]
    assert found.to_list() == [wanted]


def test_sparse_features() -> None:
    contents = [example(i=[2, 0], v=[1.0, 2.0]), example(i=[1], v=[3.0])]
    feature = io.SparseFeature("i", "v", tf.float32, 4)
    found = io.parse_example(contents, {"s": feature})["s"]
    dense = tf.sparse.to_dense(found).numpy()
    assert dense.tolist() == [[2.0, 0.0, 1.0, 0.0], [0.0, 3.0, 0.0, 0.0]]


@pytest.mark.parametrize(
    ("feature", "text"),
    [
        ({"x": io.FixedLenFeature([], tf.int64)}, "Feature: x .* is required"),
        ({"i": io.FixedLenFeature([3], tf.int64)}, "Values size: 2"),
        ({"i": io.FixedLenFeature([2], tf.float32)}, "Data types don't match"),
        ({"i": io.VarLenFeature(tf.string)}, "Data types don't match"),
        ({"s": io.FixedLenSequenceFeature([2], tf.string, True)}, "multiple of stride"),
    ],
)
def test_wrong_examples(feature, text) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=text):
        io.parse_example([ONE], feature)


def test_wrong_arguments() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Could not parse"):
        io.parse_example([b"\xff\xff"], {"i": io.VarLenFeature(tf.int64)})
    with pytest.raises(tf.errors.InvalidArgumentError, match="scalar or vector"):
        io.parse_example([[ONE]], {"i": io.VarLenFeature(tf.int64)})
    with pytest.raises(ValueError, match="cannot be None or falsy"):
        io.parse_example([ONE], {})
    with pytest.raises(ValueError, match="allow_missing"):
        io.parse_example([ONE], {"i": io.FixedLenSequenceFeature([], tf.int64)})
    with pytest.raises(ValueError, match="unknown"):
        io.parse_example([ONE], {"i": io.FixedLenFeature([None], tf.int64)})


@pytest.mark.covers("ParseSequenceExampleV2")
def test_sequences() -> None:
    contents = [
        sequence(1, x=[[1.0, 2.0], [3.0, 4.0]], y=[[1.0], [2.0, 3.0], []]),
        sequence(2, x=[[5.0, 6.0]]),
    ]
    context, lists, lengths = io.parse_sequence_example(
        contents,
        {"c": io.FixedLenFeature([], tf.int64)},
        {
            "x": io.FixedLenSequenceFeature([2], tf.float32),
            "y": io.VarLenFeature(tf.float32),
            "z": Ragged(tf.float32, value_key="y"),
        },
    )
    assert context["c"].numpy().tolist() == [1, 2]
    np.testing.assert_array_equal(lists["x"].numpy()[1], [[5.0, 6.0], [0.0, 0.0]])
    assert lists["y"].indices.numpy().tolist() == [[0, 0, 0], [0, 1, 0], [0, 1, 1]]
    assert lists["z"].to_list() == [[[1.0], [2.0, 3.0], []], []]
    assert lengths["x"].numpy().tolist() == [2, 1]
    context, lists = io.parse_single_sequence_example(
        contents[0],
        {"c": io.VarLenFeature(tf.int64)},
        {"y": Ragged(tf.float32), "x": io.FixedLenSequenceFeature([2], tf.float32)},
    )
    assert context["c"].values.numpy().tolist() == [1]
    assert lists["y"].to_list() == [[1.0], [2.0, 3.0], []]
    assert lists["x"].shape == (2, 2)
    with pytest.raises(tf.errors.InvalidArgumentError, match="'w' is required"):
        io.parse_sequence_example(
            contents, {}, {"w": io.FixedLenSequenceFeature([], tf.float32)}
        )


@pytest.mark.covers(
    "SerializeSparse",
    "SerializeManySparse",
    "DeserializeSparse",
    "DeserializeManySparse",
)
def test_sparse_tensors_are_serialised() -> None:
    sparse = tf.sparse.from_dense([[1.0, 0.0], [0.0, 2.0]])
    one = io.serialize_sparse(sparse)
    parts = tf.raw_ops.DeserializeSparse(serialized_sparse=one, dtype=tf.float32)
    assert parts[1].numpy().tolist() == [1.0, 2.0]
    back = io.deserialize_many_sparse(io.serialize_many_sparse(sparse), tf.float32)
    assert tf.sparse.to_dense(back).numpy().tolist() == [[1.0, 0.0], [0.0, 2.0]]
    both = io.deserialize_many_sparse(tf.stack([one, one]), tf.float32, rank=2)
    assert both.shape == (2, 2, 2)
    with pytest.raises(tf.errors.InvalidArgumentError, match="float32"):
        io.deserialize_many_sparse(one[None], tf.int32)
