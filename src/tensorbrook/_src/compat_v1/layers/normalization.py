"""`tf.layers`: batch normalisation, whose moving averages are updates on the side."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import initializers
from tensorbrook._src.compat_v1.layers import activations
from tensorbrook._src.compat_v1.layers.base import Layer
from tensorbrook._src.compat_v1.layers.core import smart_cond
from tensorbrook._src.ops import cast, normalize, shape


class BatchNormalization(Layer):
    """Normalises each channel by mean and variance of the batch.

    The moving averages that stand in for them outside of training are updated by
    operations in the collection `tf.GraphKeys.UPDATE_OPS`.

    Args:
        axis: The dimension of the channels.
        momentum: How much of the moving averages stays.
        epsilon: Keeps the variance from zero.
        center: Whether a learned offset is added.
        scale: Whether a learned factor is applied.
        beta_initializer: First values of the offset.
        gamma_initializer: First values of the factor.
        moving_mean_initializer: First values of the moving mean.
        moving_variance_initializer: First values of the moving variance.
        beta_regularizer: A function from the offset to a loss.
        gamma_regularizer: A function from the factor to a loss.
        beta_constraint: What optimizers apply to the offset.
        gamma_constraint: What optimizers apply to the factor.
        renorm: Not supported.
        renorm_clipping: Not supported.
        renorm_momentum: Not supported.
        fused: Accepted for compatibility.
        trainable: Whether optimizers change the variables.
        virtual_batch_size: Not supported.
        adjustment: Not supported.
        name: Name of the layer.
        **kwargs: As for `tf.layers.Layer`.

    Raises:
        NotImplementedError: An argument that isn't supported was given.
    """

    def __init__(
        self,
        axis: Any = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = initializers.Zeros(),  # noqa: B008
        gamma_initializer: Any = initializers.Ones(),  # noqa: B008
        moving_mean_initializer: Any = initializers.Zeros(),  # noqa: B008
        moving_variance_initializer: Any = initializers.Ones(),  # noqa: B008
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        renorm: bool = False,
        renorm_clipping: Any = None,
        renorm_momentum: float = 0.99,
        fused: bool | None = None,
        trainable: bool = True,
        virtual_batch_size: int | None = None,
        adjustment: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(trainable, name, **kwargs)
        if renorm or virtual_batch_size is not None or adjustment is not None:
            raise NotImplementedError(
                "tf.layers.BatchNormalization: renorm, virtual_batch_size and adjustment "
                "are not supported."
            )
        self.axis = axis[0] if isinstance(axis, list | tuple) else axis
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self._start = {
            "beta": activations.initializer(beta_initializer),
            "gamma": activations.initializer(gamma_initializer),
            "moving_mean": activations.initializer(moving_mean_initializer),
            "moving_variance": activations.initializer(moving_variance_initializer),
        }
        self._regularizers = {"beta": beta_regularizer, "gamma": gamma_regularizer}
        self._constraints = {"beta": beta_constraint, "gamma": gamma_constraint}
        self.beta: Any = None
        self.gamma: Any = None

    def _channel_weight(self, name: str, count: int, learned: bool) -> Any:
        return self.add_weight(
            name,
            [count],
            "float32" if self._dtype in ("float16", "bfloat16") else self._dtype,
            self._start[name],
            self._regularizers.get(name),
            learned,
            self._constraints.get(name),
        )

    def build(self, input_shape: Any) -> None:
        """Makes factor, offset and the moving averages."""
        count = input_shape.as_list()[self.axis]
        if count is None:
            raise ValueError(
                f"The dimension of the channels must be known, got {input_shape}."
            )
        if self.scale:
            self.gamma = self._channel_weight("gamma", count, True)
        if self.center:
            self.beta = self._channel_weight("beta", count, True)
        self.moving_mean = self._channel_weight("moving_mean", count, False)
        self.moving_variance = self._channel_weight("moving_variance", count, False)

    def call(self, inputs: Any, training: Any = False) -> Any:  # type: ignore[override]
        """The outputs; `training` says whether the batch's own moments are used."""
        rank = inputs.shape.ndims
        axis = self.axis % rank
        others = [dim for dim in range(rank) if dim != axis]
        wide = cast.cast(inputs, self.moving_mean.dtype)

        def of_batch() -> tuple[Any, Any]:
            mean, variance = normalize.moments(wide, others)
            return mean, variance

        mean, variance = smart_cond(
            training,
            of_batch,
            lambda: (self.moving_mean.value(), self.moving_variance.value()),
        )
        if (
            training is not False
            and training is not None
            and not _surely_false(training)
        ):
            self._move(mean, variance, training)
        form = [1] * rank
        form[axis] = -1
        mean, variance, offset, scale = (
            None if part is None else shape.reshape(part, form)
            for part in (mean, variance, self.beta, self.gamma)
        )
        outputs = normalize.batch_normalization(
            wide, mean, variance, offset, scale, self.epsilon
        )
        outputs = cast.cast(outputs, inputs.dtype)
        outputs.set_shape(inputs.shape)
        return outputs

    def _move(self, mean: Any, variance: Any, training: Any) -> None:
        """Adds the updates of the moving averages."""
        share = smart_cond(training, lambda: 1.0 - self.momentum, lambda: 0.0)
        for moving, new in (
            (self.moving_mean, mean),
            (self.moving_variance, variance),
        ):
            step = (moving - new) * cast.cast(share, moving.dtype)
            self.add_update(moving.assign_sub(step, read_value=False))


def _surely_false(training: Any) -> bool:
    return isinstance(training, bool | int) and not training


def batch_normalization(
    inputs: Any,
    axis: Any = -1,
    momentum: float = 0.99,
    epsilon: float = 1e-3,
    center: bool = True,
    scale: bool = True,
    beta_initializer: Any = initializers.Zeros(),  # noqa: B008
    gamma_initializer: Any = initializers.Ones(),  # noqa: B008
    moving_mean_initializer: Any = initializers.Zeros(),  # noqa: B008
    moving_variance_initializer: Any = initializers.Ones(),  # noqa: B008
    beta_regularizer: Any = None,
    gamma_regularizer: Any = None,
    beta_constraint: Any = None,
    gamma_constraint: Any = None,
    training: Any = False,
    trainable: bool = True,
    name: str | None = None,
    reuse: Any = None,
    renorm: bool = False,
    renorm_clipping: Any = None,
    renorm_momentum: float = 0.99,
    fused: bool | None = None,
    virtual_batch_size: int | None = None,
    adjustment: Any = None,
) -> Any:
    """Applies `tf.layers.BatchNormalization`, whose arguments it takes.

    `training` is a boolean or a tensor that says whether the batch's own moments are
    used. The moving averages change only where the operations in the collection
    `tf.GraphKeys.UPDATE_OPS` run together with the training operation.
    """
    layer = BatchNormalization(
        axis,
        momentum,
        epsilon,
        center,
        scale,
        beta_initializer,
        gamma_initializer,
        moving_mean_initializer,
        moving_variance_initializer,
        beta_regularizer,
        gamma_regularizer,
        beta_constraint,
        gamma_constraint,
        renorm,
        renorm_clipping,
        renorm_momentum,
        fused,
        trainable,
        virtual_batch_size,
        adjustment,
        name,
        _scope=name,
        _reuse=reuse,
    )
    return layer(inputs, training=training)
