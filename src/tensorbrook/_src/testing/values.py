"""Assertions about arrays, tensors and structures of them."""

from __future__ import annotations

import collections.abc
import unittest
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.device import canonical_name

_HALF = ("float16", "bfloat16")


class ValueAssertions(unittest.TestCase):
    """What `tf.test.TestCase` asserts about values; tensors are evaluated first."""

    def evaluate(self, tensors: Any) -> Any:
        """The NumPy values of tensors.

        Args:
            tensors: Tensors, in any structure.
        """
        raise NotImplementedError(f"{type(self).__name__} lacks evaluate.")

    def evaluate_if_both_tensors(self, a: Any, b: Any) -> tuple[Any, Any]:
        """Evaluates two values, if both are tensors.

        Args:
            a: A value.
            b: Another.
        """
        both = all(hasattr(type(x), "__tf_tensor__") for x in (a, b))
        return self.evaluate((a, b)) if both else (a, b)  # type: ignore[no-any-return]

    def _array(self, value: Any) -> np.ndarray[Any, Any]:
        found = np.asarray(self.evaluate(value))
        return _bytes_of(found) if found.dtype.kind in "US" else found

    def assertAllEqual(self, a: Any, b: Any, msg: str | None = None) -> None:
        """Fails unless two arrays have one shape and equal elements; NaN equals NaN.

        Args:
            a: An array, tensor, or what can become one.
            b: Another.
            msg: What the failure begins with.
        """
        one, two = self._array(a), self._array(b)
        self._same_shape(one, two, msg)
        same = one == two
        if one.dtype.kind in "fcV" and two.dtype.kind in "fcV":
            same = np.logical_or(same, np.logical_and(one != one, two != two))
        self._all(same, one, two, "are equal", msg)

    def assertNotAllEqual(self, a: Any, b: Any, msg: str | None = None) -> None:
        """Fails if two arrays have one shape and equal elements.

        Args:
            a: An array, tensor, or what can become one.
            b: Another.
            msg: What the failure begins with.
        """
        try:
            self.assertAllEqual(a, b)
        except AssertionError:
            return
        self.fail(self._formatMessage(msg, "The two values are equal at all elements."))

    def assertAllClose(
        self,
        a: Any,
        b: Any,
        rtol: float = 1e-06,
        atol: float = 1e-06,
        msg: str | None = None,
    ) -> None:
        """Fails unless two structures of arrays are nearly equal.

        Args:
            a: Arrays, tensors, or structures of them.
            b: Others of the same structure.
            rtol: The difference that is allowed, as a part of `b`.
            atol: What is allowed beside it.
            msg: What the failure begins with.
        """
        self._close(a, b, rtol, atol, msg, "")

    def _close(
        self, a: Any, b: Any, rtol: float, atol: float, msg: str | None, path: str
    ) -> None:
        a, b = _unpacked(a), _unpacked(b)
        if isinstance(a, collections.abc.Mapping):
            self.assertIsInstance(b, collections.abc.Mapping, msg)
            self.assertCountEqual(a.keys(), b.keys(), msg)
            for key in a:
                self._close(a[key], b[key], rtol, atol, msg, f"{path}[{key!r}]")
            return
        if isinstance(a, list | tuple) and _is_structure(a):
            self.assertEqual(len(a), len(b), msg)
            for place, (one, two) in enumerate(zip(a, b, strict=True)):
                self._close(one, two, rtol, atol, msg, f"{path}[{place}]")
            return
        one, two = self._array(a), self._array(b)
        self._same_shape(one, two, msg)
        if one.dtype.kind == "V" or two.dtype.kind == "V":
            one, two = one.astype(np.float32), two.astype(np.float32)
        same = np.isclose(one, two, rtol=rtol, atol=atol, equal_nan=True)
        self._all(same, one, two, f"are near{' at ' + path if path else ''}", msg)

    def assertNotAllClose(
        self,
        a: Any,
        b: Any,
        rtol: float = 1e-06,
        atol: float = 1e-06,
        msg: str | None = None,
    ) -> None:
        """Fails if two structures of arrays are nearly equal.

        Args:
            a: Arrays, tensors, or structures of them.
            b: Others.
            rtol: The difference that is allowed, as a part of `b`.
            atol: What is allowed beside it.
            msg: What the failure begins with.
        """
        try:
            self.assertAllClose(a, b, rtol, atol)
        except AssertionError:
            return
        self.fail(self._formatMessage(msg, "The two values are close at all elements."))

    def assertAllCloseAccordingToType(
        self,
        a: Any,
        b: Any,
        rtol: float = 1e-06,
        atol: float = 1e-06,
        float_rtol: float = 1e-06,
        float_atol: float = 1e-06,
        half_rtol: float = 0.001,
        half_atol: float = 0.001,
        bfloat16_rtol: float = 0.01,
        bfloat16_atol: float = 0.01,
        msg: str | None = None,
    ) -> None:
        """Fails unless two arrays are nearly equal, by what their dtypes can hold.

        Args:
            a: An array, tensor, or what can become one.
            b: Another.
            rtol: The least relative difference that is allowed.
            atol: The least absolute one.
            float_rtol: What is allowed for float32.
            float_atol: What is allowed for float32.
            half_rtol: What is allowed for float16.
            half_atol: What is allowed for float16.
            bfloat16_rtol: What is allowed for bfloat16.
            bfloat16_atol: What is allowed for bfloat16.
            msg: What the failure begins with.
        """
        one, two = self._array(a), self._array(b)
        names = {one.dtype.name, two.dtype.name}
        allowed = {
            "float32": (float_rtol, float_atol),
            "complex64": (float_rtol, float_atol),
            "float16": (half_rtol, half_atol),
            "bfloat16": (bfloat16_rtol, bfloat16_atol),
        }
        for name in names & allowed.keys():
            rtol = max(rtol, allowed[name][0])
            atol = max(atol, allowed[name][1])
        if names & set(_HALF):
            one, two = one.astype(np.float32), two.astype(np.float32)
        self.assertAllClose(one, two, rtol, atol, msg)

    def _same_shape(self, one: Any, two: Any, msg: str | None) -> None:
        text = f"Shape mismatch: expected {one.shape}, got {two.shape}."
        self.assertEqual(one.shape, two.shape, self._formatMessage(msg, text))

    def _all(
        self, same: Any, one: Any, two: Any, what: str, msg: str | None = None
    ) -> None:
        same = np.asarray(same)
        if same.all():
            return
        place = tuple(int(i) for i in np.argwhere(~same)[0])
        text = (
            f"Not all elements {what}: {int((~same).sum())} of {same.size} differ, the "
            f"first at {list(place)}: {one[place]!r} and "
            f"{two[place] if isinstance(two, np.ndarray) else two!r}."
        )
        self.fail(self._formatMessage(msg, text))

    def assertAllGreater(self, a: Any, comparison_target: Any) -> None:
        """Fails unless all elements are greater than a value.

        Args:
            a: An array or tensor.
            comparison_target: The value.
        """
        array = self._array(a)
        self._all(array > comparison_target, array, comparison_target, "are greater")

    def assertAllLess(self, a: Any, comparison_target: Any) -> None:
        """Fails unless all elements are less than a value.

        Args:
            a: An array or tensor.
            comparison_target: The value.
        """
        array = self._array(a)
        self._all(array < comparison_target, array, comparison_target, "are less")

    def assertAllGreaterEqual(self, a: Any, comparison_target: Any) -> None:
        """Fails unless no element is less than a value.

        Args:
            a: An array or tensor.
            comparison_target: The value.
        """
        array = self._array(a)
        self._all(array >= comparison_target, array, comparison_target, "are as great")

    def assertAllLessEqual(self, a: Any, comparison_target: Any) -> None:
        """Fails unless no element is greater than a value.

        Args:
            a: An array or tensor.
            comparison_target: The value.
        """
        array = self._array(a)
        self._all(array <= comparison_target, array, comparison_target, "are as small")

    def assertAllInRange(
        self,
        target: Any,
        lower_bound: Any,
        upper_bound: Any,
        open_lower_bound: bool = False,
        open_upper_bound: bool = False,
    ) -> None:
        """Fails unless all elements lie between two values.

        Args:
            target: An array or tensor.
            lower_bound: The least value.
            upper_bound: The greatest value.
            open_lower_bound: Whether the least value itself is outside.
            open_upper_bound: Whether the greatest value itself is outside.
        """
        array = self._array(target)
        low = array > lower_bound if open_lower_bound else array >= lower_bound
        high = array < upper_bound if open_upper_bound else array <= upper_bound
        self._all(low & high, array, (lower_bound, upper_bound), "are in range")

    def assertAllInSet(self, target: Any, expected_set: Any) -> None:
        """Fails unless each element is one of some values.

        Args:
            target: An array or tensor.
            expected_set: The values.
        """
        array = self._array(target)
        others = set(array.ravel().tolist()) - set(expected_set)
        if others:
            self.fail(f"{len(others)} elements are not in {expected_set}: {others}.")

    def assertDTypeEqual(self, target: Any, expected_dtype: Any) -> None:
        """Fails unless an array has a dtype.

        Args:
            target: An array or tensor.
            expected_dtype: The dtype, in any spelling.
        """
        found = dtypes.as_dtype(self._array(target).dtype)
        self.assertEqual(found, dtypes.as_dtype(expected_dtype))

    def assertShapeEqual(
        self, input_a: Any, input_b: Any, msg: str | None = None
    ) -> None:
        """Fails unless two arrays or tensors have one shape.

        Args:
            input_a: An array or tensor.
            input_b: Another.
            msg: What the failure begins with.
        """
        self.assertEqual(tuple(input_a.shape), tuple(input_b.shape), msg)

    def assertSameStructure(
        self, a: Any, b: Any, aname: str = "a", bname: str = "b", msg: str | None = None
    ) -> None:
        """Fails unless two structures have the same form.

        Args:
            a: A structure of lists, tuples and dictionaries.
            b: Another.
            aname: What the first is called in messages.
            bname: What the second is called in messages.
            msg: What the failure begins with.
        """
        try:
            nest.assert_same_structure(a, b)
        except (TypeError, ValueError) as error:
            text = f"{aname} and {bname} differ in structure: {error}"
            self.fail(self._formatMessage(msg, text))

    def assertNear(
        self, f1: float, f2: float, err: float, msg: str | None = None
    ) -> None:
        """Fails unless two numbers are near each other.

        Args:
            f1: A number.
            f2: Another.
            err: How far apart they may be.
            msg: What the failure begins with.
        """
        text = f"{f1!r} and {f2!r} are not within {err}."
        self.assertTrue(f1 == f2 or abs(f1 - f2) <= err, self._formatMessage(msg, text))

    def assertArrayNear(
        self, farray1: Any, farray2: Any, err: float, msg: str | None = None
    ) -> None:
        """Fails unless two sequences of numbers are near each other.

        Args:
            farray1: Numbers.
            farray2: Others.
            err: How far apart they may be.
            msg: What the failure begins with.
        """
        self.assertEqual(len(farray1), len(farray2), msg)
        for one, two in zip(farray1, farray2, strict=True):
            self.assertNear(float(one), float(two), err, msg)

    def assertNDArrayNear(
        self, ndarray1: Any, ndarray2: Any, err: float, msg: str | None = None
    ) -> None:
        """Fails unless the distance of two arrays, as vectors, is small.

        Args:
            ndarray1: An array.
            ndarray2: Another of the same shape.
            err: The distance that is allowed.
            msg: What the failure begins with.
        """
        one, two = self._array(ndarray1), self._array(ndarray2)
        self._same_shape(one, two, msg)
        distance = float(np.linalg.norm(one - two))
        self.assertLessEqual(distance, err, msg)

    def assertDeviceEqual(
        self, device1: Any, device2: Any, msg: str | None = None
    ) -> None:
        """Fails unless two names mean one device.

        Args:
            device1: A device.
            device2: Another.
            msg: What the failure begins with.
        """
        self.assertEqual(canonical_name(device1), canonical_name(device2), msg)


def _bytes_of(array: Any) -> Any:
    flat = [v.encode() if isinstance(v, str) else v for v in array.ravel().tolist()]
    made = np.empty(len(flat), object)
    made[:] = flat
    return made.reshape(array.shape)


def _unpacked(value: Any) -> Any:
    """A named tuple as a dictionary."""
    return value._asdict() if hasattr(value, "_asdict") else value


def _is_structure(value: Any) -> bool:
    """Whether a list holds more than the rows of one array."""
    try:
        np.array(value)
    except (ValueError, TypeError):
        return True
    return any(
        isinstance(item, dict | np.ndarray) or hasattr(item, "shape") for item in value
    )
