"""`tf.layers.Layer`: a function with variables in a variable scope of its own."""

from __future__ import annotations

import re
from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.variable_scope import get_variable, variable_scope
from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.ops.constant import convert_to_tensor


class Layer:
    """Base of the layers and recurrent cells of 1.x.

    The variables are made at the first call, in a variable scope that is settled then.

    Args:
        trainable: Whether optimizers change the variables.
        name: The name, which becomes that of the scope.
        dtype: The type of the variables; by default that of the first input.
        **kwargs: `_scope`: the scope; `_reuse`: whether its variables are there already.

    Raises:
        TypeError: A keyword argument is unknown.
    """

    def __init__(
        self,
        trainable: bool = True,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        self._reuse = kwargs.pop("_reuse", None)
        scope = kwargs.pop("_scope", None)
        self.activity_regularizer = kwargs.pop("activity_regularizer", None)
        if kwargs:
            raise TypeError(f"Keyword argument not understood: {sorted(kwargs)}")
        self.trainable = trainable
        self._base_name = name or _snake_case(type(self).__name__)
        self._dtype = None if dtype is None else dtypes.as_dtype(dtype).name
        self.built = False
        self._weights: list[tuple[Any, bool]] = []
        self._updates: list[Any] = []
        self._losses: list[Any] = []
        self._scope: Any = None
        if scope is not None:
            with variable_scope(scope) as self._scope:
                pass

    def build(self, input_shape: Any) -> None:
        """Makes the variables; called once, before the first `call`."""
        self.built = True

    def call(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs; what subclasses define."""
        raise NotImplementedError(f"{type(self).__name__} must define call(inputs).")

    def __call__(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """The outputs; the first call makes the variables."""
        inputs = nest.map_structure(convert_to_tensor, inputs)
        self._settle_scope(kwargs.pop("scope", None))
        if self._dtype is None:
            first = nest.flatten(inputs)[0].dtype.base_dtype
            self._dtype = first.name if first.is_floating else "float32"
        with (
            variable_scope(
                self._scope,
                reuse=self.built or self._reuse,
                auxiliary_name_scope=False,
            ),
            name_scope(self._scope.original_name_scope or self._base_name),
        ):
            if not self.built:
                self.build(_shapes(inputs))
                self.built = True
            outputs = self.call(inputs, *args, **kwargs)
            if self.activity_regularizer is not None:
                self.add_loss(self.activity_regularizer(outputs), inputs)
        return outputs

    apply = __call__

    def _settle_scope(self, scope: Any) -> None:
        if self._scope is not None:
            return
        if self._reuse:
            opened = variable_scope(self._base_name if scope is None else scope)
        else:
            opened = variable_scope(scope, default_name=self._base_name)
        with opened as self._scope:
            pass

    def add_weight(
        self,
        name: str,
        shape: Any = None,
        dtype: Any = None,
        initializer: Any = None,
        regularizer: Any = None,
        trainable: bool = True,
        constraint: Any = None,
        use_resource: Any = None,
        synchronization: Any = None,
        aggregation: Any = None,
        partitioner: Any = None,
        **kwargs: Any,
    ) -> Any:
        """A variable in the layer's scope; arguments as for `tf.get_variable`."""
        self._settle_scope(None)
        with variable_scope(
            self._scope, reuse=self.built or self._reuse, auxiliary_name_scope=False
        ):
            made = get_variable(
                name,
                shape,
                dtype or self._dtype,
                initializer,
                regularizer,
                trainable and self.trainable,
                constraint=constraint,
            )
        if not any(known is made for known, _ in self._weights):
            self._weights.append((made, trainable))
        return made

    add_variable = add_weight

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        """Registers operations that go along with training."""
        updates = list(updates) if isinstance(updates, list | tuple) else [updates]
        self._updates += updates
        if not current.interpreter.executing_eagerly:
            for update in updates:
                get_default_graph().add_to_collection(GraphKeys.UPDATE_OPS, update)

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        """Registers losses, which go into the collection of regularization losses."""
        losses = list(losses) if isinstance(losses, list | tuple) else [losses]
        self._losses += losses
        if not current.interpreter.executing_eagerly:
            for loss in losses:
                get_default_graph().add_to_collection(
                    GraphKeys.REGULARIZATION_LOSSES, loss
                )

    @property
    def name(self) -> str:
        """The name: that of the scope as soon as it is settled."""
        if self._scope is None:
            return self._base_name
        return str(self._scope.name).rpartition("/")[2]

    @property
    def scope_name(self) -> str:
        """The full name of the variable scope."""
        if self._scope is None:
            raise ValueError(f"No name available for layer scope of {self.name!r}.")
        return str(self._scope.name)

    @property
    def dtype(self) -> Any:
        """The name of the variables' type; None before the first call."""
        return self._dtype

    @property
    def graph(self) -> Any:
        """The default graph."""
        return get_default_graph()

    @property
    def variables(self) -> list[Any]:
        """All variables, the trainable ones first."""
        return self.trainable_variables + self.non_trainable_variables

    @property
    def trainable_variables(self) -> list[Any]:
        """The variables that optimizers change."""
        if not self.trainable:
            return []
        return [variable for variable, trainable in self._weights if trainable]

    @property
    def non_trainable_variables(self) -> list[Any]:
        """The variables that optimizers leave alone."""
        trainable = {id(variable) for variable in self.trainable_variables}
        return [item for item, _ in self._weights if id(item) not in trainable]

    @property
    def weights(self) -> list[Any]:
        """The same as `variables`."""
        return self.variables

    @property
    def trainable_weights(self) -> list[Any]:
        """The same as `trainable_variables`."""
        return self.trainable_variables

    @property
    def non_trainable_weights(self) -> list[Any]:
        """The same as `non_trainable_variables`."""
        return self.non_trainable_variables

    @property
    def updates(self) -> list[Any]:
        """What `add_update` was given."""
        return list(self._updates)

    @property
    def losses(self) -> list[Any]:
        """What `add_loss` was given."""
        return list(self._losses)


def _shapes(inputs: Any) -> Any:
    if not isinstance(inputs, list | tuple | dict):
        return inputs.shape
    return nest.map_structure(lambda tensor: TensorShape(tensor.shape), inputs)


def _snake_case(name: str) -> str:
    apart = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", name)
    apart = re.sub(r"([a-z])([A-Z])", r"\1_\2", apart).lower()
    return apart.lstrip("_")
