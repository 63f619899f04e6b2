"""Sparse tensors as values: made, taken apart, traced, fetched and fed."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

PLACES = [[0, 1], [1, 2]]


def sparse() -> tf.SparseTensor:
    return tf.SparseTensor(PLACES, [5.0, 7.0], [2, 3])


def test_parts_have_their_types_and_the_static_shape_is_known() -> None:
    s = sparse()
    assert (s.indices.dtype, s.values.dtype) == (tf.int64, tf.float32)
    assert s.dense_shape.dtype is tf.int64
    assert s.shape.as_list() == [2, 3]
    assert tf.is_tensor(s)
    assert tf.shape(s).numpy().tolist() == [2, 3]
    assert (int(tf.size(s)), int(tf.rank(s))) == (6, 2)


@pytest.mark.parametrize(
    ("indices", "values", "shape"),
    [
        ([0, 1], [1.0, 2.0], [2]),
        ([[0]], [1.0, 2.0], [2]),
        ([[0]], [1.0], [2, 3]),
        ([[0]], [[1.0]], [2]),
    ],
)
def test_parts_that_do_not_fit_are_refused(indices, values, shape) -> None:
    with pytest.raises(ValueError, match="SparseTensor: "):
        tf.SparseTensor(indices, values, shape)


def test_functions_that_keep_zeros_work_on_values() -> None:
    assert tf.square(sparse()).values.numpy().tolist() == [25.0, 49.0]
    assert tf.abs(sparse()).shape.as_list() == [2, 3]
    assert tf.cast(sparse(), tf.int32).dtype is tf.int32


def test_other_functions_refuse_it() -> None:
    with pytest.raises(ValueError, match="unsupported type"):
        tf.exp(sparse())
    with pytest.raises(ValueError, match="unsupported type"):
        tf.convert_to_tensor(sparse())


def test_operators_with_dense_tensors() -> None:
    assert (sparse() * [[2.0], [3.0]]).values.numpy().tolist() == [10.0, 21.0]
    assert (sparse() / 2.0).values.numpy().tolist() == [2.5, 3.5]


def test_a_function_takes_and_returns_it_and_knows_its_shape() -> None:
    traces = []

    @tf.function
    def scaled(s: tf.SparseTensor, by: tf.Tensor) -> dict:
        traces.append(s.shape.as_list())
        return {"a": s.with_values(s.values * by)}

    found = scaled(sparse(), tf.constant(2.0))["a"]
    assert found.values.numpy().tolist() == [10.0, 14.0]
    longer = tf.SparseTensor([[0, 0], *PLACES], [1.0, 5.0, 7.0], [2, 3])
    assert scaled(longer, tf.constant(2.0))["a"].values.shape == [3]
    assert traces == [[2, 3]]


def test_input_signature() -> None:
    spec = tf.SparseTensorSpec([None, 3], tf.float32)
    values = tf.function(lambda s: s.values, input_signature=[spec])
    assert values(sparse()).numpy().tolist() == [5.0, 7.0]
    with pytest.raises(TypeError, match="input signature"):
        values(tf.SparseTensor([[0, 0]], [1], [1, 3]))


def test_cond_and_while_loop_carry_it() -> None:
    @tf.function
    def chosen(first: tf.Tensor) -> tf.SparseTensor:
        found = tf.cond(first, sparse, lambda: tf.SparseTensor([[0, 0]], [1.0], [2, 3]))
        _, found = tf.while_loop(
            lambda i, s: i < 3,
            lambda i, s: (i + 1, s.with_values(s.values + 1.0)),
            [tf.constant(0), found],
        )
        return found

    assert chosen(tf.constant(True)).values.numpy().tolist() == [8.0, 10.0]
    assert chosen(tf.constant(False)).values.numpy().tolist() == [4.0]


def test_session_fetches_and_feeds() -> None:
    with v1.Graph().as_default(), v1.Session() as session:
        x = v1.sparse_placeholder(tf.float32, [2, None], name="x")
        assert x.shape.as_list() == [2, None]
        doubled = x.with_values(x.values * 2)
        value = v1.SparseTensorValue(PLACES, [5.0, 7.0], [2, 3])
        found = session.run({"y": doubled}, {x: value})["y"]
        assert isinstance(found, v1.SparseTensorValue)
        np.testing.assert_array_equal(found.values, [10.0, 14.0])
        again = session.run(doubled, {x: found})
        np.testing.assert_array_equal(again.values, [20.0, 28.0])
        np.testing.assert_array_equal(again.dense_shape, [2, 3])
        assert sparse().eval().indices.tolist() == PLACES


def test_specs() -> None:
    spec = tf.type_spec_from_value(sparse())
    assert spec == tf.SparseTensorSpec([2, 3], tf.float32)
    assert repr(spec) == "SparseTensorSpec(TensorShape([2, 3]), tf.float32)"
    assert tf.SparseTensorSpec([None, 3], tf.float32).is_compatible_with(sparse())
    assert not spec.is_compatible_with(tf.SparseTensorSpec([2, 3], tf.int32))
    rebuilt = tf.nest.pack_sequence_as(
        spec, tf.nest.flatten(sparse(), expand_composites=True), expand_composites=True
    )
    assert rebuilt.values.numpy().tolist() == [5.0, 7.0]


def test_gradient_reaches_the_values() -> None:
    values = tf.constant([5.0, 7.0])
    with tf.GradientTape() as tape:
        tape.watch(values)
        s = tf.SparseTensor(PLACES, values, [2, 3])
        loss = tf.reduce_sum(tf.sparse.to_dense(s) ** 2)
    assert tape.gradient(loss, values).numpy().tolist() == [10.0, 14.0]
