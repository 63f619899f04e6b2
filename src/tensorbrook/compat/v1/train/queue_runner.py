"""Queue runners, for 1.x programs."""

from tensorbrook._src.compat_v1.training.queue_runner import QueueRunner as QueueRunner
from tensorbrook._src.compat_v1.training.queue_runner import (
    add_queue_runner as add_queue_runner,
)
from tensorbrook._src.compat_v1.training.queue_runner import (
    start_queue_runners as start_queue_runners,
)
