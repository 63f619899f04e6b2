"""What holds for all tests and doctests."""

import pytest

import tensorbrook as tf


@pytest.fixture(autouse=True)
def no_global_seed() -> None:
    """Takes back a global seed that another test set."""
    tf.random.set_seed(None)
