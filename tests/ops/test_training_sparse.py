"""Optimizer updates of rows, one of them twice, against TensorFlow's results."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_GRADIENT = np.array([[1.0, 2.0], [0.4, 0.5], [3.0, -1.0]], np.float32)
_INDICES = [1, 1, 2]


def _cell():
    return tf.Variable(np.full((3, 2), 0.5, np.float32)).handle


SAMPLES = [
    Sample(
        "ResourceSparseApplyMomentum",
        [_cell(), _cell(), np.float32(0.1), _GRADIENT, _INDICES, np.float32(0.9)],
    ),
    Sample(
        "ResourceSparseApplyKerasMomentum",
        [_cell(), _cell(), np.float32(0.1), _GRADIENT, _INDICES, np.float32(0.9)],
    ),
    Sample(
        "ResourceSparseApplyAdagrad",
        [_cell(), _cell(), np.float32(0.1), _GRADIENT, _INDICES],
    ),
    Sample(
        "ResourceSparseApplyAdagradV2",
        [_cell(), _cell(), np.float32(0.1), np.float32(0.01), _GRADIENT, _INDICES],
    ),
    Sample(
        "ResourceSparseApplyAdadelta",
        [
            _cell(),
            _cell(),
            _cell(),
            np.float32(0.1),
            np.float32(0.9),
            np.float32(0.01),
            _GRADIENT,
            _INDICES,
        ],
    ),
    Sample(
        "ResourceSparseApplyRMSProp",
        [
            _cell(),
            _cell(),
            _cell(),
            np.float32(0.1),
            np.float32(0.9),
            np.float32(0.5),
            np.float32(0.01),
            _GRADIENT,
            _INDICES,
        ],
    ),
    Sample(
        "ResourceSparseApplyCenteredRMSProp",
        [
            _cell(),
            _cell(),
            _cell(),
            _cell(),
            np.float32(0.1),
            np.float32(0.9),
            np.float32(0.5),
            np.float32(0.01),
            _GRADIENT,
            _INDICES,
        ],
    ),
    Sample(
        "ResourceSparseApplyFtrl",
        [
            _cell(),
            _cell(),
            _cell(),
            _GRADIENT,
            _INDICES,
            np.float32(0.1),
            np.float32(0.01),
            np.float32(0.02),
            np.float32(-0.5),
        ],
    ),
    Sample(
        "ResourceSparseApplyFtrlV2",
        [
            _cell(),
            _cell(),
            _cell(),
            _GRADIENT,
            _INDICES,
            np.float32(0.1),
            np.float32(0.01),
            np.float32(0.02),
            np.float32(0.03),
            np.float32(-0.5),
        ],
    ),
    Sample(
        "ResourceSparseApplyProximalAdagrad",
        [
            _cell(),
            _cell(),
            np.float32(0.1),
            np.float32(0.01),
            np.float32(0.02),
            _GRADIENT,
            _INDICES,
        ],
    ),
    Sample(
        "ResourceSparseApplyProximalGradientDescent",
        [
            _cell(),
            np.float32(0.1),
            np.float32(0.01),
            np.float32(0.02),
            _GRADIENT,
            _INDICES,
        ],
    ),
]
CASES = [
    (
        "Momentum",
        ["accum"],
        {"lr": 0.1, "momentum": 0.9},
        [[0.0, 1.0], [1.6845, 2.4845], [3.655, 5.055]],
    ),
    (
        "KerasMomentum",
        ["accum"],
        {"lr": 0.1, "momentum": 0.9},
        [[0.0, 1.0], [2.625, 3.425], [4.15, 5.55]],
    ),
    (
        "Adagrad",
        ["accum"],
        {"lr": 0.1},
        [[0.0, 1.0], [1.887304, 2.882777], [3.902667, 5.08165]],
    ),
    (
        "AdagradV2",
        ["accum"],
        {"lr": 0.1, "epsilon": 0.01},
        [[0.0, 1.0], [1.888205, 2.883325], [3.902982, 5.080988]],
    ),
    (
        "Adadelta",
        ["accum", "accum_update"],
        {"lr": 0.1, "rho": 0.9, "epsilon": 0.01},
        [[0.0, 1.0], [1.863431, 2.799307], [3.816288, 5.095431]],
    ),
    (
        "RMSProp",
        ["ms", "mom"],
        {"lr": 0.1, "rho": 0.9, "momentum": 0.5, "epsilon": 0.01},
        [[0.0, 1.0], [1.369137, 2.2456], [3.492752, 4.883631]],
    ),
    (
        "CenteredRMSProp",
        ["mg", "ms", "mom"],
        {"lr": 0.1, "rho": 0.9, "momentum": 0.5, "epsilon": 0.01},
        [[0.0, 1.0], [1.246848, 2.092065], [3.414064, 4.901186]],
    ),
    (
        "Ftrl",
        ["accum", "linear"],
        {"lr": 0.1, "l1": 0.01, "l2": 0.02, "lr_power": -0.5},
        [[0.0, 1.0], [0.688708, 1.855236], [2.96461, 2.146248]],
    ),
    (
        "FtrlV2",
        ["accum", "linear"],
        {"lr": 0.1, "l1": 0.01, "l2": 0.02, "l2_shrinkage": 0.03, "lr_power": -0.5},
        [[0.0, 1.0], [0.675646, 1.841629], [2.956834, 2.121833]],
    ),
    (
        "ProximalAdagrad",
        ["accum"],
        {"lr": 0.1, "l1": 0.01, "l2": 0.02},
        [[0.0, 1.0], [1.879668, 2.876471], [3.899812, 5.07255]],
    ),
    (
        "ProximalGradientDescent",
        [],
        {"alpha": 0.1, "l1": 0.01, "l2": 0.02},
        [[0.0, 1.0], [1.850509, 2.736939], [3.691617, 5.088822]],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


@pytest.mark.parametrize(("name", "slots", "rates", "wanted"), CASES)
def test_rows_are_updated_one_after_another(name, slots, rates, wanted):
    v = tf.Variable(np.arange(6, dtype=np.float32).reshape(3, 2))
    cells = {slot: _cell() for slot in slots}
    getattr(tf.raw_ops, f"ResourceSparseApply{name}")(
        var=v.handle, grad=_GRADIENT, indices=_INDICES, **cells, **rates
    )
    np.testing.assert_allclose(v, wanted, rtol=2e-5, atol=1e-6)


def test_rows_that_do_not_exist_are_refused():
    v = tf.Variable(np.ones((3, 2), np.float32))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"= 3 is not in \[0, 3\)"):
        tf.raw_ops.ResourceSparseApplyAdagrad(
            var=v.handle, accum=_cell(), lr=0.1, grad=_GRADIENT, indices=[0, 1, 3]
        )
    assert v.numpy().tolist() == np.ones((3, 2)).tolist()
