"""Switches of eager execution."""

import warnings

import pytest

import tensorbrook as tf


def test_scopes_change_nothing():
    with tf.experimental.async_scope(), tf.experimental.function_executor_type("x"):
        assert float(tf.constant(1.0) + 1.0) == 2.0
    assert tf.experimental.async_clear_error() is None


def test_strict_mode():
    with warnings.catch_warnings():
        tf.experimental.enable_strict_mode()
        with pytest.raises(DeprecationWarning):
            warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_plugins_are_refused(tmp_path):
    with pytest.raises(tf.errors.NotFoundError, match="no such file"):
        tf.experimental.register_filesystem_plugin(str(tmp_path / "no.so"))
    with pytest.raises(NotImplementedError, match="C API"):
        tf.experimental.register_filesystem_plugin(str(tmp_path))
