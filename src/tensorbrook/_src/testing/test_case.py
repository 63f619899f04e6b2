"""`tf.test.TestCase`."""

from __future__ import annotations

import contextlib
import os
import pathlib
import random
import shutil
import sys
import tempfile
import threading
import unittest
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.ops import random_seed
from tensorbrook._src.runtime.session import Session
from tensorbrook._src.testing.containers import ContainerAssertions
from tensorbrook._src.testing.values import ValueAssertions

_SEED = 87654321


class CheckedThread:
    """A thread of a test whose exceptions fail the test.

    Args:
        test_case: The test.
        target: What the thread runs.
        args: Arguments for it.
        kwargs: Keyword arguments for it.
    """

    def __init__(
        self,
        test_case: TestCase,
        target: Callable[..., Any],
        args: Any = None,
        kwargs: Any = None,
    ) -> None:
        self._test_case = test_case
        self._error: BaseException | None = None
        self._thread = threading.Thread(
            target=self._run, args=(target, args or (), kwargs or {}), daemon=True
        )

    def _run(self, target: Callable[..., Any], args: Any, kwargs: Any) -> None:
        try:
            target(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - it is raised again by join
            self._error = error

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def join(self) -> None:
        """Waits for the thread, and fails the test if it has raised an exception."""
        self._thread.join()
        if self._error is not None:
            self._test_case.fail(f"Error in checkedThread: {self._error}")

    def is_alive(self) -> bool:
        """Whether the thread is running."""
        return self._thread.is_alive()


class TestCase(ValueAssertions, ContainerAssertions):
    """A test case for programs that compute with tensors.

    Each test begins with the same random seeds. Assertions take tensors as well as
    arrays, and `session` runs graphs.

    Args:
        methodName: The test that this instance runs.

    Example:
        >>> import tensorbrook as tf
        >>> class SquareTest(tf.test.TestCase):
        ...     def test_square(self):
        ...         self.assertAllEqual(tf.square([2, 3]), [4, 9])
        >>> SquareTest("test_square").run().wasSuccessful()
        True
    """

    __test__ = False  # pytest collects subclasses, not this base
    tempfile_cleanup = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "__test__" not in vars(cls):
            cls.__test__ = True

    def __init__(self, methodName: str = "runTest") -> None:  # noqa: N803
        super().__init__(methodName)
        self._cached: Any = None
        self._folder: str | None = None
        self._properties: dict[str, Any] = {}

    def setUp(self) -> None:
        """Sets the seeds of all random numbers."""
        random.seed(_SEED)
        np.random.seed(_SEED)
        random_seed.set_seed(_SEED)

    def tearDown(self) -> None:
        """Closes what the test has left open."""
        if self._cached is not None:
            self._cached.close()
            self._cached = None

    def evaluate(self, tensors: Any) -> Any:
        """The NumPy values of tensors, or what else there is.

        Args:
            tensors: Tensors, in any structure.
        """
        if not current.interpreter.executing_eagerly and current.sessions:
            return current.sessions[-1].run(tensors)
        return nest.map_structure(_value, tensors)

    @contextlib.contextmanager
    def session(
        self,
        graph: Any = None,
        config: Any = None,
        use_gpu: bool = True,
        force_gpu: bool = False,
    ) -> Iterator[Any]:
        """A session that is the default in the body; nothing when executing eagerly.

        Args:
            graph: The graph; by default the current one.
            config: The ConfigProto of the session.
            use_gpu: Accepted for compatibility.
            force_gpu: Accepted for compatibility.
        """
        if current.interpreter.executing_eagerly and graph is None:
            yield None
            return
        with Session(graph=graph, config=config) as made, made.graph.as_default():
            yield made

    @contextlib.contextmanager
    def cached_session(
        self,
        graph: Any = None,
        config: Any = None,
        use_gpu: bool = True,
        force_gpu: bool = False,
    ) -> Iterator[Any]:
        """The same session each time within one test.

        Args:
            graph: The graph; by default the current one.
            config: The ConfigProto of the session.
            use_gpu: Accepted for compatibility.
            force_gpu: Accepted for compatibility.
        """
        if current.interpreter.executing_eagerly and graph is None:
            yield None
            return
        if self._cached is None:
            self._cached = Session(graph=graph, config=config)
        with self._cached.as_default(), self._cached.graph.as_default():
            yield self._cached

    def test_session(
        self,
        graph: Any = None,
        config: Any = None,
        use_gpu: bool = True,
        force_gpu: bool = False,
    ) -> Any:
        """The older name of `cached_session`.

        Args:
            graph: The graph; by default the current one.
            config: The ConfigProto of the session.
            use_gpu: Accepted for compatibility.
            force_gpu: Accepted for compatibility.
        """
        if self._testMethodName == "test_session":
            self.skipTest("test_session gives a session; it is no test.")
        return self.cached_session(graph, config, use_gpu, force_gpu)

    def get_temp_dir(self) -> str:
        """A folder of the test, which goes away afterwards."""
        if self._folder is None:
            self._folder = tempfile.mkdtemp(prefix=self._testMethodName)
            self.addCleanup(shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def create_tempdir(self, name: str | None = None, cleanup: Any = None) -> Any:
        """Makes a folder within that of the test.

        Args:
            name: Its name; by default a new one.
            cleanup: Accepted for compatibility: it always goes away.

        Returns:
            Its path.
        """
        parent = self.get_temp_dir()
        if name is None:
            return pathlib.Path(tempfile.mkdtemp(dir=parent))
        path = pathlib.Path(parent) / name
        path.mkdir(parents=True)
        return path

    def create_tempfile(
        self,
        file_path: str | None = None,
        content: Any = None,
        mode: str = "w",
        encoding: str = "utf8",
        errors: str = "strict",
        cleanup: Any = None,
    ) -> Any:
        """Makes a file within the folder of the test.

        Args:
            file_path: Its name; by default a new one.
            content: What is in it, text or bytes.
            mode: How it is opened.
            encoding: The encoding of text.
            errors: How characters are treated that can't be encoded.
            cleanup: Accepted for compatibility: it always goes away.

        Returns:
            Its path.
        """
        folder = pathlib.Path(self.get_temp_dir())
        if file_path is None:
            handle, name = tempfile.mkstemp(dir=folder)
            os.close(handle)
            path = pathlib.Path(name)
        else:
            path = folder / file_path
            path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
            return path
        with path.open(mode, encoding=encoding, errors=errors) as file:
            file.write(content or "")
        return path

    @contextlib.contextmanager
    def captureWritesToStream(self, stream: Any) -> Iterator[Any]:
        """Catches what is written to a stream, C++ code included.

        Args:
            stream: Such as `sys.stderr`.

        Returns:
            An object whose method `contents` gives what was written.
        """
        stream.flush()
        number = stream.fileno()
        kept = os.dup(number)
        with tempfile.TemporaryFile() as file:
            os.dup2(file.fileno(), number)
            try:
                yield _Written(stream, file)
            finally:
                stream.flush()
                os.dup2(kept, number)
                os.close(kept)

    def checkedThread(
        self, target: Callable[..., Any], args: Any = None, kwargs: Any = None
    ) -> CheckedThread:
        """A thread whose exceptions fail the test.

        Args:
            target: What the thread runs.
            args: Arguments for it.
            kwargs: Keyword arguments for it.
        """
        return CheckedThread(self, target, args, kwargs)

    def enter_context(self, manager: Any) -> Any:
        """Enters a context that is left when the test is over.

        Args:
            manager: A context manager.
        """
        found = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return found

    def record_property(self, property_name: str, property_value: Any) -> None:
        """Notes something about the test.

        Args:
            property_name: A name.
            property_value: A value.
        """
        self._properties[property_name] = property_value

    def get_recorded_properties(self, subtest: Any = None) -> dict[str, Any]:
        """What was noted about the test.

        Args:
            subtest: Accepted for compatibility.
        """
        return dict(self._properties)


class _Written:
    def __init__(self, stream: Any, file: Any) -> None:
        self._stream = stream
        self._file = file

    def contents(self) -> str:
        """What was written so far."""
        self._stream.flush()
        self._file.seek(0)
        text: str = self._file.read().decode()
        return text


def _value(item: Any) -> Any:
    if hasattr(item, "numpy"):
        return item.numpy()
    if hasattr(item, "_component_tensors"):
        return item._from_component_values(
            [part.numpy() for part in item._component_tensors()]
        )
    return item


def main(argv: Any = None) -> None:
    """Runs the tests of the program, and ends it.

    Args:
        argv: Arguments; by default those of the command line.
    """
    unittest.main(module="__main__", argv=argv or sys.argv)
