"""Hyperparameters and training operations."""

from tensorbrook._src.compat_v1.contrib.missing import training as __getattr__
from tensorbrook._src.compat_v1.contrib.training import HParams as HParams
from tensorbrook._src.compat_v1.contrib.training import (
    create_train_op as create_train_op,
)
