"""`tf.layers`: dense, dropout and flatten."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import initializers
from tensorbrook._src.compat_v1.layers import activations
from tensorbrook._src.compat_v1.layers.base import Layer
from tensorbrook._src.control_flow import conditional
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import dropout as dropouts
from tensorbrook._src.ops import matmul, normalize, shape
from tensorbrook._src.ops.constant import constant, identity


def smart_cond(flag: Any, true_fn: Any, false_fn: Any) -> Any:
    """One of two results; the graph decides only where the flag is a tensor."""
    if isinstance(flag, Tensor) or hasattr(flag, "handle"):
        return conditional.cond(flag, true_fn, false_fn)
    return true_fn() if flag else false_fn()


class Dense(Layer):
    """`activation(inputs * kernel + bias)`.

    Args:
        units: The size of the output.
        activation: A function, or its name, or None.
        use_bias: Whether a bias is added.
        kernel_initializer: First values of the kernel; by default Glorot's.
        bias_initializer: First values of the bias.
        kernel_regularizer: A function from the kernel to a loss.
        bias_regularizer: A function from the bias to a loss.
        activity_regularizer: A function from the output to a loss.
        kernel_constraint: What optimizers apply to the kernel after an update.
        bias_constraint: What optimizers apply to the bias after an update.
        trainable: Whether optimizers change the variables.
        name: Name of the layer.
        **kwargs: As for `tf.layers.Layer`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     layer = tf.layers.Dense(2)
        ...     print(layer(tf.ones([1, 3])).shape, layer.kernel.name)
        (1, 2) dense/kernel:0
    """

    def __init__(
        self,
        units: int,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = None,
        bias_initializer: Any = initializers.Zeros(),  # noqa: B008
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        trainable: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            trainable, name, activity_regularizer=activity_regularizer, **kwargs
        )
        self.units = int(units)
        self.activation = activations.function(activation)
        self.use_bias = use_bias
        self.kernel_initializer = activations.initializer(kernel_initializer)
        self.bias_initializer = activations.initializer(bias_initializer)
        self.kernel_regularizer = kernel_regularizer
        self.bias_regularizer = bias_regularizer
        self.kernel_constraint = kernel_constraint
        self.bias_constraint = bias_constraint
        self.kernel: Any = None
        self.bias: Any = None

    def build(self, input_shape: Any) -> None:
        """Makes kernel and bias."""
        depth = input_shape.as_list()[-1]
        if depth is None:
            raise ValueError(
                "The last dimension of the inputs to `Dense` should be defined. Found "
                f"`None` in {input_shape}."
            )
        self.kernel = self.add_weight(
            "kernel",
            [depth, self.units],
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        if self.use_bias:
            self.bias = self.add_weight(
                "bias",
                [self.units],
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        """The outputs."""
        rank = inputs.shape.ndims
        if rank is not None and rank > 2:
            outputs = matmul.tensordot(inputs, self.kernel, [[rank - 1], [0]])
            outputs.set_shape([*inputs.shape.as_list()[:-1], self.units])
        else:
            outputs = matmul.matmul(inputs, self.kernel)
        if self.use_bias:
            outputs = normalize.bias_add(outputs, self.bias)
        return outputs if self.activation is None else self.activation(outputs)


def dense(
    inputs: Any,
    units: int,
    activation: Any = None,
    use_bias: bool = True,
    kernel_initializer: Any = None,
    bias_initializer: Any = initializers.Zeros(),  # noqa: B008
    kernel_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    bias_constraint: Any = None,
    trainable: bool = True,
    name: Any = None,
    reuse: Any = None,
) -> Any:
    """Applies `tf.layers.Dense`, whose arguments it takes.

    Args:
        inputs: The inputs, of shape (..., depth).
        units: The size of the output.
        activation: A function, or its name, or None.
        use_bias: Whether a bias is added.
        kernel_initializer: First values of the kernel; by default Glorot's.
        bias_initializer: First values of the bias.
        kernel_regularizer: A function from the kernel to a loss.
        bias_regularizer: A function from the bias to a loss.
        activity_regularizer: A function from the output to a loss.
        kernel_constraint: What optimizers apply to the kernel after an update.
        bias_constraint: What optimizers apply to the bias after an update.
        trainable: Whether optimizers change the variables.
        name: Name of the layer, and of its variable scope.
        reuse: Whether the variables of that name are used again.

    Returns:
        The outputs.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.layers.dense(tf.ones([2, 3]), 4, tf.nn.relu).shape
        TensorShape([2, 4])
    """
    layer = Dense(
        units,
        activation,
        use_bias,
        kernel_initializer,
        bias_initializer,
        kernel_regularizer,
        bias_regularizer,
        activity_regularizer,
        kernel_constraint,
        bias_constraint,
        trainable,
        name,
        _scope=name,
        _reuse=reuse,
    )
    return layer(inputs)


class Dropout(Layer):
    """Sets elements to zero at random while training.

    Args:
        rate: The probability that an element is dropped.
        noise_shape: The shape of the decisions, which are broadcast.
        seed: Seed of the operation.
        name: Name of the layer.
        **kwargs: As for `tf.layers.Layer`.
    """

    def __init__(
        self,
        rate: Any = 0.5,
        noise_shape: Any = None,
        seed: int | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.rate = rate
        self.noise_shape = noise_shape
        self.seed = seed

    def call(self, inputs: Any, training: Any = False) -> Any:  # type: ignore[override]
        """The outputs; `training` says whether elements are dropped."""
        return smart_cond(
            training,
            lambda: dropouts.dropout(inputs, self.rate, self.noise_shape, self.seed),
            lambda: identity(inputs),
        )


def dropout(
    inputs: Any,
    rate: Any = 0.5,
    noise_shape: Any = None,
    seed: int | None = None,
    training: Any = False,
    name: str | None = None,
) -> Any:
    """Sets elements to zero at random where `training` is true.

    Args:
        inputs: The inputs.
        rate: The probability that an element is dropped.
        noise_shape: The shape of the decisions, which are broadcast.
        seed: Seed of the operation.
        training: A boolean, or a tensor that says whether this is training.
        name: Name of the layer.

    Returns:
        The outputs.
    """
    return Dropout(rate, noise_shape, seed, name)(inputs, training=training)


class Flatten(Layer):
    """Makes a vector of each row of the batch.

    Args:
        data_format: "channels_last" or "channels_first".
        **kwargs: As for `tf.layers.Layer`.
    """

    def __init__(self, data_format: str = "channels_last", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = data_format

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        """The outputs."""
        rank = inputs.shape.ndims
        if self.data_format == "channels_first" and rank and rank > 2:
            inputs = shape.transpose(inputs, [0, *range(2, rank), 1])
        dims = inputs.shape.as_list()
        size: int | None = 1
        for dim in dims[1:]:
            size = None if size is None or dim is None else size * dim
        if dims[0] is not None and size is None:
            return shape.reshape(inputs, [dims[0], -1])
        if size is None:
            return shape.reshape(inputs, [shape.shape(inputs)[0], -1])
        flat = shape.reshape(inputs, constant([-1, size]))
        flat.set_shape([dims[0], size])
        return flat


def flatten(
    inputs: Any, name: str | None = None, data_format: str = "channels_last"
) -> Any:
    """Makes a vector of each row of the batch.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.layers.flatten(tf.placeholder(tf.float32, [None, 4, 2])).shape
        TensorShape([None, 8])
    """
    return Flatten(data_format, name=name)(inputs)
