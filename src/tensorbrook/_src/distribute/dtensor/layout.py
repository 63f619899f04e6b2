"""Layouts: which axes of a tensor are spread along which axes of a mesh."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.distribute.dtensor.mesh import Mesh

UNSHARDED = "unsharded"
MATCH = "match"


class Layout:
    """How a tensor is spread over a mesh.

    Args:
        sharding_specs: For each axis of the tensor the axis of the mesh along which it
            is cut, or `UNSHARDED`.
        mesh: The mesh.

    Raises:
        ValueError: The mesh has no such axis, or it is named twice.

    Example:
        >>> import tensorbrook as tf
        >>> dtensor = tf.experimental.dtensor
        >>> mesh = dtensor.create_mesh([("x", 1)], devices=["CPU:0"])
        >>> dtensor.Layout(["x", dtensor.UNSHARDED], mesh).sharding_specs
        ['x', 'unsharded']
    """

    def __init__(self, sharding_specs: Sequence[str], mesh: Mesh) -> None:
        if not isinstance(mesh, Mesh):
            raise ValueError(f"Layout: `mesh` must be a Mesh, not {mesh!r}.")
        self._specs = [str(spec) for spec in sharding_specs]
        self._mesh = mesh
        named = [spec for spec in self._specs if spec not in (UNSHARDED, MATCH)]
        for spec in named:
            if not mesh.contains_dim(spec):
                raise ValueError(
                    f"Layout: {spec!r} is no axis of the mesh; it has {mesh.dim_names}."
                )
        if len(set(named)) < len(named):
            raise ValueError(f"Layout: an axis of the mesh is used twice: {named}.")

    @classmethod
    def replicated(cls, mesh: Mesh, rank: int) -> Layout:
        """The layout of a tensor that each device has as a whole.

        Args:
            mesh: The mesh.
            rank: The rank of the tensor.
        """
        return cls([UNSHARDED] * rank, mesh)

    @classmethod
    def batch_sharded(
        cls, mesh: Mesh, batch_dim: str, rank: int, axis: int = 0
    ) -> Layout:
        """The layout of a tensor that is cut along one axis, by default the first.

        Args:
            mesh: The mesh.
            batch_dim: The axis of the mesh.
            rank: The rank of the tensor.
            axis: The axis of the tensor.
        """
        specs = [UNSHARDED] * rank
        specs[axis] = batch_dim
        return cls(specs, mesh)

    @classmethod
    def inner_sharded(cls, mesh: Mesh, inner_dim: str, rank: int) -> Layout:
        """The layout of a tensor that is cut along its last axis.

        Args:
            mesh: The mesh.
            inner_dim: The axis of the mesh.
            rank: The rank of the tensor.
        """
        return cls.batch_sharded(mesh, inner_dim, rank, axis=rank - 1)

    @classmethod
    def from_single_device_mesh(cls, mesh: Mesh) -> Layout:
        """The layout of a tensor on a mesh of one device.

        Args:
            mesh: The mesh.
        """
        return cls([], mesh)

    @classmethod
    def from_device(cls, device: str) -> Layout:
        """The layout of a tensor on one device.

        Args:
            device: Its name.
        """
        return cls.from_single_device_mesh(Mesh.from_device(device))

    @property
    def mesh(self) -> Mesh:
        """The mesh."""
        return self._mesh

    @property
    def sharding_specs(self) -> list[str]:
        """The axis of the mesh for each axis of the tensor, or `UNSHARDED`."""
        return list(self._specs)

    @property
    def rank(self) -> int:
        """The rank of the tensor."""
        return len(self._specs)

    @property
    def shape(self) -> Any:
        """The shape of the mesh."""
        return self._mesh.shape()

    @property
    def type(self) -> str:
        """What kind of layout it is."""
        return "single_device" if self.is_single_device() else "static"

    def num_shards(self, idx: int) -> int:
        """Into how many parts an axis of the tensor is cut.

        Args:
            idx: The axis.
        """
        spec = self._specs[idx]
        return 1 if spec in (UNSHARDED, MATCH) else self._mesh.dim_size(spec)

    def is_fully_replicated(self) -> bool:
        """Whether each device has the whole tensor."""
        return all(self.num_shards(axis) == 1 for axis in range(self.rank))

    def is_batch_parallel(self) -> bool:
        """Whether at most the first axis of the tensor is cut."""
        return all(self.num_shards(axis) == 1 for axis in range(1, self.rank))

    def is_single_device(self) -> bool:
        """Whether the mesh has one device and no axes."""
        return self._mesh.is_single_device() and not self._mesh.dim_names

    def delete(self, dims: Sequence[int]) -> Layout:
        """The layout without some axes of the tensor.

        Args:
            dims: The axes.
        """
        gone = {dim % self.rank for dim in dims}
        kept = [spec for axis, spec in enumerate(self._specs) if axis not in gone]
        return Layout(kept, self._mesh)

    def to_parted(self) -> Layout:
        """The layout itself; computations are never parted here."""
        return self

    def global_shape_from_local_shape(self, local_shape: Any) -> TensorShape:
        """The shape of the tensor, from that of a part.

        Args:
            local_shape: The shape of a part.
        """
        sizes = TensorShape(local_shape).as_list()
        return TensorShape(
            [
                None if size is None else size * self.num_shards(axis)
                for axis, size in enumerate(sizes)
            ]
        )

    def local_shape_from_global_shape(self, global_shape: Any) -> TensorShape:
        """The shape of a part, from that of the tensor.

        Args:
            global_shape: The shape of the tensor.
        """
        sizes = TensorShape(global_shape).as_list()
        return TensorShape(
            [
                None if size is None else size // self.num_shards(axis)
                for axis, size in enumerate(sizes)
            ]
        )

    def offset_to_shard(self) -> list[tuple[int, ...]]:
        """For each device, which part of the tensor along each axis it has."""
        return [
            tuple(place.get(spec, 0) for spec in self._specs)
            for place in self._mesh.unravel_index().values()
        ]

    def offset_tuple_to_global_index(self, offset_tuple: Sequence[int]) -> int:
        """The number of a part among all parts, the last axis counting fastest.

        Args:
            offset_tuple: Which part along each axis.
        """
        sizes = [self.num_shards(axis) for axis in range(self.rank)]
        return int(np.ravel_multi_index(tuple(offset_tuple), sizes)) if sizes else 0

    def to_string(self) -> str:
        """The layout as text, as TensorFlow writes it."""
        return f"sharding_specs:{','.join(self._specs)}, mesh:{self._mesh.to_string()}"

    @classmethod
    def from_string(cls, layout_str: str) -> Layout:
        """The layout that `to_string` has written.

        Args:
            layout_str: The text.

        Raises:
            ValueError: The text has another form.
        """
        head, found, mesh = layout_str.partition(", mesh:")
        if not found or not head.startswith("sharding_specs:"):
            raise ValueError(f"Layout.from_string: {layout_str!r} is no layout.")
        specs = head.removeprefix("sharding_specs:").split(",")
        return cls([spec for spec in specs if spec], Mesh.from_string(mesh))

    def as_proto(self) -> Any:
        """Would be the LayoutProto message.

        Raises:
            NotImplementedError: Always; `to_string` gives a text.
        """
        raise NotImplementedError(
            "Layout.as_proto: use to_string; there is no message."
        )

    @classmethod
    def from_proto(cls, layout_proto: Any) -> Layout:
        """Would be the layout of a LayoutProto message.

        Raises:
            NotImplementedError: Always; `from_string` reads a text.
        """
        raise NotImplementedError("Layout.from_proto: use from_string.")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Layout):
            return NotImplemented
        return self._specs == other._specs and self._mesh == other._mesh

    def __hash__(self) -> int:
        return hash(self.to_string())

    def __repr__(self) -> str:
        return f"Layout.from_string({self.to_string()})"
