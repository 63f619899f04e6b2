"""`tf.random.Generator`, against numbers that TensorFlow drew."""

import numpy as np
import pytest

import tensorbrook as tf


def test_numbers_and_states():
    g = tf.random.Generator.from_seed(7)
    drawn = g.uniform([3], 0, 100, tf.int64)
    assert drawn.numpy().tolist() == [65, 76, 16]
    assert g.uniform_full_int([3], tf.uint32).numpy().tolist() == [
        4265309194,
        4016153103,
        3114820283,
    ]
    binomial = g.binomial([3], [10.0, 20.0, 100.0], [0.4, 0.2, 0.9])
    assert binomial.numpy().tolist() == [4, 6, 86]
    assert g.state.numpy().tolist() == [155143, 0, 0]
    assert g.make_seeds(3).numpy().tolist() == [
        [-4313680304314152921, -383882558984209823, 1232168108769641983],
        [0, 0, 0],
    ]
    states = [part.state.numpy().tolist() for part in g.split(2)]
    assert states == [[0, 0, -4937434744961766609], [0, 0, -6477083403878329633]]
    assert g.skip(5).numpy().tolist() == [156423, 0, 0]
    assert g.state.numpy().tolist() == [157703, 0, 0]


@pytest.mark.parametrize("index", range(2))
def test_binomial_reserves_by_parameters(index):
    g = tf.random.Generator.from_seed(7)
    drawn = g.binomial([3, 2], [10.0, 100.0], [0.4, 0.3])
    wanted, state = [[3, 30], [2, 28], [7, 33]], [153607, 0, 0]
    if index:
        drawn = g.binomial([2], 5.0, 0.2)
        wanted, state = [1, 2], [217607, 0, 0]
    assert drawn.numpy().tolist() == wanted
    assert g.state.numpy().tolist() == state


def test_a_function_moves_the_state():
    g = tf.random.Generator.from_seed(1)
    draw = tf.function(lambda: g.normal([2]))
    drawn = [draw().numpy() for _ in range(2)]
    np.testing.assert_allclose(
        drawn,
        [[0.43842274, -0.53439844], [1.63071764, 0.007847783155739307]],
        rtol=3e-7,
    )
    assert g.state.numpy().tolist() == [1025, 0, 0]


def test_resets():
    g = tf.random.Generator.from_key_counter(3, [1, 2], "philox")
    assert g.state.numpy().tolist() == [1, 2, 3]
    g.reset_from_key_counter(5, [1, 2])
    assert g.state.numpy().tolist() == [1, 2, 5]
    g.reset([9, 8, 7])
    assert tf.random.Generator(copy_from=g).state.numpy().tolist() == [9, 8, 7]
    g.reset_from_seed(4)
    assert (g.state.numpy().tolist(), int(g.key), g.algorithm) == ([4, 0, 0], 0, 1)


def test_unforeseen_states_differ():
    states = [
        tf.random.Generator.from_non_deterministic_state().state.numpy().tolist()
        for _ in range(2)
    ]
    assert states[0] != states[1]


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="must have shape"):
        tf.random.Generator.from_state([1, 2], "philox")
    with pytest.raises(ValueError, match="`state` and `alg`"):
        tf.random.Generator()
    with pytest.raises(ValueError, match="at most 3"):
        tf.random.create_rng_state([1, 2, 3, 4], "philox")
    with pytest.raises(tf.errors.UnimplementedError, match="ThreeFry"):
        tf.random.Generator.from_seed(7, "threefry").normal([3])
