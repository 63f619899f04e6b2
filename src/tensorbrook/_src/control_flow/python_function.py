"""Python functions as nodes: `tf.py_function`, `tf.numpy_function`.

The node carries the function in its attribute `token`. `EagerPyFunc` calls it with eager
tensors and is differentiable: the forward run is taped, and the gradient node asks that
tape, or runs the function again where the tape is of another call.
"""

from __future__ import annotations

import functools
import itertools
import traceback
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.current import current, interpreting
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.eager.tensor import EagerTensor, tensor_of
from tensorbrook._src.graph.func_graph import stop_tapes
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops.constant import convert_to_tensor

_IN_PYTHON = "a Python function can't run inside a compiled program"
_known: weakref.WeakValueDictionary[str, Token] = weakref.WeakValueDictionary()
_counter = itertools.count()


class Token(str):
    """The name of a Python function in a graph; it holds the function."""

    function: Callable[..., Any]
    taped: bool  # whether a gradient will ask for the tape of a run
    recording: tuple[Any, Sequence[Any], Sequence[Any]] | None  # tape, inputs, outputs

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Token:
        token = cls(f"pyfunc_{next(_counter)}")
        token.function, token.taped, token.recording = function, False, None
        _known[token] = token
        return token

    @classmethod
    def named(cls, name: str) -> Token:
        """The token of that name, where a graph came in as a GraphDef."""
        token = name if isinstance(name, Token) else _known.get(name)
        if token is None:
            raise errors.NotFoundError(
                None,
                None,
                f"The graph calls the Python function {name!r}, which does not exist in "
                "this process; Python functions can't be saved with a graph.",
            )
        return token


_CODES: tuple[tuple[Any, type[errors.OpError]], ...] = (
    ((ValueError, TypeError), errors.InvalidArgumentError),
    (StopIteration, errors.OutOfRangeError),
    (MemoryError, errors.ResourceExhaustedError),
    (NotImplementedError, errors.UnimplementedError),
    (Exception, errors.UnknownError),
)


def as_op_error(problem: Exception) -> errors.OpError:
    """The error of the operation for an exception of the user's function."""
    if isinstance(problem, errors.OpError):
        return problem
    kind = next(code for types, code in _CODES if isinstance(problem, types))
    lines = traceback.format_exception(type(problem), problem, problem.__traceback__)
    text = f"{type(problem).__name__}: {problem}\n{''.join(lines)}"
    made = kind(None, None, text)  # type: ignore[call-arg]
    made.__cause__ = problem
    return made


def _flat(returned: Any, count: int) -> list[Any]:
    """What a function returned, as a list of `count` values."""
    if returned is None:
        values: list[Any] = []
    elif isinstance(returned, list | tuple):
        values = list(returned)
    else:
        values = [returned]
    if len(values) < count:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"The Python function returned {len(values)} values, but Tout names {count} "
            "dtypes.",
        )
    return values[:count] if count else []


def _call_eagerly(
    function: Callable[..., Any], inputs: Sequence[Any], kinds: Sequence[Any]
) -> list[Any]:
    try:
        with interpreting(eager):
            returned = function(*inputs)
            count = len(kinds)
            if count == 1 and isinstance(returned, list | tuple):
                returned = returned[0] if len(returned) == 1 else returned
                returned = [returned] if not _is_empty(returned) else []
            return [
                _converted(value, kind)
                for value, kind in zip(_flat(returned, count), kinds, strict=True)
            ]
    except Exception as problem:
        raise as_op_error(problem) from problem


def _is_empty(value: Any) -> bool:
    return isinstance(value, list | tuple) and not value


def _converted(value: Any, dtype: Any) -> Any:
    if value is None:
        return convert_to_tensor(np.zeros((), dtype.numpy_dtype))
    if hasattr(type(value), "__tf_tensor__"):
        tensor = convert_to_tensor(value)
        if tensor.dtype is not dtype:
            raise TypeError(
                f"The Python function returned a tensor of dtype {tensor.dtype.name}, "
                f"but Tout says {dtype.name}."
            )
        return tensor
    return convert_to_tensor(value, dtype=dtype)


def _run_eager_function(
    xp: Any, input: list[Any], token: str, Tout: Any, is_async: bool
) -> list[Any]:
    found = Token.named(token)
    if not found.taped or current.tapes:
        with stop_tapes():
            return _call_eagerly(found.function, input, Tout)
    with stop_tapes():
        with GradientTape(persistent=True) as tape:
            tape.watch([t for t in input if t.dtype.is_floating or t.dtype.is_complex])
            outputs = _call_eagerly(found.function, input, Tout)
        found.recording = tape, input, outputs
    return outputs


