"""Normalisation over the batch."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras import constraints, regularizers
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.initializers import lookup as initializers

#: Images and volumes whose channels come last.
_LAYOUTS = {4: "NHWC", 5: "NDHWC"}


class BatchNormalization(Layer):
    """Brings each channel to mean zero and variance one over the batch.

    Args:
        axis: the channel axis.
        momentum: how slowly the moving statistics move.
        epsilon: added to the variance.
        center: whether to add `beta`.
        scale: whether to multiply by `gamma`.
        beta_initializer: the first value of `beta`.
        gamma_initializer: the first value of `gamma`.
        moving_mean_initializer: the first value of the moving mean.
        moving_variance_initializer: the first value of the moving variance.
        beta_regularizer: a penalty on `beta`.
        gamma_regularizer: a penalty on `gamma`.
        beta_constraint: applied to `beta` after each update.
        gamma_constraint: applied to `gamma` after each update.
        synchronized: kept for compatibility.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros",
        moving_variance_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        renorm: bool = False,
        renorm_clipping: Any = None,
        renorm_momentum: float = 0.99,
        synchronized: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if renorm:
            raise NotImplementedError("BatchNormalization: `renorm` is not supported.")
        self.axis = axis[0] if isinstance(axis, list | tuple) else int(axis)
        self.momentum = float(momentum)
        self.epsilon = float(epsilon)
        self.center = center
        self.scale = scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)
        self.synchronized = synchronized
        self.renorm_clipping = renorm_clipping
        self.renorm_momentum = renorm_momentum
        self.supports_masking = True
        self.gamma = self.beta = None

    def build(self, input_shape: Any) -> None:
        """Makes the weights and the moving statistics."""
        size = input_shape[self.axis]
        if size is None:
            raise ValueError(
                f"BatchNormalization: axis {self.axis} of the input must be known. "
                f"Received: input_shape={input_shape}."
            )
        if self.scale:
            self.gamma = self.add_weight(
                name="gamma",
                shape=(size,),
                initializer=self.gamma_initializer,
                regularizer=self.gamma_regularizer,
                constraint=self.gamma_constraint,
            )
        if self.center:
            self.beta = self.add_weight(
                name="beta",
                shape=(size,),
                initializer=self.beta_initializer,
                regularizer=self.beta_regularizer,
                constraint=self.beta_constraint,
            )
        self.moving_mean = self.add_weight(
            name="moving_mean",
            shape=(size,),
            initializer=self.moving_mean_initializer,
            trainable=False,
        )
        self.moving_variance = self.add_weight(
            name="moving_variance",
            shape=(size,),
            initializer=self.moving_variance_initializer,
            trainable=False,
        )
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: size})

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> tf.Tensor:
        """Computes the outputs; in training also moves the statistics."""
        dtype = inputs.dtype
        work = "float32" if dtype.name in ("float16", "bfloat16") else dtype.name
        values = tf.cast(inputs, work)
        if not (training and self.trainable):
            mean = tf.cast(self.moving_mean, work)
            variance = tf.cast(self.moving_variance, work)
            outputs = self._normalized(values, mean, variance)
        elif self._is_one_operation(values, mask):
            outputs, mean, variance = self._fused(values)
            self._move(mean, variance)
        else:
            mean, variance = self._moments(values, mask)
            self._move(mean, variance)
            outputs = self._normalized(values, mean, variance)
        return tf.cast(outputs, dtype)

    def _move(self, mean: Any, variance: Any) -> None:
        """Moves the statistics towards those of a batch."""
        pairs = ((self.moving_mean, mean), (self.moving_variance, variance))
        for moving, now in pairs:
            change = (tf.cast(moving, now.dtype) - now) * (1.0 - self.momentum)
            moving.assign_sub(tf.cast(change, moving.dtype))

    def _normalized(self, values: Any, mean: Any, variance: Any) -> Any:
        """Returns the outputs for those statistics."""
        work = values.dtype
        return tf.nn.batch_normalization(
            values,
            self._spread(mean),
            self._spread(variance),
            None if self.beta is None else self._spread(tf.cast(self.beta, work)),
            None if self.gamma is None else self._spread(tf.cast(self.gamma, work)),
            self.epsilon,
        )

    def _is_one_operation(self, values: Any, mask: Any) -> bool:
        """Whether one operation finds the statistics and the outputs."""
        rank = values.shape.rank
        last = self.axis % rank == rank - 1
        return mask is None and last and rank in _LAYOUTS and values.dtype == "float32"

    def _fused(self, values: Any) -> tuple[Any, Any, Any]:
        """Returns the outputs, and the mean and the variance of the batch."""
        count = self.moving_mean.shape
        gamma, beta = self.gamma, self.beta
        found = tf.raw_ops.FusedBatchNormV3(
            x=values,
            scale=tf.ones(count) if gamma is None else tf.cast(gamma, values.dtype),
            offset=tf.zeros(count) if beta is None else tf.cast(beta, values.dtype),
            mean=tf.zeros([0]),
            variance=tf.zeros([0]),
            epsilon=self.epsilon,
            data_format=_LAYOUTS[values.shape.rank],
        )
        # The operation gives the unbiased variance; ours follows that of the batch itself.
        rows = tf.cast(tf.size(values) // tf.size(found.batch_mean), values.dtype)
        return found.y, found.batch_mean, found.batch_variance * ((rows - 1.0) / rows)

    def _axes(self, rank: int) -> list[int]:
        """Returns the axes to take the mean over."""
        return [axis for axis in range(rank) if axis != self.axis % rank]

    def _moments(self, values: Any, mask: Any) -> tuple[Any, Any]:
        """Returns mean and variance of each channel, over what is there."""
        axes = self._axes(values.shape.rank)
        if mask is None:
            return tf.nn.moments(values, axes)
        weight = tf.cast(mask, values.dtype)
        while weight.shape.rank < values.shape.rank:
            weight = tf.expand_dims(weight, -1)
        return tf.nn.weighted_moments(values, axes, weight)

    def _spread(self, vector: Any) -> Any:
        """Returns a vector of channels in a shape that broadcasts to the inputs."""
        rank = self.input_spec.ndim
        if self.axis % rank == rank - 1:
            return vector
        shape = [1] * rank
        shape[self.axis % rank] = -1
        return tf.reshape(vector, shape)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        serialize = initializers.serialize
        return {
            **super().get_config(),
            "axis": self.axis,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
            "beta_initializer": serialize(self.beta_initializer),
            "gamma_initializer": serialize(self.gamma_initializer),
            "moving_mean_initializer": serialize(self.moving_mean_initializer),
            "moving_variance_initializer": serialize(self.moving_variance_initializer),
            "beta_regularizer": serialize(self.beta_regularizer),
            "gamma_regularizer": serialize(self.gamma_regularizer),
            "beta_constraint": serialize(self.beta_constraint),
            "gamma_constraint": serialize(self.gamma_constraint),
            "synchronized": self.synchronized,
            "renorm": False,
            "renorm_clipping": self.renorm_clipping,
            "renorm_momentum": self.renorm_momentum,
        }
