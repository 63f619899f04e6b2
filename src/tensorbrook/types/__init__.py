"""Types for annotations."""

from tensorbrook.types import experimental as experimental
