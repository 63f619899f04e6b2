"""What tests can ask about this installation and its devices."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import config
from tensorbrook._src.core.build_info import get_build_info
from tensorbrook._src.ops.constant import convert_to_tensor


def is_built_with_cuda() -> bool:
    """Whether CUDA can be used, where there is a GPU and the extra for it.

    Returns:
        True.
    """
    return bool(get_build_info()["is_cuda_build"])


def is_built_with_rocm() -> bool:
    """Whether ROCm can be used.

    Returns:
        False.
    """
    return bool(get_build_info()["is_rocm_build"])


def is_built_with_gpu_support() -> bool:
    """Whether GPUs can be used, where there are some.

    Returns:
        True.
    """
    return is_built_with_cuda() or is_built_with_rocm()


def is_built_with_xla() -> bool:
    """Whether XLA can be used.

    Returns:
        True: it comes with the extra `tensorbrook[xla]`.
    """
    return True


def is_cpu_target_available(target: str) -> bool:
    """Whether code for a kind of CPU can be made.

    Args:
        target: Such as "x86".

    Returns:
        Whether it is the kind of this machine.
    """
    import platform

    machine = platform.machine().lower()
    names = {"x86": ("x86_64", "amd64", "i386"), "arm": ("arm64", "aarch64")}
    return machine in names.get(target.lower(), (target.lower(),))


def is_gpu_available(
    cuda_only: bool = False, min_cuda_compute_capability: Any = None
) -> bool:
    """Whether there is a GPU; `tf.config.list_physical_devices("GPU")` says which.

    Args:
        cuda_only: Accepted for compatibility.
        min_cuda_compute_capability: Accepted for compatibility.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook as tf
        >>> tf.test.is_gpu_available() == bool(tf.test.gpu_device_name())
        True
    """
    return bool(gpu_device_name())


def gpu_device_name() -> str:
    """The name of the first GPU.

    Returns:
        The name, or an empty string.
    """
    devices = config.list_logical_devices("GPU")
    return devices[0].name if devices else ""


def disable_with_predicate(
    pred: Callable[[], bool], skip_message: str
) -> Callable[..., Any]:
    """Decorator: skips a test where something holds.

    Args:
        pred: A function without arguments that says whether to skip.
        skip_message: Why.

    Returns:
        The decorator.
    """

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(test)
        def decorated(self: Any, *args: Any, **kwargs: Any) -> Any:
            if pred():
                self.skipTest(skip_message)
            return test(self, *args, **kwargs)

        return decorated

    return decorate


def with_eager_op_as_function(cls: Any = None, only_as_function: bool = False) -> Any:
    """Accepted for compatibility: eager operations run in one way.

    Args:
        cls: A test case.
        only_as_function: Accepted for compatibility.

    Returns:
        The test case, or a decorator for one.
    """
    return cls if cls is not None else lambda decorated: decorated


def create_local_cluster(
    num_workers: int,
    num_ps: int,
    protocol: str = "grpc",
    worker_config: Any = None,
    ps_config: Any = None,
) -> Any:
    """Would start servers of a cluster in this process.

    Args:
        num_workers: How many workers.
        num_ps: How many parameter servers.
        protocol: How they speak.
        worker_config: The ConfigProto of the workers.
        ps_config: The ConfigProto of the parameter servers.

    Raises:
        NotImplementedError: Always.
    """
    raise NotImplementedError(
        "tf.test.create_local_cluster: there are no servers of gRPC; several processes "
        "work together by tf.distribute."
    )


def sync_devices() -> None:
    """Waits until the devices are done; eager operations always are."""


def assert_equal_graph_def(expected: Any, actual: Any) -> None:
    """Raises where two GraphDefs differ; the order of nodes doesn't matter.

    Args:
        expected: A GraphDef.
        actual: Another.

    Raises:
        AssertionError: They differ.
        TypeError: One of them is no GraphDef.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.Graph().as_default() as graph:
        ...     x = tf.constant(1.0)
        >>> tf.test.assert_equal_graph_def(graph.as_graph_def(), graph.as_graph_def())
    """
    for what, value in (("expected", expected), ("actual", actual)):
        if type(value).__name__ != "GraphDef":
            raise TypeError(
                f"assert_equal_graph_def: `{what}` must be a GraphDef, not "
                f"{type(value).__name__}."
            )
    one = {node.name: node for node in expected.node}
    two = {node.name: node for node in actual.node}
    if one.keys() != two.keys():
        raise AssertionError(
            f"The graphs have other nodes: {sorted(one.keys() ^ two.keys())}."
        )
    for name, node in one.items():
        if node != two[name]:
            raise AssertionError(f"The nodes {name} differ:\n{node}\n{two[name]}")


def compute_gradient(
    f: Callable[..., Any], x: Any, delta: float | None = None
) -> tuple[list[Any], list[Any]]:
    """The Jacobians of a function, by its gradients and by finite differences.

    Args:
        f: A function of tensors that returns one tensor.
        x: Its arguments.
        delta: The step of the differences; by default one that fits the dtype.

    Returns:
        Two lists with a matrix for each argument: a row for each element of the
        argument, transposed, as a column for it.

    Raises:
        ValueError: `x` is not a list or tuple.

    Example:
        >>> import tensorbrook as tf
        >>> exact, numeric = tf.test.compute_gradient(tf.square, [[3.0]])
        >>> exact[0].tolist()
        [[6.0]]
    """
    if not isinstance(x, list | tuple):
        raise ValueError("`x` must be a list or tuple of arguments of `f`.")
    arguments = [convert_to_tensor(part) for part in x]
    found = [
        (_exact(f, arguments, place), _differences(f, arguments, place, delta))
        for place in range(len(arguments))
    ]
    return [pair[0] for pair in found], [pair[1] for pair in found]


def _exact(f: Callable[..., Any], arguments: list[Any], place: int) -> Any:
    from tensorbrook._src.autodiff.tape import GradientTape

    source = arguments[place]
    with GradientTape(persistent=True) as tape:
        tape.watch(source)
        target = f(*arguments)
    rows = int(np.prod(target.shape))
    columns = int(np.prod(source.shape))
    jacobian = tape.jacobian(target, source)
    if jacobian is None:
        return np.zeros((rows, columns), source.dtype.as_numpy_dtype)
    return np.asarray(convert_to_tensor(jacobian)).reshape(rows, columns)


def _differences(
    f: Callable[..., Any], arguments: list[Any], place: int, delta: float | None
) -> Any:
    source = arguments[place].numpy()
    step = delta or {"float64": 1e-6, "float16": 1e-1}.get(source.dtype.name, 1e-3)
    columns = []
    for position in range(source.size):
        values = []
        for sign in (1, -1):
            moved = np.array(source).reshape(-1)
            moved[position] += sign * step
            inputs = list(arguments)
            inputs[place] = convert_to_tensor(moved.reshape(source.shape))
            values.append(np.asarray(f(*inputs), np.float64).reshape(-1))
        columns.append((values[0] - values[1]) / (2 * step))
    return np.stack(columns, axis=1).astype(source.dtype)
