"""`tf.compat.v1.train.Optimizer`: computes gradients and applies them."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.autodiff.graph_gradients import gradients
from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.variable import VariableV1
from tensorbrook._src.compat_v1.variable_scope import get_variable, variable_scope
from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import control_dependencies, name_scope
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.ops import array_creation, cast, segment, sort
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.grouping import group


class Optimizer:
    """Base of the 1.x optimizers.

    Args:
        use_locking: Accepted for compatibility.
        name: Name of the optimizer; its operations stand below it.
        use_own_namescope_for_non_slot_vars: Whether variables of the optimizer as a
            whole stand below its name.

    Raises:
        ValueError: The name is empty.
    """

    GATE_NONE, GATE_OP, GATE_GRAPH = 0, 1, 2

    def __init__(
        self,
        use_locking: bool,
        name: str,
        use_own_namescope_for_non_slot_vars: bool = False,
    ) -> None:
        if not name:
            raise ValueError("Must specify the optimizer name")
        self._use_locking = use_locking
        self._name = name
        self._own_scope = use_own_namescope_for_non_slot_vars
        self._slots: dict[str, dict[int, Any]] = {}
        self._owners: list[Any] = []  # kept, as slots are found by identity
        self._non_slots: dict[str, Any] = {}

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
        if gate_gradients not in (self.GATE_NONE, self.GATE_OP, self.GATE_GRAPH):
            raise ValueError(
                "gate_gradients must be one of: Optimizer.GATE_NONE, Optimizer.GATE_OP, "
                f"Optimizer.GATE_GRAPH. Not {gate_gradients}"
            )
        if callable(loss):
            with GradientTape() as tape:
                value = loss()
            variables = _flat(
                tape.watched_variables() if var_list is None else var_list
            )
            found = tape.gradient(value, variables, grad_loss)
            return list(zip(found, variables, strict=True))
        if current.interpreter.executing_eagerly:
            raise RuntimeError(
                "`loss` passed to Optimizer.compute_gradients should be a function when "
                "eager execution is enabled."
            )
        variables = _flat(
            framework.trainable_variables() if var_list is None else var_list
        )
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
        given = list(grads_and_vars)
        pairs = [(g, v) for g, v in given if g is not None]
        if not pairs:
            names = [getattr(v, "name", v) for _, v in given]
            raise ValueError(f"No gradients provided for any variable: {names}.")
        with init_scope():
            self._create_slots([v for _, v in pairs])
        # A checkpoint that was restored before may have values for what is new.
        for restoration in list(self.__dict__.get("_waiting_restorations", ())):
            restoration.resume(self)
        with name_scope(name or self._name) as scope:
            self._prepare()
            updates = [self._update(gradient, variable) for gradient, variable in pairs]
            if current.interpreter.executing_eagerly:
                self._finish(updates, scope)
                if global_step is not None:
                    global_step.assign_add(1)
                return None
            return self._counted(updates, global_step, scope)

    def _counted(self, updates: list[Any], global_step: Any, scope: str) -> Any:
        """The training operation: all updates, then the step."""
        graph = current.interpreter
        if global_step is None:
            done = self._finish(updates, scope)
        else:
            with graph.control_dependencies([self._finish(updates, "update")]):
                done = global_step.assign_add(1, read_value=False, name=scope)
        collection = graph.get_collection_ref(GraphKeys.TRAIN_OP)
        if done not in collection:
            collection.append(done)
        return done

    def _update(self, gradient: Any, variable: Any) -> Any:
        """The update of a variable, and its constraint after it."""
        with name_scope(f"update_{variable.op.name}" if _built() else "update"):
            if hasattr(gradient, "indices"):
                values = convert_to_tensor(gradient.values)
                op = self._resource_apply_sparse_duplicate_indices(
                    values, variable, gradient.indices
                )
            else:
                op = self._resource_apply_dense(convert_to_tensor(gradient), variable)
            if getattr(variable, "constraint", None) is None:
                return op
            with control_dependencies([op] if op is not None else None):
                return variable.assign(variable.constraint(variable), read_value=False)

    def _trackable_children(self) -> dict[str, Any]:
        """The state, as checkpoints hold it: slots in the order of their variables."""
        slots = {
            f"{name}_{place}": slot
            for name, found in self._slots.items()
            for place, slot in enumerate(found.values())
        }
        return {**self._non_slots, **slots}

    # --- what an optimizer defines ---------------------------------------------------

    def _prepare(self) -> None:
        """Makes tensors of the hyperparameters."""

    def _create_slots(self, var_list: list[Any]) -> None:
        """Makes the state that belongs to each variable."""

    def _finish(self, update_ops: list[Any], name_scope: str) -> Any:
        """Updates what belongs to the optimizer as a whole; comes after all updates."""
        return group(*update_ops, name=name_scope)

    def _apply_dense(self, grad: Any, var: Any) -> Any:
        raise NotImplementedError(
            f"{type(self).__name__} must define _resource_apply_dense(grad, handle)."
        )

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        return self._apply_dense(grad, handle)

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        raise NotImplementedError(
            f"{type(self).__name__} must define _resource_apply_sparse(grad, handle, "
            "indices) to train with tf.gather or an embedding."
        )

    def _resource_apply_sparse_duplicate_indices(
        self, grad: Any, handle: Any, indices: Any
    ) -> Any:
        """Adds the gradients of equal rows first."""
        rows, places = sort.unique(indices)
        summed = segment.unsorted_segment_sum(grad, places, shapes.shape(rows)[0])
        return self._resource_apply_sparse(summed, handle, rows)

    # --- slots -----------------------------------------------------------------------

    def get_slot(self, var: Any, name: str) -> Any:
        """The state called `name` that belongs to a variable, or None."""
        return self._slots.get(name, {}).get(id(var))

    def get_slot_names(self) -> list[str]:
        """The names of all kinds of state."""
        return sorted(self._slots)

    def variables(self) -> list[Any]:
        """The optimizer's own variables."""
        slots = [slot for slots in self._slots.values() for slot in slots.values()]
        return sorted([*self._non_slots.values(), *slots], key=lambda item: item.name)

    def _get_or_make_slot(
        self, var: Any, val: Any, slot_name: str, op_name: str
    ) -> Any:
        """The state called `slot_name` of a variable, made at first use."""
        slots = self._slots.setdefault(slot_name, {})
        if id(var) not in slots:
            base = var.name.rpartition(":")[0]
            with variable_scope(None, f"{base}/{op_name}"):
                slots[id(var)] = get_variable("", initializer=val, trainable=False)
            self._owners.append(var)
        return slots[id(var)]

    def _zeros_slot(self, var: Any, slot_name: str, op_name: str) -> Any:
        return self._filled_slot(var, 0.0, slot_name, op_name)

    def _filled_slot(self, var: Any, value: float, slot_name: str, op_name: str) -> Any:
        """A slot in the shape of the variable, filled with a number."""
        if id(var) in self._slots.get(slot_name, {}):
            return self._slots[slot_name][id(var)]
        if var.shape.is_fully_defined():
            initial = array_creation.fill(
                var.shape.as_list(), cast.cast(value, var.dtype)
            )
        else:
            initial = array_creation.zeros_like(var.initial_value) + cast.cast(
                value, var.dtype
            )
        return self._get_or_make_slot(var, initial, slot_name, op_name)

    def _create_non_slot_variable(
        self, initial_value: Any, name: str, colocate_with: Any = None
    ) -> Any:
        """A variable of the optimizer as a whole, made at first use."""
        if name not in self._non_slots:
            full = f"{self._name}/{name}" if self._own_scope else name
            self._non_slots[name] = VariableV1(
                initial_value, trainable=False, name=full
            )
        return self._non_slots[name]

    def _get_non_slot_variable(self, name: str, graph: Any = None) -> Any:
        return self._non_slots.get(name)

    def _call_if_callable(self, param: Any) -> Any:
        return param() if callable(param) else param

    def _number(self, value: Any, name: str) -> Any:
        """A hyperparameter, which may be a function, as a tensor."""
        return convert_to_tensor(self._call_if_callable(value), name=name)


def _built() -> bool:
    return not current.interpreter.executing_eagerly


def _flat(variables: Any) -> list[Any]:
    """The variables of a list, tuple or single one."""
    return nest.flatten(variables)  # type: ignore[no-any-return]
