"""Feature columns: numbers, categories, embeddings, and what is refused."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

fc = tf.feature_column


def _dense(features, columns):
    with tf.Graph().as_default(), tf.Session() as sess:
        layer = fc.input_layer(
            {
                name: item() if callable(item) else item
                for name, item in features.items()
            },
            columns,
        )
        sess.run(tf.global_variables_initializer())
        return sess.run(layer).tolist()


def test_numbers_in_the_order_of_their_names():
    columns = [
        fc.numeric_column("b", normalizer_fn=lambda x: x * 2),
        fc.numeric_column("a"),
    ]
    assert _dense({"a": [1.0, 2.0], "b": [[5.0], [6.0]]}, columns) == [[1, 10], [2, 12]]


def test_intervals():
    column = fc.bucketized_column(fc.numeric_column("a"), [0.0, 10.0])
    assert _dense({"a": [[-1.0], [0.0], [25.0]]}, column) == [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
    ]


def test_categories_of_a_list_and_others():
    words = fc.categorical_column_with_vocabulary_list("w", ["x", "y"])
    assert _dense({"w": ["y", "z"]}, fc.indicator_column(words)) == [[0, 1], [0, 0]]
    more = fc.categorical_column_with_vocabulary_list("w", ["x"], num_oov_buckets=1)
    assert _dense({"w": ["q", "x"]}, fc.indicator_column(more)) == [[0, 1], [1, 0]]


def test_numbers_as_categories():
    column = fc.categorical_column_with_identity("i", 3, default_value=0)
    assert _dense({"i": [2, 9]}, fc.indicator_column(column)) == [[0, 0, 1], [1, 0, 0]]


def test_hashes_are_those_of_tensorflow():
    column = fc.categorical_column_with_hash_bucket("c", 5)
    hashes = _dense({"c": ["x", "z"]}, fc.indicator_column(column))
    with tf.Graph().as_default(), tf.Session() as sess:
        expected = sess.run(tf.string_to_hash_bucket_fast(["x", "z"], 5))
    assert np.argmax(hashes, 1).tolist() == expected.tolist()


def test_embeddings_of_several_categories():
    words = fc.categorical_column_with_vocabulary_list("w", ["x", "y"])
    column = fc.embedding_column(
        words, 2, initializer=tf.constant_initializer([[1.0, 2.0], [3.0, 4.0]])
    )

    def sparse():
        return tf.SparseTensor([[0, 0], [0, 1], [1, 0]], ["x", "y", "y"], [3, 2])

    assert _dense({"w": sparse}, column) == [[2, 3], [3, 4], [0, 0]]


def test_crossed_features():
    column = fc.crossed_column(["a", "b"], 1000)
    found = _dense({"a": ["1", "1"], "b": ["x", "y"]}, fc.indicator_column(column))
    assert np.argmax(found[0]) != np.argmax(found[1]) and sum(found[0]) == 1


def test_a_linear_model_begins_with_zero():
    with tf.Graph().as_default(), tf.Session() as sess:
        columns = [fc.numeric_column("a"), fc.categorical_column_with_identity("i", 4)]
        model = fc.linear_model({"a": [1.0], "i": [3]}, columns)
        sess.run(tf.global_variables_initializer())
        assert sess.run(model).tolist() == [[0.0]]
        assert [v.name for v in tf.trainable_variables()] == [
            "linear_model/a/weights:0",
            "linear_model/i/weights:0",
            "linear_model/bias_weights:0",
        ]


def test_specifications_for_examples():
    spec = fc.make_parse_example_spec(
        [fc.numeric_column("a", (2,)), fc.categorical_column_with_hash_bucket("c", 5)]
    )
    assert spec["a"].shape == (2,) and spec["c"].dtype is tf.string


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: fc.numeric_column("a", shape=(0,)), "greater than 0"),
        (lambda: fc.bucketized_column(fc.numeric_column("a"), [2, 1]), "sorted"),
        (lambda: fc.categorical_column_with_vocabulary_list("a", []), "non-empty"),
        (lambda: fc.crossed_column(["a"], 5), "length > 1"),
        (lambda: fc.embedding_column(fc.numeric_column("a"), 2), "Unsupported input"),
        (lambda: fc.input_layer({}, [fc.numeric_column("a")]), "not in features"),
        (
            lambda: fc.input_layer(
                {"a": [1]}, [fc.categorical_column_with_identity("a", 2)]
            ),
            "indicator_column",
        ),
    ],
)
def test_mistakes_are_named(build, message):
    with tf.Graph().as_default(), pytest.raises(ValueError, match=message):
        build()
