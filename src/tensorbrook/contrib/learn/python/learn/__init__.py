"""A path of 1.x that programs took to the data sets of `tf.contrib.learn`."""

from tensorbrook.contrib.learn.python.learn import datasets as datasets
