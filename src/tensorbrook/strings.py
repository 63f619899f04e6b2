"""Strings."""

from tensorbrook._src.ops.shape import split as split
