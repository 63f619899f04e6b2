"""Strings."""

from tensorbrook._src.ops.split import split as split
