"""The error classes and their codes."""

import pickle
import traceback
import types

import pytest

from tensorbrook import errors as public
from tensorbrook._src.core import errors
from tensorbrook._src.core.errors import InvalidArgumentError, OpError

CODES = {
    "CancelledError": 1,
    "UnknownError": 2,
    "InvalidArgumentError": 3,
    "DeadlineExceededError": 4,
    "NotFoundError": 5,
    "AlreadyExistsError": 6,
    "PermissionDeniedError": 7,
    "ResourceExhaustedError": 8,
    "FailedPreconditionError": 9,
    "AbortedError": 10,
    "OutOfRangeError": 11,
    "UnimplementedError": 12,
    "InternalError": 13,
    "UnavailableError": 14,
    "DataLossError": 15,
    "UnauthenticatedError": 16,
}


@pytest.mark.parametrize("name", CODES)
def test_class_has_tensorflows_code(name: str) -> None:
    cls = getattr(public, name)
    error = cls(None, None, "boom")
    assert isinstance(error, OpError)
    assert error.error_code == CODES[name]
    assert error.message == str(error) == "boom"
    assert error.node_def is None
    assert error.op is None
    assert error.experimental_payloads == {}
    assert errors.error_class(CODES[name]) is cls
    assert errors.exception_type_from_error_code(CODES[name]) is cls
    assert errors.error_code_from_exception_type(cls) == CODES[name]
    constant = {"CancelledError": "CANCELLED", "DataLossError": "DATA_LOSS"}.get(name)
    assert constant is None or getattr(public, constant) == CODES[name]


def test_unknown_codes() -> None:
    assert errors.error_class(99) is errors.UnknownError
    for code in (99, errors.OK):
        with pytest.raises(KeyError, match=str(code)):
            errors.exception_type_from_error_code(code)
    for cls in (ValueError, OpError):
        with pytest.raises(KeyError, match=cls.__name__):
            errors.error_code_from_exception_type(cls)


def test_message_names_the_place_that_made_the_operation() -> None:
    frames = traceback.StackSummary.from_list([("model.py", 12, "build", "y = f(x)")])
    op = types.SimpleNamespace(name="dense/MatMul", traceback=frames)
    error = InvalidArgumentError("node", op, "boom")
    assert error.op is op
    assert error.node_def == "node"
    assert error.message == "boom"
    text = str(error)
    assert text.startswith("boom\n")
    assert "dense/MatMul" in text
    assert '"model.py", line 12' in text


def test_op_error_takes_its_code() -> None:
    error = OpError(None, None, "m", 42, {b"a": b"b"})
    assert error.error_code == 42
    assert error.experimental_payloads == {b"a": b"b"}
    again = pickle.loads(pickle.dumps(error))
    assert (again.message, again.error_code) == ("m", 42)


def test_pickling_keeps_class_text_and_payloads_but_not_the_graph() -> None:
    op = types.SimpleNamespace(name="n", traceback=[("f.py", 1, "g", "h()")])
    op.unpicklable = lambda: None
    error = InvalidArgumentError(None, op, "boom", {"k": "v"})
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is InvalidArgumentError
    assert str(again) == str(error)
    assert again.experimental_payloads == {"k": "v"}


def test_message_cannot_be_replaced() -> None:
    with pytest.raises(AttributeError):
        InvalidArgumentError(None, None, "m").message = "other"  # type: ignore[misc]


def test_errors_outside_the_status_codes() -> None:
    assert issubclass(errors.OperatorNotAllowedInGraphError, TypeError)
    assert issubclass(errors.InaccessibleTensorError, ValueError)
    assert str(errors.OperatorNotAllowedInGraphError("no")) == "no"


def test_status_context_raises_what_its_status_says() -> None:
    with errors.raise_exception_on_not_ok_status() as status:
        assert status.code == errors.OK
    with pytest.raises(errors.NotFoundError, match="no file"):
        with errors.raise_exception_on_not_ok_status() as status:
            status.code, status.message = errors.NOT_FOUND, "no file"
    with pytest.raises(ZeroDivisionError):
        with errors.raise_exception_on_not_ok_status() as status:
            status.code = errors.NOT_FOUND
            _ = 1 // 0
