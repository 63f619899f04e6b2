"""The tutorial on MNIST."""

from tensorbrook.examples.tutorials.mnist import input_data as input_data
