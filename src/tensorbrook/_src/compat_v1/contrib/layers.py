"""The layers of `tf.contrib.layers`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import framework, initializers
from tensorbrook._src.compat_v1.contrib.arg_scope import add_arg_scope
from tensorbrook._src.compat_v1.contrib.regularizers import xavier_initializer
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.layers import conv as conv_layers
from tensorbrook._src.compat_v1.layers import conv_relatives, core, normalization
from tensorbrook._src.compat_v1.layers import pooling as pooling_layers
from tensorbrook._src.compat_v1.variable_scope import (
    get_variable,
    get_variable_scope,
    variable_scope,
)
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import control_dependencies, name_scope
from tensorbrook._src.ops import (
    activations,
    array_creation,
    cast,
    nn_losses,
    normalize,
    reduce,
    shape,
    unary,
)
from tensorbrook._src.ops import softmax as softmaxes
from tensorbrook._src.ops.constant import convert_to_tensor, identity

_FORMATS = {
    None: "channels_last",
    "NHWC": "channels_last",
    "NWC": "channels_last",
    "NCHW": "channels_first",
    "NDHWC": "channels_last",
}


def _finished(
    outputs: Any,
    variables: list[Any],
    activation_fn: Any,
    outputs_collections: Any,
    variables_collections: Any,
) -> Any:
    """Applies the activation and tells the collections."""
    for variable in variables:
        framework.add_to_collection(GraphKeys.MODEL_VARIABLES, variable)
        for name in _names(variables_collections):
            framework.add_to_collection(name, variable)
    if activation_fn is not None:
        outputs = activation_fn(outputs)
    for name in _names(outputs_collections):
        framework.add_to_collection(name, outputs)
    return outputs


def _names(collections: Any) -> list[Any]:
    if collections is None:
        return []
    if isinstance(collections, dict):
        return [name for names in collections.values() for name in _names(names)]
    return list(collections) if isinstance(collections, list | tuple) else [collections]


def _normalized(outputs: Any, normalizer_fn: Any, params: Any) -> Any:
    return (
        outputs if normalizer_fn is None else normalizer_fn(outputs, **(params or {}))
    )


@add_arg_scope
def fully_connected(
    inputs: Any,
    num_outputs: int,
    activation_fn: Any = activations.relu,
    normalizer_fn: Any = None,
    normalizer_params: Any = None,
    weights_initializer: Any = xavier_initializer(),  # noqa: B008
    weights_regularizer: Any = None,
    biases_initializer: Any = initializers.Zeros(),  # noqa: B008
    biases_regularizer: Any = None,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
) -> Any:
    """A layer in which every output sees every input.

    Args:
        inputs: A tensor of shape (..., depth).
        num_outputs: The size of the output.
        activation_fn: The function at the end; None leaves it out.
        normalizer_fn: A function instead of the bias, such as `batch_norm`.
        normalizer_params: Its arguments.
        weights_initializer: First values of the weights.
        weights_regularizer: A function from the weights to a loss.
        biases_initializer: First values of the bias; None leaves it out.
        biases_regularizer: A function from the bias to a loss.
        reuse: Whether the variables are there already.
        variables_collections: Collections that the variables go into.
        outputs_collections: Collections that the output goes into.
        trainable: Whether optimizers change the variables.
        scope: The variable scope; by default "fully_connected".

    Returns:
        The outputs.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     print(fully_connected(tf.ones([2, 3]), 4).shape)
        ...     print(tf.trainable_variables()[0].name)
        (2, 4)
        fully_connected/weights:0
    """
    with variable_scope(
        scope, "fully_connected", reuse=reuse, custom_getter=_old_names
    ):
        layer = core.Dense(
            num_outputs,
            use_bias=normalizer_fn is None and biases_initializer is not None,
            kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer,
            trainable=trainable,
            _scope=get_variable_scope(),
            _reuse=reuse,
        )
        outputs = layer(inputs)
        outputs = _normalized(outputs, normalizer_fn, normalizer_params)
        return _finished(
            outputs,
            layer.variables,
            activation_fn,
            outputs_collections,
            variables_collections,
        )


_OLD_NAMES = {
    "kernel": "weights",
    "bias": "biases",
    "depthwise_kernel": "depthwise_weights",
    "pointwise_kernel": "pointwise_weights",
}


def _old_names(getter: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    """Gives variables the names that they had in contrib."""
    scope, slash, last = name.rpartition("/")
    return getter(f"{scope}{slash}{_OLD_NAMES.get(last, last)}", *args, **kwargs)


linear = fully_connected


@add_arg_scope
def convolution(
    inputs: Any,
    num_outputs: int,
    kernel_size: Any,
    stride: Any = 1,
    padding: str = "SAME",
    data_format: str | None = None,
    rate: Any = 1,
    activation_fn: Any = activations.relu,
    normalizer_fn: Any = None,
    normalizer_params: Any = None,
    weights_initializer: Any = xavier_initializer(),  # noqa: B008
    weights_regularizer: Any = None,
    biases_initializer: Any = initializers.Zeros(),  # noqa: B008
    biases_regularizer: Any = None,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
) -> Any:
    """A convolution over one, two or three spatial axes, as the rank says.

    Args:
        inputs: A tensor of rank 3, 4 or 5.
        num_outputs: How many channels the output has.
        kernel_size: The size of the window.
        stride: Steps along the spatial axes.
        padding: "SAME" or "VALID".
        data_format: "NHWC" or "NCHW".
        rate: Distances between the elements of the filter.
        activation_fn: The function at the end; None leaves it out.
        normalizer_fn: A function instead of the bias, such as `batch_norm`.
        normalizer_params: Its arguments.
        weights_initializer: First values of the weights.
        weights_regularizer: A function from the weights to a loss.
        biases_initializer: First values of the bias; None leaves it out.
        biases_regularizer: A function from the bias to a loss.
        reuse: Whether the variables are there already.
        variables_collections: Collections that the variables go into.
        outputs_collections: Collections that the output goes into.
        trainable: Whether optimizers change the variables.
        scope: The variable scope; by default "Conv".

    Returns:
        The outputs.

    Raises:
        ValueError: The rank is none of these.
    """
    with variable_scope(scope, "Conv", reuse=reuse, custom_getter=_old_names):
        inputs = convert_to_tensor(inputs)
        makers = {3: conv_layers.Conv1D, 4: conv_layers.Conv2D, 5: conv_layers.Conv3D}
        rank = inputs.shape.ndims
        if rank not in makers:
            raise ValueError(
                f"Convolution not supported for input with rank {rank}: 3, 4 or 5."
            )
        layer = makers[rank](
            num_outputs,
            kernel_size,
            stride,
            padding.lower(),
            _FORMATS[data_format],
            rate,
            use_bias=normalizer_fn is None and biases_initializer is not None,
            kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer,
            trainable=trainable,
            _scope=get_variable_scope(),
            _reuse=reuse,
        )
        outputs = _normalized(layer(inputs), normalizer_fn, normalizer_params)
        return _finished(
            outputs,
            layer.variables,
            activation_fn,
            outputs_collections,
            variables_collections,
        )


conv1d = conv2d = conv3d = convolution2d = convolution3d = convolution


@add_arg_scope
def conv2d_transpose(
    inputs: Any,
    num_outputs: int,
    kernel_size: Any,
    stride: Any = 1,
    padding: str = "SAME",
    data_format: str = "NHWC",
    activation_fn: Any = activations.relu,
    normalizer_fn: Any = None,
    normalizer_params: Any = None,
    weights_initializer: Any = xavier_initializer(),  # noqa: B008
    weights_regularizer: Any = None,
    biases_initializer: Any = initializers.Zeros(),  # noqa: B008
    biases_regularizer: Any = None,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    scope: Any = None,
) -> Any:
    """The transpose of `conv2d`, with its arguments except `rate`."""
    with variable_scope(
        scope, "Conv2d_transpose", reuse=reuse, custom_getter=_old_names
    ):
        layer = conv_relatives.Conv2DTranspose(
            num_outputs,
            kernel_size,
            stride,
            padding.lower(),
            _FORMATS[data_format],
            use_bias=normalizer_fn is None and biases_initializer is not None,
            kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer,
            trainable=trainable,
            _scope=get_variable_scope(),
            _reuse=reuse,
        )
        outputs = _normalized(layer(inputs), normalizer_fn, normalizer_params)
        return _finished(
            outputs,
            layer.variables,
            activation_fn,
            outputs_collections,
            variables_collections,
        )


convolution2d_transpose = conv2d_transpose


def _pooled(
    function: Any, name: str, inputs: Any, options: Any, collections: Any, scope: Any
) -> Any:
    kernel_size, stride, padding, data_format = options
    with name_scope(scope or name):
        outputs = function(
            inputs, kernel_size, stride, padding.lower(), _FORMATS[data_format]
        )
        return _finished(outputs, [], None, collections, None)


@add_arg_scope
def max_pool2d(
    inputs: Any,
    kernel_size: Any,
    stride: Any = 2,
    padding: str = "VALID",
    data_format: str = "NHWC",
    outputs_collections: Any = None,
    scope: Any = None,
) -> Any:
    """The largest element under a window that slides over images.

    Args:
        inputs: Images.
        kernel_size: The size of the window.
        stride: Steps along the spatial axes.
        padding: "SAME" or "VALID".
        data_format: "NHWC" or "NCHW".
        outputs_collections: Collections that the output goes into.
        scope: Name scope of the nodes.

    Returns:
        Smaller images.
    """
    options = kernel_size, stride, padding, data_format
    pool = pooling_layers.max_pooling2d
    return _pooled(pool, "MaxPool2D", inputs, options, outputs_collections, scope)


@add_arg_scope
def avg_pool2d(
    inputs: Any,
    kernel_size: Any,
    stride: Any = 2,
    padding: str = "VALID",
    data_format: str = "NHWC",
    outputs_collections: Any = None,
    scope: Any = None,
) -> Any:
    """The mean under a window; arguments as for `max_pool2d`."""
    options = kernel_size, stride, padding, data_format
    pool = pooling_layers.average_pooling2d
    return _pooled(pool, "AvgPool2D", inputs, options, outputs_collections, scope)


@add_arg_scope
def flatten(inputs: Any, outputs_collections: Any = None, scope: Any = None) -> Any:
    """Makes a vector of each row of the batch."""
    with name_scope(scope or "Flatten"):
        return _finished(core.flatten(inputs), [], None, outputs_collections, None)


@add_arg_scope
def dropout(
    inputs: Any,
    keep_prob: Any = 0.5,
    noise_shape: Any = None,
    is_training: Any = True,
    outputs_collections: Any = None,
    scope: Any = None,
    seed: int | None = None,
) -> Any:
    """Sets elements to zero at random while training.

    Args:
        inputs: The inputs.
        keep_prob: The probability that an element stays.
        noise_shape: The shape of the decisions, which are broadcast.
        is_training: A boolean, or a tensor.
        outputs_collections: Collections that the output goes into.
        scope: Name scope of the nodes.
        seed: Seed of the operation.

    Returns:
        The outputs.
    """
    with name_scope(scope or "Dropout"):
        outputs = core.dropout(inputs, 1 - keep_prob, noise_shape, seed, is_training)
        return _finished(outputs, [], None, outputs_collections, None)


@add_arg_scope
def batch_norm(
    inputs: Any,
    decay: float = 0.999,
    center: bool = True,
    scale: bool = False,
    epsilon: float = 0.001,
    activation_fn: Any = None,
    param_initializers: Any = None,
    param_regularizers: Any = None,
    updates_collections: Any = GraphKeys.UPDATE_OPS,
    is_training: Any = True,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    batch_weights: Any = None,
    fused: bool | None = None,
    data_format: str = "NHWC",
    zero_debias_moving_mean: bool = False,
    scope: Any = None,
    renorm: bool = False,
    renorm_clipping: Any = None,
    renorm_decay: float = 0.99,
    adjustment: Any = None,
) -> Any:
    """Normalises each channel by mean and variance of the batch.

    Args:
        inputs: The inputs.
        decay: How much of the moving averages stays.
        center: Whether a learned offset is added.
        scale: Whether a learned factor is applied.
        epsilon: Keeps the variance from zero.
        activation_fn: The function at the end; None leaves it out.
        param_initializers: First values by the names beta, gamma, moving_mean,
            moving_variance.
        param_regularizers: Functions to a loss by the names beta and gamma.
        updates_collections: Where the updates of the averages go; with None they are
            done before the outputs.
        is_training: A boolean, or a tensor.
        reuse: Whether the variables are there already.
        variables_collections: Collections that the variables go into.
        outputs_collections: Collections that the output goes into.
        trainable: Whether optimizers change the variables.
        batch_weights: Not supported.
        fused: Accepted for compatibility.
        data_format: "NHWC" or "NCHW".
        zero_debias_moving_mean: Not supported.
        scope: The variable scope; by default "BatchNorm".
        renorm: Not supported.
        renorm_clipping: Not supported.
        renorm_decay: Not supported.
        adjustment: Not supported.

    Returns:
        The outputs.

    Raises:
        NotImplementedError: An argument that isn't supported was given.
    """
    if batch_weights is not None or zero_debias_moving_mean:
        raise NotImplementedError(
            "tf.contrib.layers.batch_norm: batch_weights and zero_debias_moving_mean are "
            "not supported."
        )
    first, losses = param_initializers or {}, param_regularizers or {}
    with variable_scope(scope, "BatchNorm", reuse=reuse):
        layer = normalization.BatchNormalization(
            1 if data_format == "NCHW" else -1,
            decay,
            epsilon,
            center,
            scale,
            first.get("beta", initializers.Zeros()),
            first.get("gamma", initializers.Ones()),
            first.get("moving_mean", initializers.Zeros()),
            first.get("moving_variance", initializers.Ones()),
            losses.get("beta"),
            losses.get("gamma"),
            renorm=renorm,
            trainable=trainable,
            adjustment=adjustment,
            _scope=get_variable_scope(),
            _reuse=reuse,
        )
        known = framework.get_collection(GraphKeys.UPDATE_OPS)
        outputs = layer(inputs, training=is_training)
        framework.get_collection_ref(GraphKeys.UPDATE_OPS)[:] = known
        if updates_collections is None and layer.updates:
            with control_dependencies(layer.updates):
                outputs = identity(outputs)
        for name in _names(updates_collections):
            for update in layer.updates:
                framework.add_to_collection(name, update)
        return _finished(
            outputs,
            layer.variables,
            activation_fn,
            outputs_collections,
            variables_collections,
        )


@add_arg_scope
def layer_norm(
    inputs: Any,
    center: bool = True,
    scale: bool = True,
    activation_fn: Any = None,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    begin_norm_axis: int = 1,
    begin_params_axis: int = -1,
    scope: Any = None,
) -> Any:
    """Normalises each row of the batch by its own mean and variance.

    Args:
        inputs: The inputs.
        center: Whether a learned offset is added.
        scale: Whether a learned factor is applied.
        activation_fn: The function at the end; None leaves it out.
        reuse: Whether the variables are there already.
        variables_collections: Collections that the variables go into.
        outputs_collections: Collections that the output goes into.
        trainable: Whether optimizers change the variables.
        begin_norm_axis: The first dimension of a row.
        begin_params_axis: The first dimension of offset and factor.
        scope: The variable scope; by default "LayerNorm".

    Returns:
        The outputs.
    """
    with variable_scope(scope, "LayerNorm", reuse=reuse):
        inputs = convert_to_tensor(inputs)
        rank = inputs.shape.ndims
        dims = inputs.shape.as_list()[begin_params_axis % rank :]
        beta = gamma = None
        if center:
            beta = get_variable(
                "beta", dims, initializer=initializers.Zeros(), trainable=trainable
            )
        if scale:
            gamma = get_variable(
                "gamma", dims, initializer=initializers.Ones(), trainable=trainable
            )
        axes = list(range(begin_norm_axis % rank, rank))
        mean, variance = normalize.moments(inputs, axes, keepdims=True)
        outputs = normalize.batch_normalization(
            inputs, mean, variance, beta, gamma, 1e-12
        )
        outputs.set_shape(inputs.shape)
        made = [variable for variable in (beta, gamma) if variable is not None]
        return _finished(
            outputs, made, activation_fn, outputs_collections, variables_collections
        )


def one_hot_encoding(
    labels: Any,
    num_classes: int,
    on_value: float = 1.0,
    off_value: float = 0.0,
    outputs_collections: Any = None,
    scope: Any = None,
) -> Any:
    """Vectors with `on_value` at the place of the label.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(one_hot_encoding([1], 3)))
        [[0. 1. 0.]]
    """
    with name_scope(scope or "OneHotEncoding"):
        labels = cast.cast(labels, dtypes.int64)
        outputs = array_creation.one_hot(labels, num_classes, on_value, off_value)
        return _finished(outputs, [], None, outputs_collections, None)


def embed_sequence(
    ids: Any,
    vocab_size: int | None = None,
    embed_dim: int | None = None,
    unique: bool = False,
    initializer: Any = None,
    regularizer: Any = None,
    trainable: bool = True,
    scope: Any = None,
    reuse: Any = None,
) -> Any:
    """Learned vectors for the numbers of a sequence.

    Args:
        ids: Integers of shape (batch, time).
        vocab_size: How many different numbers there are.
        embed_dim: The size of the vectors.
        unique: Accepted for compatibility.
        initializer: First values of the vectors.
        regularizer: A function from the vectors to a loss.
        trainable: Whether optimizers change them.
        scope: The variable scope; by default "EmbedSequence".
        reuse: Whether the variable is there already.

    Returns:
        A tensor of shape (batch, time, embed_dim).

    Raises:
        ValueError: The sizes are missing although the variable isn't reused.
    """
    if not (reuse or (vocab_size and embed_dim)):
        raise ValueError(
            "Must specify vocab size and embedding dimension when not reusing. Got "
            f"vocab_size={vocab_size} and embed_dim={embed_dim}"
        )
    with variable_scope(scope, "EmbedSequence", reuse=reuse):
        dims = None if reuse and not vocab_size else [vocab_size, embed_dim]
        table = get_variable(
            "embeddings",
            dims,
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        return nn_losses.embedding_lookup(table, ids)


def unit_norm(inputs: Any, dim: int, epsilon: float = 1e-7, scope: Any = None) -> Any:
    """Vectors along `dim`, divided by their length."""
    with name_scope(scope or "UnitNorm"):
        inputs = convert_to_tensor(inputs)
        squares = reduce.reduce_sum(unary.square(inputs), dim, keepdims=True)
        return inputs / unary.sqrt(epsilon + squares)


@add_arg_scope
def bias_add(
    inputs: Any,
    activation_fn: Any = None,
    initializer: Any = initializers.Zeros(),  # noqa: B008
    regularizer: Any = None,
    reuse: Any = None,
    variables_collections: Any = None,
    outputs_collections: Any = None,
    trainable: bool = True,
    data_format: str = "NHWC",
    scope: Any = None,
) -> Any:
    """Adds a learned bias to each channel."""
    with variable_scope(scope, "BiasAdd", reuse=reuse):
        inputs = convert_to_tensor(inputs)
        axis = 1 if data_format == "NCHW" else -1
        bias = get_variable(
            "biases",
            [inputs.shape.as_list()[axis]],
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
        )
        outputs = normalize.bias_add(inputs, bias, data_format)
        return _finished(
            outputs, [bias], activation_fn, outputs_collections, variables_collections
        )


def stack(inputs: Any, layer: Any, stack_args: Any, **kwargs: Any) -> Any:
    """Applies a layer several times, each time with the next arguments.

    Args:
        inputs: The inputs of the first one.
        layer: The function.
        stack_args: Arguments for each application: a value or a tuple.
        **kwargs: Arguments for all of them.

    Returns:
        The outputs of the last one.
    """
    scope = kwargs.pop("scope", None) or "Stack"
    with variable_scope(scope):
        outputs = inputs
        for number, own in enumerate(stack_args, 1):
            own = own if isinstance(own, list | tuple) else [own]
            name = f"{layer.__name__}_{number}"
            outputs = layer(outputs, *own, scope=name, **kwargs)
        return outputs


def repeat(inputs: Any, repetitions: int, layer: Any, *args: Any, **kwargs: Any) -> Any:
    """Applies a layer several times with the same arguments."""
    scope = kwargs.pop("scope", None) or layer.__name__
    with variable_scope(scope, "Repeat"):
        outputs = inputs
        for number in range(1, repetitions + 1):
            outputs = layer(outputs, *args, scope=f"{scope}_{number}", **kwargs)
        return outputs


def softmax(logits: Any, scope: Any = None) -> Any:
    """Exponentials that sum to one along the last dimension."""
    with name_scope(scope or "softmax"):
        return softmaxes.softmax(logits)
