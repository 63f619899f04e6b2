"""Iterators of graphs: what they are made of, and what a meta graph holds of them."""

import pytest

import tensorbrook.compat.v1 as tf

D = tf.data.Dataset


def test_a_one_shot_iterator_survives_a_meta_graph() -> None:
    with tf.Graph().as_default():
        offset = tf.constant(5, tf.int64)
        dataset = D.range(4).map(lambda n: n + offset).batch(2)
        following = tf.data.make_one_shot_iterator(dataset).get_next()
        assert len(tf.get_collection("iterators")) == 1
        exported = tf.train.export_meta_graph()
        name = following.name
    with tf.Graph().as_default(), tf.Session() as session:
        tf.train.import_meta_graph(exported)
        found = [session.run(name).tolist() for _ in range(2)]
        assert found == [[5, 6], [7, 8]]
        with pytest.raises(tf.errors.OutOfRangeError):
            session.run(name)


def test_a_one_shot_iterator_has_no_placeholders() -> None:
    with tf.Graph().as_default():
        limit = tf.placeholder(tf.int64, [])
        with pytest.raises(ValueError, match="make_initializable_iterator"):
            tf.data.make_one_shot_iterator(D.range(limit))


def test_experimental_datasets_have_the_methods_of_1x() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        numbers = tf.data.experimental.RandomDataset(seed=4)
        assert numbers.output_types == tf.int64
        assert session.run(numbers.make_one_shot_iterator().get_next()) == 3128586565
