"""Constants, placeholders and identities: where tensors come from."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    Redirected,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims, as_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import first_input, same_as


def _no_value(xp: Any, *inputs: Any, **attrs: Any) -> Any:
    shape, dtype = attrs["shape"], attrs["dtype"]
    dims = "any shape" if shape is None else f"shape {list(shape)}".replace("None", "?")
    raise ValueError(
        f"You must feed a value for the placeholder, of dtype {dtype.name} and {dims}: "
        "session.run(..., feed_dict={placeholder: value})."
    )


const_op = Op(
    "Const",
    "-> output: dtype | value: tensor, dtype: type",
    shape=lambda c: c.attrs["value"]._dims,
    reference=lambda xp, value, dtype: value._array(),
    gradient=NOT_DIFFERENTIABLE,
)

placeholder_op = Op(
    "Placeholder",
    "-> output: dtype | dtype: type, shape: shape = None",
    shape=lambda c: c.attrs["shape"],
    reference=_no_value,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("a placeholder is an argument of the lowered function"),
)


def _default_shape(c: ShapeContext) -> Dims:
    return c.attrs["shape"]  # type: ignore[no-any-return]


placeholder_with_default_op = Op(
    "PlaceholderWithDefault",
    "input: dtype -> output: dtype | dtype: type, shape: shape",
    shape=_default_shape,
    reference=lambda xp, input, shape: input,
    gradient=lambda op, dy: [dy],
)


def _pass_known(c: ShapeContext) -> Dims:
    return c.value_as_shape(0)


identity_op = Op(
    "Identity",
    "input: T -> output: T",
    shape=same_as(0),
    reference=lambda xp, input: input,
    forwards=first_input,
    gradient=lambda op, dy: [dy],
    partial_value=_pass_known,
    elementwise=True,
)

guarantee_const_op = Op(
    "GuaranteeConst",
    "input: T -> output: T",
    shape=same_as(0),
    reference=lambda xp, input: input,
    forwards=first_input,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)

stop_gradient_op = Op(
    "StopGradient",
    "input: T -> output: T",
    shape=same_as(0),
    reference=lambda xp, input: input,
    forwards=first_input,
    gradient=lambda op, dy: [None],
    elementwise=True,
)

prevent_gradient_op = Op(
    "PreventGradient",
    "input: T -> output: T | message: string = ''",
    shape=same_as(0),
    reference=lambda xp, input, message: input,
    forwards=first_input,
    gradient=lambda op, dy: _prevented(op),
    elementwise=True,
)


def _prevented(op: Any) -> list[Any]:
    raise LookupError(f"Gradient explicitly disabled. Reason: {op.attrs['message']!r}")


identity_n_op = Op(
    "IdentityN",
    "input: T -> output: T | T: list(type)",
    shape=lambda c: [dims for dims in c.shapes()],
    reference=lambda xp, input: input,
    gradient=lambda op, *dys: list(dys),
)

no_op_op = Op(
    "NoOp",
    "-> ",
    shape=lambda c: [],
    reference=lambda xp: None,
    gradient=NOT_DIFFERENTIABLE,
)


def constant(
    value: Any, dtype: Any = None, shape: Any = None, name: str = "Const"
) -> Tensor:
    """Makes a tensor of a Python or NumPy value.

    Args:
        value: A number, string, nested list or NumPy array.
        dtype: The dtype; by default that of the value: int32 for Python integers (int64
            where they don't fit), float32 for floats.
        shape: Dims that the value is reshaped to; a single number fills them.
        name: Name of the node in a graph.

    Returns:
        A tensor.

    Raises:
        TypeError: The value can't have that dtype or that shape.
        ValueError: The value is ragged, mixed, or not of a type that a tensor can have.

    Example:
        >>> import tensorbrook as tf
        >>> tf.constant([1, 2, 3])
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 2, 3], dtype=int32)>
        >>> tf.constant(-1.0, shape=[1, 2])
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[-1., -1.]], dtype=float32)>
    """
    wanted = None if dtype is None else dtypes.as_dtype(dtype).base_dtype
    interpreter = current.interpreter
    if hasattr(type(value), "__tf_tensor__"):
        tensor = convert_to_tensor(value)
        if wanted is not None and tensor.dtype is not wanted:
            raise TypeError(
                f"Expected tensor {value} with dtype {wanted!r}, but got dtype "
                f"{tensor.dtype!r}."
            )
        return tensor if shape is None else _filled(tensor, shape)
    if not interpreter.executing_eagerly and interpreter.is_literal(value):
        made = interpreter.literal(value, wanted)
        if shape is not None:
            array = _fill_constant(made.numpy(), as_dims(shape))
            made = interpreter.literal(array, made.dtype)
        return interpreter.constant(made, name)  # type: ignore[no-any-return]
    tensor = interpreter.convert(value, wanted, None, name)
    return tensor if shape is None else _filled(tensor, shape)


def _fill_constant(array: Any, dims: Dims) -> Any:
    """1.x: a constant is filled up to `dims` with its last element."""
    array = np.asarray(array)
    size = int(np.prod(dims or ()))  # type: ignore[arg-type]
    if array.size > size or (array.size == 0 and size > 0):
        raise TypeError(
            f"tf.constant: the value has {array.size} elements, too many for shape "
            f"{dims} with {size}."
        )
    flat = array.reshape(-1)
    filled = np.concatenate([flat, np.repeat(flat[-1:], size - array.size)])
    return filled.reshape(dims)


def _filled(tensor: Any, shape: Any) -> Tensor:
    from tensorbrook._src.ops import shape as shapes

    dims = as_dims(shape)
    if dims is None:
        raise TypeError("tf.constant: `shape` must be known.")
    size = int(np.prod(dims))  # type: ignore[arg-type]
    count = int(np.prod(tensor._dims))
    if tensor._dims == dims:
        return tensor  # type: ignore[no-any-return]
    if count == size:
        return shapes.reshape(tensor, dims)
    if count == 1:
        return shapes.broadcast_to(shapes.reshape(tensor, ()), dims)
    raise TypeError(
        f"Eager execution of tf.constant with unsupported shape. Tensor {tensor} has "
        f"{count} elements, but got `shape` {dims} with {size} elements)."
    )


def convert_to_tensor(
    value: Any, dtype: Any = None, dtype_hint: Any = None, name: str | None = None
) -> Tensor:
    """Converts `value` to a tensor; tensors are returned as they are.

    Args:
        value: A tensor, variable, number, string, nested list or NumPy array.
        dtype: The dtype that the tensor must have.
        dtype_hint: A dtype that is used where the value can have it.
        name: Name of the node in a graph.

    Returns:
        A tensor.

    Raises:
        TypeError: The value can't have that dtype.
        ValueError: A tensor has another dtype, or the value can't become a tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.convert_to_tensor([1, 2], dtype_hint=tf.float32)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """
    wanted = None if dtype is None else dtypes.as_dtype(dtype).base_dtype
    hint = None if dtype_hint is None else dtypes.as_dtype(dtype_hint).base_dtype
    try:
        tensor = current.interpreter.convert(value, wanted, hint, name)
    except Redirected as hook:
        target = hook.target
        if isinstance(target, CompositeTensor) and not target._reaches_records:
            raise ValueError(
                f"Attempt to convert a value ({value!r}) with an unsupported type "
                f"({type(value)}) to a Tensor."
            ) from None
        return hook.target  # type: ignore[no-any-return]
    if wanted is not None and tensor.dtype.base_dtype is not wanted:
        raise ValueError(
            f"Tensor conversion requested dtype {wanted.name} for Tensor with dtype "
            f"{tensor.dtype.name}: {tensor!r}"
        )
    return tensor  # type: ignore[no-any-return]


