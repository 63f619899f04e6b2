"""Variables that are references, as 1.x had them: nodes whose output may be assigned to.

There is one kind of variable, behind a resource handle. In a graph each of these ops
becomes the op on the handle, and a read of what came of it; `graph/reference_variables.py`
does the same for the nodes of a file.
"""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, find, unsupported
from tensorbrook._src.ops import counter as counter  # records found by name
from tensorbrook._src.ops import resource_scatter as resource_scatter
from tensorbrook._src.ops import training_adagrad_da as training_adagrad_da
from tensorbrook._src.ops import training_signs as training_signs
from tensorbrook._src.ops import training_sparse as training_sparse
from tensorbrook._src.ops.by_reference import ReferenceOp
from tensorbrook._src.ops.constant import identity_op
from tensorbrook._src.ops.state import (
    destroy_resource_op,
    read_variable_op,
    var_handle_op,
)

_HANDLES = unsupported("in a graph it becomes an op on a resource handle")
_NAMED = "container: string = '', shared_name: string = ''"


class VariableOp(ReferenceOp):
    """An op on references to variables.

    Args:
        name: Its name.
        newer: The name of the op that does the same to handles.
        signature: Its signature.
    """

    def __init__(self, name: str, newer: str, signature: str) -> None:
        self.newer = find(newer)
        super().__init__(
            name,
            signature,
            shape=self.newer.shape,
            reference=self.newer.reference,
            gradient=NOT_DIFFERENTIABLE,
            xla=_HANDLES,
            stateful=True,
        )

    def __call__(self, *inputs: Any, name: str | None = None, **attrs: Any) -> Any:
        """Adds the nodes that do the same to handles.

        Raises:
            RuntimeError: No graph is being built.
            TypeError: A reference is wanted, and another tensor given.
        """
        graph = current.interpreter
        if graph.executing_eagerly:
            return super().__call__(*inputs, name=name, **attrs)
        return self.expand(graph, inputs, attrs, name or self.name)

    def expand(
        self, graph: Any, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str
    ) -> Any:
        """Adds the op on handles, and a read of the first variable afterwards."""
        own = self.newer.signature.attrs
        options = {key: value for key, value in attrs.items() if key in own}
        for key in self.newer.signature.explicit:
            if own[key].kind == "type" and key not in options:
                options[key] = self._dtype(inputs)
        pairs = zip(inputs, self.signature.inputs, strict=True)
        given = [self._handle(x) if arg.is_ref else x for x, arg in pairs]
        before = [x.op for x in inputs if _is_changed(x)]
        reads = any(arg.is_ref for arg in self.signature.outputs)
        with graph.control_dependencies(before):
            made = self.newer(
                *given, name=f"{name}/change" if reads else name, **options
            )
        if not reads:
            return made
        with graph.control_dependencies([made]):
            return _read(given[0], self._dtype(inputs), inputs[0].shape, name)

    def _dtype(self, inputs: tuple[Any, ...]) -> Any:
        places = [arg.is_ref for arg in self.signature.inputs]
        return inputs[places.index(True)].dtype.base_dtype

    def _handle(self, reference: Any) -> Any:
        if hasattr(reference, "handle"):
            return reference.handle
        node = getattr(reference, "op", None)
        if node is None or node.record is not read_variable_op:
            raise TypeError(
                f"'{self.name}' Op requires that its first inputs be references to "
                f"variables, e.g. what tf.raw_ops.VariableV2 returns, got {reference!r}."
            )
        return node.inputs[0]


def _is_changed(tensor: Any) -> bool:
    """Whether a tensor is a reference that an op returned after a change."""
    node = getattr(tensor, "op", None)
    return (
        node is not None
        and node.record is read_variable_op
        and bool(node.control_inputs)
    )


def _read(handle: Any, dtype: Any, shape: Any, name: str) -> Any:
    value = read_variable_op(handle, dtype=dtype, name=name)
    value.set_shape(shape)
    return value