def _same(tensors: Sequence[Any], others: Sequence[Any]) -> bool:
    return all(
        one._dims == other._dims
        and one._array().ctypes.data == other._array().ctypes.data
        for one, other in zip(tensors, others, strict=True)
        if not one.dtype.holds_objects
    )


def _eager_gradient(op: Any, *dys: Any) -> list[Any]:
    token = Token.named(op.attrs["token"])
    token.taped = True
    count = len(op.inputs)
    kinds = op.attrs["Tout"]
    usable = [i for i, kind in enumerate(kinds) if kind.is_floating or kind.is_complex]

    def slope(*arguments: Any) -> list[Any]:
        inputs: Any = arguments[:count]
        seeds = list(arguments[count:])
        recording = None if current.tapes else token.recording
        if recording is not None and _same(inputs, recording[1]):
            tape, inputs, outputs = recording
        else:
            with GradientTape(persistent=True) as tape:
                tape.watch(list(inputs))
                outputs = _call_eagerly(token.function, inputs, kinds)
        wanted = [outputs[index] for index in usable]
        found = tape.gradient(wanted, list(inputs), seeds)
        return [
            array_creation.zeros_like(source)
            if gradient is None
            else convert_to_tensor(gradient)
            for source, gradient in zip(inputs, found, strict=True)
        ]

    seeds = [dys[index] for index in usable]
    types = [tensor.dtype for tensor in op.inputs]
    found = eager_py_func_op([*op.inputs, *seeds], token=Token.of(slope), Tout=types)
    for tensor, gradient in zip(op.inputs, found, strict=True):
        if not isinstance(gradient, EagerTensor):
            gradient.set_shape(tensor.shape)
    return [
        gradient if kind.is_floating or kind.is_complex else None
        for kind, gradient in zip(types, found, strict=True)
    ]


eager_py_func_op = Op(
    "EagerPyFunc",
    "input: Tin -> output: Tout | Tin: list(type), Tout: list(type), token: string, "
    "is_async: bool = False",
    shape=lambda c: [None] * len(c.attrs["Tout"]),
    reference=_run_eager_function,
    gradient=_eager_gradient,
    xla=unsupported(_IN_PYTHON),
    stateful=True,
    on_tensors=True,
)


def _numpy_argument(tensor: Any) -> Any:
    return tensor.numpy()


def _run_numpy_function(xp: Any, input: list[Any], token: str, Tout: Any) -> list[Any]:
    function = Token.named(token).function
    try:
        with interpreting(eager), stop_tapes():
            returned = function(*(_numpy_argument(tensor) for tensor in input))
        if returned is None or (
            isinstance(returned, list | tuple) and len(returned) != len(Tout)
        ):
            count = 0 if returned is None else len(returned)
            if count != len(Tout):
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"The Python function returned {count} values, but Tout names "
                    f"{len(Tout)} dtypes.",
                )
        return [
            _exact(value, kind, index)
            for index, (value, kind) in enumerate(
                zip(_flat(returned, len(Tout)), Tout, strict=True)
            )
        ]
    except Exception as problem:
        raise as_op_error(problem) from problem


def _exact(value: Any, dtype: Any, index: int) -> Any:
    """A tensor of a NumPy value that must have the dtype already."""
    array = np.asarray(value)
    if dtype is dtypes.string:
        return convert_to_tensor(array)
    own = dtypes.as_dtype(array.dtype)
    if own is not dtype:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Value {index} that the Python function returned has dtype {own.name}, but "
            f"Tout says {dtype.name}. Convert it with .astype(np.{dtype.name}).",
        )
    return tensor_of(np.ascontiguousarray(array).reshape(array.shape), dtype, copy=True)


_NUMPY_SIGNATURE = (
    "input: Tin -> output: Tout | Tin: list(type), Tout: list(type), token: string"
)

py_func_op = Op(
    "PyFunc",
    _NUMPY_SIGNATURE,
    shape=lambda c: [None] * len(c.attrs["Tout"]),
    reference=_run_numpy_function,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported(_IN_PYTHON),
    stateful=True,
    on_tensors=True,
)

py_func_stateless_op = Op(
    "PyFuncStateless",
    _NUMPY_SIGNATURE,
    shape=lambda c: [None] * len(c.attrs["Tout"]),
    reference=_run_numpy_function,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported(_IN_PYTHON),
    on_tensors=True,
)


