"""Handwritten digits, as `tf.contrib.learn` gives them."""

from tensorbrook._src.compat_v1.mnist import read_data_sets as read_data_sets
