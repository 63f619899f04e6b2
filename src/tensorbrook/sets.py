"""Sets."""

from tensorbrook._src.ops.shape import size as size
