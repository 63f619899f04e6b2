"""Records of neural network operations: pooling with places, LRN, morphology, ..."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check, wave

POOL = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "SAME"}
SLIDE = {"strides": [1, 1, 1, 1], "rates": [1, 1, 1, 1], "padding": "VALID"}
IMAGES = wave(2, 3, 4, 2)
KERNEL = wave(2, 2, 2) * 0.3

SAMPLES = [
    Sample("MaxPoolWithArgmax", [IMAGES], POOL | {"Targmax": "int64"}),
    Sample(
        "MaxPoolGradWithArgmax",
        [IMAGES, wave(2, 1, 1, 2), np.array([[[[3, 2]]], [[[5, 4]]]])],
        POOL | {"padding": "VALID"},
    ),
    Sample(
        "MaxPoolGradGradWithArgmax",
        [IMAGES, IMAGES, np.array([[[[3, 2]]], [[[5, 4]]]])],
        POOL | {"padding": "VALID"},
    ),
    Sample("LRN", [IMAGES.astype("f")], {"depth_radius": 1}, orders=0),
    Sample("LRNGrad", [IMAGES.astype("f")] * 3, {"depth_radius": 1}, orders=0),
    Sample("Dilation2D", [IMAGES, KERNEL], SLIDE, orders=1),
    Sample("Dilation2D", [IMAGES, KERNEL], SLIDE | {"padding": "SAME"}, orders=1),
    Sample("Dilation2DBackpropInput", [IMAGES, KERNEL, wave(2, 2, 3, 2)], SLIDE),
    Sample("Dilation2DBackpropFilter", [IMAGES, KERNEL, wave(2, 2, 3, 2)], SLIDE),
    Sample("IsotonicRegression", [wave(2, 5)], {"output_dtype": "float64"}),
]

TRAINED = {"epsilon": 0.01}
FIXED = {"epsilon": 0.01, "is_training": False}
X = wave(2, 2, 3, 2).astype("f")
PER_CHANNEL = [np.array(v, "f") for v in ([1.5, 0.5], [0.1, 0.2], [0.3, -0.2], [2, 3])]

SAMPLES += [
    Sample("FusedBatchNorm", [X, *PER_CHANNEL], TRAINED, orders=0),
    Sample("FusedBatchNormV2", [X, *PER_CHANNEL], FIXED, orders=0),
    Sample("FusedBatchNormV3", [X, *PER_CHANNEL], FIXED, orders=0),
    Sample(
        "FusedBatchNormV3",
        [X, *PER_CHANNEL],
        TRAINED | {"exponential_avg_factor": 0.25},
        orders=0,
    ),
    Sample(
        "FusedBatchNormGrad",
        [X, X * 2, PER_CHANNEL[0], *PER_CHANNEL[2:]],
        TRAINED,
        orders=0,
    ),
    Sample(
        "FusedBatchNormGradV2",
        [X, X * 2, PER_CHANNEL[0], *PER_CHANNEL[2:]],
        FIXED,
        orders=0,
    ),
    Sample(
        "FusedBatchNormGradV3",
        [X, X * 2, PER_CHANNEL[0], *PER_CHANNEL[2:], np.zeros(0, "f")],
        TRAINED,
        orders=0,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
