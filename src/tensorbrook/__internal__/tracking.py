"""Bases of objects that checkpoints follow."""

from tensorbrook._src.compat_v1.private_paths.trackable import (
    AutoTrackable as AutoTrackable,
)
from tensorbrook._src.compat_v1.private_paths.trackable import Trackable as Trackable
from tensorbrook._src.compat_v1.private_paths.trackable import (
    no_automatic_dependency_tracking as no_automatic_dependency_tracking,
)
