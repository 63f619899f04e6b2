"""`tf.layers`: pooling."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.layers.base import Layer
from tensorbrook._src.compat_v1.layers.convolution import layout, sizes
from tensorbrook._src.ops import pooling


class _Pooling(Layer):
    """Base of the pooling layers.

    Args:
        rank: How many spatial axes there are.
        function: The operation.
        pool_size: The size of the window.
        strides: Steps along the spatial axes.
        padding: "valid" or "same".
        data_format: "channels_last" or "channels_first".
        name: Name of the layer.
        **kwargs: As for `tf.layers.Layer`.
    """

    def __init__(
        self,
        rank: int,
        function: Any,
        pool_size: Any,
        strides: Any,
        padding: str,
        data_format: str,
        name: str | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.rank = rank
        self.pool_size = tuple(sizes(pool_size, rank, "pool_size"))
        self.strides = tuple(sizes(strides, rank, "strides"))
        self.padding = padding.lower()
        self.data_format = data_format
        self._function = function

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        """The outputs."""
        return self._function(
            inputs,
            list(self.pool_size),
            list(self.strides),
            self.padding.upper(),
            layout(self.data_format, self.rank),
        )


class MaxPooling1D(_Pooling):
    """The largest element under a window; arguments as for `max_pooling1d`."""

    def __init__(
        self,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            1,
            pooling.max_pool1d,
            pool_size,
            strides,
            padding,
            data_format,
            name,
            **kwargs,
        )


def max_pooling1d(
    inputs: Any,
    pool_size: Any,
    strides: Any,
    padding: str = "valid",
    data_format: str = "channels_last",
    name: str | None = None,
) -> Any:
    """The largest element under a window; arguments as for `max_pooling2d`."""
    return MaxPooling1D(pool_size, strides, padding, data_format, name)(inputs)


class MaxPooling2D(_Pooling):
    """The largest element under a window; arguments as for `max_pooling2d`."""

    def __init__(
        self,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            2,
            pooling.max_pool2d,
            pool_size,
            strides,
            padding,
            data_format,
            name,
            **kwargs,
        )


def max_pooling2d(
    inputs: Any,
    pool_size: Any,
    strides: Any,
    padding: str = "valid",
    data_format: str = "channels_last",
    name: str | None = None,
) -> Any:
    """The largest element under a window.

    Args:
        inputs: Images of shape (batch, height, width, channels).
        pool_size: The size of the window.
        strides: Steps along the spatial axes.
        padding: "valid" or "same".
        data_format: "channels_last" or "channels_first".
        name: Name of the layer.

    Returns:
        Smaller images.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.layers.max_pooling2d(tf.ones([1, 4, 4, 3]), 2, 2).shape
        TensorShape([1, 2, 2, 3])
    """
    return MaxPooling2D(pool_size, strides, padding, data_format, name)(inputs)


class MaxPooling3D(_Pooling):
    """The largest element under a window; arguments as for `max_pooling3d`."""

    def __init__(
        self,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            3,
            pooling.max_pool3d,
            pool_size,
            strides,
            padding,
            data_format,
            name,
            **kwargs,
        )


def max_pooling3d(
    inputs: Any,
    pool_size: Any,
    strides: Any,
    padding: str = "valid",
    data_format: str = "channels_last",
    name: str | None = None,
) -> Any:
    """The largest element under a window; arguments as for `max_pooling2d`."""
    return MaxPooling3D(pool_size, strides, padding, data_format, name)(inputs)


class AveragePooling1D(_Pooling):
    """The mean under a window; arguments as for `average_pooling1d`."""

    def __init__(
        self,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            1,
            pooling.avg_pool1d,
            pool_size,
            strides,
            padding,
            data_format,
            name,
            **kwargs,
        )


def average_pooling1d(
    inputs: Any,
    pool_size: Any,
    strides: Any,
    padding: str = "valid",
    data_format: str = "channels_last",
    name: str | None = None,
) -> Any:
    """The mean under a window; arguments as for `average_pooling2d`."""
    return AveragePooling1D(pool_size, strides, padding, data_format, name)(inputs)


class AveragePooling2D(_Pooling):
    """The mean under a window; arguments as for `average_pooling2d`."""

    def __init__(
        self,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            2,
            pooling.avg_pool2d,
            pool_size,
            strides,
            padding,
            data_format,
            name,
            **kwargs,
        )


def average_pooling2d(
    inputs: Any,
    pool_size: Any,
    strides: Any,
    padding: str = "valid",
    data_format: str = "channels_last",
    name: str | None = None,
) -> Any:
    """The mean under a window.

    Args:
        inputs: Images of shape (batch, height, width, channels).
        pool_size: The size of the window.
        strides: Steps along the spatial axes.
        padding: "valid" or "same".
        data_format: "channels_last" or "channels_first".
        name: Name of the layer.

    Returns:
        Smaller images.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.layers.average_pooling2d(tf.ones([1, 4, 4, 3]), 2, 2).shape
        TensorShape([1, 2, 2, 3])
    """
    return AveragePooling2D(pool_size, strides, padding, data_format, name)(inputs)


class AveragePooling3D(_Pooling):
    """The mean under a window; arguments as for `average_pooling3d`."""

    def __init__(
        self,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            3,
            pooling.avg_pool3d,
            pool_size,
            strides,
            padding,
            data_format,
            name,
            **kwargs,
        )


def average_pooling3d(
    inputs: Any,
    pool_size: Any,
    strides: Any,
    padding: str = "valid",
    data_format: str = "channels_last",
    name: str | None = None,
) -> Any:
    """The mean under a window; arguments as for `average_pooling2d`."""
    return AveragePooling3D(pool_size, strides, padding, data_format, name)(inputs)
