"""The data sets of `tf.contrib.learn`."""

from tensorbrook.contrib.learn.python.learn.datasets import base as base
from tensorbrook.contrib.learn.python.learn.datasets import mnist as mnist
