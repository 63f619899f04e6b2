"""Seeded random numbers, against numbers that TensorFlow drew with the same seeds."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("RandomUniform", [[2, 3]], {"dtype": tf.float64}),
    Sample("RandomStandardNormal", [[2, 3]], {"dtype": tf.bfloat16}),
    Sample("TruncatedNormal", [[2, 3]], {"dtype": tf.float16}),
    Sample("RandomUniformInt", [[2, 3], 0, 5]),
    Sample("RandomShuffle", [[[1.0], [2.0], [3.0]]]),
    Sample("Multinomial", [[[0.1, 0.9], [0.5, 0.5]], 3]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


def test_global_seed_alone():
    tf.random.set_seed(1)
    first, second = tf.random.uniform([5]), tf.random.uniform([3])
    assert first.numpy().tolist() == [
        0.1651308536529541,
        0.9014812707901001,
        0.6309741735458374,
        0.4345461130142212,
        0.29193902015686035,
    ]
    assert second.numpy().tolist() == [
        0.5101070404052734,
        0.44353175163269043,
        0.40853309631347656,
    ]
    np.testing.assert_allclose(
        tf.random.normal([5]),
        [-0.45701224, -0.40686727, 0.72857773, -0.89297777, 0.31261146],
        rtol=3e-7,
    )


def test_both_seeds():
    tf.random.set_seed(1)
    drawn = [tf.random.uniform([5], seed=7).numpy().tolist() for _ in range(2)]
    assert drawn == [
        [
            0.787847638130188,
            0.7003978490829468,
            0.9041969776153564,
            0.6824533939361572,
            0.598848819732666,
        ],
        [
            0.503038763999939,
            0.3743339776992798,
            0.48716509342193604,
            0.3753020763397217,
            0.1609402894973755,
        ],
    ]


def test_kinds_of_numbers_share_no_stream():
    tf.random.set_seed(1)
    tf.random.truncated_normal([10], seed=3)
    assert tf.random.uniform([6], 0, 10, tf.int32, seed=3).numpy().tolist() == [
        7,
        2,
        9,
        4,
        3,
        3,
    ]
    assert tf.random.uniform([6], 0, 10, tf.int64, seed=3).numpy().tolist() == [
        9,
        3,
        1,
        6,
        6,
        5,
    ]
    double = tf.random.normal([3], dtype=tf.float64, seed=3)
    np.testing.assert_allclose(
        double, [-1.645692506407693, 0.478086734492175, 0.177590552405985], rtol=1e-14
    )
    double = tf.random.uniform([3], dtype=tf.float64, seed=3)
    assert double.numpy().tolist() == [
        0.23028551377579154,
        0.7949972231516509,
        0.8171307820461517,
    ]
    half = tf.random.uniform([5], dtype=tf.float16, seed=3)
    assert half.numpy().tolist() == [
        0.8115234375,
        0.412109375,
        0.0771484375,
        0.486328125,
        0.7412109375,
    ]
    brain = tf.random.uniform([5], dtype=tf.bfloat16, seed=3)
    assert tf.cast(brain, tf.float32).numpy().tolist() == [
        0.4921875,
        0.296875,
        0.6171875,
        0.890625,
        0.9296875,
    ]


def test_shuffle_and_categorical():
    tf.random.set_seed(1)
    assert tf.random.shuffle(tf.range(10), seed=3).numpy().tolist() == [
        7,
        5,
        9,
        8,
        0,
        3,
        1,
        4,
        6,
        2,
    ]
    logits = tf.math.log([[0.1, 0.2, 0.7], [0.5, 0.4, 0.1]])
    drawn = tf.random.categorical(logits, 8, seed=3)
    assert drawn.numpy().tolist() == [
        [1, 2, 2, 0, 2, 2, 1, 1],
        [0, 2, 0, 0, 0, 1, 1, 0],
    ]


@pytest.mark.parametrize(
    ("count", "seed2", "wanted"),
    [
        (5, 2, [[1, 2, 1, 0, 2], [0, 0, 1, 1, 1], [0, 2, 2, 1, 1]]),
        (4, 3, [[2, 2, 2, 2], [0, 1, 0, 0], [2, 2, 0, 0]]),
        (1, 4, [[2], [1], [0]]),
    ],
)
def test_second_call_of_categorical_starts_behind_the_first(count, seed2, wanted):
    weights = [[0.1, 0.2, 0.7], [0.5, 0.4, 0.1], [0.3, 0.3, 0.4]]
    logits = np.log(np.array(weights, np.float32))
    tf.random.set_seed(1)
    for _ in range(2):
        drawn = tf.raw_ops.Multinomial(
            logits=logits, num_samples=count, seed=1, seed2=seed2
        )
    assert drawn.numpy().tolist() == wanted


def test_functions_have_streams_of_their_own():
    tf.random.set_seed(5)

    @tf.function
    def draw():
        return tf.random.uniform([2]), tf.random.uniform([2], seed=3)

    drawn = [[t.numpy().tolist() for t in draw()] for _ in range(2)]
    assert drawn == [
        [
            [0.18286478519439697, 0.6899895668029785],
            [0.2886784076690674, 0.6889241933822632],
        ],
        [
            [0.9363871812820435, 0.6513270139694214],
            [0.5056066513061523, 0.7333911657333374],
        ],
    ]


def test_graphs_count_their_seeds():
    graph = tf.Graph()
    with graph.as_default():
        tf.compat.v1.set_random_seed(777)
        fetches = [tf.random.normal([2]), tf.random.normal([2])]
        fetches.append(tf.random.normal([2], seed=1))
        seeds = [
            (node.get_attr("seed"), node.get_attr("seed2"))
            for node in graph.get_operations()
            if node.type == "RandomStandardNormal"
        ]
        names = [node.name for node in graph.get_operations()][:6]
        with tf.compat.v1.Session() as session:
            drawn = [session.run(fetches) for _ in range(2)]
    assert seeds == [(777, 0), (777, 1), (777, 1)]
    assert names == [
        "random_normal/shape",
        "random_normal/mean",
        "random_normal/stddev",
        "random_normal/RandomStandardNormal",
        "random_normal/mul",
        "random_normal",
    ]
    np.testing.assert_allclose(
        drawn,
        [
            [
                [0.58597755, 0.55676264],
                [-1.13191569, -0.36276877],
                [-1.13191569, -0.36276877],
            ],
            [
                [2.03878784, 1.36127198],
                [1.57811236, -0.78233677],
                [1.57811236, -0.78233677],
            ],
        ],
        rtol=3e-7,
    )


def test_impossible_requests_are_refused():
    with pytest.raises(ValueError, match="maxval"):
        tf.random.uniform([2], dtype=tf.int32)
    with pytest.raises(ValueError, match="dtype"):
        tf.random.uniform([2], dtype=tf.string)
    with pytest.raises(tf.errors.InvalidArgumentError, match="minval < maxval"):
        tf.random.uniform([2], 5, 5, tf.int32)
