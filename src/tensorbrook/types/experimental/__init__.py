"""Types for annotations that may still change."""

from tensorbrook._src.core.trace_type import TraceType as TraceType
from tensorbrook._src.function.function_type import FunctionType as FunctionType
from tensorbrook._src.function.types import AtomicFunction as AtomicFunction
from tensorbrook._src.function.types import Callable as Callable
from tensorbrook._src.function.types import ConcreteFunction as ConcreteFunction
from tensorbrook._src.function.types import GenericFunction as GenericFunction
from tensorbrook._src.function.types import PolymorphicFunction as PolymorphicFunction
from tensorbrook._src.function.types import (
    SupportsTracingProtocol as SupportsTracingProtocol,
)
from tensorbrook._src.function.types import TensorLike as TensorLike
from tensorbrook.types.experimental import distributed as distributed
