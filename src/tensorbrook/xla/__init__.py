"""Compilation with XLA, as old programs ask for it."""

from tensorbrook.xla import experimental as experimental
