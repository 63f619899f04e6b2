"""DType: the element types of tensors, one interned object for each."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any, TypeAlias

import ml_dtypes
import numpy as np

from tensorbrook._src.core.trace_type import TraceType

_REF_OFFSET = 100


class DType(TraceType):
    """The element type of a tensor, such as `tf.float32` or `tf.string`.

    There is one object for each type. It compares equal to everything that `as_dtype`
    turns into the same type: its name, its NumPy type, its number. References
    (`float32_ref`, the type of a 1.x variable) are types of their own, numbered 100
    higher.

    Attributes:
      name: The name, as `as_dtype` takes it.
      size: Bytes per element; 0 for string, resource and variant.
      numpy_dtype: The `np.dtype` of the array that stores such elements: the plain
        integer for a quantized type, object for string, resource and variant.
      base_dtype: The type itself, or for a reference the type that it refers to.
      is_floating: Whether it is a real floating point type.
      is_complex: Whether it is a complex floating point type.
      is_integer: Whether it is a non-quantized integer type.
      is_unsigned: Whether it is a non-quantized integer type without a sign.
      is_bool: Whether it is the boolean type.
      is_quantized: Whether it is one of the quantized integer types.
      is_numeric: Whether arithmetic is defined for it, 8-bit floats and the
        sub-byte types excluded.
      is_numpy_compatible: Whether NumPy can hold it.

    Example:
      >>> float32.is_floating, float32.size
      (True, 4)
      >>> float32 == "float32", float32 == np.float32
      (True, True)
    """

    __slots__ = (
        "_code",
        "_is_ref_dtype",
        "base_dtype",
        "is_bool",
        "is_complex",
        "is_floating",
        "is_integer",
        "is_numeric",
        "is_numpy_compatible",
        "is_quantized",
        "is_unsigned",
        "name",
        "numpy_dtype",
        "size",
    )

    _code: int
    _is_ref_dtype: bool
    name: str
    size: int
    numpy_dtype: np.dtype[Any]
    base_dtype: DType
    is_floating: bool
    is_complex: bool
    is_integer: bool
    is_unsigned: bool
    is_bool: bool
    is_quantized: bool
    is_numeric: bool
    is_numpy_compatible: bool

    def __new__(cls, type_enum: int, handle_data: Any = None) -> DType:
        """Returns the type with the number `type_enum`.

        Args:
          type_enum: TensorFlow's number of the type: 1 is float32, 101 its reference.
          handle_data: Accepted for TensorFlow's sake; a type carries none here.

        Raises:
          TypeError: No type has that number.
        """
        del handle_data
        found = _BY_CODE.get(int(type_enum))
        if found is None:
            raise TypeError(f"{type_enum} is not the number of any DType.")
        return found

    @property
    def as_datatype_enum(self) -> int:
        """The number of this type in TensorFlow's `DataType` enumeration."""
        return self._code

    @property
    def as_numpy_dtype(self) -> Any:
        """The NumPy scalar type, e.g. `np.float32`; `object` for strings.

        Raises:
          KeyError: NumPy has no such type (resource and variant).
        """
        if not self.is_numpy_compatible:
            raise KeyError(f"NumPy has no type for {self!r}.")
        return _NUMPY_TYPES[self.base_dtype._code]

    @property
    def real_dtype(self) -> DType:
        """The type of the real part of an element: the type itself unless complex."""
        base = self.base_dtype
        if base is complex64:
            return float32
        return float64 if base is complex128 else self

    @property
    def min(self) -> Any:
        """The smallest (for floats: most negative) finite value of this type.

        Raises:
          TypeError: The type has no order, or is quantized.
        """
        return self._bound("min")

    @property
    def max(self) -> Any:
        """The largest finite value of this type.

        Raises:
          TypeError: The type has no order, or is quantized.
        """
        return self._bound("max")

    @property
    def limits(self) -> tuple[Any, Any]:
        """The `(lowest, highest)` brightness of an image of this type.

        Floats range over [0, 1], integers from 0 to their maximum.

        Raises:
          ValueError: Images of this type have no agreed range.
        """
        base = self.base_dtype
        if base is bool:
            return 0, True
        if base is float32 or base is float64:
            return 0, 1
        if base.is_integer and base.is_numeric:
            return 0, self.max
        raise ValueError(f"{self} does not have defined limits.")

    def is_compatible_with(self, other: DTypeLike) -> builtins.bool:
        """Returns whether a tensor of type `other` can be used where this is asked for.

        Args:
          other: A type, or anything that `as_dtype` accepts.

        Returns:
          True for the same type, and for a reference to it.
        """
        other = as_dtype(other)
        return self is other or self is other.base_dtype

    def is_subtype_of(self, other: TraceType) -> builtins.bool:
        """Returns whether `other` is this same type: types have no hierarchy."""
        return type(other) is DType and self is other

    def most_specific_common_supertype(
        self, types: Sequence[TraceType]
    ) -> DType | None:
        """Returns this type if all of `types` equal it, else None."""
        return self if all(self == other for other in types) else None

    @property
    def holds_objects(self) -> builtins.bool:
        """Whether the elements are objects: resources and variants."""
        return self is resource or self is variant

    def placeholder_value(self, placeholder_context: Any) -> DType:
        """Returns the type itself: in a traced function a type is a constant."""
        del placeholder_context
        return self

    @property
    def _as_ref(self) -> DType:
        return _BY_CODE[self.base_dtype._code + _REF_OFFSET]

    @property
    def _type_enum(self) -> int:
        return self._code

    def _bound(self, which: str) -> Any:
        base = self.base_dtype
        word = "minimum" if which == "min" else "maximum"
        if base.is_quantized or not (base.is_floating or base.is_integer):
            kind = "quantized type" if base.is_quantized else "type"
            raise TypeError(f"Cannot find {word} value of {self} with {kind} {base}.")
        info = ml_dtypes.finfo if base.is_floating else ml_dtypes.iinfo
        return getattr(info(base.numpy_dtype), which)

    def __eq__(self, other: object) -> builtins.bool:
        if self is other:
            return True
        if other is None or type(other) is DType:
            return False
        try:
            return self is as_dtype(other)
        except TypeError:
            return False

    def __ne__(self, other: object) -> builtins.bool:
        return not self == other

    def __hash__(self) -> int:
        return self._code

    def __int__(self) -> int:
        return self._code

    def __repr__(self) -> str:
        return f"tf.{self.name}"

    def __str__(self) -> str:
        return f"<dtype: {self.name!r}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return as_dtype, (self.name,)

    def __copy__(self) -> DType:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> DType:
        return self


