"""The resource behind a variable."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.eager import backend


class Resource(backend.Variable):  # type: ignore[misc]
    """A mutable cell that holds a tensor; the native core reads and writes it too.

    Args:
        dtype: The type of the elements.
        dims: The dims that every value must be compatible with.
        name: The variable's name, for messages.
    """

    def __init__(self, dtype: DType, dims: Dims, name: str) -> None:
        super().__init__(dtype._code, dims)
        self.dtype = dtype
        self.dims = dims
        self.name = name

    def __deepcopy__(self, memo: dict[int, Any]) -> Resource:
        made = Resource(self.dtype, self.dims, self.name)
        if self.is_initialized:
            made.assign(self.read())
        memo[id(self)] = made
        return made
