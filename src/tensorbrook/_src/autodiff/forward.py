"""`tf.autodiff.ForwardAccumulator`: derivatives along a direction, as the ops run.

The record of an op knows only its backward function, which is linear in the gradients
that arrive. Differentiating that function with respect to them, weighted by the tangents
of the inputs, gives the tangents of the outputs: no record needs a second rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tensorbrook._src.autodiff.backward import is_differentiable, step_gradients
from tensorbrook._src.autodiff.recording import Entry
from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.autodiff.unconnected import UnconnectedGradients
from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.eager import backend
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.indexed_slices import IndexedSlices


class ForwardAccumulator:
    """Computes Jacobian-vector products while the ops run: forward-mode derivatives.

    Args:
        primals: Tensors or variables, in any structure, that the computation starts from.
        tangents: For each of them the direction in which it changes, of its shape.

    Raises:
        ValueError: A primal is repeated, or a tangent has another shape.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.constant([2.0, 3.0])
        >>> with tf.autodiff.ForwardAccumulator(x, tf.constant([1.0, 0.0])) as acc:
        ...     y = x ** 2.0
        >>> acc.jvp(y).numpy()
        array([4., 0.], dtype=float32)
    """

    #: Traced functions show each of their ops to such a recorder.
    persistent = True

    def __init__(self, primals: Any, tangents: Any) -> None:
        nest.assert_same_structure(primals, tangents)
        self._recording = False
        self._tangents: dict[int, tuple[Any, Any]] = {}
        pairs = zip(nest.flatten(primals), nest.flatten(tangents), strict=True)
        for primal, tangent in pairs:
            self._watch(primal, tangent)

    def _watch(self, primal: Any, tangent: Any) -> None:
        if not hasattr(type(primal), "__tf_tensor__"):
            raise TypeError(
                "ForwardAccumulator: a primal must be a tensor or a variable. Received: "
                f"{primal!r}."
            )
        if not (primal.dtype.is_floating or primal.dtype.is_complex):
            raise ValueError(
                "ForwardAccumulator: a primal must have a floating or complex dtype. "
                f"Received: {primal.dtype!r}."
            )
        tangent = convert_to_tensor(tangent, dtype=primal.dtype)
        if not primal.shape.is_compatible_with(tangent.shape):
            raise ValueError(
                "ForwardAccumulator: a tangent must have the shape of its primal. "
                f"Received: {tangent.shape} for {primal.shape}."
            )
        key = getattr(primal, "handle", primal)
        if id(key) in self._tangents:
            raise ValueError(
                f"ForwardAccumulator: the primal {primal!r} was given twice."
            )
        self._tangents[id(key)] = key, tangent

    def __enter__(self) -> ForwardAccumulator:
        self._push()
        return self

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        if self._recording:
            self._pop()

    def _push(self) -> None:
        if self._recording:
            raise ValueError("Accumulator is already recording.")
        current.tapes.append(self)
        self._recording = True
        backend.slow_slots(+1)

    def _pop(self) -> None:
        if not self._recording:
            raise ValueError("Accumulator is not recording.")
        current.tapes.remove(self)
        self._recording = False
        backend.slow_slots(-1)

    def variable_accessed(self, variable: Any) -> None:
        """Called when a variable is read; only the primals are of interest."""

    def record(
        self,
        op: Op,
        inputs: Sequence[Any],
        attrs: dict[str, Any],
        outputs: Sequence[Any],
        gradient_override: Callable[..., Any] | None = None,
    ) -> None:
        """Computes the tangents of the outputs of an op that has just run."""
        tangents = [self._tangent(tensor) for tensor in inputs]
        if all(tangent is None for tangent in tangents):
            return
        if gradient_override is None and op.gradient is NOT_DIFFERENTIABLE:
            return
        entry = Entry(op, inputs, attrs, outputs, gradient_override)
        with self._outside():
            found = _push_forward(entry, tangents)
        for output, tangent in zip(outputs, found, strict=True):
            if tangent is not None:
                self._tangents[id(output)] = output, tangent

    def _tangent(self, tensor: Any) -> Any:
        found = self._tangents.get(id(tensor))
        return None if found is None else found[1]

    @contextmanager
    def _outside(self) -> Iterator[None]:
        """Shows what happens in the body only to the tapes around this recorder."""
        tapes = current.tapes
        place = tapes.index(self) if self in tapes else len(tapes)
        current.tapes = tapes[:place]
        try:
            yield
        finally:
            current.tapes = tapes

    def jvp(
        self, primals: Any, unconnected_gradients: Any = UnconnectedGradients.NONE
    ) -> Any:
        """The Jacobian-vector products of tensors that were computed.

        Args:
            primals: Tensors, in any structure.
            unconnected_gradients: What to return where the primals of the accumulator
                don't matter: None, or zeros (`tf.UnconnectedGradients.ZERO`).

        Returns:
            Tensors in the structure of `primals`.

        Example:
            >>> import tensorbrook as tf
            >>> v = tf.Variable(3.0)
            >>> with tf.autodiff.ForwardAccumulator(v, 1.0) as acc:
            ...     y = tf.sin(v) * 0.0 + v * v
            >>> acc.jvp(y).numpy()
            np.float32(6.0)
        """
        zero = UnconnectedGradients(unconnected_gradients) is UnconnectedGradients.ZERO

        def product(item: Any) -> Any:
            found = self._tangent(getattr(item, "handle", item))
            if found is None and zero:
                return array_creation.zeros_like(convert_to_tensor(item))
            return found

        return nest.map_structure(product, primals)


def _push_forward(entry: Entry, tangents: Sequence[Any]) -> list[Any]:
    """Tangents of the outputs of one op, None where there is none."""
    seeds = [
        array_creation.zeros_like(output)
        if output.dtype.is_floating or output.dtype.is_complex
        else None
        for output in entry.outputs
    ]
    wanted = [seed for seed in seeds if seed is not None]
    if not wanted:
        return seeds
    tape = GradientTape(watch_accessed_variables=False)
    with tape:
        tape.watch(wanted)
        gradients = step_gradients(entry, list(seeds))
        targets, weights = [], []
        for gradient, tangent in zip(gradients, tangents, strict=True):
            if gradient is None or tangent is None:
                continue
            if isinstance(gradient, IndexedSlices):
                gradient = convert_to_tensor(gradient)
            if is_differentiable(gradient.dtype):
                targets.append(gradient)
                weights.append(tangent)
    if not targets:
        return [None] * len(seeds)
    products = iter(tape.gradient(targets, wanted, output_gradients=weights))
    return [None if seed is None else next(products) for seed in seeds]