DTypeLike: TypeAlias = Any
"""A DType, its name or number, a NumPy dtype or scalar type, or float, bool, object."""

_BY_CODE: dict[int, DType] = {}
_NUMPY_TYPES: dict[int, Any] = {}
_LOOKUP: dict[Any, DType] = {}


def _set_flags(dtype: DType, kind: str, numeric: builtins.bool) -> None:
    dtype.is_floating = kind == "f"
    dtype.is_complex = kind == "c"
    dtype.is_integer = kind in "iu"
    dtype.is_unsigned = kind == "u"
    dtype.is_bool = kind == "b"
    dtype.is_quantized = kind == "q"
    dtype.is_numeric = numeric
    dtype.is_numpy_compatible = kind != "r"


def _define(
    code: int,
    name: str,
    kind: str,
    numpy_type: Any,
    *aliases: str,
    numeric: builtins.bool = True,
) -> DType:
    """Makes the type and its reference, and enters them into the look-up tables."""
    made = []
    for number, suffix in ((code, ""), (code + _REF_OFFSET, "_ref")):
        dtype = object.__new__(DType)
        dtype._code = number
        dtype._is_ref_dtype = suffix == "_ref"
        dtype.name = name + suffix
        dtype.numpy_dtype = np.dtype(numpy_type)
        dtype.size = 0 if dtype.numpy_dtype.hasobject else dtype.numpy_dtype.itemsize
        _set_flags(dtype, kind, numeric)
        _BY_CODE[number] = dtype
        for key in (number, *(word + suffix for word in (name, *aliases))):
            _LOOKUP[key] = dtype
        made.append(dtype)
    base, reference = made
    base.base_dtype = reference.base_dtype = base
    _NUMPY_TYPES[code] = numpy_type
    if kind == "q":
        _NUMPY_TYPES[code] = np.dtype([(name, numpy_type)])
        _LOOKUP[_NUMPY_TYPES[code]] = base
    elif kind in "fciub":
        _LOOKUP[numpy_type] = _LOOKUP[base.numpy_dtype] = base
    return base


