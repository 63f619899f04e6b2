"""What every op record has to satisfy, checked on samples.

    check(Sample("Exp", [[0.5, 1.0]], dtypes="float32 float64 half"))

The kernels are run eagerly and through a traced graph; native and reference kernels,
inferred and real shapes, analytic and numeric gradients (first and second) have to
agree.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.binding import bind
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, find
from tensorbrook._src.eager import backend, kernels
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.ops.constant import constant

_TOLERANCE = {
    "float16": 2e-2,
    "bfloat16": 5e-2,
    "float32": 2e-5,
    "float64": 1e-9,
    "complex64": 2e-5,
    "complex128": 1e-9,
}
_STEP = 1e-5

#: The names of ops for which a sample was checked in this session.
checked: set[str] = set()


@dataclasses.dataclass
class Sample:
    """Inputs for one op.

    Attributes:
        op_name: TensorFlow's name of the op.
        inputs: One value for each input, or a list of values for a list input.
        attrs: Attributes that the inputs don't show.
        dtypes: The dtypes to try; inputs whose type is the first type attribute are
            cast to each in turn. Empty: the values' own.
        orders: How many orders of gradients to compare with finite differences.
        expected: What the first output has to be, if it is to be checked.
        compare: Whether values can be compared (not so for random numbers).
    """

    op_name: str
    inputs: Sequence[Any]
    attrs: dict[str, Any] = dataclasses.field(default_factory=dict)
    dtypes: str = ""
    orders: int = 2
    expected: Any = None
    compare: bool = True


def check(sample: Sample) -> None:
    """Checks one sample for each of its dtypes."""
    op = find(sample.op_name)
    checked.add(op.name)
    for kind in sample.dtypes.split() or [""]:
        inputs = list(_typed(op, sample.inputs, kind))
        flat, attrs = bind(op, inputs, sample.attrs, eager)
        outputs = kernels.execute_reference(op, flat, attrs)
        _check_expected(sample, outputs)
        _check_static(op, sample, inputs, flat, attrs, outputs)
        if op.stateful or not sample.compare:
            continue
        _check_native(op, flat, attrs, outputs)
        _check_graph(op, sample, inputs, flat, outputs)
    if sample.orders and op.gradient is not NOT_DIFFERENTIABLE:
        _check_gradients(op, sample)


def _typed(op: Op, values: Sequence[Any], kind: str) -> Iterator[Any]:
    """Tensors of the sample's values; those of the first type attribute get `kind`."""
    first = next((arg.type_attr for arg in op.signature.inputs if arg.type_attr), None)
    for arg, value in zip(op.signature.inputs, values, strict=True):
        wanted = kind if kind and arg.type_attr == first else None
        if arg.is_list:
            yield [_tensor(item, wanted) for item in value]
        else:
            wanted = arg.dtype.name if arg.dtype is not None else wanted
            yield _tensor(value, wanted)


def _tensor(value: Any, kind: str | None) -> Any:
    if hasattr(type(value), "__tf_tensor__"):
        return value
    array = np.asarray(value)
    if kind is not None and array.dtype.kind not in "SUO":
        return constant(array.astype(dtypes.as_dtype(kind).numpy_dtype))
    return constant(value)


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


def _arrays(tensors: Sequence[Any]) -> list[Any]:
    return [tensor._array() for tensor in tensors]


def _check_expected(sample: Sample, outputs: Sequence[Any]) -> None:
    if sample.expected is not None:
        got = outputs[0]._array()
        wanted = np.asarray(sample.expected)
        if got.dtype.kind != "O":
            wanted = wanted.astype(got.dtype)
        _close(got, wanted, f"{sample.op_name}: expected")


def _check_static(
    op: Op,
    sample: Sample,
    inputs: Sequence[Any],
    flat: Sequence[Any],
    attrs: dict[str, Any],
    outputs: Sequence[Any],
) -> None:
    """Dtypes are as promised; inference agrees with known and with unknown dims."""
    promised = op.output_dtypes(attrs)
    assert [tensor.dtype for tensor in outputs] == promised, f"{op.name}: dtypes"
    for known in (True, False):
        graph = FuncGraph("inference", eager)
        with graph.as_default():
            feeds = _placeholders(graph, inputs, known)
            found = op(*feeds, **sample.attrs)
        for real, symbolic in zip(outputs, _flat(found), strict=True):
            assert real.shape.is_compatible_with(symbolic.shape), (
                f"{op.name}: inferred {symbolic.shape}, real {real.shape}"
            )


