"""Earlier records of random numbers: the numbers are TensorFlow's."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core.op import find
from tensorbrook._src.eager.kernels import execute, state_of

raw = tf.raw_ops


def _stream():
    return tf.Variable(np.array([1, 2, 3], np.int64))


@pytest.mark.covers(
    "StatefulUniform",
    "StatefulUniformInt",
    "StatefulStandardNormalV2",
    "StatefulTruncatedNormal",
    "StatefulUniformFullInt",
)
def test_streams_in_variables():
    ten = {"minval": tf.constant(0), "maxval": tf.constant(10)}
    normal = [-0.2601637542247772, -1.2205220460891724, -0.26770853996276855]
    cases = (
        ("StatefulUniform", {}, [0.45901167, 0.53342485, 0.9627732]),
        ("StatefulUniformInt", ten, [5, 4, 5]),
        ("StatefulStandardNormalV2", {}, normal),
        ("StatefulTruncatedNormal", {}, normal),
        (
            "StatefulUniformFullInt",
            {"dtype": tf.uint32},
            [1027260645, 4064560964, 3623566375],
        ),
    )
    for name, options, wanted in cases:
        state = _stream()
        drawn = getattr(raw, name)(
            resource=state.handle, algorithm=1, shape=[3], **options
        )
        np.testing.assert_allclose(drawn, wanted, rtol=1e-6, err_msg=name)
        assert state.numpy().tolist() == [769, 2, 3], name
    with pytest.raises(tf.errors.InvalidArgumentError, match="algorithm id: 7"):
        raw.StatefulUniform(resource=state.handle, algorithm=7, shape=[2])


@pytest.mark.covers("RngSkip")
def test_skipping():
    state = _stream()
    raw.RngSkip(resource=state.handle, algorithm=1, delta=10)
    assert state.numpy().tolist() == [2561, 2, 3]


@pytest.mark.covers("StatefulStandardNormal", "RandomPoisson")
def test_what_only_old_graphs_have():
    state = _stream()
    with pytest.raises(tf.errors.UnimplementedError, match="NormalV2"):
        raw.StatefulStandardNormal(resource=state.handle, shape=[3])
    with pytest.raises(tf.errors.UnimplementedError, match="PoissonV2"):
        raw.RandomPoisson(shape=[3], rate=[1.0])
    shape = tf.constant([3], tf.int64)
    record = find("StatefulStandardNormal")
    kinds = {"dtype": tf.float32, "shape_dtype": tf.int64}
    (drawn,) = execute(record, [state.handle, shape], kinds)
    assert drawn.numpy()[0] == pytest.approx(-0.26016375)
    record = find("RandomPoisson")
    attrs = {"seed": 1, "seed2": 2, "S": tf.int64, "dtype": tf.float32}
    kept = state_of({}, "poisson", record, attrs)
    (drawn,) = execute(record, [shape, tf.constant([1.0, 2.0])], attrs, kept)
    same = raw.RandomPoissonV2(
        shape=[3], rate=[1.0, 2.0], seed=1, seed2=2, dtype=tf.float32
    )
    assert drawn.dtype == tf.float32 and drawn.shape == same.shape == (3, 2)


@pytest.mark.covers(
    "StatelessRandomUniform",
    "StatelessRandomNormal",
    "StatelessTruncatedNormal",
    "StatelessRandomUniformInt",
    "StatelessRandomUniformFullInt",
    "StatelessRandomGammaV2",
    "StatelessRandomGetKeyCounterAlg",
)
def test_seeds():
    normal = [0.5441101, 0.20738031, 0.07356432]
    ten = {"minval": 0, "maxval": 10}
    cases = (
        ("StatelessRandomUniform", {}, [0.8440604, 0.19204533, 0.9962232]),
        ("StatelessRandomNormal", {}, normal),
        ("StatelessTruncatedNormal", {}, normal),
        ("StatelessRandomUniformInt", ten, [0, 9, 4]),
        (
            "StatelessRandomUniformFullInt",
            {"dtype": tf.int32},
            [1105988140, 1738052849, -335576002],
        ),
        (
            "StatelessRandomGammaV2",
            {"alpha": [1.0, 2.0, 3.0]},
            [3.4994423, 1.9241365, 4.674579],
        ),
    )
    for name, options, wanted in cases:
        drawn = getattr(raw, name)(shape=[3], seed=[1, 2], **options)
        np.testing.assert_allclose(drawn, wanted, rtol=1e-5, err_msg=name)
    key, counter, alg = raw.StatelessRandomGetKeyCounterAlg(seed=[1, 2])
    assert key.numpy().tolist() == [10413732777507651514] and alg == 1
    assert counter.numpy().tolist() == [0, 17830669156045600267]
    with pytest.raises(tf.errors.InvalidArgumentError, match="seed must have shape"):
        raw.StatelessRandomUniform(shape=[3], seed=[1, 2, 3])


@pytest.mark.covers("NonDeterministicInts")
def test_numbers_of_the_system():
    drawn = raw.NonDeterministicInts(shape=[4])
    assert drawn.dtype == tf.int64 and len(set(drawn.numpy().tolist())) == 4
