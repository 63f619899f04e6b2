"""The session of a 1.x program, and the devices, as the old backend gives them."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf

_kept: list[Any] = []


def get_session(op_input_list: Any = ()) -> Any:
    """Returns the session of a 1.x program, whose variables have values.

    It is the default session, else the one of `set_session`, else a new one.

    Args:
        op_input_list: kept for compatibility.

    Example:
        >>> with tf.Graph().as_default():
        ...     v = tf.Variable(3)
        ...     print(tf.keras.backend.get_session().run(v))
        3
    """
    v1 = tf.compat.v1
    session = v1.get_default_session()
    if session is None:
        graph = v1.get_default_graph()
        if not _kept or _kept[0].graph is not graph:
            _kept[:] = [v1.Session(graph=graph)]
        session = _kept[0]
    with session.graph.as_default():
        variables = v1.global_variables()
        if not variables:
            return session
        ready = session.run([v1.is_variable_initialized(item) for item in variables])
        missing = [v for v, done in zip(variables, ready, strict=True) if not done]
        session.run(v1.variables_initializer(missing))
    return session


def set_session(session: Any) -> None:
    """Sets the session that `get_session` returns.

    Args:
        session: a `tf.compat.v1.Session`.
    """
    _kept[:] = [session]


def read(variables: list[Any]) -> list[Any]:
    """Returns the values of variables as arrays, of a graph by its session."""
    if all(isinstance(v.handle, tf.__internal__.EagerTensor) for v in variables):
        return [v.numpy() for v in variables]
    return get_session().run(list(variables))


def write(variables: list[Any], values: list[Any]) -> None:
    """Sets variables, of a graph by its session."""
    made = [v.assign(value) for v, value in zip(variables, values, strict=True)]
    if not tf.executing_eagerly():
        get_session().run(made)


def _get_available_gpus() -> list[str]:
    """The names of the GPUs, as old programs ask for them."""
    return [device.name for device in tf.config.list_logical_devices("GPU")]
