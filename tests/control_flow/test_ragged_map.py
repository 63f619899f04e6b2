"""`tf.map_fn` where the elements or the results are ragged."""

import pytest

import tensorbrook as tf

_RAGGED = tf.RaggedTensorSpec([None], tf.int32)


@pytest.fixture(params=["eager", "graph"])
def mapped(request):
    """`tf.map_fn`, eagerly or within a traced function."""

    def run(function, elems, signature=None):
        def body(x):
            return tf.map_fn(function, x, fn_output_signature=signature)

        return (tf.function(body) if request.param == "graph" else body)(elems)

    return run


def test_rows_go_in_and_numbers_come_out(mapped) -> None:
    ragged = tf.ragged.constant([[1, 2, 3], [], [4, 5]])
    assert mapped(tf.reduce_sum, ragged, tf.int32).numpy().tolist() == [6, 0, 9]


def test_numbers_go_in_and_rows_come_out(mapped) -> None:
    found = mapped(tf.range, tf.constant([2, 0, 1]), _RAGGED)
    assert found.to_list() == [[0, 1], [], [0]]


def test_rows_keep_their_structure_by_default(mapped) -> None:
    deep = tf.ragged.constant([[[1, 2], [3]], [], [[4], []]])
    assert mapped(lambda x: x + 1, deep).to_list() == [[[2, 3], [4]], [], [[5], []]]


def test_structures_mix_ragged_and_dense(mapped) -> None:
    ragged = tf.ragged.constant([[1, 2, 3], [], [4, 5]])
    elems = (ragged, tf.constant([10, 20, 30]))
    first, second = mapped(
        lambda x: (x[0][:1] + x[1], x[1]), elems, (_RAGGED, tf.int32)
    )
    assert first.to_list() == [[11], [], [34]]
    assert second.numpy().tolist() == [10, 20, 30]


def test_gradients_flow_through_rows() -> None:
    values = tf.constant([1.0, 2.0, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(values)
        ragged = tf.RaggedTensor.from_row_lengths(values, [2, 1])
        squares = tf.map_fn(
            lambda x: tf.reduce_sum(x) ** 2, ragged, fn_output_signature=tf.float32
        )
        total = tf.reduce_sum(squares)
    assert tape.gradient(total, values).numpy().tolist() == [6.0, 6.0, 6.0]


def test_another_structure_of_results_is_a_mistake() -> None:
    ragged = tf.ragged.constant([[1], [2]])
    with pytest.raises(ValueError, match="returned 2"):
        tf.map_fn(lambda x: (x, x), ragged, fn_output_signature=_RAGGED)
