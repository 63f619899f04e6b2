"""Queues."""

from tensorbrook._src.compat_v1.queues import FIFOQueue as FIFOQueue
from tensorbrook._src.compat_v1.queues import PaddingFIFOQueue as PaddingFIFOQueue
from tensorbrook._src.compat_v1.queues import PriorityQueue as PriorityQueue
from tensorbrook._src.compat_v1.queues import QueueBase as QueueBase
from tensorbrook._src.compat_v1.queues import RandomShuffleQueue as RandomShuffleQueue
