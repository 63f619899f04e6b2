"""Sequence to sequence models of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.missing import seq2seq as __getattr__
from tensorbrook._src.compat_v1.contrib.sequence_loss import (
    sequence_loss as sequence_loss,
)
