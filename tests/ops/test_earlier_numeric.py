"""Records that newer ones have replaced: numeric kernels."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

_CUBE = np.complex64(wave(2, 2, 2) + 1j * wave(2, 2, 2)[::-1])
_POSITIVE = np.array([[4.0, 1], [1, 3]])

SAMPLES = [
    Sample("BatchFFT", [_CUBE], expected=np.fft.fft(_CUBE), orders=1),
    Sample("BatchFFT2D", [_CUBE], expected=np.fft.fft2(_CUBE), orders=1),
    Sample("BatchFFT3D", [_CUBE], expected=np.fft.fftn(_CUBE), orders=1),
    Sample("BatchIFFT", [_CUBE], expected=np.fft.ifft(_CUBE), orders=1),
    Sample("BatchIFFT2D", [_CUBE], expected=np.fft.ifft2(_CUBE), orders=1),
    Sample("BatchIFFT3D", [_CUBE], expected=np.fft.ifftn(_CUBE), orders=1),
    Sample("BatchCholeskyGrad", [np.linalg.cholesky(_POSITIVE), _POSITIVE], orders=0),
    Sample("BatchMatrixSolveLs", [wave(3, 2), wave(3, 1), np.float64(0.1)], orders=1),
    Sample("BatchSelfAdjointEig", [np.stack([_POSITIVE, 2 * _POSITIVE])], xla=False),
    Sample(
        "ParallelDynamicStitch",
        [[np.int32([0, 3]), np.int32([1, 2])], [[1.0, 2.0], [3.0, 4.0]]],
        expected=[1.0, 3.0, 4.0, 2.0],
    ),
    Sample(
        "AdjustContrast",
        [np.arange(8.0).reshape(2, 2, 2), np.float32(2), np.float32(0), np.float32(6)],
        dtypes="float32 uint8",
        expected=[[[0, 0], [1, 2]], [[5, 6], [6, 6]]],
    ),
    Sample(
        "QuantizeAndDequantize",
        [[-1.0, 0.33, 2, -3.3]],
        attrs={"range_given": True, "input_min": -2.0, "input_max": 2.0, "num_bits": 4},
        dtypes="float32 float64",
        orders=0,
        expected=[-8 / 7, 2 / 7, 2.0, -16 / 7],
    ),
    Sample(
        "TileGrad",
        [np.arange(4.0).reshape(2, 2), np.int32([2, 1])],
        expected=[[2.0, 4.0]],
    ),
    Sample("RandomCrop", [wave(4, 5, 3), np.int64([2, 3])], attrs={"seed": 3}),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_a_crop_is_a_part_of_the_image() -> None:
    image = tf.reshape(tf.range(60), [4, 5, 3])
    part = tf.raw_ops.RandomCrop(image=image, size=tf.constant([2, 3], tf.int64))
    row, column = divmod(int(part[0, 0, 0]) // 3, 5)
    assert (part == image[row : row + 2, column : column + 3]).numpy().all()
