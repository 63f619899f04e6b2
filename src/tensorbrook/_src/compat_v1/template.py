"""`tf.make_template`: a function whose variables are made once and then shared."""

from __future__ import annotations

import functools
from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.variable_scope import variable_scope


class Template:
    """A function whose calls share the variables that the first one makes.

    Args:
        name: The name of its variable scope.
        func: The function.
        create_scope_now: Whether the name is settled now or at the first call.
        unique_name: A name that gets no number.
        custom_getter: A function that wraps `get_variable`.
    """

    def __init__(
        self,
        name: str,
        func: Any,
        create_scope_now: bool = False,
        unique_name: str | None = None,
        custom_getter: Any = None,
    ) -> None:
        self._name = name
        self._func = func
        self._unique_name = unique_name
        self._custom_getter = custom_getter
        self._called = False
        self._scope: Any = None
        if create_scope_now:
            with self._new_scope() as self._scope:
                pass

    def _new_scope(self) -> variable_scope:
        return variable_scope(
            self._unique_name, self._name, custom_getter=self._custom_getter
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._scope is None:
            with self._new_scope() as self._scope:
                result = self._func(*args, **kwargs)
        else:
            with variable_scope(self._scope, reuse=self._called):
                result = self._func(*args, **kwargs)
        self._called = True
        return result

    @property
    def name(self) -> str:
        """The name that was asked for."""
        return self._name

    @property
    def func(self) -> Any:
        """The function."""
        return self._func

    @property
    def variable_scope(self) -> Any:
        """The scope of the variables; None before it is settled."""
        return self._scope

    @property
    def variable_scope_name(self) -> str | None:
        """The name of that scope."""
        return None if self._scope is None else self._scope.name

    @property
    def variables(self) -> list[Any]:
        """The variables, global and local."""
        if self._scope is None:
            return []
        return self._scope.global_variables() + self._scope.local_variables()  # type: ignore[no-any-return]

    @property
    def trainable_variables(self) -> list[Any]:
        """The variables that optimizers train."""
        if self._scope is None:
            return []
        return self._scope.get_collection(GraphKeys.TRAINABLE_VARIABLES)  # type: ignore[no-any-return]

    weights = variables
    trainable_weights = trainable_variables


def make_template(
    name_: str,
    func_: Any,
    create_scope_now_: bool = False,
    unique_name_: str | None = None,
    custom_getter_: Any = None,
    **kwargs: Any,
) -> Template:
    """Wraps a function so that its calls share their variables.

    Args:
        name_: The name of the variable scope.
        func_: The function.
        create_scope_now_: Whether the scope's name is settled now.
        unique_name_: A name that gets no number.
        custom_getter_: A function that wraps `get_variable`.
        **kwargs: Arguments that every call of `func_` gets.

    Returns:
        The template, to be called like `func_`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     scale = tf.make_template("scale", lambda x: x * tf.get_variable("s", []))
        ...     _ = scale(1.0), scale(2.0)
        ...     [v.name for v in tf.global_variables()]
        ['scale/s:0']
    """
    if kwargs:
        func_ = functools.partial(func_, **kwargs)
    return Template(name_, func_, create_scope_now_, unique_name_, custom_getter_)
