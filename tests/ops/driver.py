"""What every op record has to satisfy, checked on samples.

    check(Sample("Exp", [[0.5, 1.0]], dtypes="float32 float64 half"))

The kernels are run eagerly, through a traced graph and through XLA; native and reference
kernels, inferred and real shapes, analytic and numeric gradients (first and second) have
to agree, and every dtype that the record claims has to run.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.binding import bind
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, find
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.ops.constant import constant
from tests.ops import differences, roads

_TOLERANCE = {
    "float16": 2e-2,
    "bfloat16": 5e-2,
    "float32": 2e-5,
    "float64": 1e-9,
    "complex64": 2e-5,
    "complex128": 1e-9,
}
#: What an attribute that allows every type is tried with.
_TYPICAL = "bool uint8 int64 bfloat16 float32 float64 complex128 string"

#: The ops for which the costly checks, that one sample is enough for, were done.
_checked: set[str] = set()


@dataclasses.dataclass
class Sample:
    """Inputs for one op.

    Attributes:
        op_name: TensorFlow's name of the op.
        inputs: One value for each input, or a list of values for a list input; for a
            variable, its handle: every run gets a copy.
        attrs: Attributes that the inputs don't show.
        dtypes: The dtypes to try; inputs whose type is the first type attribute are
            cast to each in turn. Empty: the values' own.
        orders: How many orders of gradients to compare with finite differences.
        expected: What the first output has to be, if it is to be checked.
        after: What the first variable has to hold afterwards, if it is to be checked.
        compare: Whether values can be compared (not so for random numbers).
        static: Positions of inputs that XLA has to know, besides those that the shape
            rule asks for.
        refused: Dtypes that TensorFlow declares, too, but has no kernel for; perhaps
            of one attribute only: `Ta:complex64`.
        xla: Whether XLA gives the same numbers.
    """

    op_name: str
    inputs: Sequence[Any]
    attrs: dict[str, Any] = dataclasses.field(default_factory=dict)
    dtypes: str = ""
    orders: int = 2
    expected: Any = None
    after: Any = None
    compare: bool = True
    static: tuple[int, ...] = ()
    refused: str = ""
    xla: bool = True


def wave(*dims: int) -> np.ndarray[Any, Any]:
    """An array of those dims; no two elements are close, none is zero."""
    numbers = np.arange(np.prod(dims, dtype=int))
    return np.round(numbers * 0.6180339887 % 1 * 4 - 1.93, 4).reshape(dims)


def check(sample: Sample) -> None:
    """Checks one sample for each of its dtypes."""
    op = find(sample.op_name)
    first = op.name not in _checked
    for kind in sample.dtypes.split() or [""]:
        _check_kind(op, sample, kind, first and sample.xla)
        first = False
    if op.name not in _checked:
        _checked.add(op.name)
        check_every_dtype(sample)
    if sample.orders and op.gradient is not NOT_DIFFERENTIABLE:
        _check_gradients(op, sample)


def check_every_dtype(sample: Sample) -> None:
    """Runs a sample with every type that its record claims to take."""
    op, refused = find(sample.op_name), set(sample.refused.split())
    for name, attr in op.signature.attrs.items():
        if attr.kind != "type" or attr.is_list:
            continue
        allowed = attr.allowed or [dtypes.as_dtype(kind) for kind in _TYPICAL.split()]
        for dtype in allowed:
            if {dtype.name, f"{name}:{dtype.name}"} & refused:
                with pytest.raises(errors.OpError):
                    _check_dtype(op, sample, name, dtype)
            elif dtype not in (dtypes.resource, dtypes.variant):
                _check_dtype(op, sample, name, dtype)


def _check_kind(op: Op, sample: Sample, kind: str, with_xla: bool) -> None:
    inputs, flat, attrs = _bound(op, sample.inputs, sample.attrs, kind)
    wanted = roads.reference(op, flat, attrs)
    _check_expected(sample, wanted)
    _check_static(op, sample, inputs, attrs, wanted.tensors)
    if op.kernel_state is not None or not sample.compare:
        return
    _compare(roads.native(op, flat, attrs), wanted, f"{op.name}: native != reference")
    if not any(tensor.dtype is dtypes.variant for tensor in flat):
        found = roads.graph(op, inputs, sample.attrs)
        _compare(found, wanted, f"{op.name}: graph != eager")
    if with_xla:
        found = roads.xla(op, inputs, sample.attrs, attrs, sample.static)
        _compare(found, wanted, f"{op.name}: XLA != reference", scale=5)


def _check_dtype(op: Op, sample: Sample, name: str, dtype: dtypes.DType) -> None:
    attrs = dict(sample.attrs)
    inputs = list(sample.inputs)
    for position, arg in enumerate(op.signature.inputs):
        if arg.type_attr == name:
            value = inputs[position]
            many = [_cast(item, dtype) for item in value] if arg.is_list else value
            inputs[position] = many if arg.is_list else _cast(value, dtype)
    if name not in op.signature.inferred:
        attrs[name] = dtype
    _, flat, settled = _bound(op, inputs, attrs)
    if any(tensor.dtype is dtypes.resource for tensor in flat):
        _, _, usual = _bound(op, sample.inputs, sample.attrs)
        flat = [_retyped(tensor, usual[name], dtype) for tensor in flat]
    wanted = roads.reference(op, flat, settled)
    promised = op.output_dtypes(settled)
    assert [t.dtype for t in wanted.tensors] == promised, f"{op.name}: dtypes"
    if op.kernel_state is None and sample.compare:
        found = roads.native(op, flat, settled)
        _compare(found, wanted, f"{op.name}: native != reference in {dtype.name}", 5)


def _cast(value: Any, dtype: dtypes.DType) -> Any:
    """The value in another type; a complex one keeps its real part if it has to."""
    array = np.asarray(value)
    if array.dtype.kind in "SUOb":
        array = np.arange(array.size).reshape(array.shape)
    if dtype is dtypes.string:
        return constant(np.array(array.astype(str), object))
    if array.dtype.kind == "c" and not dtype.is_complex:
        array = array.real
    if dtype.is_integer:
        array = np.trunc(array + np.sign(array) * 0.999)  # no zeros that weren't there
    if dtype.is_unsigned:
        array = np.abs(array)
    return roads.tensor(array.astype(dtype.numpy_dtype), dtype)


def _retyped(tensor: Any, usual: dtypes.DType, dtype: dtypes.DType) -> Any:
    """A handle of a variable in another type; other tensors as they are."""
    if tensor.dtype is not dtypes.resource or tensor._array().dtype is not usual:
        return tensor
    return roads.handle(_cast(tensor._array().read(), dtype))


def _bound(
    op: Op, values: Sequence[Any], attrs: dict[str, Any], kind: str = ""
) -> tuple[list[Any], list[Any], dict[str, Any]]:
    """Tensors of a sample's values, the same flat, and the attributes.

    Those that have the type of the data get the type `kind`.
    """
    data = _data_attribute(op)
    allowed = op.signature.attrs[data].allowed if data else None
    if kind and allowed is not None and dtypes.as_dtype(kind) not in allowed:
        data = None
    inputs = []
    for arg, value in zip(op.signature.inputs, values, strict=True):
        wanted = kind if kind and data and arg.type_attr == data else None
        if arg.is_list:
            inputs.append([_tensor(item, wanted) for item in value])
        else:
            inputs.append(_tensor(value, wanted))
    flat, settled = bind(op, inputs, attrs, eager)
    remaining = iter(flat)
    tensors = [
        [next(remaining) for _ in value] if arg.is_list else next(remaining)
        for arg, value in zip(op.signature.inputs, inputs, strict=True)
    ]
    return tensors, flat, settled


def _data_attribute(op: Op) -> str | None:
    """The attribute that holds the type of what the op works on."""
    types = [arg.type_attr for arg in op.signature.inputs if arg.type_attr]
    made = op.signature.outputs[0].type_attr if op.signature.outputs else None
    return made if made in types else next(iter(types), None)


def _tensor(value: Any, kind: str | None) -> Any:
    """A tensor; Python's numbers wait for the type that they are bound to."""
    if hasattr(type(value), "__tf_tensor__"):
        return value
    array = np.asarray(value)
    if kind is None or array.dtype.kind in "SUO":
        return constant(value) if isinstance(value, np.ndarray | np.generic) else value
    if array.dtype.kind == "c" and not dtypes.as_dtype(kind).is_complex:
        kind = "complex128"
    return constant(array.astype(dtypes.as_dtype(kind).numpy_dtype))


