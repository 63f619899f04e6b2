"""Types for annotations, for 1.x programs."""

from tensorbrook.compat.v1.types import experimental as experimental
