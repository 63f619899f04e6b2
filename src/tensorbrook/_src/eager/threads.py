"""How many threads kernels use (`tf.config.threading`)."""

from __future__ import annotations

from tensorbrook._src.eager import backend


class Threads:
    """What the program has chosen; 0 leaves the choice to us."""

    inter = 0
    intra = 0


def get_inter_op_parallelism_threads() -> int:
    """How many operations may run at once; 0 where nothing was chosen.

    Returns:
        A number.

    Example:
        >>> import tensorbrook as tf
        >>> tf.config.threading.get_inter_op_parallelism_threads()
        0
    """
    return Threads.inter


def set_inter_op_parallelism_threads(num_threads: int) -> None:
    """Chooses how many operations may run at once.

    It is remembered, but has no effect: plans run their steps one after the other, and
    parallelism lies within the kernels.

    Args:
        num_threads: A number; 0 leaves the choice to us.
    """
    Threads.inter = int(num_threads)


def get_intra_op_parallelism_threads() -> int:
    """How many threads one kernel may use; 0 where nothing was chosen.

    Returns:
        A number.
    """
    return Threads.intra


def set_intra_op_parallelism_threads(num_threads: int) -> None:
    """Chooses how many threads one kernel may use.

    Args:
        num_threads: A number; 0 leaves the choice to us.
    """
    Threads.intra = int(num_threads)
    if backend.native is not None and num_threads > 0:
        backend.native.set_threads(int(num_threads))