def _compare(
    found: roads.Results | None, wanted: roads.Results, what: str, scale: float = 1.0
) -> None:
    """The same outputs, and the same values in variables."""
    if found is None:
        return
    for kind in ("outputs", "held"):
        pairs = zip(getattr(found, kind), getattr(wanted, kind), strict=True)
        for index, (got, right) in enumerate(pairs):
            _close(got, right, f"{what} ({kind} {index})", scale)


def _close(got: Any, wanted: Any, what: str, scale: float = 1.0) -> None:
    got, wanted = np.asarray(got), np.asarray(wanted)
    assert got.shape == wanted.shape, f"{what}: shape {got.shape} != {wanted.shape}"
    tolerance = _TOLERANCE.get(got.dtype.name)
    if tolerance is None:
        np.testing.assert_array_equal(got, wanted, err_msg=what)
        return
    if got.dtype.name == "bfloat16":
        got, wanted = got.astype(np.float32), wanted.astype(np.float32)
    np.testing.assert_allclose(
        got, wanted, rtol=tolerance * scale, atol=tolerance * scale, err_msg=what
    )


def _check_expected(sample: Sample, results: roads.Results) -> None:
    for wanted, found in (
        (sample.expected, results.outputs),
        (sample.after, results.held),
    ):
        if wanted is not None:
            right = np.asarray(wanted)
            if found[0].dtype.kind != "O":
                right = right.astype(found[0].dtype)
            _close(found[0], right, f"{sample.op_name}: expected")


def _check_static(
    op: Op,
    sample: Sample,
    inputs: Sequence[Any],
    attrs: dict[str, Any],
    outputs: Sequence[Any],
) -> None:
    """Dtypes are as promised; inference agrees with known and with unknown dims."""
    promised = op.output_dtypes(attrs)
    assert [tensor.dtype for tensor in outputs] == promised, f"{op.name}: dtypes"
    for known in (True, False):
        graph = FuncGraph("inference", eager)
        with graph.as_default():
            feeds = roads.placeholders(graph, inputs, known)
            found = op(*feeds, **sample.attrs)
        for real, symbolic in zip(outputs, roads.flat(found), strict=True):
            assert real.shape.is_compatible_with(symbolic.shape), (
                f"{op.name}: inferred {symbolic.shape}, real {real.shape}"
            )


def _check_gradients(op: Op, sample: Sample) -> None:
    """Compares with finite differences, in double precision where that is allowed."""
    data = _data_attribute(op)
    allowed = op.signature.attrs[data].allowed if data else None
    known = allowed is None or dtypes.float64 in allowed
    kind = "float64" if known else "float32"
    inputs, _, _ = _bound(op, sample.inputs, sample.attrs, kind)
    differences.check(op, inputs, sample.attrs, sample.orders)
