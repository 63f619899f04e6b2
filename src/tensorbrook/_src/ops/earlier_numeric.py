"""Further records that TensorFlow has replaced by newer ones: numeric kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.earlier_records import like
from tensorbrook._src.ops.quantization import there_and_back
from tensorbrook._src.ops.random import stream
from tensorbrook._src.ops.rules import same_as

_DOUBLE = "T: {float64, float32}"
_PIXELS = "T: {uint8, int8, int16, int32, int64, float32, float64}"

for _name in ("FFT", "FFT2D", "FFT3D", "IFFT", "IFFT2D", "IFFT3D"):
    like(f"Batch{_name}", _name, "input: complex64 -> output: complex64")

batch_cholesky_grad_op = like(
    "BatchCholeskyGrad", "CholeskyGrad", f"l: T, grad: T -> output: T | {_DOUBLE}"
)
batch_matrix_solve_ls_op = like(
    "BatchMatrixSolveLs",
    "MatrixSolveLs",
    "matrix: T, rhs: T, l2_regularizer: float64 -> output: T | fast: bool = True, "
    f"{_DOUBLE}",
)
batch_self_adjoint_eig_op = like(
    "BatchSelfAdjointEig", "SelfAdjointEig", f"input: T -> output: T | {_DOUBLE}"
)
parallel_dynamic_stitch_op = like(
    "ParallelDynamicStitch",
    "DynamicStitch",
    "indices: N * int32, data: N * T -> merged: T | N: int >= 1",
)


def _contrast(xp: Any, images: Any, factor: Any, low: Any, high: Any) -> Any:
    numbers = images.astype(np.float32)
    mean = xp.mean(numbers, axis=(-3, -2), keepdims=True)
    return xp.clip((numbers - mean) * factor + mean, low, high)


def _images(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and len(dims) < 3:
        raise c.fail(
            f"AdjustContrast: images must have at least 3 axes, the shape is {dims}."
        )
    for index in (1, 2, 3):
        c.check_rank(index, 0)
    return dims


adjust_contrast_op = Op(
    "AdjustContrast",
    "images: T, contrast_factor: float32, min_value: float32, max_value: float32 -> "
    f"output: float32 | {_PIXELS}",
    shape=_images,
    reference=_contrast,
    gradient=NOT_DIFFERENTIABLE,
)

quantize_and_dequantize_op = Op(
    "QuantizeAndDequantize",
    "input: T -> output: T | signed_input: bool = True, num_bits: int = 8, "
    "range_given: bool = False, input_min: float = 0.0, input_max: float = 0.0, "
    "T: floating",
    shape=same_as(0),
    reference=lambda xp, input, input_min, input_max, **how: there_and_back(
        xp, input, xp.asarray(input_min), xp.asarray(input_max), **how
    ),
    gradient=lambda op, dy: [dy],
)


def _tiled(c: ShapeContext) -> Dims:
    dims, counts = c.shape(0), c.vector(1)
    if dims is None or counts is None:
        return None if dims is None else (None,) * len(dims)
    if len(counts) != len(dims):
        raise c.fail(
            f"TileGrad: multiples must have {len(dims)} elements, got {len(counts)}."
        )
    found: list[int | None] = []
    for dim, count in zip(dims, counts.tolist(), strict=True):
        if count <= 0 or (dim is not None and dim % count):
            raise c.fail(f"TileGrad: {dim} is not {count} tiles of one size.")
        found.append(None if dim is None else dim // count)
    return tuple(found)


def _tile_sums(xp: Any, input: Any, multiples: Any) -> Any:  # noqa: A002
    sizes: list[int] = []
    for dim, count in zip(input.shape, multiples, strict=True):
        sizes += [int(count), dim // int(count)]
    tiles = input.reshape(sizes)
    return xp.sum(tiles, axis=tuple(range(0, len(sizes), 2))).astype(input.dtype)


tile_grad_op = Op(
    "TileGrad",
    "input: T, multiples: int32 -> output: T",
    shape=_tiled,
    reference=_tile_sums,
    gradient=NOT_DIFFERENTIABLE,
)


def _cropped(c: ShapeContext) -> Dims:
    dims, size = c.shape(0), c.vector(1)
    if dims is not None and len(dims) != 3:
        raise c.fail(f"RandomCrop: image must have 3 axes, its shape is {dims}.")
    if size is not None and size.shape != (2,):
        raise c.fail(f"RandomCrop: size must have 2 elements, got {size.shape}.")
    if dims is None or size is None:
        return (None, None, None if dims is None else dims[2])
    for dim, wanted in zip(dims, size.tolist(), strict=False):
        if wanted < 0 or (dim is not None and wanted > dim):
            raise c.fail(f"RandomCrop: no part of size {wanted} fits into {dims}.")
    return (int(size[0]), int(size[1]), dims[2])


def _crop(
    xp: Any, image: Any, size: Any, seed: int, seed2: int, state: Any
) -> np.ndarray[Any, Any]:
    words = state.reserve(1).words(1)[0]
    starts = [
        int(word) % (have - int(part) + 1)
        for have, part, word in zip(image.shape, size, words, strict=False)
    ]
    rows, columns = (slice(s, s + int(n)) for s, n in zip(starts, size, strict=True))
    return image[rows, columns]  # type: ignore[no-any-return]


random_crop_op = Op(
    "RandomCrop",
    f"image: T, size: int64 -> output: T | {_PIXELS}, seed: int = 0, seed2: int = 0",
    shape=_cropped,
    reference=_crop,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("its stream lives in the kernel"),
    stateful=True,
    kernel_state=stream,
)