def _placeholders(graph: FuncGraph, inputs: Sequence[Any], known: bool) -> list[Any]:
    def made(tensor: Any) -> Any:
        dims = tensor._dims if known else (None,) * len(tensor._dims)
        return graph.add_input(tensor.dtype, dims)

    return [
        [made(item) for item in value] if isinstance(value, list) else made(value)
        for value in inputs
    ]


def _flat(outputs: Any) -> list[Any]:
    if outputs is None:
        return []
    if isinstance(outputs, list | tuple):
        return [tensor for item in outputs for tensor in _flat(item)]
    return [outputs] if hasattr(outputs, "dtype") else []


def _check_native(
    op: Op, flat: Sequence[Any], attrs: dict[str, Any], outputs: Sequence[Any]
) -> None:
    if backend.native is None or op.on_tensors:
        return
    handle = backend.native.find(op.name)
    if handle < 0:
        return
    found = backend.native.execute(handle, flat, attrs)
    if found is NotImplemented:
        return
    for index, (got, wanted) in enumerate(
        zip(_arrays(found), _arrays(outputs), strict=True)
    ):
        _close(got, wanted, f"{op.name}: native output {index} != reference")


def _check_graph(
    op: Op, sample: Sample, inputs: Sequence[Any], flat: Sequence[Any], outputs: Any
) -> None:
    graph = FuncGraph("sample", eager)
    with graph.as_default():
        feeds = _placeholders(graph, inputs, known=True)
        graph.outputs = _flat(op(*feeds, **sample.attrs))
    found = graph.execute(list(flat))
    for got, wanted in zip(_arrays(found), _arrays(outputs), strict=True):
        _close(got, wanted, f"{op.name}: graph != eager")


# --- gradients -----------------------------------------------------------------------


def _check_gradients(op: Op, sample: Sample) -> None:
    """Compares with finite differences, in double precision."""
    inputs = list(_typed(op, sample.inputs, "float64"))
    flat, _ = bind(op, inputs, sample.attrs, eager)
    sources = [t for t in flat if t.dtype is dtypes.float64]
    if not sources:
        return

    def value(*points: Any) -> Any:
        replaced = iter(points)
        again = [
            next(replaced) if tensor.dtype is dtypes.float64 else tensor
            for tensor in flat
        ]
        return _weighted(_flat(op(*_regrouped(inputs, again), **sample.attrs)), 0.3)

    _compare(value, sources, f"{op.name}: gradient")
    if sample.orders > 1:

        def slope(*points: Any) -> Any:
            with GradientTape() as tape:
                tape.watch(points)
                total = value(*points)
            if total is None:
                return None
            found = [g for g in tape.gradient(total, list(points)) if g is not None]
            return _weighted(found, 0.7)

        _compare(slope, sources, f"{op.name}: second gradient")


def _regrouped(inputs: Sequence[Any], flat: Sequence[Any]) -> list[Any]:
    remaining = iter(flat)
    return [
        [next(remaining) for _ in value] if isinstance(value, list) else next(remaining)
        for value in inputs
    ]


def _weighted(tensors: Sequence[Any], start: float) -> Any:
    """A scalar that depends on every element in its own way; None without any."""
    from tensorbrook._src.ops import reduce

    total = None
    for tensor in tensors:
        if tensor.dtype is not dtypes.float64:
            continue
        size = tensor._array().size
        weights = np.cos(start + np.arange(size)).reshape(tensor._dims)
        part = reduce.reduce_sum(tensor * constant(weights))
        total = part if total is None else total + part
    return total


def _compare(function: Any, sources: Sequence[Any], what: str) -> None:
    with GradientTape() as tape:
        tape.watch(sources)
        total = function(*sources)
    if total is None:
        return
    found = tape.gradient(total, list(sources))
    for index, (source, gradient) in enumerate(zip(sources, found, strict=True)):
        if gradient is None:
            continue
        numeric = _differences(function, sources, index)
        dense = np.asarray(constant(gradient))
        np.testing.assert_allclose(
            dense, numeric, rtol=2e-4, atol=2e-5, err_msg=f"{what} of input {index}"
        )
        assert dense.shape == tuple(source.shape), f"{what}: shape {dense.shape}"


def _differences(function: Any, sources: Sequence[Any], index: int) -> Any:
    base = np.array(sources[index])
    result = np.zeros_like(base)
    for position in np.ndindex(*base.shape):
        ends = []
        for sign in (1, -1):
            moved = base.copy()
            moved[position] += sign * _STEP
            points = list(sources)
            points[index] = constant(moved)
            ends.append(float(function(*points)))
        result[position] = (ends[0] - ends[1]) / (2 * _STEP)
    return result
