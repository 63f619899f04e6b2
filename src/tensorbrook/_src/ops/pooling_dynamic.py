"""Max pooling whose window and steps are tensors."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import Op, ShapeContext, find
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import pooling

_LAYOUTS = "data_format: {'NHWC', 'NCHW'} = 'NHWC'"
_PADDING = "padding: {'SAME', 'VALID'}"


class _Known(ShapeContext):
    """What the rule of a pool may ask, its window and steps being known numbers."""

    __slots__ = ()


def _dims(c: ShapeContext) -> Dims:
    ksize, strides = c.value(1), c.value(2)
    if ksize is None or strides is None:
        return (None,) * 4
    for what, numbers in (("ksize", ksize), ("strides", strides)):
        if numbers.shape != (4,):
            raise c.fail(
                f"MaxPoolV2: {what} must have 4 elements, got {numbers.tolist()}"
            )
    attrs = {
        **c.attrs,
        "ksize": [int(n) for n in ksize],
        "strides": [int(n) for n in strides],
        "explicit_paddings": (),
    }
    inner = _Known(pooling.max_pool_op, c.inputs, attrs, c._value, c._value_as_shape)
    return pooling.pool_dims(inner)


def _attrs(ksize: Any, strides: Any, attrs: dict[str, Any]) -> dict[str, Any]:
    return {
        **attrs,
        "ksize": [int(n) for n in ksize],
        "strides": [int(n) for n in strides],
    }


def _pool(xp: Any, input: Any, ksize: Any, strides: Any, **attrs: Any) -> Any:
    return pooling.max_pool_op.reference(xp, input, **_attrs(ksize, strides, attrs))


def _backward(name: str) -> Any:
    def kernel(
        xp: Any, x: Any, y: Any, dy: Any, ksize: Any, strides: Any, **attrs: Any
    ) -> Any:
        return find(name).reference(xp, x, y, dy, **_attrs(ksize, strides, attrs))

    return kernel


def _options(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("padding", "data_format")}


_INPUTS = "orig_input: T, orig_output: T, grad: T, ksize: int32, strides: int32"

pool_grad_grad_op = Op(
    "MaxPoolGradGradV2",
    f"{_INPUTS} -> output: T | {_PADDING}, {_LAYOUTS}, T: real",
    shape=lambda c: c.shape(1),
    reference=_backward("MaxPoolGradGrad"),
    gradient=lambda op, dy: [
        None,
        None,
        pool_grad_op(*op.inputs[:2], dy, *op.inputs[3:], **_options(op)),  # type: ignore[has-type]
        None,
        None,
    ],
)
pool_grad_op = Op(
    "MaxPoolGradV2",
    f"{_INPUTS} -> output: T | {_PADDING}, {_LAYOUTS}, T: real = float32",
    shape=lambda c: c.shape(0),
    reference=_backward("MaxPoolGrad"),
    gradient=lambda op, dy: [
        None,
        None,
        pool_grad_grad_op(*op.inputs[:2], dy, *op.inputs[3:], **_options(op)),
        None,
        None,
    ],
)
pool_op = Op(
    "MaxPoolV2",
    "input: T, ksize: int32, strides: int32 -> output: T | "
    f"{_PADDING}, data_format: {{'NHWC', 'NCHW', 'NCHW_VECT_C'}} = 'NHWC', "
    "T: half|bfloat16|float32|float64|int32|int64|uint8|int16|int8|uint16|qint8 = float32",
    shape=_dims,
    reference=_pool,
    gradient=lambda op, dy: [
        pool_grad_op(op.inputs[0], op.outputs[0], dy, *op.inputs[1:], **_options(op)),
        None,
        None,
    ],
)
