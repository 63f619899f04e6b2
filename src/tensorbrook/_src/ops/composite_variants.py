"""Composite tensors packed into variants, with what describes them."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.formats import proto_wire
from tensorbrook._src.ops.rules import scalar

_NO_VARIANTS = unsupported("XLA has no variants")
_SPEC, _KIND = 1, 1  # fields of the metadata, and of the description in it


class PackedComposite:
    """Tensors, and which kind of composite tensor they make up."""

    __slots__ = ("components", "kind")

    def __init__(self, kind: int, components: list[Any]) -> None:
        self.kind = kind
        self.components = components

    def __add__(self, other: PackedComposite) -> PackedComposite:
        pairs = zip(self.components, other.components, strict=True)
        return PackedComposite(self.kind, [a + b for a, b in pairs])


def _wrong(message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(None, None, message)


def _kind_of(metadata: str) -> int:
    """The number of the class of type specs that the metadata names; 0 without."""
    content = metadata.encode("utf-8", "surrogateescape")
    try:
        for number, wire, spec in proto_wire.fields(content):
            if number != _SPEC or wire != proto_wire.BYTES:
                continue
            for field, way, value in proto_wire.fields(spec):
                if field == _KIND and way == proto_wire.VARINT:
                    return int(value)
    except ValueError:
        raise _wrong("Error parsing metadata") from None
    return 0


def _pack(xp: Any, components: list[Any], metadata: str) -> PackedComposite:
    return PackedComposite(_kind_of(metadata), list(components))


def _unpack(
    xp: Any, encoded: Any, metadata: str, Tcomponents: tuple[Any, ...]
) -> list[Any]:
    if not isinstance(encoded, PackedComposite):
        raise _wrong(
            "CompositeTensorVariantToComponents: the variant must hold a composite "
            f"tensor, not {type(encoded).__name__}."
        )
    wanted = _kind_of(metadata)
    if encoded.kind != wanted:
        raise _wrong(
            f"Expected the kind {wanted} of type specs, but `encoded` contains the kind "
            f"{encoded.kind}."
        )
    if len(encoded.components) != len(Tcomponents):
        raise _wrong(
            f"Encoded value has {len(encoded.components)} tensor components; expected "
            f"{len(Tcomponents)} components based on type_spec"
        )
    for place, (array, dtype) in enumerate(
        zip(encoded.components, Tcomponents, strict=True)
    ):
        if array.dtype != dtype.numpy_dtype:
            raise _wrong(
                f"Tensor component {place} had dtype {array.dtype}; expected dtype "
                f"{dtype.name}"
            )
    return encoded.components


def _open(c: ShapeContext) -> list[Dims]:
    return [None] * len(c.attrs["Tcomponents"])


def _unpack_gradient(op: Any, *dys: Any) -> list[Any]:
    from tensorbrook._src.ops.array_creation import zeros_like

    parts = [
        zeros_like(made) if dy is None else dy
        for dy, made in zip(dys, op.outputs, strict=True)
    ]
    return [from_components_op(parts, metadata=op.attrs["metadata"])]


def _pack_gradient(op: Any, dy: Any) -> list[Any]:
    kinds = [tensor.dtype for tensor in op.inputs]
    metadata = op.attrs["metadata"]
    parts = to_components_op(dy, metadata=metadata, Tcomponents=kinds)  # type: ignore[has-type]
    return [
        part if kind.is_floating or kind.is_complex else None
        for part, kind in zip(parts, kinds, strict=True)
    ]


from_components_op = Op(
    "CompositeTensorVariantFromComponents",
    "components: Tcomponents -> encoded: variant | metadata: string, "
    "Tcomponents: list(type)",
    shape=scalar,
    reference=_pack,
    gradient=_pack_gradient,
    xla=_NO_VARIANTS,
)

to_components_op = Op(
    "CompositeTensorVariantToComponents",
    "encoded: variant -> components: Tcomponents | metadata: string, "
    "Tcomponents: list(type)",
    shape=_open,
    reference=_unpack,
    gradient=_unpack_gradient,
    xla=_NO_VARIANTS,
)
