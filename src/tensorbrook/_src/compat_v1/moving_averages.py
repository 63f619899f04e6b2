"""`tf.train.ExponentialMovingAverage`: shadows that follow variables."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.variable import VariableV1
from tensorbrook._src.compat_v1.variable_scope import get_variable, variable_scope
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import control_dependencies, name_scope
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.ops import array_creation, binary, cast
from tensorbrook._src.ops.grouping import group
from tensorbrook._src.variables.variable import Variable


class ExponentialMovingAverage:
    """Keeps running averages of variables.

    Args:
        decay: How much of the average stays with each update.
        num_updates: A step that makes the first averages follow faster.
        zero_debias: Whether averages of tensors are corrected for beginning at zero.
        name: Name of the operation and of the shadows.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     v = tf.Variable(1.0)
        ...     average = tf.train.ExponentialMovingAverage(0.9)
        ...     with tf.control_dependencies([v.assign_add(1.0)]):
        ...         update = average.apply([v])
        ...     _ = sess.run(tf.global_variables_initializer())
        ...     _ = sess.run(update)
        ...     print(sess.run(average.average(v)))
        1.1
    """

    def __init__(
        self,
        decay: Any,
        num_updates: Any = None,
        zero_debias: bool = False,
        name: str = "ExponentialMovingAverage",
    ) -> None:
        self._decay = decay
        self._num_updates = num_updates
        self._zero_debias = zero_debias
        self._name = name
        self._averages: dict[int, tuple[Any, Any]] = {}
        self._biases: dict[int, Any] = {}

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    def apply(self, var_list: Any = None) -> Any:
        """An operation that updates the averages.

        Args:
            var_list: Variables or tensors; by default all trainable variables.

        Returns:
            The operation.

        Raises:
            TypeError: The elements aren't floating numbers.
        """
        if var_list is None:
            var_list = framework.trainable_variables()
        for item in var_list:
            self._prepare(item)
        with name_scope(self._name) as scope:
            decay = cast.cast(self._decay, "float32")
            if self._num_updates is not None:
                count = cast.cast(self._num_updates, "float32")
                decay = binary.minimum(decay, (1.0 + count) / (10.0 + count))
            updates = [self._update(item, decay) for item in var_list]
            return group(*updates, name=scope)

    def _prepare(self, item: Any) -> None:
        """Makes the shadow of a variable or tensor."""
        if id(item) in self._averages:
            return
        if not item.dtype.base_dtype.is_floating:
            raise TypeError(
                f"The variables must be half, float, or double: {item.name}"
            )
        base = item.name.rpartition(":")[0]
        with init_scope():
            if isinstance(item, Variable):
                initial = item.initialized_value() if item._graph_key else item.numpy()
            else:
                initial = array_creation.zeros(item.shape, item.dtype)
            with variable_scope(None, f"{base}/{self._name}"):
                shadow = get_variable("", initializer=initial, trainable=False)
            self._averages[id(item)] = (item, shadow)
            if self._zero_debias and not isinstance(item, Variable):
                self._biases[id(item)] = VariableV1(
                    0.0, trainable=False, name=f"{base}/{self._name}/biased"
                )
        if isinstance(item, Variable) and isinstance(current.interpreter, Graph):
            current.interpreter.add_to_collection(
                GraphKeys.MOVING_AVERAGE_VARIABLES, item
            )

    def _update(self, item: Any, decay: Any) -> Any:
        """The assignment to one shadow."""
        shadow = self._averages[id(item)][1]
        decay = cast.cast(decay, shadow.dtype)
        bias = self._biases.get(id(item))
        if bias is None:
            return shadow.assign_sub((shadow - item) * (1 - decay), read_value=False)
        weight = bias * cast.cast(decay, "float32") + (1 - cast.cast(decay, "float32"))
        share = cast.cast((1 - decay), "float32") / weight
        moved = shadow.assign_sub(
            (shadow - item) * cast.cast(share, shadow.dtype), read_value=False
        )
        with control_dependencies([] if moved is None else [moved]):
            return group(moved, bias.assign(weight, read_value=False))

    def average(self, var: Any) -> Any:
        """The shadow of a variable or tensor, or None."""
        return self._averages.get(id(var), (None, None))[1]

    def average_name(self, var: Any) -> str:
        """The name of the shadow of a variable, whether it is there or not."""
        if id(var) in self._averages:
            return str(self.average(var).name).rpartition(":")[0]
        return f"{var.name.rpartition(':')[0]}/{self._name}"

    def variables_to_restore(self, moving_avg_variables: Any = None) -> dict[str, Any]:
        """Variables by the name under which a Saver finds their average.

        Args:
            moving_avg_variables: Variables to restore from their averages; by default
                the trainable ones and those that have one.

        Returns:
            A dict for `tf.train.Saver`.
        """
        if moving_avg_variables is None:
            moving_avg_variables = framework.trainable_variables()
            moving_avg_variables += framework.get_collection(
                GraphKeys.MOVING_AVERAGE_VARIABLES
            )
        names = {self.average_name(item): item for item in moving_avg_variables}
        averaged = {id(item) for item in names.values()}
        shadows = {id(shadow) for _, shadow in self._averages.values()}
        for item in framework.global_variables():
            if id(item) not in averaged and id(item) not in shadows:
                names[item.name.rpartition(":")[0]] = item
        return names
