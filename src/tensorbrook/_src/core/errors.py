"""The errors that operations raise: one class for each status code."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any, ClassVar

OK = 0
CANCELLED = 1
UNKNOWN = 2
INVALID_ARGUMENT = 3
DEADLINE_EXCEEDED = 4
NOT_FOUND = 5
ALREADY_EXISTS = 6
PERMISSION_DENIED = 7
RESOURCE_EXHAUSTED = 8
FAILED_PRECONDITION = 9
ABORTED = 10
OUT_OF_RANGE = 11
UNIMPLEMENTED = 12
INTERNAL = 13
UNAVAILABLE = 14
DATA_LOSS = 15
UNAUTHENTICATED = 16


class OpError(Exception):
    """The base of all errors that an operation raises while it runs.

    Args:
      node_def: The `NodeDef` of the operation, or None.
      op: The `Operation` in the graph, or None (eager execution).
      message: What went wrong.
      error_code: The status code, e.g. `INVALID_ARGUMENT`.
      *args: At most one mapping with further data about the error.
    """

    def __init__(
        self, node_def: Any, op: Any, message: Any, error_code: int, *args: Any
    ) -> None:
        super().__init__()
        self._node_def = node_def
        self._op = op
        self._message = message
        self._error_code = error_code
        self._payloads: Mapping[Any, Any] = args[0] if args else {}

    @property
    def message(self) -> Any:
        """What went wrong, without the place where the operation was created."""
        return self._message

    @property
    def error_code(self) -> int:
        """The status code."""
        return self._error_code

    @property
    def op(self) -> Any:
        """The `Operation` that failed, or None if it isn't part of a graph."""
        return self._op

    @property
    def node_def(self) -> Any:
        """The `NodeDef` of the operation that failed, or None."""
        return self._node_def

    @property
    def experimental_payloads(self) -> Mapping[Any, Any]:
        """Further data about the error."""
        return self._payloads

    def __str__(self) -> str:
        frames = getattr(self._op, "traceback", None)
        if not frames:
            return str(self._message)
        place = "".join(traceback.format_list(frames))
        return (
            f"{self._message}\n\nOriginal stack trace for {self._op.name!r}:\n{place}"
        )

    def _pickled_arguments(self) -> tuple[Any, ...]:
        # The operation stays behind with its graph; the text names its place.
        return None, None, str(self), self._error_code, dict(self._payloads)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._pickled_arguments()


class _StatusError(OpError):
    """An error whose class says its code."""

    _code: ClassVar[int]

    def __init__(self, node_def: Any, op: Any, message: Any, *args: Any) -> None:
        super().__init__(node_def, op, message, self._code, *args)

    def _pickled_arguments(self) -> tuple[Any, ...]:
        return None, None, str(self), dict(self._payloads)


class CancelledError(_StatusError):
    """The operation was cancelled, for instance because its session was closed."""

    _code = CANCELLED


class UnknownError(_StatusError):
    """Something failed, and no other class says what."""

    _code = UNKNOWN


class InvalidArgumentError(_StatusError):
    """An operation received an input or attribute that it can't work with."""

    _code = INVALID_ARGUMENT


class DeadlineExceededError(_StatusError):
    """The time allowed ran out before the operation was finished."""

    _code = DEADLINE_EXCEEDED


class NotFoundError(_StatusError):
    """Something that was asked for, such as a file, doesn't exist."""

    _code = NOT_FOUND


class AlreadyExistsError(_StatusError):
    """Something that was to be created exists already."""

    _code = ALREADY_EXISTS


class PermissionDeniedError(_StatusError):
    """The caller may not do this, for instance write to a file."""

    _code = PERMISSION_DENIED


class ResourceExhaustedError(_StatusError):
    """Memory, disk space or a quota ran out."""

    _code = RESOURCE_EXHAUSTED


class FailedPreconditionError(_StatusError):
    """The system isn't in the state needed: a variable is uninitialized, say."""

    _code = FAILED_PRECONDITION


class AbortedError(_StatusError):
    """Something else that ran at the same time made the operation give up."""

    _code = ABORTED


class OutOfRangeError(_StatusError):
    """The end was passed: of a dataset, a file, or a closed queue."""

    _code = OUT_OF_RANGE


class UnimplementedError(_StatusError):
    """The operation doesn't support what was asked for."""

    _code = UNIMPLEMENTED


class InternalError(_StatusError):
    """Something that always holds doesn't: a defect of the framework."""

    _code = INTERNAL


class UnavailableError(_StatusError):
    """A service can't be reached at the moment."""

    _code = UNAVAILABLE


class DataLossError(_StatusError):
    """Data is damaged, or lost for good."""

    _code = DATA_LOSS


class UnauthenticatedError(_StatusError):
    """The request carries no valid credentials."""

    _code = UNAUTHENTICATED


class OperatorNotAllowedInGraphError(TypeError):
    """A Python operator needs the value of a tensor that has none while tracing."""


class InaccessibleTensorError(ValueError):
    """A tensor of one graph is used in another that can't see it."""


_CLASSES: dict[int, type[_StatusError]] = {
    each._code: each for each in _StatusError.__subclasses__()
}


def error_class(code: int) -> type[_StatusError]:
    """Returns the class of the errors with the status `code`.

    Codes that have no class of their own give `UnknownError`.
    """
    return _CLASSES.get(code, UnknownError)


def exception_type_from_error_code(error_code: int) -> type[OpError]:
    """Returns the class of the errors with the status `error_code`.

    Raises:
      KeyError: There is no such class; `OK` has none either.

    Example:
      >>> exception_type_from_error_code(NOT_FOUND).__name__
      'NotFoundError'
    """
    if error_code not in _CLASSES:
        raise KeyError(f"No error class has the code {error_code}.")
    return _CLASSES[error_code]


def error_code_from_exception_type(cls: type[OpError]) -> int:
    """Returns the status code of an error class.

    Raises:
      KeyError: `cls` is not one of the classes with a code.
    """
    if not issubclass(cls, _StatusError) or "_code" not in vars(cls):
        raise KeyError(f"{cls.__name__} has no status code.")
    return cls._code


class Status:
    """The outcome of a call: a code, and what to say if it isn't `OK`."""

    __slots__ = ("code", "message")

    def __init__(self) -> None:
        self.code = OK
        self.message = ""


class raise_exception_on_not_ok_status:  # noqa: N801 (TensorFlow 1.x named it so)
    """A context that raises the error that its `Status` holds at the end.

    Example:
      >>> with raise_exception_on_not_ok_status() as status:
      ...     status.code, status.message = NOT_FOUND, "no such file"
      Traceback (most recent call last):
      ...
      tensorbrook._src.core.errors.NotFoundError: no such file
    """

    def __enter__(self) -> Status:
        self._status = Status()
        return self._status

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        frames: TracebackType | None,
    ) -> None:
        if kind is None and self._status.code != OK:
            raise error_class(self._status.code)(None, None, self._status.message)
