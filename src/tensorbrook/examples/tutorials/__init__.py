"""Tutorials that programs import."""

from tensorbrook.examples.tutorials import mnist as mnist
