"""How operations run: the switches of `tf.config.optimizer` and `.experimental`."""

from __future__ import annotations

from typing import Any

_POLICIES = ("silent", "warn", "explicit", "silent_for_int32")
_OPTIMIZERS = frozenset(
    {
        "arithmetic_optimization",
        "auto_mixed_precision",
        "auto_mixed_precision_mkl",
        "auto_mixed_precision_onednn_bfloat16",
        "auto_parallel",
        "constant_folding",
        "debug_stripper",
        "dependency_optimization",
        "disable_meta_optimizer",
        "disable_model_pruning",
        "function_optimization",
        "implementation_selector",
        "layout_optimizer",
        "loop_optimization",
        "min_graph_nodes",
        "pin_to_host_optimization",
        "remapping",
        "scoped_allocator_optimization",
        "shape_optimization",
    }
)


class Options:
    """What the program has chosen, for the whole process."""

    jit = ""
    graph: dict[str, Any] = {}
    policy = "silent"
    synchronous = True
    tensor_float_32 = True
    deterministic = False


def get_jit() -> str:
    """Whether functions are compiled by themselves.

    Returns:
        "autoclustering", or an empty string.

    Example:
        >>> import tensorbrook as tf
        >>> tf.config.optimizer.get_jit()
        ''
    """
    return Options.jit


def set_jit(enabled: bool | str) -> None:
    """Chooses whether functions are compiled by themselves.

    It is remembered, but has no effect: `tf.function(jit_compile=True)` compiles.

    Args:
        enabled: "autoclustering" or True; an empty string or False.
    """
    wanted = enabled is True or enabled == "autoclustering"
    Options.jit = "autoclustering" if wanted else ""


def get_experimental_options() -> dict[str, Any]:
    """The choices about the rewriting of graphs.

    Returns:
        What was chosen, by name.
    """
    defaults = {"disable_model_pruning": False, "disable_meta_optimizer": False}
    return {**defaults, **Options.graph}


def set_experimental_options(options: dict[str, Any]) -> None:
    """Chooses how graphs are rewritten.

    The choices are remembered, but have no effect: plans are always optimized, and what
    they compute doesn't depend on it.

    Args:
        options: Choices by name; unknown names are left out.
    """
    known = {name: value for name, value in options.items() if name in _OPTIMIZERS}
    Options.graph = {**Options.graph, **known}


def get_device_policy() -> str:
    """What happens to an input that lies on another device.

    Returns:
        "silent", "warn", "explicit" or "silent_for_int32".
    """
    return Options.policy


def set_device_policy(device_policy: str | None) -> None:
    """Chooses what happens to an input that lies on another device.

    It is remembered, but has no effect: inputs are always copied.

    Args:
        device_policy: "silent", "warn", "explicit", "silent_for_int32", or None for
            the default.

    Raises:
        ValueError: There is no such policy.
    """
    if device_policy not in (None, *_POLICIES):
        raise ValueError(
            f"`device_policy` must be one of {_POLICIES}. Received: {device_policy!r}."
        )
    Options.policy = device_policy or "silent"


def get_synchronous_execution() -> bool:
    """Whether an operation is done when its call returns.

    Returns:
        True or False.
    """
    return Options.synchronous


def set_synchronous_execution(enable: bool | None) -> None:
    """Chooses whether an operation is done when its call returns.

    It is remembered, but has no effect: eager operations always are.

    Args:
        enable: Whether it is; None for the default, which is so.
    """
    Options.synchronous = True if enable is None else bool(enable)


def tensor_float_32_execution_enabled() -> bool:
    """Whether accelerators may compute float32 products with fewer bits.

    Returns:
        True or False.
    """
    return Options.tensor_float_32


def enable_tensor_float_32_execution(enabled: bool) -> None:
    """Chooses whether accelerators may compute float32 products with fewer bits.

    Args:
        enabled: Whether they may.
    """
    Options.tensor_float_32 = bool(enabled)


def enable_op_determinism() -> None:
    """Asks for the same results in every run; the kernels give them anyway."""
    Options.deterministic = True


def enable_mlir_bridge() -> None:
    """Accepted for compatibility: there is one way to XLA."""


def disable_mlir_bridge() -> None:
    """Accepted for compatibility: there is one way to XLA."""
