"""What a graph knows of a variable before it runs."""

from __future__ import annotations

from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import Dims


class HandleData:
    """Type, dims and name of the variable behind a symbolic handle."""

    __slots__ = ("dims", "dtype", "name")

    def __init__(self, dtype: DType, dims: Dims, name: str) -> None:
        self.dtype = dtype
        self.dims = dims
        self.name = name
