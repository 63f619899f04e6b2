"""Optimizer updates, against TensorFlow's results."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check


def _handle(*values):
    return tf.Variable(np.array(values, np.float32)).handle


_G = np.array([1.0, -0.5, 0.2], np.float32)
_HANDLE, _SLOT = _handle(0.5, -1.0, 0.25), _handle(0.3, 0.6, 0.9)
_SLOT2 = _handle(0.2, 0.1, 0.4)
SAMPLES = [
    Sample(
        "ResourceApplyGradientDescent", [_HANDLE, 0.1, _G], after=[0.4, -0.95, 0.23]
    ),
    Sample(
        "ResourceApplyMomentum",
        [_HANDLE, _SLOT, 0.1, _G, 0.9],
        after=[0.373, -1.004, 0.149],
    ),
    Sample(
        "ResourceApplyMomentum",
        [_HANDLE, _SLOT, 0.1, _G, 0.9],
        {"use_nesterov": True},
        after=[0.2857, -0.9536, 0.1391],
    ),
    Sample(
        "ResourceApplyKerasMomentum",
        [_HANDLE, _SLOT, 0.1, _G, 0.9],
        after=[0.67, -0.41, 1.04],
    ),
    Sample(
        "ResourceApplyKerasMomentum",
        [_HANDLE, _SLOT, 0.1, _G, 0.9],
        {"use_nesterov": True},
        after=[0.553, -0.419, 0.941],
    ),
    Sample(
        "ResourceApplyAdam",
        [_HANDLE, _SLOT, _SLOT2, 0.9, 0.99, 0.1, 0.9, 0.99, 0.001, _G],
        after=[0.41905, -1.15332, 0.11838],
    ),
    Sample(
        "ResourceApplyAdam",
        [_HANDLE, _SLOT, _SLOT2, 0.9, 0.99, 0.1, 0.9, 0.99, 0.001, _G],
        {"use_nesterov": True},
        after=[0.405266, -1.12234, 0.12837],
    ),
    Sample(
        "ResourceApplyAdaMax",
        [_HANDLE, _SLOT, _SLOT2, 0.9, 0.1, 0.9, 0.99, 0.001, _G],
        after=[0.13037, -1.97804, -1.84068],
    ),
    Sample(
        "ResourceApplyAdagrad",
        [_HANDLE, _SLOT, 0.1, _G],
        after=[0.412294, -0.945767, 0.229372],
    ),
    Sample(
        "ResourceApplyAdagrad",
        [_HANDLE, _SLOT, 0.1, _G],
        {"update_slots": False},
        after=[0.317426, -0.93545, 0.228918],
    ),
    Sample(
        "ResourceApplyAdagradV2",
        [_HANDLE, _SLOT, 0.1, 0.01, _G],
        after=[0.413057, -0.946349, 0.229582],
    ),
    Sample(
        "ResourceApplyAdadelta",
        [_HANDLE, _SLOT, _SLOT2, 0.1, 0.9, 0.01, _G],
        after=[0.425661, -0.978131, 0.235892],
    ),
    Sample(
        "ResourceApplyRMSProp",
        [_HANDLE, _SLOT, _SLOT2, 0.1, 0.9, 0.5, 0.01, _G],
        after=[0.237779, -0.984062, 0.0279674],
    ),
    Sample(
        "ResourceApplyCenteredRMSProp",
        [_HANDLE, _SLOT2, _SLOT, _SLOT2, 0.1, 0.9, 0.5, 0.01, _G],
        after=[0.217911, -0.98397, 0.0257393],
    ),
    Sample(
        "ResourceApplyFtrl",
        [_HANDLE, _SLOT, _SLOT2, _G, 0.1, 0.01, 0.02, -0.5],
        after=[0.153146, -0.114863, -0.0552489],
    ),
    Sample(
        "ResourceApplyFtrlV2",
        [_HANDLE, _SLOT, _SLOT2, _G, 0.1, 0.01, 0.02, 0.03, -0.5],
        after=[0.150524, -0.108383, -0.0567897],
    ),
    Sample(
        "ResourceApplyFtrlV2",
        [_HANDLE, _SLOT, _SLOT2, _G, 0.1, 0.01, 0.02, 0.03, -0.5],
        {"multiply_linear_by_lr": True},
        after=[-0.00504605, -0.20558, -0.426576],
    ),
    Sample(
        "ResourceApplyProximalAdagrad",
        [_HANDLE, _SLOT, 0.1, 0.05, 0.02, _G],
        after=[0.407195, -0.938309, 0.223753],
    ),
    Sample(
        "ResourceApplyProximalGradientDescent",
        [_HANDLE, 0.1, 0.05, 0.02, _G],
        after=[0.394212, -0.943114, 0.224551],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)


def test_gradient_of_another_shape_is_refused():
    with pytest.raises(tf.errors.InvalidArgumentError, match="same shape"):
        tf.raw_ops.ResourceApplyGradientDescent(
            var=_HANDLE, alpha=0.1, delta=[1.0, 2.0]
        )
