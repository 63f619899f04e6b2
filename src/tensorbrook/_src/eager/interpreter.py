"""The eager interpreter: an op call runs now, and the tapes are told."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import conversions, dtypes, errors
from tensorbrook._src.core.binding import bind, dtype_of
from tensorbrook._src.core.current import Current, current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import Op, Redirected
from tensorbrook._src.core.signature import Arg, NotAllowed
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.eager import backend, convert, kernels
from tensorbrook._src.eager.tensor import EagerTensor, tensor_of


class Eager:
    """Runs ops at once; there is one, `eager`, for all threads."""

    executing_eagerly = True
    building_function = False

    def __init__(self) -> None:
        #: States of stateful kernels by op and attributes; `tf.random.set_seed` clears it.
        self.kernel_states: kernels.KernelStates = {}

    def run(
        self, op: Op, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str | None
    ) -> Any:
        """Runs `op` and returns its outputs as its signature has them."""
        tapes = current.tapes
        try:
            made = _call(op, inputs, attrs, tapes)
            if made is NotImplemented:
                flat, settled, outputs = self._run(op, inputs, attrs)
            elif type(made) is not tuple:
                return made  # the tapes know it already
            else:
                flat, settled, outputs = made
        except errors.OpError as problem:
            raise kernels.in_context(problem, op, name) from None
        except NotAllowed as problem:
            wrong = errors.InvalidArgumentError(None, None, str(problem))
            raise kernels.in_context(wrong, op, name) from None
        for tape in tapes:
            tape.record(op, flat, settled, outputs)
        return op.package(outputs, settled)

    def _run(
        self, op: Op, inputs: tuple[Any, ...], attrs: dict[str, Any]
    ) -> tuple[list[Any], dict[str, Any], list[Any]]:
        flat, settled = self.bind(op, inputs, attrs)
        state = None
        if op.kernel_state is not None:
            key = (op.name, tuple(sorted(settled.items(), key=str)))
            state = kernels.state_of(self.kernel_states, key, op, settled)
        return flat, settled, kernels.execute(op, flat, settled, state)

    def replay(self, node: Any, inputs: list[Any], states: Any) -> list[Any]:
        """Runs a node of a traced graph on concrete tensors; tells the tapes."""
        record, attrs = node.record, node.attrs
        if record.unroll is not None and current.tapes:
            return record.unroll(inputs, attrs)
        state = kernels.state_of(states, node, record, attrs)
        outputs = kernels.execute(record, inputs, attrs, state)
        override = getattr(node, "gradient_override", None)
        for tape in current.tapes:
            tape.record(record, inputs, attrs, outputs, override)
        return outputs

    def bind(
        self, op: Op, inputs: tuple[Any, ...], attrs: dict[str, Any]
    ) -> tuple[list[Any], dict[str, Any]]:
        """Flat eager tensors and settled attributes."""
        flat: list[Any] = []
        codes: list[int] = []
        for place, x in enumerate(inputs):
            if place in op.signature.list_places:
                if not _holds_tensors_only(x):
                    return bind(op, inputs, attrs, self)
                codes.append(-1 - len(x))
                codes += [item._dtype_code for item in x]
                flat += x
                continue
            if type(x) is not EagerTensor:
                x = _quick_tensor(op, place, inputs, attrs)
                if type(x) is not EagerTensor:
                    return bind(op, inputs, attrs, self)
            codes.append(x._dtype_code)
            flat.append(x)
        key: Any = (op, *codes)
        if attrs:
            for name, value in attrs.items():
                kind = type(value)
                if kind not in _MEMORABLE:
                    return bind(op, inputs, attrs, self)
                key += (name, kind, value._code if kind is DType else value)
        known = _settled.get(key)
        if known is not None:
            return flat, known[0]
        flat, settled = bind(op, inputs, attrs, self)
        if len(_settled) >= _MOST_SETTLED:
            _settled.clear()
        short = op.single_output or not op.signature.outputs
        _settled[key] = settled, kernels.prepared(op, settled), short
        return flat, settled

    def convert(
        self, value: Any, dtype: DType | None, hint: DType | None, name: str | None
    ) -> Any:
        """An eager tensor of `value`."""
        kind = type(value)
        if kind is EagerTensor:
            return value
        if kind in _PLAIN and not conversions.registered:
            wanted = dtype or hint
            made = _from_literal(value, 0 if wanted is None else wanted._code)
            if made is not None:
                return made
        if isinstance(value, Tensor):
            raise Redirected(value)  # symbolic: its graph runs the op
        if hasattr(type(value), "__tensorbrook_dispatch__"):
            raise Redirected(value)
        if hasattr(type(value), "__tf_tensor__"):
            return value.__tf_tensor__(dtype, name)
        if conversions.registered:
            made = conversions.converted(value, dtype, hint, name)
            if made is not None:
                return self.convert(made, dtype, hint, name)
        if dtype is not None:
            return self._made(value, dtype)
        if hint is not None:
            try:
                return self._made(value, hint)
            except TypeError:
                return self._made(value, None)
        return self._made(value, None)

    def _made(self, value: Any, dtype: DType | None) -> Any:
        if (
            isinstance(value, list | tuple)
            and (tensor := first_tensor(value)) is not None
        ):
            if isinstance(tensor, Tensor) and not isinstance(tensor, EagerTensor):
                raise Redirected(tensor)
            return pack(value, dtype)
        return self.literal(value, dtype)

    def literal(self, value: Any, dtype: DType | None) -> EagerTensor:
        """An eager tensor of a Python or NumPy value that holds no tensors."""
        array, found = convert.to_array(value, dtype)
        return tensor_of(array, found, copy=array is value)

    def is_literal(self, value: Any) -> bool:
        """Whether `value` holds no tensors."""
        return first_tensor(value) is None

    def mismatch(
        self, op: Op, index: int, arg: Arg, tensor: Any, want: DType
    ) -> errors.OpError:
        """The error for a tensor of the wrong type."""
        return errors.InvalidArgumentError(
            None,
            None,
            f"cannot compute {op.name} as input #{index}(zero-based) was expected to be "
            f"a {convert.short_name(want)} tensor but is a "
            f"{convert.short_name(tensor.dtype)} tensor [Op:{op.name}] name: ",
        )

    def not_allowed(
        self, op: Op, arg_name: str, attr: Any, dtype: DType
    ) -> errors.OpError:
        """The error for a type that the op does not take."""
        names = ", ".join(convert.short_name(allowed) for allowed in attr.allowed)
        return errors.InvalidArgumentError(
            None,
            None,
            f"Value for attr '{arg_name}' of {convert.short_name(dtype)} is not in the "
            f"list of allowed values: {names} [Op:{op.name}] name: ",
        )


#: By op, dtypes of the inputs, and attributes as they were given: the settled attributes,
#: the native kernel prepared with them, and whether there is at most one output.
_settled: dict[Any, tuple[dict[str, Any], Any, bool]] = {}
_MOST_SETTLED = 1 << 14
#: Types whose equal values mean the same; -0.0 equals 0.0, so floats are not among them.
_MEMORABLE = frozenset((int, bool, str, type(None), DType))
#: Types of which the native core makes tensors by itself.
_PLAIN = frozenset((int, float, bool, list, tuple))
_NUMBERS = frozenset((int, float))

_call = backend.call
_from_literal = backend.from_literal
backend.register_calls(_settled, _MEMORABLE, conversions.registered)


def _holds_tensors_only(value: Any) -> bool:
    if type(value) is not list and type(value) is not tuple:
        return False
    return all(type(item) is EagerTensor for item in value)


def _quick_tensor(
    op: Op, place: int, inputs: tuple[Any, ...], attrs: dict[str, Any]
) -> Any:
    """What stands for a variable or for Python numbers of a plain case; else None."""
    value, signature = inputs[place], op.signature
    if type(value) not in _PLAIN:
        return value.__tf_tensor__() if hasattr(value, "_accessed") else None
    if conversions.registered:
        return None
    if place in signature.index_places:
        given = signature.inputs[place].type_attr in attrs
        return None if given else _from_literal(value, dtypes.int32._code)
    shared = signature.shared_type
    if shared is None or shared in attrs or type(value) not in _NUMBERS:
        return None
    for other in inputs:
        if type(other) is EagerTensor:
            return _from_literal(value, other._dtype_code)
    return None


def first_tensor(value: Any) -> Any:
    """The first tensor (or variable) in nested lists, or None."""
    if isinstance(value, list | tuple):
        for item in value:
            if isinstance(item, list | tuple) or hasattr(type(item), "__tf_tensor__"):
                found = first_tensor(item)
                if found is not None:
                    return found
        return None
    return value if hasattr(type(value), "__tf_tensor__") else None


def pack(value: Any, dtype: DType | None) -> Any:
    """A tensor of nested lists that hold tensors, stacked level by level.

    Where the first tensor is of another dtype than the wanted one, all are cast.
    """
    from tensorbrook._src.ops import cast, shape

    found: Any = dtype_of(first_tensor(value))
    wanted: DType = dtype or found
    parts = []
    for item in value:
        if isinstance(item, list | tuple) and first_tensor(item) is not None:
            part = pack(item, wanted)
        else:
            part = current.interpreter.convert(item, wanted, None, None)
        parts.append(part if found is wanted else cast.cast(part, wanted))
    wrong = next((part for part in parts if part.dtype.base_dtype is not wanted), None)
    if wrong is not None:
        raise TypeError(
            f"Cannot stack tensors of dtype {wanted.name} and {wrong.dtype.name} into one "
            "tensor; cast them first."
        )
    return shape.stack_op(parts, axis=0)


eager = Eager()
Current.default_interpreter = staticmethod(lambda: eager)
current.interpreter = eager
