"""Composite tensors in variants."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors

_RAGGED = b"\x0a\x02\x08\x03"  # metadata: a description of the third kind
_PARTS = [tf.constant([1.0, 2.0]), tf.constant([0, 2], tf.int64)]


def _packed(metadata: bytes = _RAGGED) -> Any:
    return tf.raw_ops.CompositeTensorVariantFromComponents(
        components=_PARTS, metadata=metadata
    )


def _unpacked(encoded: Any, metadata: bytes = _RAGGED, *types: Any) -> Any:
    return tf.raw_ops.CompositeTensorVariantToComponents(
        encoded=encoded,
        metadata=metadata,
        Tcomponents=types or (tf.float32, tf.int64),
    )


@pytest.mark.covers(
    "CompositeTensorVariantFromComponents", "CompositeTensorVariantToComponents"
)
def test_there_and_back() -> None:
    for found, part in zip(_unpacked(_packed()), _PARTS, strict=True):
        np.testing.assert_array_equal(found, part)


def test_gradients_go_through() -> None:
    with tf.GradientTape() as tape:
        tape.watch(_PARTS[0])
        values = _unpacked(_packed())[0]
        loss = tf.reduce_sum(values**2)
    np.testing.assert_allclose(tape.gradient(loss, _PARTS[0]), [2.0, 4.0])


@pytest.mark.parametrize(
    ("metadata", "types", "message"),
    [
        (b"", (), "kind 0"),
        (_RAGGED, (tf.float32,), "expected 1 components"),
        (_RAGGED, (tf.float32, tf.int32), "component 1"),
        (b"abc", (), "metadata"),
    ],
)
def test_another_description_is_refused(
    metadata: bytes, types: Any, message: str
) -> None:
    with pytest.raises(errors.InvalidArgumentError, match=message):
        _unpacked(_packed(), metadata, *types)