class _Outputs:
    """What `Tout` says: dtypes and, where specs are given, shapes."""

    def __init__(self, wanted: Any) -> None:
        self.single = not isinstance(wanted, list | tuple)
        items = [wanted] if self.single else list(wanted)
        self.kinds = [
            dtypes.as_dtype(getattr(item, "dtype", item)).base_dtype for item in items
        ]
        self.shapes = [getattr(item, "shape", None) for item in items]

    def pack(self, found: Any) -> Any:
        if not isinstance(found, list):
            return found  # an operation: there are no outputs
        for tensor, shape in zip(found, self.shapes, strict=True):
            if shape is not None and not isinstance(tensor, EagerTensor):
                tensor.set_shape(shape)
        return found[0] if self.single else found


def py_function(
    func: Any = None, inp: Any = None, Tout: Any = None, name: str | None = None
) -> Any:
    """Calls a Python function of eager tensors; in a graph, when the graph runs.

    Args:
        func: A function of eager tensors that returns what can become tensors; without
            it, the result is a decorator of such a function.
        inp: The tensors to call it with, as a list.
        Tout: The dtype (or `tf.TensorSpec`) of the result, or a list of them where
            there are several results; an empty list for none.
        name: Name of the node in a graph.

    Returns:
        A tensor or a list of tensors, like `Tout`; gradients flow through `func`.

    Raises:
        InvalidArgumentError: `func` returned other values than `Tout` says, or raised
            an error; other exceptions come as the error class that fits best.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.function
        ... def f(x):
        ...     return tf.py_function(lambda t: t.numpy().sum(), [x], tf.float32)
        >>> float(f(tf.constant([1.0, 2.0])))
        3.0
    """
    if func is None:
        return _decorator(lambda f, args: py_function(f, args, Tout, name))
    outputs = _Outputs(Tout)
    inputs = [convert_to_tensor(item) for item in inp or ()]
    if all(isinstance(item, EagerTensor) for item in inputs) and _eager_now():
        return outputs.pack(_call_eagerly(func, inputs, outputs.kinds))
    found = eager_py_func_op(
        inputs, token=Token.of(func), Tout=outputs.kinds, name=name or "EagerPyFunc"
    )
    return outputs.pack(found)


def _decorator(call: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def called(*args: Any) -> Any:
            return call(function, args)

        return called

    return decorate


def _eager_now() -> bool:
    return bool(current.interpreter.executing_eagerly)


def numpy_function(
    func: Any = None,
    inp: Any = None,
    Tout: Any = None,
    stateful: bool = True,
    name: str | None = None,
) -> Any:
    """Calls a Python function of NumPy arrays; in a graph, when the graph runs.

    Args:
        func: A function of NumPy arrays that returns arrays; without it, the result is a
            decorator of such a function.
        inp: The tensors to call it with, as a list.
        Tout: The dtype of the result, or a list of them where there are several.
        stateful: Whether two calls with equal arguments may differ.
        name: Name of the node in a graph.

    Returns:
        A tensor or a list of tensors, like `Tout`; gradients don't flow through.

    Raises:
        InvalidArgumentError: In a graph, `func` returned other dtypes than `Tout` says.

    Example:
        >>> import numpy as np
        >>> import tensorbrook as tf
        >>> @tf.function
        ... def f(x):
        ...     return tf.numpy_function(np.sort, [x], tf.float32)
        >>> f(tf.constant([2.0, 1.0])).numpy()
        array([1., 2.], dtype=float32)
    """
    if func is None:
        return _decorator(lambda f, args: numpy_function(f, args, Tout, stateful, name))
    outputs = _Outputs(Tout)
    inputs = [convert_to_tensor(item) for item in inp or ()]
    if all(isinstance(item, EagerTensor) for item in inputs) and _eager_now():
        with stop_tapes():
            returned = func(*(np.asarray(item) for item in inputs))
        if isinstance(returned, list | tuple):
            made = [convert_to_tensor(value) for value in returned]
            return made[0] if len(made) == 1 else made
        return None if returned is None else convert_to_tensor(returned)
    record = py_func_op if stateful else py_func_stateless_op
    found = record(inputs, token=Token.of(func), Tout=outputs.kinds, name=name)
    return outputs.pack(found)


def py_func(
    func: Any, inp: Any, Tout: Any, stateful: bool = True, name: str | None = None
) -> Any:
    """Calls a Python function of NumPy arrays; see `tf.numpy_function`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     y = tf.py_func(lambda x: x + 1, [tf.constant(1.0)], tf.float32)
        ...     print(sess.run(y))
        2.0
    """
    return numpy_function(func, inp, Tout, stateful, name)
