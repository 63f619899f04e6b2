"""Types for annotations that may still change, for 1.x programs."""

from tensorbrook._src.function.function_type import FunctionType as FunctionType
from tensorbrook._src.function.types import TensorLike as TensorLike
