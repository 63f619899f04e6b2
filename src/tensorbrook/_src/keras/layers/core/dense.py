"""A layer in which every output depends on every input."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras import activations, constraints, regularizers
from tensorbrook._src.keras.backend.composite import is_sparse
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.initializers import lookup as initializers
from tensorbrook._src.keras.layers.arguments import positive
from tensorbrook._src.keras.quantizers.adapted_weight import AdaptedWeight, WeightSlot


class Dense(AdaptedWeight, Layer):
    """Computes `activation(inputs @ kernel + bias)`.

    Args:
        units: the size of the output's last dimension.
        activation: the activation.
        use_bias: whether there is a bias.
        kernel_initializer: the kernel's first value.
        bias_initializer: the bias's first value.
        kernel_regularizer: a penalty on the kernel.
        bias_regularizer: a penalty on the bias.
        activity_regularizer: a penalty on the outputs.
        kernel_constraint: applied to the kernel after each update.
        bias_constraint: applied to the bias after each update.
        lora_rank: how thin the matrices are that learn instead of the kernel.
        lora_alpha: a factor of their product, divided by the rank.
        quantization_config: what weights of few bits should be like.
        **kwargs: `name`, `dtype`, `trainable`, `input_shape` and the like.

    Raises:
        ValueError: when `units` is not a positive integer.

    Example:
        >>> Dense(2)(tf.ones((1, 3))).shape
        TensorShape([1, 2])
    """

    _is_adaptable = True
    kernel = WeightSlot("kernel")

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        quantization_config: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self._adapt(lora_rank, lora_alpha, quantization_config)
        self.units = positive(self, "units", units)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(min_ndim=2)
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Makes the kernel and the bias."""
        size = input_shape[-1]
        if size is None:
            raise ValueError(
                "Dense: the last dimension of the input must be known. Received: "
                f"input_shape={input_shape}."
            )
        self.kernel = self.add_weight(
            name="kernel",
            shape=(size, self.units),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.units,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        self.input_spec = InputSpec(min_ndim=2, axes={-1: size})
        self._after_build()

    def call(self, inputs: Any, training: Any = None) -> tf.Tensor:
        """Computes the outputs."""
        if inputs.dtype.name != self.compute_dtype:
            inputs = tf.cast(inputs, self.compute_dtype)
        kernel = tf.cast(self.kernel, inputs.dtype)
        if is_sparse(inputs):
            outputs = tf.sparse.sparse_dense_matmul(inputs, kernel)
        elif inputs.shape.rank == 2:
            outputs = tf.matmul(inputs, kernel)
        else:
            outputs = tf.tensordot(inputs, kernel, [[inputs.shape.rank - 1], [0]])
        if self.bias is not None:
            outputs = tf.nn.bias_add(outputs, tf.cast(self.bias, inputs.dtype))
        return self.activation(outputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return (*input_shape[:-1], self.units)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
            "kernel_constraint": constraints.serialize(self.kernel_constraint),
            "bias_constraint": constraints.serialize(self.bias_constraint),
            **self._adapted_config(),
        }
