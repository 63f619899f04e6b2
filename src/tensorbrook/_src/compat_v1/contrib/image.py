"""`tf.contrib.image`: pictures rotated, moved and bent by projective transforms.

A transform is eight numbers (a0, a1, a2, b0, b1, b2, c0, c1): the output at (x, y) is the
input at ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1.
"""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import cast, linalg_solve, matmul, shape, trigonometric
from tensorbrook._src.ops.array_creation import ones, zeros
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.image_transform import transform_v2_op


def rotate(
    images: Any, angles: Any, interpolation: str = "NEAREST", name: str | None = None
) -> Any:
    """Rotates images about their centres, counterclockwise.

    Args:
        images: Images of shape (count, rows, columns, channels), or (rows, columns,
            channels), or (rows, columns).
        angles: An angle in radians, or one for each image.
        interpolation: "NEAREST" or "BILINEAR".
        name: Name of the operation.

    Returns:
        Images of the same shape; what comes from outside is 0.

    Example:
        >>> import math
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     turned = tf.contrib.image.rotate([[1.0, 2.0], [3.0, 4.0]], math.pi / 2)
        ...     print(sess.run(turned).tolist())
        [[2.0, 4.0], [1.0, 3.0]]
    """
    pictures = convert_to_tensor(images)
    rank = _rank(pictures, "rotate")
    sizes = shape.shape(pictures)
    first = 1 if rank == 4 else 0
    height, width = sizes[first], sizes[first + 1]
    transforms = angles_to_projective_transforms(angles, height, width)
    return transform(pictures, transforms, interpolation, name=name)


def translate(
    images: Any,
    translations: Any,
    interpolation: str = "NEAREST",
    name: str | None = None,
) -> Any:
    """Moves images.

    Args:
        images: As for `rotate`.
        translations: How far, (right, down), or such a pair for each image.
        interpolation: "NEAREST" or "BILINEAR".
        name: Name of the operation.

    Returns:
        Images of the same shape.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     moved = tf.contrib.image.translate([[1.0, 2.0], [3.0, 4.0]], [1, 0])
        ...     print(sess.run(moved).tolist())
        [[0.0, 1.0], [0.0, 3.0]]
    """
    transforms = translations_to_projective_transforms(translations)
    return transform(images, transforms, interpolation, name=name)


def transform(
    images: Any,
    transforms: Any,
    interpolation: str = "NEAREST",
    output_shape: Any = None,
    name: str | None = None,
) -> Any:
    """Applies projective transforms to images.

    Args:
        images: As for `rotate`.
        transforms: Eight numbers, or eight for each image; see the module.
        interpolation: "NEAREST" or "BILINEAR".
        output_shape: Rows and columns of the result; by default those of the images.
        name: Name of the operation.

    Returns:
        Images.

    Raises:
        TypeError: `images` has a rank other than 2, 3 or 4.
    """
    pictures = convert_to_tensor(images)
    rank = _rank(pictures, "transform")
    batch = pictures
    if rank == 2:
        batch = shape.expand_dims(shape.expand_dims(pictures, 0), -1)
    elif rank == 3:
        batch = shape.expand_dims(pictures, 0)
    numbers = convert_to_tensor(transforms, dtype=dtypes.float32)
    if numbers.shape.rank == 1:
        numbers = shape.expand_dims(numbers, 0)
    size = shape.shape(batch)[1:3] if output_shape is None else output_shape
    made = transform_v2_op(
        batch, numbers, size, interpolation=interpolation.upper(), name=name
    )
    if rank == 2:
        return made[0, :, :, 0]
    return made[0] if rank == 3 else made


def _rank(pictures: Any, what: str) -> int:
    rank = pictures.shape.rank
    if rank not in (2, 3, 4):
        raise TypeError(
            f"tf.contrib.image.{what}: images must have rank 2, 3 or 4, not rank {rank}."
        )
    return int(rank)


def angles_to_projective_transforms(
    angles: Any, image_height: Any, image_width: Any, name: str | None = None
) -> Any:
    """The transforms that rotate images about their centres.

    Args:
        angles: An angle in radians, or a vector of them.
        image_height: Rows of the images.
        image_width: Columns of the images.
        name: Accepted for compatibility.

    Returns:
        Transforms of shape (angles, 8).
    """
    del name
    turn = shape.reshape(convert_to_tensor(angles, dtype=dtypes.float32), [-1])
    right = cast.cast(image_width, dtypes.float32) - 1.0
    down = cast.cast(image_height, dtypes.float32) - 1.0
    sine, cosine = trigonometric.sin(turn), trigonometric.cos(turn)
    across = (right - (cosine * right - sine * down)) / 2.0
    along = (down - (sine * right + cosine * down)) / 2.0
    nothing = zeros(shape.shape(turn))
    parts = [cosine, -sine, across, sine, cosine, along, nothing, nothing]
    return shape.stack(parts, axis=1)


def translations_to_projective_transforms(
    translations: Any, name: str | None = None
) -> Any:
    """The transforms that move images.

    Args:
        translations: A pair (right, down), or a matrix of such rows.
        name: Accepted for compatibility.

    Returns:
        Transforms of shape (translations, 8).
    """
    del name
    pairs = shape.reshape(convert_to_tensor(translations), [-1, 2])
    right, down = shape.unstack(-cast.cast(pairs, dtypes.float32), axis=1, num=2)
    nothing, one = zeros(shape.shape(right)), ones(shape.shape(right))
    parts = [one, nothing, right, nothing, one, down, nothing, nothing]
    return shape.stack(parts, axis=1)


def flat_transforms_to_matrices(transforms: Any) -> Any:
    """Transforms of eight numbers as matrices of shape (count, 3, 3)."""
    flat = shape.reshape(convert_to_tensor(transforms, dtype=dtypes.float32), [-1, 8])
    last = ones(shape.stack([shape.shape(flat)[0], 1]))
    return shape.reshape(shape.concat([flat, last], 1), [-1, 3, 3])


def matrices_to_flat_transforms(transform_matrices: Any) -> Any:
    """Matrices of shape (count, 3, 3) as transforms of eight numbers."""
    matrices = convert_to_tensor(transform_matrices, dtype=dtypes.float32)
    flat = shape.reshape(matrices, [-1, 9])
    return (flat / flat[:, 8:])[:, :8]


def compose_transforms(*transforms: Any) -> Any:
    """One transform that does what several do, the first one first.

    Args:
        *transforms: Transforms of eight numbers.

    Returns:
        Transforms of shape (count, 8).
    """
    composed = flat_transforms_to_matrices(transforms[0])
    for each in transforms[1:]:
        composed = matmul.matmul(composed, flat_transforms_to_matrices(each))
    return matrices_to_flat_transforms(composed)


def invert_transforms(transforms: Any) -> Any:
    """The transforms that undo the given ones."""
    matrices = flat_transforms_to_matrices(transforms)
    return matrices_to_flat_transforms(linalg_solve.inv(matrices))