class _New(VariableOp):
    """A variable; the reference is a read of it."""

    def expand(
        self, graph: Any, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str
    ) -> Any:
        shape, dtype = attrs["shape"], attrs["dtype"]
        known = {
            key: attrs[key] for key in ("container", "shared_name") if key in attrs
        }
        if self.name == "TemporaryVariable":
            known["shared_name"] = attrs.get("var_name", "")
        handle = var_handle_op(dtype=dtype, shape=shape, name=f"{name}/handle", **known)
        return _read(handle, dtype, shape, name)


class _Destroy(VariableOp):
    """The last value of a temporary variable, which goes away."""

    def expand(
        self, graph: Any, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str
    ) -> Any:
        (reference,) = inputs
        handle = self._handle(reference)
        before = [reference.op] if _is_changed(reference) else []
        with graph.control_dependencies(before):
            last = _read(handle, reference.dtype, reference.shape, f"{name}/read")
        with graph.control_dependencies([last.op]):
            gone = destroy_resource_op(handle, name=f"{name}/change")
        with graph.control_dependencies([gone]):
            return identity_op(last, name=name)


class _Same(VariableOp):
    """The same reference."""

    def expand(
        self, graph: Any, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str
    ) -> Any:
        (reference,) = inputs
        before = [reference.op] if _is_changed(reference) else []
        with graph.control_dependencies(before):
            handle = self._handle(reference)
            return _read(handle, reference.dtype, reference.shape, name)


_SHAPED = "dtype: type, shape: shape"
variable_v2_op = _New(
    "VariableV2", "VarHandleOp", f"-> ref: Ref(dtype) | {_SHAPED}, {_NAMED}"
)
variable_op = _New(
    "Variable", "VarHandleOp", f"-> ref: Ref(dtype) | {_SHAPED}, {_NAMED}"
)
temporary_variable_op = _New(
    "TemporaryVariable",
    "VarHandleOp",
    f"-> ref: Ref(dtype) | {_SHAPED}, var_name: string = ''",
)
destroy_temporary_variable_op = _Destroy(
    "DestroyTemporaryVariable",
    "ReadVariableOp",
    "ref: Ref(T) -> value: T | var_name: string",
)
ref_identity_op = _Same(
    "RefIdentity", "ReadVariableOp", "input: Ref(T) -> output: Ref(T)"
)
debug_gradient_ref_identity_op = _Same(
    "DebugGradientRefIdentity", "ReadVariableOp", "input: Ref(T) -> output: Ref(T)"
)
assign_op = VariableOp(
    "Assign",
    "AssignVariableOp",
    "ref: Ref(T), value: T -> output_ref: Ref(T) | validate_shape: bool = True, "
    "use_locking: bool = True",
)
assign_add_op = VariableOp(
    "AssignAdd",
    "AssignAddVariableOp",
    "ref: Ref(T), value: T -> output_ref: Ref(T) | use_locking: bool = False, "
    "T: numeric|quantized",
)
assign_sub_op = VariableOp(
    "AssignSub",
    "AssignSubVariableOp",
    "ref: Ref(T), value: T -> output_ref: Ref(T) | use_locking: bool = False, "
    "T: numeric|quantized",
)
is_variable_initialized_op = VariableOp(
    "IsVariableInitialized",
    "VarIsInitializedOp",
    "ref: Ref(dtype) -> is_initialized: bool | dtype: type",
)
count_up_to_op = VariableOp(
    "CountUpTo",
    "ResourceCountUpTo",
    "ref: Ref(T) -> output: T | limit: int, T: {int32, int64}",
)
strided_slice_assign_op = VariableOp(
    "StridedSliceAssign",
    "ResourceStridedSliceAssign",
    "ref: Ref(T), begin: Index, end: Index, strides: Index, value: T -> "
    "output_ref: Ref(T) | Index: index, begin_mask: int = 0, end_mask: int = 0, "
    "ellipsis_mask: int = 0, new_axis_mask: int = 0, shrink_axis_mask: int = 0",
)


