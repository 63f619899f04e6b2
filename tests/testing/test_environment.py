"""What tests can ask about the installation."""

import numpy as np
import pytest

import tensorbrook as tf


def test_questions():
    assert tf.test.is_built_with_xla() and tf.test.is_built_with_gpu_support()
    assert not tf.test.is_built_with_rocm()
    assert tf.test.is_gpu_available() is bool(tf.config.list_physical_devices("GPU"))
    assert not tf.test.is_cpu_target_available("z80")
    assert tf.test.with_eager_op_as_function(int) is int
    assert tf.test.experimental.sync_devices() is None
    with pytest.raises(NotImplementedError, match=r"tf\.distribute"):
        tf.test.create_local_cluster(1, 1)


def test_tests_can_be_skipped():
    class Case(tf.test.TestCase):
        @tf.test.disable_with_predicate(lambda: True, "not today")
        def test_it(self):
            self.fail("it ran")

    result = Case("test_it").run()
    assert result.wasSuccessful() and result.skipped[0][1] == "not today"


def test_gradients_against_differences():
    x = tf.constant([[1.0, 2.0], [3.0, -1.0]], tf.float64)
    y = tf.constant([2.0, 0.5], tf.float64)
    exact, numeric = tf.test.compute_gradient(lambda x, y: x * tf.sin(y), [x, y])
    for one, two in zip(exact, numeric, strict=True):
        np.testing.assert_allclose(one, two, atol=1e-6)
    assert exact[1].shape == (4, 2)
    with pytest.raises(ValueError, match="list"):
        tf.test.compute_gradient(tf.sin, x)


def test_graphs_are_compared():
    definitions = []
    for value in (1.0, 1.0, 2.0):
        with tf.Graph().as_default() as graph:
            tf.constant(value, name="c")
        definitions.append(graph.as_graph_def())
    tf.test.assert_equal_graph_def(*definitions[:2])
    with pytest.raises(AssertionError, match="nodes c differ"):
        tf.test.assert_equal_graph_def(*definitions[1:])
    with pytest.raises(AssertionError, match="other nodes"):
        tf.test.assert_equal_graph_def(definitions[0], tf.Graph().as_graph_def())
    with pytest.raises(TypeError, match="GraphDef"):
        tf.test.assert_equal_graph_def(1, definitions[0])
