"""Compilation with XLA, as old programs ask for it."""

from tensorbrook.compat.v1.xla import experimental as experimental
