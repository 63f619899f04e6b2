"""Assertions about containers, texts, classes and what is raised."""

from __future__ import annotations

import collections.abc
import dataclasses
import json
import re
import subprocess
import unittest
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from tensorbrook._src.core import errors

_MISSING = object()


class ContainerAssertions(unittest.TestCase):
    """What `tf.test.TestCase` asserts beside Python's own assertions."""

    def assertLen(
        self, container: Any, expected_len: int, msg: str | None = None
    ) -> None:
        """Fails unless a container has so many items."""
        text = f"{container!r} has length {len(container)}, not {expected_len}."
        if len(container) != expected_len:
            self.fail(self._formatMessage(msg, text))

    def assertEmpty(self, container: Any, msg: str | None = None) -> None:
        """Fails unless a container is empty."""
        if len(container):
            self.fail(self._formatMessage(msg, f"{container!r} is not empty."))

    def assertNotEmpty(self, container: Any, msg: str | None = None) -> None:
        """Fails if a container is empty."""
        if not len(container):
            self.fail(self._formatMessage(msg, f"{container!r} is empty."))

    def assertBetween(
        self, value: Any, minv: Any, maxv: Any, msg: str | None = None
    ) -> None:
        """Fails unless a value lies between two others, or is one of them."""
        if not minv <= value <= maxv:
            text = f"{value!r} is not between {minv!r} and {maxv!r}."
            self.fail(self._formatMessage(msg, text))

    def assertItemsEqual(self, first: Any, second: Any, msg: str | None = None) -> None:
        """The older name of `assertCountEqual`."""
        self.assertCountEqual(first, second, msg)

    def assertSameElements(
        self, expected_seq: Any, actual_seq: Any, msg: str | None = None
    ) -> None:
        """Fails unless two sequences hold the same values, however often."""
        missing = [item for item in expected_seq if item not in actual_seq]
        extra = [item for item in actual_seq if item not in expected_seq]
        if missing or extra:
            text = f"Missing: {missing}; not expected: {extra}."
            self.fail(self._formatMessage(msg, text))

    def assertNoCommonElements(
        self, expected_seq: Any, actual_seq: Any, msg: str | None = None
    ) -> None:
        """Fails if two sequences share a value."""
        shared = [item for item in expected_seq if item in actual_seq]
        if shared:
            self.fail(self._formatMessage(msg, f"Common elements: {shared}."))

    def assertContainsSubset(
        self, expected_subset: Any, actual_set: Any, msg: str | None = None
    ) -> None:
        """Fails unless a set holds all of some values."""
        missing = set(expected_subset) - set(actual_set)
        if missing:
            self.fail(self._formatMessage(msg, f"Missing elements: {missing}."))

    def assertSequenceStartsWith(
        self, prefix: Any, whole: Any, msg: str | None = None
    ) -> None:
        """Fails unless a sequence begins with another, or with one value."""
        plain = isinstance(prefix, str | bytes) or not isinstance(
            prefix, collections.abc.Sequence
        )
        wanted = [prefix] if plain else list(prefix)
        if list(whole)[: len(wanted)] != wanted:
            text = f"{whole!r} doesn't start with {prefix!r}."
            self.fail(self._formatMessage(msg, text))

    def assertContainsSubsequence(
        self, container: Any, subsequence: Any, msg: str | None = None
    ) -> None:
        """Fails unless items stand in a container in this order, gaps allowed."""
        items = iter(container)
        missing = [wanted for wanted in subsequence if wanted not in items]
        if missing:
            text = f"{subsequence!r} is no subsequence of {container!r}."
            self.fail(self._formatMessage(msg, text))

    def assertContainsExactSubsequence(
        self, container: Any, subsequence: Any, msg: str | None = None
    ) -> None:
        """Fails unless items stand in a container in this order, without gaps."""
        whole, part = list(container), list(subsequence)
        starts = range(len(whole) - len(part) + 1)
        if not any(whole[i : i + len(part)] == part for i in starts):
            text = f"{subsequence!r} doesn't stand in {container!r}."
            self.fail(self._formatMessage(msg, text))

    def assertContainsInOrder(
        self, strings: Sequence[str], target: str, msg: str | None = None
    ) -> None:
        """Fails unless texts stand within another text in this order."""
        place = 0
        for text in [strings] if isinstance(strings, str) else strings:
            found = target.find(text, place)
            if found < 0:
                problem = f"{text!r} is not found in {target!r} from {place} on."
                self.fail(self._formatMessage(msg, problem))
            place = found + len(text)

    def assertTotallyOrdered(self, *groups: Any, **kwargs: Any) -> None:
        """Fails unless values are ordered as given; those of one group are equal."""
        flat = [(place, item) for place, group in enumerate(groups) for item in group]
        for place, one in flat:
            for other, two in flat:
                if place < other:
                    self.assertLess(one, two, kwargs.get("msg"))
                elif place == other:
                    self.assertEqual(one, two, kwargs.get("msg"))

    def assertSequenceAlmostEqual(
        self,
        expected_seq: Any,
        actual_seq: Any,
        places: int | None = None,
        msg: str | None = None,
        delta: float | None = None,
    ) -> None:
        """Fails unless the numbers of two sequences are nearly equal."""
        self.assertLen(actual_seq, len(expected_seq), msg)
        for one, two in zip(expected_seq, actual_seq, strict=True):
            self._almost_equal(one, two, places, msg, delta)

    def assertDictAlmostEqual(
        self,
        a: Mapping[Any, Any],
        b: Mapping[Any, Any],
        places: int | None = None,
        msg: str | None = None,
        delta: float | None = None,
    ) -> None:
        """Fails unless the numbers of two dictionaries are nearly equal."""
        self.assertCountEqual(a.keys(), b.keys(), msg)
        for key in a:
            self._almost_equal(a[key], b[key], places, msg, delta)

    def assertDictEqual(self, a: Any, b: Any, msg: str | None = None) -> None:
        """Fails unless two dictionaries are equal."""
        super().assertDictEqual(a, b, msg)

    def fail(self, msg: Any = None, user_msg: Any = None) -> NoReturn:
        """Fails with a message."""
        super().fail(self._formatMessage(user_msg, str(msg)) if user_msg else msg)

    def _almost_equal(
        self, one: Any, two: Any, places: Any, msg: str | None, delta: Any
    ) -> None:
        self.assertAlmostEqual(one, two, places=places, msg=msg, delta=delta)

    def assertMappingEqual(
        self,
        a: Any,
        b: Any,
        msg: str | None = None,
        mapping_type: type = collections.abc.Mapping,
        check_values_equality: Any = _MISSING,
    ) -> None:
        """Fails unless two mappings hold the same."""
        self.assertIsInstance(a, mapping_type, msg)
        self.assertIsInstance(b, mapping_type, msg)
        self.assertCountEqual(a.keys(), b.keys(), msg)
        for key in a:
            if check_values_equality is _MISSING:
                self.assertEqual(a[key], b[key], msg)
            else:
                check_values_equality(a[key], b[key])

    def assertDataclassEqual(
        self, first: Any, second: Any, msg: str | None = None
    ) -> None:
        """Fails unless two dataclasses have one type and equal fields."""
        self.assertIs(type(first), type(second), msg)
        for field in dataclasses.fields(first):
            one, two = getattr(first, field.name), getattr(second, field.name)
            self.assertEqual(one, two, self._formatMessage(msg, field.name))

    def assertIsSubclass(
        self, cls: type, superclass: Any, msg: str | None = None
    ) -> None:
        """Fails unless a class derives from another."""
        if not issubclass(cls, superclass):
            text = f"{cls!r} is no subclass of {superclass!r}."
            self.fail(self._formatMessage(msg, text))

    def assertNotIsSubclass(
        self, cls: type, superclass: Any, msg: str | None = None
    ) -> None:
        """Fails if a class derives from another."""
        if issubclass(cls, superclass):
            text = f"{cls!r} is a subclass of {superclass!r}."
            self.fail(self._formatMessage(msg, text))

    def assertStartsWith(
        self, actual: str, expected_start: str, msg: str | None = None
    ) -> None:
        """Fails unless a text starts with another."""
        if not actual.startswith(expected_start):
            text = f"{actual!r} doesn't start with {expected_start!r}."
            self.fail(self._formatMessage(msg, text))

    def assertNotStartsWith(
        self, actual: str, unexpected_start: str, msg: str | None = None
    ) -> None:
        """Fails if a text starts with another."""
        if actual.startswith(unexpected_start):
            text = f"{actual!r} starts with {unexpected_start!r}."
            self.fail(self._formatMessage(msg, text))

    def assertEndsWith(
        self, actual: str, expected_end: str, msg: str | None = None
    ) -> None:
        """Fails unless a text ends with another."""
        if not actual.endswith(expected_end):
            text = f"{actual!r} doesn't end with {expected_end!r}."
            self.fail(self._formatMessage(msg, text))

    def assertNotEndsWith(
        self, actual: str, unexpected_end: str, msg: str | None = None
    ) -> None:
        """Fails if a text ends with another."""
        if actual.endswith(unexpected_end):
            text = f"{actual!r} ends with {unexpected_end!r}."
            self.fail(self._formatMessage(msg, text))

    def assertRegexMatch(
        self, actual_str: Any, regexes: Sequence[Any], message: str | None = None
    ) -> None:
        """Fails unless one of some patterns is found in a text."""
        if not any(re.search(pattern, actual_str) for pattern in regexes):
            text = f"{actual_str!r} matches none of {list(regexes)}."
            self.fail(self._formatMessage(message, text))

    def assertJsonEqual(self, first: str, second: str, msg: str | None = None) -> None:
        """Fails unless two texts hold the same JSON."""
        self.assertEqual(json.loads(first), json.loads(second), msg)

    def assertUrlEqual(self, a: str, b: str, msg: str | None = None) -> None:
        """Fails unless two addresses are the same, whatever the order of queries."""
        one, two = urllib.parse.urlparse(a), urllib.parse.urlparse(b)
        self.assertEqual(one._replace(query=""), two._replace(query=""), msg)
        first, second = (urllib.parse.parse_qsl(u.query, True) for u in (one, two))
        self.assertCountEqual(first, second, msg)

    def assertCommandSucceeds(
        self,
        command: Any,
        regexes: Sequence[bytes] = (b"",),
        env: Any = None,
        close_fds: bool = True,
        msg: str | None = None,
    ) -> None:
        """Fails unless a command ends well and its output matches a pattern."""
        done = _ran(command, env, close_fds)
        text = f"{command} failed ({done.returncode}): {done.stdout!r}"
        self.assertEqual(done.returncode, 0, self._formatMessage(msg, text))
        self.assertRegexMatch(done.stdout, [_as_bytes(r) for r in regexes], msg)

    def assertCommandFails(
        self,
        command: Any,
        regexes: Sequence[bytes],
        env: Any = None,
        close_fds: bool = True,
        msg: str | None = None,
    ) -> None:
        """Fails unless a command fails and its output matches a pattern."""
        done = _ran(command, env, close_fds)
        text = f"{command} succeeded: {done.stdout!r}"
        self.assertNotEqual(done.returncode, 0, self._formatMessage(msg, text))
        self.assertRegexMatch(done.stdout, [_as_bytes(r) for r in regexes], msg)

    def assertRaisesWithLiteralMatch(
        self,
        expected_exception: Any,
        expected_exception_message: str,
        callable_obj: Callable[..., Any] | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Fails unless an exception with just this text is raised."""

        def check(error: BaseException) -> bool:
            return str(error) == expected_exception_message

        context = self.assertRaisesWithPredicateMatch(expected_exception, check)
        if callable_obj is None:
            return context
        with context:
            callable_obj(*args, **kwargs)
        return None

    @contextmanager
    def assertRaisesWithPredicateMatch(
        self, exception_type: Any, expected_err_re_or_predicate: Any
    ) -> Iterator[None]:
        """Fails unless the body raises an exception that a test or pattern accepts."""
        wanted = expected_err_re_or_predicate
        try:
            yield
        except exception_type as error:
            text = error.message if isinstance(error, errors.OpError) else str(error)
            accepted = wanted(error) if callable(wanted) else re.search(wanted, text)
            if not accepted:
                raise AssertionError(
                    f"An exception of type {type(error).__name__} was not accepted: "
                    f"{error}"
                ) from error
        else:
            self.fail(f"{exception_type} was not raised.")

    def assertRaisesOpError(self, expected_err_re_or_predicate: Any) -> Any:
        """Fails unless the body raises an `OpError` that a test or pattern accepts."""
        return self.assertRaisesWithPredicateMatch(
            errors.OpError, expected_err_re_or_predicate
        )

    def assertRaisesIncompatibleShapesError(
        self, exception_type: Any = errors.InvalidArgumentError
    ) -> Any:
        """Fails unless the body raises an error about shapes that don't fit."""
        pattern = r"(?i)incompatible shapes|must be equal|required broadcastable shapes"
        return self.assertRaisesWithPredicateMatch(exception_type, pattern)

    def assertProtoEquals(
        self,
        expected_message_maybe_ascii: Any,
        validate_message: Any,
        msg: str | None = None,
        relative_tolerance: float | None = None,
    ) -> None:
        """Fails unless two messages are equal; the first may be text."""
        expected = expected_message_maybe_ascii
        if isinstance(expected, str | bytes):
            from google.protobuf import text_format

            expected = text_format.Parse(expected, type(validate_message)())
        self.assertEqual(str(expected), str(validate_message), msg)

    def assertProtoEqualsVersion(
        self,
        expected: Any,
        actual: Any,
        producer: int = 2474,
        min_consumer: int = 0,
        msg: str | None = None,
    ) -> None:
        """Fails unless two GraphDefs are equal, the first with this version added."""
        if isinstance(expected, str):
            expected = (
                f"versions {{ producer: {producer} min_consumer: {min_consumer} }}\n"
                f"{expected}"
            )
        self.assertProtoEquals(expected, actual, msg)


def _ran(command: Any, env: Any, close_fds: bool) -> Any:
    return subprocess.run(
        command,
        shell=isinstance(command, str),
        env=env,
        close_fds=close_fds,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def _as_bytes(pattern: Any) -> bytes:
    return pattern.encode() if isinstance(pattern, str) else bytes(pattern)
