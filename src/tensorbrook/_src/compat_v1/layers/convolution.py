"""What the convolutions of `tf.layers` share."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import initializers
from tensorbrook._src.compat_v1.layers import activations
from tensorbrook._src.compat_v1.layers.base import Layer
from tensorbrook._src.ops import conv, depthwise, normalize, pad, shape

_LAYOUTS = {1: ("NWC", "NCW"), 2: ("NHWC", "NCHW"), 3: ("NDHWC", "NCDHW")}


def sizes(value: Any, rank: int, name: str) -> list[int]:
    """One number for each spatial axis."""
    if isinstance(value, int):
        return [value] * rank
    found = [int(part) for part in value]
    if len(found) != rank:
        raise ValueError(
            f"The `{name}` argument must be a tuple of {rank} integers. Received: {value}"
        )
    return found


def layout(data_format: str, rank: int) -> str:
    """TensorFlow's name of a data format."""
    if data_format not in ("channels_last", "channels_first"):
        raise ValueError(
            "The `data_format` argument must be one of 'channels_first', "
            f"'channels_last'. Received: {data_format}"
        )
    return _LAYOUTS[rank][data_format == "channels_first"]


class Conv(Layer):
    """Base of the convolutions over `rank` spatial axes.

    Args:
        rank: How many spatial axes there are.
        filters: How many channels the output has.
        kernel_size: The size of the window.
        strides: Steps along the spatial axes.
        padding: "valid" or "same".
        data_format: "channels_last" or "channels_first".
        dilation_rate: Distances between the elements of the filter.
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
    """

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str = "channels_last",
        dilation_rate: Any = 1,
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
        self.rank = rank
        self.filters = int(filters)
        self.kernel_size = tuple(sizes(kernel_size, rank, "kernel_size"))
        self.strides = tuple(sizes(strides, rank, "strides"))
        self.padding = padding.lower()
        self.data_format = data_format
        self.dilation_rate = tuple(sizes(dilation_rate, rank, "dilation_rate"))
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

    def _channels(self, input_shape: Any) -> int:
        axis = 1 if self.data_format == "channels_first" else -1
        channels = input_shape.as_list()[axis]
        if channels is None:
            raise ValueError(
                "The channel dimension of the inputs should be defined. Found `None` in "
                f"{input_shape}."
            )
        return int(channels)

    def _kernel_shape(self, channels: int) -> list[int]:
        return [*self.kernel_size, channels, self.filters]

    def build(self, input_shape: Any) -> None:
        """Makes kernel and bias."""
        self.kernel = self.add_weight(
            "kernel",
            self._kernel_shape(self._channels(input_shape)),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self._build_bias()

    def _build_bias(self) -> None:
        if self.use_bias:
            self.bias = self.add_weight(
                "bias",
                [self.filters],
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _convolved(self, inputs: Any) -> Any:
        padding = self.padding.upper()
        if padding == "CAUSAL":
            left = self.dilation_rate[0] * (self.kernel_size[0] - 1)
            inputs, padding = pad.pad(inputs, [[0, 0], [left, 0], [0, 0]]), "VALID"
        return conv.convolution(
            inputs,
            self.kernel,
            list(self.strides),
            padding,
            layout(self.data_format, self.rank),
            list(self.dilation_rate),
        )

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        """The outputs."""
        outputs = self._convolved(inputs)
        if self.use_bias:
            name = "NCHW" if self.data_format == "channels_first" else "NHWC"
            outputs = normalize.bias_add(outputs, self.bias, name)
        return outputs if self.activation is None else self.activation(outputs)


class ConvTranspose(Conv):
    """Base of the transposed convolutions."""

    def _kernel_shape(self, channels: int) -> list[int]:
        return [*self.kernel_size, self.filters, channels]

    def _convolved(self, inputs: Any) -> Any:
        first = self.data_format == "channels_first"
        dims = inputs.shape.as_list()
        dynamic = shape.shape(inputs)
        axes = range(2, 2 + self.rank) if first else range(1, 1 + self.rank)
        known: list[int | None] = []
        grown = []
        for axis, window, step in zip(
            axes, self.kernel_size, self.strides, strict=True
        ):
            more = max(window - step, 0) if self.padding == "valid" else 0
            size = dynamic[axis] if dims[axis] is None else dims[axis]
            grown.append(size * step + more)
            known.append(None if dims[axis] is None else dims[axis] * step + more)
        batch = dynamic[0] if dims[0] is None else dims[0]
        if first:
            wanted, static = [batch, self.filters, *grown], [self.filters, *known]
        else:
            wanted, static = [batch, *grown, self.filters], [*known, self.filters]
        function = {2: conv.conv2d_transpose, 3: conv.conv3d_transpose}[self.rank]
        outputs = function(
            inputs,
            self.kernel,
            shape.stack(wanted),
            list(self.strides),
            self.padding.upper(),
            layout(self.data_format, self.rank),
        )
        outputs.set_shape([dims[0], *static])
        return outputs


class SeparableConv(Conv):
    """A depthwise convolution, then one that mixes the channels."""

    def __init__(self, rank: int, depth_multiplier: int, **kwargs: Any) -> None:
        self.depth_multiplier = depth_multiplier
        self._depthwise = _options("depthwise", kwargs)
        self._pointwise = _options("pointwise", kwargs)
        super().__init__(rank, **kwargs)

    def build(self, input_shape: Any) -> None:
        """Makes both kernels and the bias."""
        channels = self._channels(input_shape)
        self.depthwise_kernel = self.add_weight(
            "depthwise_kernel",
            [*self.kernel_size, channels, self.depth_multiplier],
            **self._depthwise,
        )
        self.pointwise_kernel = self.add_weight(
            "pointwise_kernel",
            [1] * self.rank + [channels * self.depth_multiplier, self.filters],
            **self._pointwise,
        )
        self._build_bias()

    def _convolved(self, inputs: Any) -> Any:
        first = self.data_format == "channels_first"
        steps, holes = list(self.strides), list(self.dilation_rate)
        kernels = [self.depthwise_kernel, self.pointwise_kernel]
        axis = 2 if first else 1
        if self.rank == 1:
            inputs = shape.expand_dims(inputs, axis)
            kernels = [shape.expand_dims(kernel, 0) for kernel in kernels]
            steps, holes = steps * 2, [1, *holes]
        full = [1, 1, *steps] if first else [1, *steps, 1]
        outputs = depthwise.separable_conv2d(
            inputs,
            kernels[0],
            kernels[1],
            full,
            self.padding.upper(),
            layout(self.data_format, 2),
            holes,
        )
        return shape.squeeze(outputs, [axis]) if self.rank == 1 else outputs


def _options(part: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    """The options of one of the two kernels, taken out of `kwargs`."""
    found = {
        key: kwargs.pop(f"{part}_{key}", None)
        for key in ("initializer", "regularizer", "constraint")
    }
    found["initializer"] = activations.initializer(found["initializer"])
    return found
