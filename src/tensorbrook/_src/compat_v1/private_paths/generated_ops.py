"""`tensorflow.python.ops.gen_math_ops` and its relatives."""

from tensorbrook._src.compat_v1.private_paths.generated import (
    lookup as __getattr__,  # noqa: F401
)
