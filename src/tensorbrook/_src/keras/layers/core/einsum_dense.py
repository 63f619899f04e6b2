"""A dense layer along any axes."""

from __future__ import annotations

import math
import re
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments, set_arguments
from tensorbrook._src.keras.quantizers.adapted_weight import AdaptedWeight, WeightSlot


class EinsumDense(AdaptedWeight, Layer):
    """Multiplies inputs and a kernel as an equation says.

    Args:
        equation: such as `"abc,cd->abd"`.
        output_shape: the shape of the outputs without the batch; None where it is
            that of the inputs.
        activation: the activation.
        bias_axes: the axes of the outputs that have a bias, such as `"d"`.
        kernel_initializer: the kernel's first value.
        bias_initializer: the bias's first value.
        kernel_regularizer: a penalty on the kernel.
        bias_regularizer: a penalty on the bias.
        kernel_constraint: applied to the kernel after each update.
        bias_constraint: applied to the bias after each update.
        lora_rank: how thin the matrices are that learn instead of the kernel.
        lora_alpha: a factor of their product, divided by the rank.
        gptq_unpacked_column_size: not supported.
        quantization_config: what weights of few bits should be like.
        **kwargs: `name`, `dtype` and the like.

    Example:
        >>> import tensorbrook as tf
        >>> layer = EinsumDense("abc,cd->abd", output_shape=(None, 5))
        >>> layer(tf.ones((2, 3, 4))).shape
        TensorShape([2, 3, 5])
    """

    _is_adaptable = True
    kernel = WeightSlot("kernel")

    def __init__(
        self,
        equation: str,
        output_shape: Any,
        activation: Any = None,
        bias_axes: str | None = None,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: int | None = None,
        gptq_unpacked_column_size: int | None = None,
        quantization_config: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._adapt(lora_rank, lora_alpha, quantization_config)
        self.equation = equation
        partial = (output_shape,) if isinstance(output_shape, int) else output_shape
        self.partial_output_shape = tuple(partial)
        set_arguments(
            self,
            activation=activation,
            bias_axes=bias_axes,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
        )

    def build(self, input_shape: Any) -> None:
        """Makes the kernel and the bias."""
        sizes = self._sizes(input_shape)
        _, kernel, outputs = self._subscripts()
        self.kernel = self.add_weight(
            name="kernel",
            shape=tuple(sizes[letter] for letter in kernel),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.bias = None
        self._after_build()
        if self.bias_axes is None:
            return
        missing = [letter for letter in self.bias_axes if letter not in outputs]
        if missing:
            raise ValueError(
                f"EinsumDense: the bias axes {missing} are not among the outputs "
                f"'{outputs}' of the equation '{self.equation}'."
            )
        letters = outputs.replace("...", "")
        shape = [sizes[x] if x in self.bias_axes else 1 for x in letters]
        while len(shape) > 1 and shape[0] == 1 and letters[0] not in self.bias_axes:
            shape, letters = shape[1:], letters[1:]
        self.bias = self.add_weight(
            name="bias",
            shape=tuple(shape),
            initializer=self.bias_initializer,
            regularizer=self.bias_regularizer,
            constraint=self.bias_constraint,
        )

    def _reduced_axes(self) -> list[int]:
        """Returns the axes of the kernel that the inputs have too."""
        inputs, kernel, outputs = self._subscripts()
        return [i for i, x in enumerate(kernel) if x in inputs and x not in outputs]

    def _met_axes(self, inputs: Any) -> Any:
        """Returns the axes of the inputs that the kernel has too."""
        letters, kernel, outputs = self._subscripts()
        start = letters.startswith("...")
        plain = letters.replace("...", "")
        axes = [
            i - len(plain) if start else i
            for i, x in enumerate(plain)
            if x in kernel and x not in outputs
        ]
        return axes or -1

    def _stored_scale(self, scale: Any) -> Any:
        """Returns a scale with an axis for each of the kernel's."""
        return scale

    def _as_matrix(self, value: Any) -> Any:
        """Returns the kernel as a matrix whose rows the inputs meet."""
        axes = self._reduced_axes()
        rest = [i for i in range(len(value.shape)) if i not in axes]
        rows = math.prod(value.shape[i] for i in axes)
        return tf.reshape(tf.transpose(value, [*axes, *rest]), [rows, -1])

    def _from_matrix(self, matrix: Any, like: Any) -> Any:
        """Returns a matrix in the shape of the kernel."""
        axes = self._reduced_axes()
        order = [*axes, *(i for i in range(len(like.shape)) if i not in axes)]
        turned = tf.reshape(matrix, [like.shape[i] for i in order])
        return tf.transpose(turned, [order.index(i) for i in range(len(order))])

    def _subscripts(self) -> tuple[str, str, str]:
        """Returns the letters of inputs, kernel and outputs."""
        found = re.fullmatch(
            r"([a-zA-Z.]+),([a-zA-Z]+)->([a-zA-Z.]+)", self.equation.replace(" ", "")
        )
        if found is None:
            raise ValueError(
                "EinsumDense: the equation must look like 'ab,bc->ac', with an "
                f"ellipsis at one end if need be. Received: {self.equation!r}."
            )
        inputs, kernel, outputs = found.groups()
        return inputs, kernel, outputs

    def _sizes(self, input_shape: Any) -> dict[str, Any]:
        """Returns the size of each letter."""
        inputs, _, outputs = self._subscripts()
        sizes = _aligned(inputs, tuple(input_shape))
        partial = (input_shape[0], *self.partial_output_shape)
        if outputs.startswith("..."):
            partial = self.partial_output_shape
        for letter, size in _aligned(outputs, partial).items():
            if (
                letter in sizes
                and size is not None
                and sizes[letter]
                not in (
                    size,
                    None,
                )
            ):
                raise ValueError(
                    f"EinsumDense: the size of '{letter}' is {sizes[letter]} in the "
                    f"inputs and {size} in `output_shape`."
                )
            if size is not None or letter not in sizes:
                sizes[letter] = size
        return sizes

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        inputs, _, outputs = self._subscripts()
        sizes = self._sizes(input_shape)
        letters = [sizes[letter] for letter in outputs.replace("...", "")]
        count = len(input_shape) - len(inputs.replace("...", ""))
        if outputs.startswith("..."):
            return (*input_shape[:count], *letters)
        if outputs.endswith("..."):
            return (*letters, *input_shape[len(input_shape) - count :])
        return tuple(letters)

    def call(self, inputs: Any, training: Any = None) -> Any:
        """Computes the outputs."""
        kernel = tf.cast(self.kernel, inputs.dtype)
        outputs = tf.einsum(self.equation, inputs, kernel)
        if self.bias is not None:
            outputs = outputs + tf.cast(self.bias, outputs.dtype)
        return self.activation(outputs)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        names = (
            "equation",
            "activation",
            "bias_axes",
            "kernel_initializer",
            "bias_initializer",
            "kernel_regularizer",
            "bias_regularizer",
            "activity_regularizer",
            "kernel_constraint",
            "bias_constraint",
        )
        own = describe_arguments(self, *names)
        own["output_shape"] = self.partial_output_shape
        return {**super().get_config(), **own, **self._adapted_config()}


def _aligned(letters: str, shape: tuple[Any, ...]) -> dict[str, Any]:
    """Returns the size of each letter; an ellipsis takes what is left."""
    if letters.startswith("..."):
        letters = letters[3:]
        return dict(zip(letters, shape[len(shape) - len(letters) :], strict=True))
    return dict(zip(letters.removesuffix("..."), shape, strict=False))
