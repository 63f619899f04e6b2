"""The generator, against numbers that TensorFlow drew with the same seeds."""

import numpy as np

from tensorbrook._src.ops import philox
from tensorbrook._src.ops.philox import Philox, Samples


def test_uniform_numbers_are_exact():
    stream = Philox.from_seeds(1, 2)
    drawn = [
        philox.uniform(stream.reserve(n), n, np.float32)[:2].tolist()
        for n in (5, 5, 300, 5)
    ]
    assert drawn == [
        [0.406396746635437, 0.8575996160507202],
        [0.15982985496520996, 0.3912637233734131],
        [0.4056532382965088, 0.4999755620956421],
        [0.10407710075378418, 0.8974428176879883],
    ]


def test_normal_numbers_agree_to_the_last_digits():
    stream = Philox.from_seeds(87654321, 3)
    for wanted in [
        [1.06166208, -0.87857831, 0.11187216, 0.18511717, 0.90922564],
        [1.16879082, -0.32148558, 0.29357058, 0.07622814, -0.56227976],
    ]:
        drawn = philox.normal(stream.reserve(5), 5, np.float32)
        np.testing.assert_allclose(drawn, wanted, rtol=3e-7)


def test_truncated_normal_numbers_are_drawn_again():
    stream = Philox.from_seeds(87654321, 3)
    drawn = philox.truncated_normal(stream, 5, np.float32)
    np.testing.assert_allclose(
        drawn, [1.06166208, -0.87857831, 0.11187216, 0.18511717, -0.16233478], rtol=3e-7
    )


def test_counter_carries_into_the_upper_half():
    edge = Philox(2**64 - 1, 5)
    both = edge.words(2)
    edge.skip(1)
    assert both[1].tolist() == edge.words(1)[0].tolist()


def test_samples_draw_the_same_alone_and_side_by_side():
    together = Samples(Philox(0, 1), 3)
    rows = np.arange(3)
    first, second = together.uniform(rows), together.uniform(rows)
    alone = Samples(Philox(256, 1), 1)
    one = np.arange(1)
    assert [alone.uniform(one)[0], alone.uniform(one)[0]] == [first[1], second[1]]
