"""Compilation with XLA, as old programs ask for it."""

from tensorbrook._src.function.compiled import compile as compile
from tensorbrook._src.function.compiled import jit_scope as jit_scope
