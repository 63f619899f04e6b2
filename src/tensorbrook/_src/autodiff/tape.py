"""`tf.GradientTape`: remembers what ran and differentiates it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from tensorbrook._src.autodiff import backward
from tensorbrook._src.autodiff.backward import is_differentiable
from tensorbrook._src.autodiff.recording import Entry, TapeBase
from tensorbrook._src.autodiff.unconnected import UnconnectedGradients
from tensorbrook._src.core import nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.eager import backend
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.func_graph import stop_tapes
from tensorbrook._src.ops import array_creation, indexed_slices
from tensorbrook._src.ops.constant import convert_to_tensor

_NONE = UnconnectedGradients.NONE


class GradientTape(TapeBase):
    """Records operations for automatic differentiation.

    Trainable variables are watched by themselves, other tensors after `watch`.

    Args:
        persistent: Whether several gradients may be taken.
        watch_accessed_variables: Whether trainable variables that are read are watched.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.constant(3.0)
        >>> with tf.GradientTape() as tape:
        ...     tape.watch(x)
        ...     y = x * x
        >>> tape.gradient(y, x).numpy()
        np.float32(6.0)
    """

    def watch(self, tensor: Any) -> None:
        """Records what is computed from `tensor`, a tensor or a structure of them.

        Args:
            tensor: Tensors or variables.

        Raises:
            ValueError: Something is not a tensor.
        """
        for item in nest.flatten(tensor, expand_composites=True):
            if hasattr(item, "handle"):
                self._watch_variable(item)
                continue
            if not hasattr(type(item), "__tf_tensor__"):
                raise ValueError(
                    f"Passed in object {item!r} of type {type(item).__name__}, not "
                    "tf.Tensor or tf.Variable or ExtensionType."
                )
            if not is_differentiable(item.dtype):
                _warn_not_differentiable(item)
            self._watch(item)

    @contextlib.contextmanager
    def stop_recording(self) -> Iterator[None]:
        """Does not record what happens in the body of the `with`.

        Raises:
            ValueError: The tape is not recording.
        """
        if not self._recording:
            raise ValueError("Tape is not recording.")
        self.__exit__(None, None, None)
        try:
            yield
        finally:
            self.__enter__()

    def reset(self) -> None:
        """Forgets everything and begins anew, within the `with` block."""
        persistent, watch = self._persistent, self._watch_accessed
        self.__exit__(None, None, None)
        GradientTape.__init__(self, persistent, watch)
        self.__enter__()

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: Any = UnconnectedGradients.NONE,
    ) -> Any:
        """The gradient of the sum of `target` with respect to each of `sources`.

        Args:
            target: A tensor or a structure of tensors.
            sources: A tensor or variable, or a structure of them.
            output_gradients: Weights of the elements of the targets; by default ones.
            unconnected_gradients: What to return where a source doesn't matter: None, or
                zeros (`tf.UnconnectedGradients.ZERO`).

        Returns:
            Gradients in the structure of `sources`.

        Raises:
            RuntimeError: The tape was used already and is not persistent.
            ValueError: A target has a dtype that can't be differentiated.

        Example:
            >>> import tensorbrook as tf
            >>> w = tf.Variable([1.0, 2.0])
            >>> with tf.GradientTape() as tape:
            ...     loss = tf.reduce_sum(w ** 2)
            >>> tape.gradient(loss, w).numpy()
            array([2., 4.], dtype=float32)
        """
        if output_gradients is None and unconnected_gradients is _NONE:
            found = self._quick(target, sources)
            if found is not NotImplemented:
                return found
        self._use()
        zero = (
            unconnected_gradients is not UnconnectedGradients.NONE
            and UnconnectedGradients(unconnected_gradients) is UnconnectedGradients.ZERO
        )
        targets = [
            _plain(item) for item in nest.flatten(target, expand_composites=True)
        ]
        flat_sources = nest.flatten(sources, expand_composites=True)
        tensors = [_source(item) for item in flat_sources]
        if not self._persistent:
            self.__exit__(None, None, None)
        gradients = self._gradients(targets, tensors, output_gradients)
        if zero:
            gradients = [
                array_creation.zeros_like(_plain(item)) if found is None else found
                for item, found in zip(flat_sources, gradients, strict=True)
            ]
        if not self._persistent:
            self._forget()
        if len(flat_sources) == 1 and flat_sources[0] is sources:
            return gradients[0]
        return nest.pack_sequence_as(sources, _regrouped(sources, gradients))

    def _use(self) -> None:
        if not self._entered:
            raise RuntimeError(
                "A non-persistent GradientTape can only be used to compute one set of "
                "gradients (or jacobians), and this tape has recorded nothing: use it in "
                "a `with` first."
            )
        if self._used and not self._persistent:
            raise RuntimeError(
                "A non-persistent GradientTape can only be used to compute one set of "
                "gradients (or jacobians). Use tf.GradientTape(persistent=True) for more."
            )
        self._used = True

    def _gradients(
        self, targets: Sequence[Any], sources: Sequence[Any], output_gradients: Any
    ) -> list[Any]:
        kept = [target for target in targets if is_differentiable(target.dtype)]
        plain = (
            backend.native is not None
            and current.interpreter is eager
            and not current.tapes
        )
        if (
            plain
            and output_gradients is None
            and all(type(target) is EagerTensor for target in kept)
        ):
            seeds: list[Any] = [None] * len(kept)  # ones, which the native core makes
        else:
            seeds = _seeds(targets, output_gradients)
        known = [
            (target, seed)
            for target, seed in zip(kept, seeds, strict=True)
            if self._watches(target)
        ]
        starts, weights = [t for t, _ in known], [s for _, s in known]
        if plain:
            return self._backward(starts, list(sources), weights)
        return backward.backward(self._entries, starts, sources, weights)

    def jacobian(
        self,
        target: Any,
        sources: Any,
        unconnected_gradients: Any = UnconnectedGradients.NONE,
        parallel_iterations: int | None = None,
        experimental_use_pfor: bool = True,
    ) -> Any:
        """The Jacobian: derivatives of each element of `target` for each source element.

        Args:
            target: A tensor.
            sources: A tensor or variable, or a structure of them.
            unconnected_gradients: As for `gradient`.
            parallel_iterations: Accepted for compatibility.
            experimental_use_pfor: Accepted for compatibility.

        Returns:
            Tensors of shape `target.shape + source.shape`, in the structure of `sources`.

        Raises:
            RuntimeError: The tape was used already and is not persistent.

        Example:
            >>> import tensorbrook as tf
            >>> x = tf.constant([1.0, 2.0])
            >>> with tf.GradientTape() as tape:
            ...     tape.watch(x)
            ...     y = x * x
            >>> tape.jacobian(y, x).numpy()
            array([[2., 0.],
                   [0., 4.]], dtype=float32)
        """
        from tensorbrook._src.autodiff import jacobian

        return jacobian.jacobian(self, target, sources, unconnected_gradients)

    def batch_jacobian(
        self,
        target: Any,
        source: Any,
        unconnected_gradients: Any = UnconnectedGradients.NONE,
        parallel_iterations: int | None = None,
        experimental_use_pfor: bool = True,
    ) -> Any:
        """The Jacobian of each example of a batch by itself.

        Args:
            target: A tensor of shape (batch, ...).
            source: A tensor of shape (batch, ...).
            unconnected_gradients: As for `gradient`.
            parallel_iterations: Accepted for compatibility.
            experimental_use_pfor: Accepted for compatibility.

        Returns:
            A tensor of shape (batch, *target.shape[1:], *source.shape[1:]).

        Raises:
            ValueError: The first dimensions differ.

        Example:
            >>> import tensorbrook as tf
            >>> x = tf.constant([[1.0], [2.0]])
            >>> with tf.GradientTape() as tape:
            ...     tape.watch(x)
            ...     y = x ** 3
            >>> tape.batch_jacobian(y, x).shape
            TensorShape([2, 1, 1])
        """
        from tensorbrook._src.autodiff import jacobian

        return jacobian.batch_jacobian(self, target, source, unconnected_gradients)


def _plain(item: Any) -> Any:
    """A tensor for a target that may be a variable."""
    if hasattr(item, "handle") or not hasattr(type(item), "__tf_tensor__"):
        return convert_to_tensor(item)
    return item


def _source(item: Any) -> Any:
    """What the gradient of a source flows to: a variable's is its handle."""
    if hasattr(item, "handle"):
        return item.handle
    if not hasattr(type(item), "__tf_tensor__"):
        raise TypeError(
            f"GradientTape.gradient: a source must be a tensor or a variable, got "
            f"{item!r} of type {type(item).__name__}."
        )
    return item


