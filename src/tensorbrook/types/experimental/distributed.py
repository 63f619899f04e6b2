"""Types of values that each replica has for itself."""

from tensorbrook._src.function.types import Mirrored as Mirrored
from tensorbrook._src.function.types import PerReplica as PerReplica
