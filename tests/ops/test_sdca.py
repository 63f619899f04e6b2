"""Stochastic dual coordinate ascent."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors

_ROW = np.float32([[1.764052, 0.400157, 0.978738]])
_MORE = np.float32([[0.761038]])


def _step(name: str = "SdcaOptimizerV2", **changed: Any) -> Any:
    given: dict[str, Any] = {
        "sparse_example_indices": [],
        "sparse_feature_indices": [],
        "sparse_feature_values": [],
        "dense_features": [_ROW, _MORE],
        "example_weights": [1.0],
        "example_labels": [1.0],
        "sparse_indices": [],
        "sparse_weights": [],
        "dense_weights": [np.zeros(3, np.float32), np.zeros(1, np.float32)],
        "example_state_data": np.zeros((1, 4), np.float32),
        "loss_type": "logistic_loss",
        "l1": 0.0,
        "l2": 1.0,
        "num_loss_partitions": 1,
        "num_inner_iterations": 1,
    }
    return getattr(tf.raw_ops, name)(**{**given, **changed})


@pytest.mark.parametrize(
    ("loss", "label", "state", "change"),
    [
        ("logistic_loss", 1.0, [0.239854, 0.693147, 0.0, 1.0], 0.423114),
        ("logistic_loss", 0.0, [-0.239854, 0.693147, 0.0, 1.0], -0.423114),
        ("squared_loss", 1.5, [0.258215, 1.125, 0.0, 1.0], 0.455505),
        ("hinge_loss", 1.0, [0.207939, 1.0, 0.0, 1.0], 0.366814),
        ("smooth_hinge_loss", 1.0, [0.172143, 0.5, 0.0, 1.0], 0.30367),
        ("poisson_loss", 3.0, [0.213121, 1.0, 0.295837, 1.0], 0.375956),
    ],
)
def test_one_step_is_that_of_tensorflow(
    loss: str, label: float, state: list[float], change: float
) -> None:
    found = _step(loss_type=loss, example_labels=[label])
    np.testing.assert_allclose(found.out_example_state_data, [state], atol=2e-6)
    np.testing.assert_allclose(found.out_delta_dense_weights[0][0], change, rtol=1e-5)


@pytest.mark.covers("SdcaOptimizer", "SdcaOptimizerV2")
def test_steps_go_to_the_best_weights() -> None:
    rows = np.float32([[1, 0, 2], [0, 3, 1]])
    labels, state = np.float32([1.0, -2.0]), np.zeros((2, 4), np.float32)
    sparse, dense = np.zeros(2, np.float32), np.zeros(1, np.float32)
    for step in range(60):
        found = _step(
            "SdcaOptimizer" if step % 2 else "SdcaOptimizerV2",
            sparse_example_indices=[np.int64([0, 1])],
            sparse_feature_indices=[np.int64([7, 9])],
            sparse_feature_values=[np.float32([1, 3])],
            sparse_indices=[np.int64([7, 9])],
            sparse_weights=[sparse],
            dense_features=[rows[:, 2:]],
            dense_weights=[dense],
            example_weights=[1.0, 1.0],
            example_labels=labels,
            example_state_data=state,
            loss_type="squared_loss",
        )
        state = found.out_example_state_data.numpy()
        sparse = sparse + found.out_delta_sparse_weights[0].numpy()
        dense = dense + found.out_delta_dense_weights[0].numpy()
    wanted = np.linalg.solve(rows.T @ rows + np.eye(3), rows.T @ labels)
    np.testing.assert_allclose([*sparse, *dense], wanted, atol=1e-4)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"example_labels": [2.0]}, "label: 2"),
        ({"l2": 0.0}, "l2 must be positive"),
        ({"example_weights": [1.0, 2.0]}, "numbers of examples"),
        ({"example_state_data": np.zeros((1, 3), np.float32)}, "4 columns"),
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], message: str) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=message):
        _step(**changed)