_integers: dict[tuple[int, ...], Tensor] = {}
_MOST_INTEGERS = 4096


def integers(values: tuple[int, ...]) -> Tensor:
    """An int32 vector of axes or dims; eagerly, equal ones are the same tensor."""
    if not current.interpreter.executing_eagerly:
        return convert_to_tensor(list(values), dtype=dtypes.int32)
    known = _integers.get(values)
    if known is None:
        if len(_integers) >= _MOST_INTEGERS:
            _integers.clear()
        made = convert_to_tensor(list(values), dtype=dtypes.int32)
        known = _integers[values] = made
    return known


def tensor_and_dtype(value: Any, like: DType | None = None) -> tuple[Tensor, DType]:
    """`value` as a tensor, preferably of the dtype `like`, and the dtype it got."""
    tensor = convert_to_tensor(value, dtype_hint=like)
    return tensor, tensor.dtype


def identity(input: Any, name: str | None = None) -> Tensor:
    """Returns a tensor with the same shape and contents as `input`.

    Args:
        input: A tensor, or what can become one.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype and shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.identity([1, 2]).numpy()
        array([1, 2], dtype=int32)
    """
    if isinstance(input, CompositeTensor):
        parts = [identity_op(part) for part in input._component_tensors()]
        return nest.pack_sequence_as(input, parts, expand_composites=True)  # type: ignore[no-any-return]
    return identity_op(input, name=name)  # type: ignore[no-any-return]


def guarantee_const(input: Any, name: str | None = None) -> Tensor:
    """Returns `input`, which the caller promises never to change.

    Args:
        input: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype and shape; no gradient flows through it.

    Example:
        >>> import tensorbrook as tf
        >>> tf.guarantee_const([1, 2]).numpy()
        array([1, 2], dtype=int32)
    """
    return guarantee_const_op(input, name=name)  # type: ignore[no-any-return]


def stop_gradient(input: Any, name: str | None = None) -> Tensor:
    """Returns `input`, which counts as a constant when gradients are taken.

    Args:
        input: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype and shape.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.constant(3.0)
        >>> with tf.GradientTape() as tape:
        ...     tape.watch(x)
        ...     y = x * tf.stop_gradient(x)
        >>> tape.gradient(y, x).numpy()
        np.float32(3.0)
    """
    return stop_gradient_op(input, name=name)  # type: ignore[no-any-return]


def identity_n(input: Any, name: str | None = None) -> list[Tensor]:
    """Returns tensors with the same shapes and contents as those of the list `input`.

    Args:
        input: A list of tensors.
        name: Name of the node in a graph.

    Returns:
        A list of tensors.

    Example:
        >>> import tensorbrook as tf
        >>> [int(t) for t in tf.identity_n([1, 2])]
        [1, 2]
    """
    return identity_n_op(list(input), name=name)  # type: ignore[no-any-return]


def no_op(name: str | None = None) -> Any:
    """Does nothing; a node to hang control dependencies on.

    Args:
        name: Name of the node in a graph.

    Returns:
        The operation in a graph, None when executing eagerly.

    Example:
        >>> import tensorbrook as tf
        >>> tf.no_op()
    """
    return no_op_op(name=name)


def is_tensor(x: Any) -> bool:
    """Whether `x` is a tensor, a variable, or made of tensors (sparse, ragged).

    Args:
        x: Any Python object.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook as tf
        >>> tf.is_tensor(tf.constant(1)), tf.is_tensor(1)
        (True, False)
    """
    return hasattr(type(x), "__tf_tensor__") or isinstance(x, CompositeTensor)
