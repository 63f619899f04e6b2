"""`tf.compat.v1.train.Optimizer`: computes gradients and applies them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.autodiff.graph_gradients import gradients
from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops.constant import convert_to_tensor, no_op


class Optimizer:
    """Base of the 1.x optimizers.

    Args:
        use_locking: Accepted for compatibility.
        name: Name of the optimizer; its operations stand below it.

    Raises:
        ValueError: The name is empty.
    """

    GATE_NONE, GATE_OP, GATE_GRAPH = 0, 1, 2

    def __init__(self, use_locking: bool, name: str) -> None:
        if not name:
            raise ValueError("Must specify the optimizer name")
        self._use_locking = use_locking
        self._name = name
        self._slots: dict[str, dict[int, Any]] = {}

    def get_name(self) -> str:
        """The name of the optimizer."""
        return self._name

    def minimize(
        self,
        loss: Any,
        global_step: Any = None,
        var_list: Any = None,
        gate_gradients: int = GATE_OP,
        aggregation_method: Any = None,
        colocate_gradients_with_ops: bool = False,
        name: str | None = None,
        grad_loss: Any = None,
    ) -> Any:
        """An operation that makes `loss` smaller by one step.

        Args:
            loss: A scalar tensor; when executing eagerly, a function that returns one.
            global_step: A variable that is incremented with each step.
            var_list: Variables to train; by default all trainable ones.
            gate_gradients: Accepted for compatibility.
            aggregation_method: Accepted for compatibility.
            colocate_gradients_with_ops: Accepted for compatibility.
            name: Name of the operation.
            grad_loss: Weight of the loss.

        Returns:
            The training operation.

        Raises:
            ValueError: No variable has a gradient.

        Example:
            >>> import tensorbrook.compat.v1 as tf
            >>> with tf.Graph().as_default(), tf.Session() as sess:
            ...     w = tf.Variable(3.0)
            ...     train = tf.train.GradientDescentOptimizer(0.5).minimize(w * w)
            ...     _ = sess.run(tf.global_variables_initializer())
            ...     _ = sess.run(train)
            ...     print(sess.run(w))
            0.0
        """
        pairs = self.compute_gradients(loss, var_list, grad_loss=grad_loss)
        if all(gradient is None for gradient, _ in pairs):
            raise ValueError(
                "No gradients provided for any variable, check your graph for ops that do "
                f"not support gradients, between variables {[v.name for _, v in pairs]} and "
                f"loss {loss}."
            )
        return self.apply_gradients(pairs, global_step, name)

    def compute_gradients(
        self,
        loss: Any,
        var_list: Any = None,
        gate_gradients: int = GATE_OP,
        aggregation_method: Any = None,
        colocate_gradients_with_ops: bool = False,
        grad_loss: Any = None,
    ) -> list[tuple[Any, Any]]:
        """Pairs of gradient and variable; arguments as for `minimize`."""
        if callable(loss):
            with GradientTape() as tape:
                value = loss()
            variables = list(var_list or tape.watched_variables())
            found = tape.gradient(value, variables, grad_loss)
            return list(zip(found, variables, strict=True))
        if current.interpreter.executing_eagerly:
            raise RuntimeError(
                "`loss` passed to Optimizer.compute_gradients should be a function when "
                "eager execution is enabled."
            )
        variables = list(var_list or framework.trainable_variables())
        if not variables:
            raise ValueError("No variables to optimize.")
        found = gradients(loss, variables, grad_ys=grad_loss)
        return list(zip(found, variables, strict=True))

    def apply_gradients(
        self, grads_and_vars: Any, global_step: Any = None, name: str | None = None
    ) -> Any:
        """An operation that applies gradients to variables.

        Args:
            grads_and_vars: Pairs, as `compute_gradients` returns them.
            global_step: A variable that is incremented.
            name: Name of the operation.

        Returns:
            The operation.

        Raises:
            ValueError: There is no gradient at all.
        """
        pairs = [(g, v) for g, v in grads_and_vars if g is not None]
        if not pairs:
            raise ValueError(
                f"No gradients provided for any variable: {grads_and_vars}."
            )
        self._create_slots([v for _, v in pairs])
        with name_scope(name or self._name) as scope:
            self._prepare()
            updates = [self._apply(gradient, variable) for gradient, variable in pairs]
            updates += self._finish([v for _, v in pairs])
            if current.interpreter.executing_eagerly:
                if global_step is not None:
                    global_step.assign_add(1)
                return None
            graph = current.interpreter
            with graph.control_dependencies(updates):
                if global_step is None:
                    done = no_op(name=scope)
                else:
                    done = global_step.assign_add(1, read_value=False, name=scope)
        graph.add_to_collection("train_op", done)
        return done

    def _apply(self, gradient: Any, variable: Any) -> Any:
        if hasattr(gradient, "indices"):
            return self._apply_sparse(gradient, variable)
        return self._apply_dense(convert_to_tensor(gradient), variable)

    # --- what an optimizer defines ---------------------------------------------------

    def _prepare(self) -> None:
        """Makes tensors of the hyperparameters."""

    def _create_slots(self, var_list: list[Any]) -> None:
        """Makes the state that belongs to each variable."""

    def _finish(self, var_list: list[Any]) -> list[Any]:
        """Updates what belongs to the optimizer as a whole."""
        return []

    def _apply_dense(self, gradient: Any, variable: Any) -> Any:
        raise NotImplementedError(f"{type(self).__name__} has no dense update.")

    def _apply_sparse(self, gradient: Any, variable: Any) -> Any:
        """Rows of a gradient; by default as a dense tensor."""
        return self._apply_dense(convert_to_tensor(gradient), variable)

    # --- slots -----------------------------------------------------------------------

    def get_slot(self, var: Any, name: str) -> Any:
        """The state called `name` that belongs to a variable, or None."""
        return self._slots.get(name, {}).get(id(var))

    def get_slot_names(self) -> list[str]:
        """The names of all kinds of state."""
        return sorted(self._slots)

    def variables(self) -> list[Any]:
        """The optimizer's own variables."""
        return [slot for slots in self._slots.values() for slot in slots.values()]

    def _slot(self, variable: Any, name: str, initial: Callable[[], Any]) -> Any:
        """The state called `name` of a variable, made at first use."""
        from tensorbrook._src.variables.variable import Variable

        slots = self._slots.setdefault(name, {})
        if id(variable) not in slots:
            slots[id(variable)] = Variable(
                initial(), trainable=False, name=f"{variable.name[:-2]}/{self._name}"
            )
        return slots[id(variable)]

    def _number(self, value: Any, name: str) -> Any:
        """A hyperparameter, which may be a function, as a tensor."""
        return convert_to_tensor(value() if callable(value) else value, name=name)
