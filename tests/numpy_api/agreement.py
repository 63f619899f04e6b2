"""Calls a function of NumPy and its namesake on tensors, and compares the answers."""

from typing import Any

import numpy as np

import tensorbrook as tf
import tensorbrook.experimental.numpy as tnp


def check(name: str, *args: Any, dtype: bool = True, **kwargs: Any) -> None:
    """Fails where `tnp.name` and `np.name` differ in values, shapes or dtypes.

    Args:
        name: The function.
        *args: Its arguments.
        dtype: Whether the dtypes must agree, too.
        **kwargs: Its keyword arguments.
    """
    wanted = getattr(np, name)(*args, **kwargs)
    found = getattr(tnp, name)(*args, **kwargs)
    traced = tf.function(lambda: getattr(tnp, name)(*args, **kwargs))()
    for answer in (found, traced):
        _compare(name, answer, wanted, dtype)


def _compare(name: str, found: Any, wanted: Any, dtype: bool) -> None:
    if isinstance(wanted, list | tuple):
        assert len(found) == len(wanted), name
        for one, other in zip(found, wanted, strict=True):
            _compare(name, one, other, dtype)
        return
    array = np.asarray(found)
    assert array.shape == np.shape(wanted), name
    if dtype:
        assert array.dtype == np.asarray(wanted).dtype, name
    np.testing.assert_allclose(array, wanted, rtol=1e-6, atol=1e-12, err_msg=name)
