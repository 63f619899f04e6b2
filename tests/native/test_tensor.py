"""The eager tensor's memory, operators and life."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np
import pytest


def test_memory_is_shared_with_numpy(native: Any) -> None:
    array = np.zeros((64, 4), np.float32)
    shared = native.from_numpy(array, 1, False)
    assert np.shares_memory(shared._array(), array) == (array.ctypes.data % 16 == 0)
    copied = native.from_numpy(array, 1, True)
    assert not np.shares_memory(copied._array(), array)


def test_memory_outlives_the_tensor(native: Any) -> None:
    view = native.from_numpy(np.arange(1000, dtype=np.float32), 1, True)._array()
    gc.collect()
    np.testing.assert_array_equal(view, np.arange(1000))


def test_strided_and_foreign_byte_orders_are_copied(native: Any) -> None:
    array = np.arange(6, dtype=">f4").reshape(2, 3)
    np.testing.assert_array_equal(
        native.from_numpy(array.T, 1, False)._array(), array.T
    )


def test_memory_is_aligned(native: Any) -> None:
    for size in (1, 17, 1000):
        data = native.from_numpy(np.ones(size, np.float32), 1, True)._array()
        assert data.ctypes.data % 64 == 0


def test_strings_keep_their_objects(native: Any) -> None:
    words = np.array([b"a", b"bc"], object)
    assert native.from_numpy(words, 7, False)._array().tolist() == [b"a", b"bc"]


def test_more_dimensions_than_most(native: Any) -> None:
    array = np.ones((1, 2) * 9, np.float32)
    made = native.from_numpy(array, 1, True)
    assert made._shape_tuple == array.shape
    np.testing.assert_array_equal(made._array(), array)


def test_tensor_dies_with_its_last_reference(tensor: Any, native: Any) -> None:
    made = tensor(np.ones(3, np.float32))
    watcher = weakref.ref(made)
    del made
    assert watcher() is None


def test_dlpack_goes_both_ways(native: Any, tensor: Any) -> None:
    made = tensor(np.arange(6, dtype=np.int64).reshape(2, 3))
    back = native.from_dlpack(native.to_dlpack(made))
    assert np.shares_memory(back._array(), made._array())
    assert back._shape_tuple == (2, 3)
    with pytest.raises(ValueError, match="consumed"):
        capsule = native.to_dlpack(made)
        native.from_dlpack(capsule)
        native.from_dlpack(capsule)


def test_buffers_return_to_the_allocator(native: Any, tensor: Any) -> None:
    made = tensor(np.ones(5000, np.float32))
    before = native.allocator_stats()
    result = made + made
    assert native.allocator_stats()["live_bytes"] - before["live_bytes"] == 20_000
    del result
    after = native.allocator_stats()
    assert after["live_bytes"] == before["live_bytes"]
    again = made + made
    assert native.allocator_stats()["cache_hits"] > after["cache_hits"]
    del again


OPERATORS = [
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / y,
    lambda x, y: x**2.0,
    lambda x, y: 2.0 * x,
    lambda x, y: 1 - x,
    lambda x, y: x @ y,
    lambda x, y: -x,
    lambda x, y: abs(-y),
    lambda x, y: x < y,
    lambda x, y: x >= 2.0,
]


@pytest.mark.parametrize("index", range(len(OPERATORS)))
def test_operator_matches_numpy(tensor: Any, native: Any, index: int) -> None:
    x, y = (
        np.array([[1, 2], [3, 4]], np.float32),
        np.array([[4, 3], [2, 1.5]], np.float32),
    )
    result = OPERATORS[index](tensor(x), tensor(y))
    expected = OPERATORS[index](x, y)
    assert result._array().dtype == expected.dtype
    np.testing.assert_allclose(result._array(), expected)


def test_integer_and_boolean_operators(tensor: Any, native: Any) -> None:
    x, b = np.array([7, -7], np.int32), np.array([True, False])
    np.testing.assert_array_equal((tensor(x) // 2)._array(), x // 2)
    np.testing.assert_array_equal((tensor(x) % 4)._array(), x % 4)
    np.testing.assert_array_equal((tensor(x) & tensor(x))._array(), x)
    np.testing.assert_array_equal((~tensor(b))._array(), ~b)
    np.testing.assert_array_equal((tensor(b) | tensor(~b))._array(), [True, True])


def test_release_of_many_outputs_in_threads(run: Any) -> None:
    import threading

    x = np.ones(100_000, np.float32)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(20):
                np.testing.assert_array_equal(run("AddV2", x, x)[0], x + x)
        except BaseException as problem:
            failures.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
