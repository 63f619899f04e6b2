"""Other hosts."""

import pytest

import tensorbrook as tf


def test_a_cluster_of_one_needs_nothing():
    tf.config.experimental_connect_to_cluster({"worker": ["localhost:1"]})
    tf.config.experimental_connect_to_cluster(None)


def test_others_are_refused():
    with pytest.raises(NotImplementedError, match=r"tf\.distribute"):
        tf.config.experimental_connect_to_cluster({"worker": ["a:1", "b:1"]})
    with pytest.raises(NotImplementedError, match="a:1"):
        tf.config.experimental_connect_to_host("a:1")
    with pytest.raises(ValueError, match="remote_host"):
        tf.config.experimental_connect_to_host()


def test_filters_are_strings():
    filters = tf.config.experimental.ClusterDeviceFilters()
    with pytest.raises(TypeError, match="strings"):
        filters.set_device_filters("worker", 0, [1])