def _scatter(name: str) -> VariableOp:
    locking = name == "ScatterUpdate"
    types = "type" if locking else "numeric|quantized"
    if name in ("ScatterMin", "ScatterMax"):
        types = "{half, bfloat16, float32, float64, int32, int64}"
    return VariableOp(
        name,
        f"Resource{name}",
        "ref: Ref(T), indices: Tindices, updates: T -> output_ref: Ref(T) | "
        f"use_locking: bool = {locking}, T: {types}, Tindices: index",
    )


scatter_update_op = _scatter("ScatterUpdate")
scatter_add_op = _scatter("ScatterAdd")
scatter_sub_op = _scatter("ScatterSub")
scatter_mul_op = _scatter("ScatterMul")
scatter_div_op = _scatter("ScatterDiv")
scatter_min_op = _scatter("ScatterMin")
scatter_max_op = _scatter("ScatterMax")


def _scatter_nd(name: str) -> VariableOp:
    locking = name == "ScatterNdUpdate"
    types = "type" if locking else "numeric|quantized"
    return VariableOp(
        name,
        f"Resource{name}",
        "ref: Ref(T), indices: Tindices, updates: T -> output_ref: Ref(T) | "
        f"use_locking: bool = {locking}, bad_indices_policy: string = '', T: {types}, "
        "Tindices: index",
    )


scatter_nd_update_op = _scatter_nd("ScatterNdUpdate")
scatter_nd_add_op = _scatter_nd("ScatterNdAdd")
scatter_nd_sub_op = _scatter_nd("ScatterNdSub")
scatter_nd_min_op = _scatter_nd("ScatterNdMin")
scatter_nd_max_op = _scatter_nd("ScatterNdMax")


def _optimizer(name: str) -> VariableOp:
    """An optimizer's step: the same with references in the place of handles."""
    text = find(f"Resource{name}").signature_text.replace(": resource", ": Ref(T)")
    head, _, tail = text.partition("->")
    return VariableOp(name, f"Resource{name}", f"{head}-> out: Ref(T) {tail.lstrip()}")


apply_gradient_descent_op = _optimizer("ApplyGradientDescent")
apply_proximal_gradient_descent_op = _optimizer("ApplyProximalGradientDescent")
apply_momentum_op = _optimizer("ApplyMomentum")
apply_adagrad_op = _optimizer("ApplyAdagrad")
apply_adagrad_v2_op = _optimizer("ApplyAdagradV2")
apply_adagrad_da_op = _optimizer("ApplyAdagradDA")
apply_proximal_adagrad_op = _optimizer("ApplyProximalAdagrad")
apply_adadelta_op = _optimizer("ApplyAdadelta")
apply_adam_op = _optimizer("ApplyAdam")
apply_ada_max_op = _optimizer("ApplyAdaMax")
apply_add_sign_op = _optimizer("ApplyAddSign")
apply_power_sign_op = _optimizer("ApplyPowerSign")
apply_rms_prop_op = _optimizer("ApplyRMSProp")
apply_centered_rms_prop_op = _optimizer("ApplyCenteredRMSProp")
apply_ftrl_op = _optimizer("ApplyFtrl")
apply_ftrl_v2_op = _optimizer("ApplyFtrlV2")
sparse_apply_momentum_op = _optimizer("SparseApplyMomentum")
sparse_apply_adagrad_op = _optimizer("SparseApplyAdagrad")
sparse_apply_adagrad_v2_op = _optimizer("SparseApplyAdagradV2")
sparse_apply_adagrad_da_op = _optimizer("SparseApplyAdagradDA")
sparse_apply_proximal_adagrad_op = _optimizer("SparseApplyProximalAdagrad")
sparse_apply_proximal_gradient_descent_op = _optimizer(
    "SparseApplyProximalGradientDescent"
)
sparse_apply_adadelta_op = _optimizer("SparseApplyAdadelta")
sparse_apply_rms_prop_op = _optimizer("SparseApplyRMSProp")
sparse_apply_centered_rms_prop_op = _optimizer("SparseApplyCenteredRMSProp")
sparse_apply_ftrl_op = _optimizer("SparseApplyFtrl")
sparse_apply_ftrl_v2_op = _optimizer("SparseApplyFtrlV2")