def _seeds(targets: Sequence[Any], output_gradients: Any) -> list[Any]:
    given = (
        [None] * len(targets)
        if output_gradients is None
        else nest.flatten(output_gradients)
    )
    seeds = []
    for target, gradient in zip(targets, given, strict=True):
        if not is_differentiable(target.dtype):
            continue
        if gradient is None and not current.tapes:
            seeds.append(array_creation.ones_like(target))
        elif gradient is None:
            with stop_tapes():
                seeds.append(array_creation.ones_like(target))
        else:
            seeds.append(convert_to_tensor(gradient, dtype=target.dtype))
    return seeds


def _warn_not_differentiable(tensor: Any) -> None:
    import logging

    logging.getLogger("tensorbrook").warning(
        "The dtype of the watched tensor must be floating (e.g. tf.float32), got %r",
        tensor.dtype,
    )


def _regrouped(sources: Any, gradients: Sequence[Any]) -> list[Any]:
    """One gradient for each source; a composite one gets a composite gradient."""
    rest = iter(gradients)
    found = []
    for item in nest.flatten(sources):
        if isinstance(item, CompositeTensor):
            parts = [next(rest) for _ in nest.flatten(item, expand_composites=True)]
            found.append(item._from_gradients(parts))
        else:
            found.append(next(rest))
    return found


if backend.native is not None:
    backend.native.register_tapes(
        GradientTape,
        Entry,
        current,
        eager,
        indexed_slices.add_gradients,
        backward.step_gradients,
        sorted(backward.DIFFERENTIABLE),
    )
