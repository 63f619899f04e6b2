"""The logger of the package."""

import logging

import tensorbrook as tf


def test_there_is_one_logger() -> None:
    assert tf.get_logger() is logging.getLogger("tensorbrook")
