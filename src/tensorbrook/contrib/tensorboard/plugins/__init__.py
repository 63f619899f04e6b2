"""Plugins of TensorBoard."""

from tensorbrook.contrib.tensorboard.plugins import projector as projector