float32 = _define(1, "float32", "f", np.float32, "float")
float64 = _define(2, "float64", "f", np.float64, "double")
int32 = _define(3, "int32", "i", np.int32)
uint8 = _define(4, "uint8", "u", np.uint8)
int16 = _define(5, "int16", "i", np.int16)
int8 = _define(6, "int8", "i", np.int8)
string = _define(7, "string", "s", object, numeric=False)
complex64 = _define(8, "complex64", "c", np.complex64)
int64 = _define(9, "int64", "i", np.int64)
bool = _define(10, "bool", "b", np.bool_, numeric=False)  # noqa: A001
qint8 = _define(11, "qint8", "q", np.int8)
quint8 = _define(12, "quint8", "q", np.uint8)
qint32 = _define(13, "qint32", "q", np.int32)
bfloat16 = _define(14, "bfloat16", "f", ml_dtypes.bfloat16)
qint16 = _define(15, "qint16", "q", np.int16)
quint16 = _define(16, "quint16", "q", np.uint16)
uint16 = _define(17, "uint16", "u", np.uint16)
complex128 = _define(18, "complex128", "c", np.complex128)
float16 = _define(19, "float16", "f", np.float16, "half")
resource = _define(20, "resource", "r", object, numeric=False)
variant = _define(21, "variant", "r", object, numeric=False)
uint32 = _define(22, "uint32", "u", np.uint32)
uint64 = _define(23, "uint64", "u", np.uint64)
float8_e5m2 = _define(24, "float8_e5m2", "f", ml_dtypes.float8_e5m2, numeric=False)
float8_e4m3fn = _define(
    25, "float8_e4m3fn", "f", ml_dtypes.float8_e4m3fn, numeric=False
)
float8_e4m3fnuz = _define(
    26, "float8_e4m3fnuz", "f", ml_dtypes.float8_e4m3fnuz, numeric=False
)
float8_e4m3b11fnuz = _define(
    27, "float8_e4m3b11fnuz", "f", ml_dtypes.float8_e4m3b11fnuz, numeric=False
)
float8_e5m2fnuz = _define(
    28, "float8_e5m2fnuz", "f", ml_dtypes.float8_e5m2fnuz, numeric=False
)
int4 = _define(29, "int4", "i", ml_dtypes.int4, numeric=False)
uint4 = _define(30, "uint4", "u", ml_dtypes.uint4, numeric=False)
int2 = _define(31, "int2", "i", ml_dtypes.int2, numeric=False)
uint2 = _define(32, "uint2", "u", ml_dtypes.uint2, numeric=False)
float4_e2m1fn = _define(
    33, "float4_e2m1fn", "f", ml_dtypes.float4_e2m1fn, numeric=False
)
double = float64
half = float16

for _type in (object, np.object_, np.dtype(object), np.str_, np.bytes_):
    _LOOKUP[_type] = string
_LOOKUP[float] = float32
_LOOKUP[builtins.bool] = bool

ALL = frozenset(dtype for code, dtype in _BY_CODE.items() if code < _REF_OFFSET)
FLOATING = frozenset({float16, bfloat16, float32, float64})
COMPLEX = frozenset({complex64, complex128})
INTEGER = frozenset({int8, int16, int32, int64, uint8, uint16, uint32, uint64})
INDEX = frozenset({int32, int64})
REAL = FLOATING | INTEGER
QUANTIZED = frozenset({qint8, quint8, qint16, quint16, qint32})
NUMERIC = REAL | COMPLEX | {qint8, quint8, qint32}
TYPE_SETS: dict[str, frozenset[DType]] = {
    "any": ALL,
    "complex": COMPLEX,
    "floating": FLOATING,
    "index": INDEX,
    "integer": INTEGER,
    "numeric": NUMERIC,
    "quantized": QUANTIZED,
    "real": REAL,
}
"""The sets of types that an operation's signature may name."""


def as_dtype(type_value: DTypeLike) -> DType:
    """Converts `type_value` to a `DType`.

    Args:
      type_value: A `DType`, its name ("float32", "half", "int32_ref") or number, a
        NumPy dtype or scalar type, something with such a `dtype`, or one of
        Python's `float` (float32), `bool` and `object` (string).

    Returns:
      The type.

    Raises:
      TypeError: `type_value` stands for no type.

    Example:
      >>> as_dtype("half"), as_dtype(np.dtype("int64")), as_dtype(float)
      (tf.float16, tf.int64, tf.float32)
    """
    if type(type_value) is DType:
        return type_value
    try:
        return _LOOKUP[type_value]
    except (KeyError, TypeError):
        # TypeError: not hashable, such as an array, whose dtype counts.
        found = _from_numpy(type_value)
    if found is None:
        raise TypeError(
            f"Cannot convert the argument `type_value`: {type_value!r} to a "
            "TensorFlow DType."
        )
    return found


def _from_numpy(value: Any) -> DType | None:
    """Finds the type of NumPy types that aren't keys, such as '<U3' or `np.intp`."""
    if isinstance(value, type) and issubclass(value, np.generic):
        if value in _ABSTRACT_NUMPY_TYPES:
            return None
        value = np.dtype(value)
    elif not isinstance(value, np.dtype):
        value = getattr(value, "dtype", None)
    if not isinstance(value, np.dtype):
        return None
    if value.kind in "SU":
        return string
    return _LOOKUP.get(value.newbyteorder("="))


_ABSTRACT_NUMPY_TYPES = frozenset(
    {
        np.generic,
        np.number,
        np.integer,
        np.signedinteger,
        np.unsignedinteger,
        np.inexact,
        np.floating,
        np.complexfloating,
        np.flexible,
        np.character,
    }
)

QUANTIZED_DTYPES = frozenset(
    dtype for base in QUANTIZED for dtype in (base, base._as_ref)
)
"""The quantized types and the references to them."""
