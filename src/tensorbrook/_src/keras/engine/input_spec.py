"""What a layer demands of its inputs."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.backend.dtypes import standardize_dtype
from tensorbrook._src.keras.engine.node import leaves
from tensorbrook._src.keras.engine.tracing import shape_of


class InputSpec:
    """The rank, type and dimensions that an input must have.

    Args:
        dtype: the type's name.
        shape: the full shape, None where anything goes.
        ndim: the exact number of dimensions.
        max_ndim: the greatest number of dimensions.
        min_ndim: the smallest number of dimensions.
        axes: dimensions by axis.
        allow_last_axis_squeeze: whether a last dimension of one may be missing.
        name: the name of the input.
        optional: whether None is allowed.

    Example:
        >>> InputSpec(ndim=4).ndim
        4
    """

    def __init__(
        self,
        dtype: Any = None,
        shape: Any = None,
        ndim: int | None = None,
        max_ndim: int | None = None,
        min_ndim: int | None = None,
        axes: dict[int, int | None] | None = None,
        allow_last_axis_squeeze: bool = False,
        name: str | None = None,
        optional: bool = False,
    ) -> None:
        self.dtype = None if dtype is None else standardize_dtype(dtype)
        self.shape = None if shape is None else tuple(shape)
        self.ndim = len(self.shape) if self.shape is not None else ndim
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = {int(axis): size for axis, size in (axes or {}).items()}
        self.allow_last_axis_squeeze = allow_last_axis_squeeze
        self.name = name
        self.optional = optional

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal specification."""
        return {
            "dtype": self.dtype,
            "shape": self.shape,
            "ndim": self.ndim,
            "max_ndim": self.max_ndim,
            "min_ndim": self.min_ndim,
            "axes": self.axes,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> InputSpec:
        """Makes a specification from what `get_config` returned."""
        return cls(**config)

    def problem(self, shape: tuple[int | None, ...]) -> str:
        """Returns what is wrong with an input of this shape, or an empty text."""
        rank = len(shape)
        expected = self.shape
        if self.allow_last_axis_squeeze and expected:
            if rank == len(expected) + 1 and shape[-1] == 1:
                shape = shape[:-1]
            elif rank == len(expected) - 1 and expected[-1] == 1:
                shape = (*shape, 1)
            rank = len(shape)
        return (
            self._rank_problem(rank, shape)
            or self._axes_problem(shape)
            or self._shape_problem(shape)
        )

    def _rank_problem(self, rank: int, shape: Any) -> str:
        if self.ndim is not None and rank != self.ndim:
            return f"expected ndim={self.ndim}, found ndim={rank}"
        if self.max_ndim is not None and rank > self.max_ndim:
            return f"expected max_ndim={self.max_ndim}, found ndim={rank}"
        if self.min_ndim is not None and rank < self.min_ndim:
            return f"expected min_ndim={self.min_ndim}, found ndim={rank}"
        return ""

    def _axes_problem(self, shape: Any) -> str:
        for axis, size in self.axes.items():
            if size is not None and shape[axis] not in (size, None):
                return f"expected axis {axis} of input shape to have value {size}"
        return ""

    def _shape_problem(self, shape: Any) -> str:
        if self.shape is None:
            return ""
        for wanted, found in zip(self.shape, shape, strict=True):
            if wanted is not None and found is not None and wanted != found:
                return f"expected shape={self.shape}"
        return ""


def check_inputs(spec: Any, inputs: Any, layer_name: str) -> None:
    """Raises when the inputs do not fit a layer's specification.

    Args:
        spec: an `InputSpec`, a nested structure of them, or None.
        inputs: a nested structure of tensors.
        layer_name: named in the error.

    Raises:
        ValueError: saying which input is wrong, and how.
    """
    if spec is None:
        return
    specs = [item for item in leaves(spec) if isinstance(item, InputSpec)]
    tensors = leaves(inputs)
    if len(specs) != len(tensors):
        raise ValueError(
            f"Layer '{layer_name}' expected {len(specs)} input(s). "
            f"Received {len(tensors)} instead."
        )
    for position, (item, tensor) in enumerate(zip(specs, tensors, strict=True)):
        if tensor is None and item.optional:
            continue
        shape = shape_of(tensor) if hasattr(tensor, "shape") else None
        problem = item.problem(shape) if shape is not None else ""
        if problem:
            raise ValueError(
                f"Input {position} of layer '{layer_name}' is incompatible with "
                f"the layer: {problem}. Received: input shape={shape}."
            )
