"""What TensorBoard reads beside the events."""

from tensorbrook.contrib.tensorboard import plugins as plugins
