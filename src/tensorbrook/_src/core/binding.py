"""From the arguments of a call to tensors of the right types and settled attributes.

The rules are TensorFlow's: a tensor fixes the type attribute it stands for, Python and
NumPy values are converted to it, and nothing is promoted silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from tensorbrook._src.core.dtypes import DType, as_dtype
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.signature import Arg, canonical


class Converter(Protocol):
    """How an interpreter turns a value into one of its tensors, and complains."""

    def convert(
        self, value: Any, dtype: DType | None, hint: DType | None, name: str | None
    ) -> Any:
        """A tensor of `value`; `dtype` is required, `hint` only preferred."""
        ...

    def mismatch(
        self, op: Op, index: int, arg: Arg, tensor: Any, want: DType
    ) -> Exception:
        """The error for a tensor whose type is not the one that its argument needs."""
        ...

    def not_allowed(self, op: Op, arg_name: str, attr: Any, dtype: DType) -> Exception:
        """The error for a type that the op does not take."""
        ...


def dtype_of(value: Any) -> DType | None:
    """The dtype of a tensor or of something that stands for one, else None."""
    if hasattr(type(value), "__tf_tensor__"):
        dtype = value.dtype
        if not isinstance(dtype, DType):  # what stands for a tensor may name its dtype
            dtype = as_dtype(dtype)
        return dtype.base_dtype
    return None


_MOST_OUTPUTS = 1 << 20


class Binding:
    """Inputs and attributes of one call while they are being settled."""

    def __init__(self, op: Op, attrs: dict[str, Any], converter: Converter) -> None:
        self.op = op
        self.converter = converter
        self.flat: list[Any] = []
        known = op.signature.attrs
        self.attrs: dict[str, Any] = {}
        for name, value in attrs.items():
            if name not in known:
                raise TypeError(
                    f"{op.name} got an unexpected attribute {name!r}; it has "
                    f"{sorted(known)}."
                )
            if value is not None or known[name].kind == "shape":
                self.attrs[name] = canonical(known[name], value)

    def settle_types(self, inputs: Sequence[Any]) -> None:
        """Lets the tensors among the inputs fix the type attributes."""
        for arg, value in zip(self.op.signature.inputs, inputs, strict=True):
            if arg.type_attr is None or arg.type_attr in self.attrs:
                continue
            for item in value if arg.number_attr is not None else (value,):
                if (dtype := dtype_of(item)) is not None:
                    self.attrs[arg.type_attr] = dtype
                    break

    def add(self, arg: Arg, value: Any) -> None:
        """Converts the value of one argument."""
        if arg.type_list_attr is not None:
            self.add_typed_list(arg, value)
        elif arg.number_attr is not None:
            if not isinstance(value, list | tuple):
                raise TypeError(
                    f"Expected list for '{arg.name}' argument to '{self.op.name}' Op, "
                    f"not {value!r}."
                )
            number = self.op.signature.attrs[arg.number_attr]
            count = canonical(number, len(value))
            if self.attrs.setdefault(arg.number_attr, count) != count:
                raise ValueError(
                    f"List argument '{arg.name}' to '{self.op.name}' Op with length {count} "
                    f"must match length {self.attrs[arg.number_attr]}."
                )
            for item in value:
                self.add_one(arg, item)
        else:
            self.add_one(arg, value)

    def add_typed_list(self, arg: Arg, value: Sequence[Any]) -> None:
        wanted = self.attrs.get(arg.type_list_attr or "")
        if wanted is not None and len(wanted) != len(value):
            raise ValueError(
                f"{self.op.name} takes {len(wanted)} tensors as '{arg.name}', got "
                f"{len(value)}."
            )
        types = []
        for index, item in enumerate(value):
            dtype = None if wanted is None else wanted[index]
            tensor = self.converter.convert(item, dtype, None, arg.name)
            types.append(tensor.dtype.base_dtype)
            self.flat.append(tensor)
        self.attrs[arg.type_list_attr or ""] = tuple(types)

    def add_one(self, arg: Arg, value: Any) -> None:
        want, hint = arg.dtype, None
        if arg.type_attr is not None:
            want = self.attrs.get(arg.type_attr)
            if want is None:
                attr = self.op.signature.attrs[arg.type_attr]
                hint = attr.default if attr.has_default else None
                if hint is not None and _own_type(value) in (attr.allowed or ()):
                    hint = None
        is_tensor = dtype_of(value) is not None
        tensor = self.converter.convert(
            value, None if is_tensor else want, hint, arg.name
        )
        dtype = tensor.dtype.base_dtype
        if want is None:
            self.attrs[arg.type_attr or ""] = dtype
        elif dtype is not want:
            raise self.converter.mismatch(self.op, len(self.flat), arg, tensor, want)
        self.flat.append(tensor)

    def finish(self) -> None:
        """Fills in defaults and checks that every attribute is allowed."""
        for name, attr in self.op.signature.attrs.items():
            if name not in self.attrs:
                if not attr.has_default:
                    raise TypeError(
                        f"{self.op.name} needs the attribute {name!r} ({attr.kind})."
                    )
                self.attrs[name] = attr.default
            elif attr.kind == "type" and attr.allowed is not None:
                value = self.attrs[name]
                for dtype in value if attr.is_list else (value,):
                    if dtype not in attr.allowed:
                        raise self.converter.not_allowed(self.op, name, attr, dtype)
        for name in self.op.signature.counts:
            if self.attrs[name] > _MOST_OUTPUTS:
                raise ValueError(
                    f"{self.op.name} can't have {self.attrs[name]} outputs: '{name}' must "
                    f"be at most {_MOST_OUTPUTS}."
                )


def bind(
    op: Op, inputs: Sequence[Any], attrs: dict[str, Any], converter: Converter
) -> tuple[list[Any], dict[str, Any]]:
    """Flat input tensors and settled attributes of a call.

    Raises:
        TypeError: Wrong number of inputs, or an attribute of the wrong kind.
        Exception: What the converter says of wrong types.
    """
    signature = op.signature
    if len(inputs) != len(signature.inputs):
        names = ", ".join(arg.name for arg in signature.inputs)
        raise TypeError(
            f"{op.name} takes {len(signature.inputs)} inputs ({names}), got {len(inputs)}."
        )
    binding = Binding(op, attrs, converter)
    binding.settle_types(inputs)
    for arg, value in zip(signature.inputs, inputs, strict=True):
        binding.add(arg, value)
    binding.finish()
    return binding.flat, binding.attrs


def _own_type(value: Any) -> DType | None:
    """The type of a NumPy array, which it keeps where the op takes it."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "iufcb":
        return None
    return as_dtype(value.dtype.newbyteorder("="))
