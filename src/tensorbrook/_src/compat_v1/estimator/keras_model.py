"""`tf.keras.estimator.model_to_estimator`: an estimator of a compiled Keras model."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.compat_v1.estimator.estimator import Estimator
from tensorbrook._src.compat_v1.estimator.export import PredictOutput
from tensorbrook._src.compat_v1.estimator.specs import EstimatorSpec, ModeKeys
from tensorbrook._src.compat_v1.framework import placeholder
from tensorbrook._src.compat_v1.global_step import get_or_create_global_step
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.training.scaffold import Scaffold
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.function.polymorphic import function

_SERVING = "serving_default"


def model_to_estimator(
    keras_model: Any = None,
    keras_model_path: str | None = None,
    custom_objects: dict[str, Any] | None = None,
    model_dir: str | None = None,
    config: Any = None,
    checkpoint_format: str = "saver",
    metric_names_map: dict[str, str] | None = None,
    export_outputs: Any = None,
) -> Estimator:
    """An estimator that trains, evaluates and predicts with a compiled Keras model.

    Args:
        keras_model: The model, which stays as it is.
        keras_model_path: A file with the model, instead.
        custom_objects: Classes and functions that the file names.
        model_dir: The folder of checkpoints and summaries.
        config: How it runs.
        checkpoint_format: Accepted for compatibility.
        metric_names_map: Other names for metrics.
        export_outputs: What an exported model returns, by name.

    Returns:
        The estimator.

    Raises:
        ValueError: There is no model, or two, or it isn't compiled.

    Example:
        >>> import numpy as np
        >>> import tensorbrook as tf
        >>> model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> estimator = model_to_estimator(model)
        >>> data = {model.input_names[0]: np.ones((4, 2), "float32")}, np.ones((4, 1))
        >>> give = lambda: tf.data.Dataset.from_tensor_slices(data).batch(2)
        >>> _ = estimator.train(give)
        >>> sorted(estimator.evaluate(give))
        ['global_step', 'loss']
    """
    if (keras_model is None) == (keras_model_path is None):
        raise ValueError(
            "model_to_estimator: give one of `keras_model` and `keras_model_path`. "
            f"Received: {keras_model!r} and {keras_model_path!r}."
        )
    if keras_model is None:
        from tensorbrook.keras.models import load_model

        keras_model = load_model(keras_model_path, custom_objects)
    if getattr(keras_model, "optimizer", None) is None:
        raise ValueError(
            "model_to_estimator: the given Keras model has not been compiled yet. Please "
            "compile the model with `model.compile()` before calling "
            "`model_to_estimator()`."
        )
    source = _Source(keras_model, metric_names_map or {}, export_outputs)
    return Estimator(source.model_fn, model_dir, config)


class _Source:
    """A Keras model, and how it is built again in the graphs of an estimator."""

    def __init__(self, model: Any, names: dict[str, str], exported: Any) -> None:
        self._config, self._kind = model.get_config(), type(model)
        self._weights = model.get_weights()
        self._compiled = model.get_compile_config()
        self._names, self._exported = names, exported

    def model_fn(self, features: Any, labels: Any, mode: str) -> EstimatorSpec:
        """Builds the model for one mode."""
        model = self._kind.from_config(self._config)
        model.compile_from_config(self._compiled)
        x = _inputs(model, features)
        known: dict[str, Any] = {"scaffold": self._scaffold(model, x)}
        if mode == ModeKeys.PREDICT:
            outputs = function(lambda item: model(item, training=False))(x)
            predictions = _by_name(model, outputs)
            exported = self._exported or {_SERVING: PredictOutput(predictions)}
            return EstimatorSpec(mode, predictions, export_outputs=exported, **known)
        if mode == ModeKeys.EVAL:
            loss, found = self._evaluation(model, x, labels)
            return EstimatorSpec(mode, None, loss, eval_metric_ops=found, **known)
        loss = _training(model, x, labels)
        with control_dependencies([loss]):
            step = get_or_create_global_step().assign_add(1, read_value=False)
        return EstimatorSpec(mode, None, loss, step, **known)

    def _scaffold(self, model: Any, x: Any) -> Scaffold:
        """Begins with the weights that the Keras model had."""
        model(x)
        feeds = [placeholder(v.dtype, v.shape) for v in model.weights]
        pairs = zip(model.weights, feeds, strict=True)
        assigned = [v.assign(feed, read_value=False) for v, feed in pairs]
        values = dict(zip(feeds, self._weights, strict=True))
        return Scaffold(init_fn=lambda _, session: session.run(assigned, values))

    def _evaluation(self, model: Any, x: Any, labels: Any) -> tuple[Any, Any]:
        """The loss, and pairs of value and update of the metrics."""
        before = set(_variables())

        def batch(x: Any, y: Any) -> Any:
            y_pred = model(x, training=False)
            loss = model.compute_loss(x=x, y=y, y_pred=y_pred, training=False)
            return loss, model.compute_metrics(x, y, y_pred, None)

        loss, updates = function(batch)(x, labels)
        _make_local(before)
        updates.pop("loss", None)
        values = function(model.get_metrics_result)()
        found = {self._names.get(k, k): (values[k], v) for k, v in updates.items()}
        return loss, found


def _training(model: Any, x: Any, labels: Any) -> Any:
    """The loss of a step that also changes the weights."""

    def batch(x: Any, y: Any) -> Any:
        with GradientTape() as tape:
            y_pred = model(x, training=True)
            loss = model.compute_loss(x=x, y=y, y_pred=y_pred, training=True)
        variables = model.trainable_variables
        model.optimizer.apply_gradients(
            zip(tape.gradient(loss, variables), variables, strict=True)
        )
        return loss

    return function(batch)(x, labels)


def _variables() -> list[Any]:
    found: list[Any] = current.interpreter.get_collection(GraphKeys.GLOBAL_VARIABLES)
    return [variable.ref() for variable in found]


def _make_local(before: set[Any]) -> None:
    """Takes variables that are new out of checkpoints."""
    graph = current.interpreter
    kept = graph.get_collection_ref(GraphKeys.GLOBAL_VARIABLES)
    new = [variable for variable in kept if variable.ref() not in before]
    kept[:] = [variable for variable in kept if variable.ref() in before]
    for variable in new:
        graph.add_to_collection(GraphKeys.LOCAL_VARIABLES, variable)


def _inputs(model: Any, features: Any) -> Any:
    """What the model is called with."""
    if not isinstance(features, dict):
        return features
    names = getattr(model, "input_names", None) or list(features)
    if all(name in features for name in names):
        found = [features[name] for name in names]
        return found[0] if len(found) == 1 else found
    if len(features) == 1:
        return next(iter(features.values()))
    raise ValueError(
        f"model_to_estimator: the features are called {sorted(features)}, the inputs of "
        f"the model {list(names)}."
    )


def _by_name(model: Any, outputs: Any) -> dict[str, Any]:
    if isinstance(outputs, dict):
        return outputs
    flat = outputs if isinstance(outputs, list | tuple) else [outputs]
    names = getattr(model, "output_names", None) or [
        f"output_{number}" for number in range(len(flat))
    ]
    return dict(zip(names, flat, strict=True))
