"""Tests of _src/core/known_as.py."""

import tensorbrook as tf
from tensorbrook._src.core import known_as


def test_classes_take_the_names_of_tensorflow_and_their_own_back() -> None:
    names = {kind: (kind.__module__, kind.__qualname__) for kind in (tf.Tensor,)}
    known_as.use_their_names()
    try:
        value = tf.constant(1.0)
        assert type(value).__module__ == "tensorflow.python.framework.ops"
        assert tf.data.Dataset.__name__ == "DatasetV2"

        @known_as.known_as("tensorflow.python.late.Late")
        class Other:
            pass

        assert (Other.__module__, Other.__name__) == ("tensorflow.python.late", "Late")
    finally:
        known_as.use_our_names()
    assert Other.__name__ == "Other"
    for kind, (module, name) in names.items():
        assert (kind.__module__, kind.__qualname__) == (module, name)
