"""What `+`, `<`, `[]` and their like mean for tensors and variables.

The tensor that is on the left (or, for a reflected method, on the right) decides the
type; a Python or NumPy value on the other side is converted to it.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any, ClassVar

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import binary, bitwise, comparison, matmul, unary
from tensorbrook._src.ops.constant import convert_to_tensor

Binary = Callable[[Any, Any], Any]


class Rules:
    """What `experimental_enable_numpy_behavior` puts in the place of our own rules."""

    promote: ClassVar[Callable[..., list[Any]] | None] = None
    select: ClassVar[Binary | None] = None


def _promoted(x: Any, y: Any) -> Any:
    """Both operands, of one dtype where NumPy's promotion is on."""
    promote = Rules.promote
    return (x, y) if promote is None else promote(x, y)


def _defers(y: Any) -> bool:
    """Whether the other side has its own idea of operators with tensors."""
    kind = type(y)
    return hasattr(kind, "__tensorbrook_operators__")


def _forward(function: Binary) -> Binary:
    def method(self: Any, other: Any) -> Any:
        if _defers(other):
            return NotImplemented
        if Rules.promote is not None:
            self, other = Rules.promote(self, other)
        return function(self, other)

    return method


def _reflected(function: Binary) -> Binary:
    def method(self: Any, other: Any) -> Any:
        if Rules.promote is not None:
            return function(*Rules.promote(other, self))
        return function(_of_type(other, self.dtype.base_dtype), self)

    return method


def _of_type(value: Any, dtype: dtypes.DType) -> Any:
    return value if isinstance(value, Tensor) else convert_to_tensor(value, dtype)


def _add(x: Any, y: Any) -> Any:
    dtype = x.dtype.base_dtype
    if not hasattr(type(y), "__tf_tensor__"):
        y = convert_to_tensor(y, dtype_hint=dtype)
    if dtype is dtypes.string:
        return binary.add_op(x, y, name="add")
    return binary.add_v2_op(x, y, name="add")


def _true_divide(x: Any, y: Any) -> Any:
    return binary.truediv(x, y, name="truediv")


def _logical_or_bits(logical: Binary, bits: Binary) -> Binary:
    def function(x: Any, y: Any) -> Any:
        boolean = x.dtype.base_dtype is dtypes.bool
        return logical(x, y) if boolean else bits(x, y)

    return function


def _logical_xor(x: Any, y: Any) -> Any:
    return comparison.logical_xor(x, y)


_ARITHMETIC: dict[str, Binary] = {
    "add": _add,
    "sub": lambda x, y: binary.sub_op(x, y, name="sub"),
    "mul": lambda x, y: binary.mul_op(x, y, name="mul"),
    "truediv": _true_divide,
    "div": _true_divide,
    "floordiv": lambda x, y: binary.floor_div_op(x, y, name="floordiv"),
    "mod": lambda x, y: binary.floor_mod_op(x, y, name="mod"),
    "pow": lambda x, y: binary.pow_op(x, y, name="pow"),
    "matmul": lambda x, y: matmul.matmul(x, y, name="matmul"),
    "and": _logical_or_bits(comparison.logical_and, bitwise.bitwise_and),
    "or": _logical_or_bits(comparison.logical_or, bitwise.bitwise_or),
    "xor": _logical_or_bits(_logical_xor, bitwise.bitwise_xor),
}

_ORDER: dict[str, Binary] = {
    "lt": lambda x, y: comparison.less_op(x, y),
    "le": lambda x, y: comparison.less_equal_op(x, y),
    "gt": lambda x, y: comparison.greater_op(x, y),
    "ge": lambda x, y: comparison.greater_equal_op(x, y),
}


def _by_identity(x: Any) -> bool:
    """1.x semantics: a tensor of a session's graph equals only itself."""
    if not Tensor._use_equality:
        return True
    graph = getattr(x.op, "graph", None) if hasattr(type(x), "consumers") else None
    return graph is not None and not graph.building_function


def _equal(self: Any, other: Any) -> Any:
    if other is None:
        return False
    if _defers(other):
        return NotImplemented
    if _by_identity(self):
        return self is other
    return comparison.equal_op(*_promoted(self, other), incompatible_shape_error=False)


def _not_equal(self: Any, other: Any) -> Any:
    if other is None:
        return True
    if _defers(other):
        return NotImplemented
    if _by_identity(self):
        return self is not other
    return comparison.not_equal_op(
        *_promoted(self, other), incompatible_shape_error=False
    )


def _invert(self: Any) -> Any:
    if self.dtype.base_dtype is dtypes.bool:
        return comparison.logical_not(self)
    return bitwise.invert(self)


def _getitem(self: Any, key: Any) -> Any:
    from tensorbrook._src.ops import slicing

    if Rules.select is not None:
        return Rules.select(self, key)
    return slicing.getitem(self, key)


def _operators() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for name, function in _ARITHMETIC.items():
        found[f"__{name}__"] = _forward(function)
        found[f"__r{name}__"] = _reflected(function)
    for name, function in _ORDER.items():
        found[f"__{name}__"] = _forward(function)
    found |= {
        "__eq__": _equal,
        "__ne__": _not_equal,
        "__neg__": lambda self: unary.neg_op(self),
        "__abs__": lambda self: unary.abs(self),
        "__invert__": _invert,
        "__getitem__": _getitem,
    }
    for name, method in found.items():
        method.__name__ = method.__qualname__ = name
    return found


#: The methods by name; the native tensor calls them where its short cut doesn't apply.
OPERATORS: dict[str, Callable[..., Any]] = _operators()


#: What the native tensor has slots for.
SLOTS: tuple[str, ...] = tuple(
    name for name in OPERATORS if name not in ("__getitem__", "__div__", "__rdiv__")
)


def install(cls: type, but: Container[str] = ()) -> None:
    """Gives a class the operators of a tensor, except those that it defines itself.

    Args:
        cls: `Tensor`, or a class that stands for tensors (it has `__tf_tensor__`).
        but: The operators that it has natively.
    """
    for name, method in OPERATORS.items():
        if name not in cls.__dict__ and name not in but:
            setattr(cls, name, method)
