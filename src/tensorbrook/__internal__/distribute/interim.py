"""Calls across replicas."""

from tensorbrook._src.compat_v1.private_paths.merging import (
    maybe_merge_call as maybe_merge_call,
)
