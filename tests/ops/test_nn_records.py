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


CTC = [wave(4, 2, 4), [[0, 0], [0, 1], [1, 0]], [1, 1, 2], [4, 3]]
SEEDED = {"seed": 3, "seed2": 5}
DRAWN = {"num_true": 1, "num_sampled": 3, "unique": True, "range_max": 6} | SEEDED
REGIONS = {"pooling_ratio": [1.0, 1.5, 1.3, 1.0], "overlapping": True}

SAMPLES += [
    Sample("CTCLoss", CTC, orders=0),
    Sample("CTCLossV2", [CTC[0].astype("f"), *CTC[1:]], orders=0),
    Sample("CTCGreedyDecoder", [wave(5, 2, 4), [5, 3]], {"merge_repeated": True}),
    Sample(
        "CTCBeamSearchDecoder",
        [wave(5, 2, 4), [5, 3]],
        {"beam_width": 6, "top_paths": 2},
    ),
    Sample("UniformCandidateSampler", [[[0], [2]]], DRAWN),
    Sample("LogUniformCandidateSampler", [[[0], [2]]], DRAWN),
    Sample("LearnedUnigramCandidateSampler", [[[0], [2]]], DRAWN),
    Sample("ThreadUnsafeUnigramCandidateSampler", [[[0], [2]]], DRAWN),
    Sample(
        "FixedUnigramCandidateSampler",
        [[[0], [2]]],
        DRAWN | {"unigrams": [0.1, 0.2, 0.1, 0.3, 0.2, 0.1]},
    ),
    Sample(
        "AllCandidateSampler",
        [[[0], [2]]],
        {"num_true": 1, "num_sampled": 3, "unique": True},
        expected=[0, 1, 2],
    ),
    Sample(
        "ComputeAccidentalHits",
        [[[0, 1], [2, 3]], [1, 3, 5]],
        {"num_true": 2},
        expected=[0, 1],
    ),
    Sample("FractionalMaxPool", [wave(1, 5, 4, 2)], REGIONS | SEEDED, orders=0),
    Sample("FractionalAvgPool", [wave(1, 5, 4, 2)], REGIONS | SEEDED, orders=0),
    Sample(
        "FractionalMaxPoolGrad",
        [wave(1, 4, 4, 1), wave(1, 2, 2, 1), wave(1, 2, 2, 1), [0, 1, 4], [0, 2, 4]],
    ),
    Sample(
        "FractionalAvgPoolGrad",
        [[1, 4, 4, 1], wave(1, 2, 2, 1), [0, 1, 4], [0, 2, 4]],
    ),
]


FILTER = wave(2, 2, 2, 3) * 0.5
STEPS = {"strides": [1, 1, 2, 1], "padding": "SAME"}
VOLUME = wave(1, 3, 3, 2, 2)
STEPS_3D = {"strides": [1, 1, 1, 1, 1], "padding": "VALID"}
TAKEN = [[2, 0, 2], [0, 0, 2], 4]
GIVEN = [np.abs(wave(2)) + 0.5 for _ in range(4)]

SAMPLES += [
    Sample("Conv", [IMAGES[None], FILTER], STEPS | {"batch_dims": 2}),
    Sample(
        "Conv",
        [IMAGES.transpose(0, 3, 1, 2), FILTER],
        {
            "strides": [1, 1, 1, 1],
            "padding": "VALID",
            "data_format": "CHANNELS_FIRST",
            "dilations": [1, 1, 1, 2],
        },
    ),
    Sample("Conv2DBackpropInputV2", [IMAGES, FILTER, wave(2, 3, 2, 3)], STEPS),
    Sample("Conv2DBackpropFilterV2", [IMAGES, FILTER, wave(2, 3, 2, 3)], STEPS),
    Sample(
        "Conv3DBackpropInput",
        [VOLUME, wave(2, 2, 1, 2, 2), wave(1, 2, 2, 2, 2)],
        STEPS_3D,
    ),
    Sample(
        "Conv3DBackpropFilter",
        [VOLUME, wave(2, 2, 1, 2, 2), wave(1, 2, 2, 2, 2)],
        STEPS_3D,
    ),
    Sample(
        "MaxPoolV2",
        [IMAGES, [1, 2, 2, 1], [1, 2, 1, 1]],
        {"padding": "SAME"},
        dtypes="float32 float64",
    ),
    Sample(
        "MaxPoolGradV2",
        [IMAGES, wave(2, 2, 4, 2), wave(2, 2, 4, 2), [1, 2, 2, 1], [1, 2, 1, 1]],
        {"padding": "SAME"},
        orders=1,
        static=(3, 4),
    ),
    Sample(
        "MaxPoolGradGradV2",
        [IMAGES, wave(2, 2, 4, 2), IMAGES, [1, 2, 2, 1], [1, 2, 1, 1]],
        {"padding": "SAME"},
        orders=1,
        static=(3, 4),
    ),
    Sample(
        "BatchNormWithGlobalNormalization",
        [IMAGES, *GIVEN],
        {"variance_epsilon": 0.01, "scale_after_normalization": True},
        orders=1,
    ),
    Sample(
        "BatchNormWithGlobalNormalizationGrad",
        [IMAGES, *GIVEN[:3], IMAGES],
        {"variance_epsilon": 0.01, "scale_after_normalization": True},
    ),
    Sample("SparseSegmentSumGrad", [wave(3, 2), *TAKEN]),
    Sample("SparseSegmentMeanGrad", [wave(3, 2), *TAKEN]),
    Sample("SparseSegmentSqrtNGrad", [wave(3, 2), *TAKEN]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
