"""Compiling, training, testing and predicting."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.interaction import (
    is_interactive_logging_enabled,
)
from tensorbrook._src.keras.callbacks.callback_list import CallbackList, as_numbers
from tensorbrook._src.keras.compatibility.trainer import OldTrainer, today_arguments
from tensorbrook._src.keras.engine import call_context, data_adapter, mistakes
from tensorbrook._src.keras.engine.compile_losses import CompiledLosses, CompiledMetrics
from tensorbrook._src.keras.engine.node import leaves, map_leaves
from tensorbrook._src.keras.engine.step_function import StepFunction
from tensorbrook._src.keras.losses import lookup as losses
from tensorbrook._src.keras.metrics.reduction import Mean
from tensorbrook._src.keras.optimizers import lookup as optimizers


class Trainer(OldTrainer):
    """What a model needs to be trained."""

    _checkpoint_names = {"_loss_tracker": None}  # as in checkpoints of Keras

    def _start_training_state(self) -> None:
        """Sets what compiling and training will fill in."""
        self.__dict__.update(
            compiled=False,
            stop_training=False,
            _initial_epoch=0,
            history=None,
            run_eagerly=False,
            steps_per_execution=1,
            jit_compile=False,
            train_function=None,
            test_function=None,
            predict_function=None,
            _optimizer=None,
            _compile_arguments={},
            _compiled_losses=None,
            _compiled_metrics=None,
            _loss_tracker=None,
        )

    # Compiling -----------------------------------------------------------------

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
        **kwargs: Any,
    ) -> None:
        """Says how to train the model.

        Args:
            optimizer: an optimizer, its name or configuration.
            loss: a loss, its name, a function, or one for each output.
            loss_weights: factors of the outputs' losses.
            metrics: metrics, names or functions, for all or for each output.
            weighted_metrics: metrics that sample weights apply to.
            run_eagerly: whether to run each step in plain Python.
            steps_per_execution: kept for compatibility.
            jit_compile: kept for compatibility.
            auto_scale_loss: kept for compatibility.
            **kwargs: older arguments, ignored.
        """
        state = self.__dict__
        state["_optimizer"] = optimizers.get(optimizer)
        state["_compile_arguments"] = {
            "optimizer": state["_optimizer"],
            "loss": loss,
            "loss_weights": loss_weights,
            "metrics": metrics,
            "weighted_metrics": weighted_metrics,
            "run_eagerly": run_eagerly,
            "steps_per_execution": steps_per_execution,
            "jit_compile": jit_compile is True,
        }
        for identifier in leaves(loss):
            losses.get(identifier)
        state["_compiled_losses"] = None
        state["_compiled_metrics"] = None
        state["_loss_tracker"] = Mean(name="loss")
        state["loss"] = loss
        state["run_eagerly"] = run_eagerly
        state["steps_per_execution"] = steps_per_execution
        state["jit_compile"] = jit_compile is True
        state["stop_training"] = False
        state["compiled"] = True
        self._forget_functions()

    def _forget_functions(self) -> None:
        """Drops the traced steps."""
        self.train_function = self.test_function = self.predict_function = None

    @property
    def optimizer(self) -> Any:
        """The optimizer that the model was compiled with."""
        return self.__dict__.get("_optimizer")

    @optimizer.setter
    def optimizer(self, value: Any) -> None:
        self.__dict__["_optimizer"] = value

    @property
    def metrics(self) -> list[Any]:
        """The mean loss, the compiled metrics and those of the layers.

        Models inside have their own: what they are compiled with doesn't count here.
        """
        found = []
        if self._loss_tracker is not None and self._reports_loss():
            found.append(self._loss_tracker)
        found.extend(self._tracked_metrics())  # type: ignore[attr-defined]
        for layer in self._tracked_layers():  # type: ignore[attr-defined]
            if not isinstance(layer, Trainer):
                found.extend(layer.metrics)
        if self._compiled_metrics is not None:
            found.extend(self._compiled_metrics.metrics)
        if self._compiled_losses is not None:
            found.extend(self._compiled_losses.trackers)
        return list({id(metric): metric for metric in found}.values())

    @property
    def metrics_names(self) -> list[str]:
        """The names of the metrics; those of `compile` share one, as in Keras 3."""
        given = self.__dict__.get("_compile_arguments") or {}
        together = self._compiled_metrics.metrics if self._compiled_metrics else ()
        held = {id(metric) for metric in together}
        names = [metric.name for metric in self.metrics if id(metric) not in held]
        if given.get("metrics") or given.get("weighted_metrics"):
            names.append("compile_metrics")
        return names

    def _reports_loss(self) -> bool:
        """Says whether the loss of `compile` is part of the results."""
        own = type(self).compute_loss is not Trainer.compute_loss
        return own or self.__dict__.get("loss") is not None or bool(self.losses)

    def reset_metrics(self) -> None:
        """Sets all metrics to their start."""
        for metric in self.metrics:
            metric.reset_state()

    def _output_names(self, y_pred: Any) -> list[str]:
        """Returns a name for each output."""
        if isinstance(y_pred, dict):
            return list(y_pred)
        count = len(leaves(y_pred))
        names = getattr(self, "output_names", None) or []
        if len(names) == count:
            return list(names)
        return [f"output_{number + 1}" for number in range(count)]

    def _prepare_results(self, y_pred: Any) -> None:
        """Makes the losses and metrics for the model's outputs."""
        if self._compiled_losses is not None:
            return
        names = self._output_names(y_pred)
        given = self._compile_arguments
        compiled = CompiledLosses(given["loss"], given["loss_weights"], names)
        self.__dict__["_compiled_losses"] = compiled
        self.__dict__["_compiled_metrics"] = CompiledMetrics(
            given["metrics"], given["weighted_metrics"], names, compiled.losses
        )

    # One step ------------------------------------------------------------------

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Returns the loss of a batch, with all penalties.

        Args:
            x: the inputs.
            y: the targets.
            y_pred: the predictions.
            sample_weight: a factor for each sample.
            training: whether this is a training step.

        Raises:
            ValueError: when there is neither a loss nor a penalty.
        """
        parts = []
        if self._compile_arguments.get("loss") is not None:
            self._prepare_results(y_pred)
            loss = self._compiled_losses(y, y_pred, sample_weight)
            if loss is not None:
                parts.append(loss)
        parts.extend(tf.cast(item, "float32") for item in self.losses)
        if not parts and training:
            raise ValueError(
                "No loss to compute. Provide a `loss` argument in `compile()`, or "
                "add penalties with `add_loss` in a layer."
            )
        return sum(parts[1:], parts[0]) if parts else tf.zeros(())

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Gathers a batch in the metrics and returns all values so far.

        Args:
            x: the inputs.
            y: the targets.
            y_pred: the predictions.
            sample_weight: a factor for each sample.
        """
        self._prepare_results(y_pred)
        if y is not None:
            self._compiled_metrics.update_state(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Returns the values of all metrics by name, the loss first."""
        found: dict[str, Any] = {}
        compiled: set[int] = set()
        if self._compiled_metrics is not None:
            compiled = {id(metric) for metric in self._compiled_metrics.metrics}
        for metric in self.metrics:
            if id(metric) in compiled:
                continue
            value = metric.result()
            found.update(value if isinstance(value, dict) else {metric.name: value})
        if self._compiled_metrics is not None:
            found.update(self._compiled_metrics.result())
        return found

    def _loss_of(self, x: Any, y: Any, y_pred: Any, weight: Any, training: bool) -> Any:
        """Calls `compute_loss`, which a subclass may define without `training`."""
        taken = call_context.call_signature(type(self).compute_loss)
        told = taken.has_training or taken.takes_any_keyword
        options = {"training": training} if told else {}
        return self.compute_loss(
            x=x, y=y, y_pred=y_pred, sample_weight=weight, **options
        )

    def train_step(self, data: Any) -> dict[str, Any]:
        """Trains on one batch; a subclass may define its own.

        Args:
            data: inputs, or a tuple with targets and weights.

        Returns:
            Values by name.
        """
        x, y, weight = data_adapter.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self._loss_of(x, y, y_pred, weight, True)
            self._loss_tracker.update_state(loss, sample_weight=_batch_size(x))
            scaled = self.optimizer.scale_loss(loss)
        variables = self.trainable_weights
        if variables:
            gradients = tape.gradient(scaled, variables)
            self.optimizer.apply_gradients(zip(gradients, variables, strict=True))
        return self.compute_metrics(x, y, y_pred, weight)

    def test_step(self, data: Any) -> dict[str, Any]:
        """Tests one batch; a subclass may define its own.

        Args:
            data: inputs, or a tuple with targets and weights.
        """
        x, y, weight = data_adapter.unpack_x_y_sample_weight(data)
        y_pred = self(x, training=False)
        loss = self._loss_of(x, y, y_pred, weight, False)
        self._loss_tracker.update_state(loss, sample_weight=_batch_size(x))
        return self.compute_metrics(x, y, y_pred, weight)

    def predict_step(self, data: Any) -> Any:
        """Predicts one batch; a subclass may define its own.

        Args:
            data: inputs, or a tuple that starts with them.
        """
        x, _, _ = data_adapter.unpack_x_y_sample_weight(data)
        return self(x, training=False)

    def make_train_function(self, force: bool = False) -> Any:
        """Makes the function that runs a training step."""
        if self.train_function is None or force:
            self.train_function = StepFunction(self.train_step, self.run_eagerly)
        return self.train_function

    def make_test_function(self, force: bool = False) -> Any:
        """Makes the function that runs a test step."""
        if self.test_function is None or force:
            self.test_function = StepFunction(self.test_step, self.run_eagerly)
        return self.test_function

    def make_predict_function(self, force: bool = False) -> Any:
        """Makes the function that runs a prediction step."""
        if self.predict_function is None or force:
            self.predict_function = StepFunction(self.predict_step, self.run_eagerly)
        return self.predict_function

    # Loops ---------------------------------------------------------------------

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: Any = True,
        class_weight: Any = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: Any = 1,
        **kwargs: Any,
    ) -> Any:
        """Trains the model for a number of epochs.

        Args:
            x: arrays, tensors, a dataset, a generator or a `PyDataset`.
            y: the targets, for arrays.
            batch_size: the size of a batch, 32 by default.
            epochs: the number of the last epoch.
            verbose: 0 for silence, 1 for a bar, 2 for a line an epoch.
            callbacks: callbacks.
            validation_split: the part of the arrays to keep for validation.
            validation_data: arrays, or a dataset, to validate with.
            shuffle: whether to take the samples in a new order in each epoch.
            class_weight: a factor for each class number.
            sample_weight: a factor for each sample.
            initial_epoch: the number of the first epoch.
            steps_per_epoch: how many batches make an epoch.
            validation_steps: how many batches to validate with.
            validation_batch_size: the size of a batch of validation.
            validation_freq: after how many epochs to validate, or after which.

        Returns:
            A `History`.

        Raises:
            ValueError: when the model was not compiled, or data does not fit.
        """
        epochs = today_arguments(kwargs, "fit").get("epochs", epochs)
        self._check_compiled("fit")
        if validation_split and validation_data is None:
            (x, y, sample_weight), validation_data = data_adapter.split_validation(
                (x, y, sample_weight), validation_split
            )
        mistakes.check_before_training(self, y)
        data = data_adapter.make_data(
            x, y, sample_weight, batch_size, shuffle, class_weight
        )
        listeners = self._callbacks(
            callbacks, verbose, epochs, steps_per_epoch or data.batches, history=True
        )
        self.stop_training = False
        step_function = self.make_train_function()
        self._initial_epoch = initial_epoch
        listeners.on_train_begin()
        initial_epoch = max(initial_epoch, self._initial_epoch)
        batches = _Batches(data, steps_per_epoch)
        validate = None
        logs: dict[str, Any] = {}
        warned = False
        for epoch in range(initial_epoch, epochs):
            self.reset_metrics()
            listeners.on_epoch_begin(epoch)
            logs = self._run_epoch(batches, step_function, listeners)
            warned = mistakes.check_after_epoch(logs, epoch, warned)
            if validation_data is not None and _is_due(epoch, validation_freq):
                if validate is None:
                    validate = self._validation(
                        validation_data, validation_batch_size or batch_size
                    )
                found = self._run_test(validate, validation_steps, listeners)
                logs.update({f"val_{name}": value for name, value in found.items()})
            listeners.on_epoch_end(epoch, logs)
            data.on_epoch_end()
            if self.stop_training:
                break
        if self.optimizer is not None and getattr(self.optimizer, "use_ema", False):
            self.optimizer.finalize_variable_values(self.trainable_weights)
        listeners.on_train_end(logs)
        return self.history

    def _run_epoch(
        self, batches: Any, step_function: Any, listeners: Any
    ) -> dict[str, Any]:
        """Runs the batches of one epoch; returns the last values."""
        begin = listeners.wants("on_train_batch_begin")
        end = listeners.wants("on_train_batch_end")
        logs: Any = {}
        for step, batch in enumerate(batches.epoch()):
            if begin:
                listeners.on_train_batch_begin(step)
            logs = step_function(batch)
            if end:
                listeners.on_train_batch_end(step, logs)
            if self.stop_training:
                break
        return as_numbers(logs)

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Returns the loss and the metrics for data.

        Args:
            x: arrays, tensors, a dataset, a generator or a `PyDataset`.
            y: the targets, for arrays.
            batch_size: the size of a batch, 32 by default.
            verbose: 0 for silence, 1 for a bar, 2 for a line.
            sample_weight: a factor for each sample.
            steps: how many batches to use.
            callbacks: callbacks.
            return_dict: whether to return a dict.

        Returns:
            The loss, a list of loss and metrics, or a dict.
        """
        today_arguments(kwargs, "evaluate")
        self._check_compiled("evaluate")
        data = data_adapter.make_data(x, y, sample_weight, batch_size)
        count = steps or data.batches
        listeners = self._callbacks(callbacks, verbose, 1, count, history=False)
        found = self._run_test(data, steps, listeners)
        if return_dict:
            return found
        values = list(found.values())
        return values[0] if len(values) == 1 else values

    def _run_test(self, data: Any, steps: int | None, listeners: Any) -> dict[str, Any]:
        """Tests all batches; returns the values."""
        step_function = self.make_test_function()
        self.reset_metrics()
        listeners.on_test_begin()
        begin = listeners.wants("on_test_batch_begin")
        end = listeners.wants("on_test_batch_end")
        logs: Any = {}
        for step, batch in enumerate(_Batches(data, steps).epoch()):
            if begin:
                listeners.on_test_batch_begin(step)
            logs = step_function(batch)
            if end:
                listeners.on_test_batch_end(step, logs)
        found = as_numbers(logs)
        listeners.on_test_end(found)
        return found

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Returns the outputs for data, as arrays.

        Args:
            x: arrays, tensors, a dataset, a generator or a `PyDataset`.
            batch_size: the size of a batch, 32 by default.
            verbose: 0 for silence, 1 for a bar, 2 for a line.
            steps: how many batches to use.
            callbacks: callbacks.
        """
        today_arguments(kwargs, "predict")
        data = data_adapter.make_data(x, batch_size=batch_size)
        count = steps or data.batches
        listeners = self._callbacks(callbacks, verbose, 1, count, history=False)
        step_function = self.make_predict_function()
        listeners.on_predict_begin()
        parts: list[list[Any]] = []
        structure: Any = None
        begin = listeners.wants("on_predict_batch_begin")
        end = listeners.wants("on_predict_batch_end")
        for step, batch in enumerate(_Batches(data, steps).epoch()):
            if begin:
                listeners.on_predict_batch_begin(step)
            structure = step_function(batch)
            parts.append(leaves(structure))
            if end:
                listeners.on_predict_batch_end(step, {"outputs": structure})
        listeners.on_predict_end()
        if structure is None:
            raise ValueError("predict: the data gave no batch.")
        whole = iter([_joined(column) for column in zip(*parts, strict=True)])
        return map_leaves(lambda leaf: next(whole), structure)

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Any = None,
        return_dict: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Trains on one batch; returns loss and metrics.

        Args:
            x: the inputs.
            y: the targets.
            sample_weight: a factor for each sample.
            class_weight: a factor for each class number.
            return_dict: whether to return a dict.
            **kwargs: `reset_metrics=False`, as Keras 2 has it, goes on with the metrics
                of the batches before.
        """
        self._check_compiled("train_on_batch")
        size = _length(x)
        data = data_adapter.make_data(x, y, sample_weight, size, False, class_weight)
        train = self.make_train_function()
        if kwargs.get("reset_metrics", True):
            self.reset_metrics()
        return _results(train(next(iter(data))), return_dict)

    def test_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        return_dict: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Tests one batch; returns loss and metrics.

        Args:
            x: the inputs.
            y: the targets.
            sample_weight: a factor for each sample.
            return_dict: whether to return a dict.
            **kwargs: `reset_metrics=False`, as for `train_on_batch`.
        """
        self._check_compiled("test_on_batch")
        data = data_adapter.make_data(x, y, sample_weight, _length(x))
        test = self.make_test_function()
        if kwargs.get("reset_metrics", True):
            self.reset_metrics()
        return _results(test(next(iter(data))), return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """Returns the outputs for one batch, as arrays.

        Args:
            x: the inputs.
        """
        data = data_adapter.make_data(x, batch_size=_length(x))
        outputs = self.make_predict_function()(next(iter(data)))
        return map_leaves(_to_array, outputs)

    # Details -------------------------------------------------------------------

    def _validation(self, validation_data: Any, batch_size: int | None) -> Any:
        """Returns the data to validate with."""
        if isinstance(validation_data, tuple | list):
            parts = data_adapter.unpack_x_y_sample_weight(tuple(validation_data))
            return data_adapter.make_data(*parts, batch_size=batch_size)
        return data_adapter.make_data(validation_data)

    def _check_compiled(self, method: str) -> None:
        """Raises when the model was not compiled."""
        if not self.compiled:
            raise ValueError(
                "You must call `compile()` before calling "
                f"`{method}()` of the model '{self.name}'."
            )

    def _callbacks(
        self,
        callbacks: Any,
        verbose: Any,
        epochs: int,
        steps: int | None,
        history: bool,
    ) -> CallbackList:
        """Returns the callbacks in a list."""
        if isinstance(callbacks, CallbackList):
            return callbacks
        if verbose == "auto":
            verbose = 1 if is_interactive_logging_enabled() else 2
        verbose = int(verbose)
        return CallbackList(
            callbacks,
            add_history=history,
            add_progbar=verbose != 0,
            model=self,
            verbose=verbose,
            epochs=epochs,
            steps=steps,
        )

    def get_compile_config(self) -> dict[str, Any] | None:
        """Returns the arguments of `compile`, without their values in memory."""
        from tensorbrook._src.keras.saving.registry import serialize_keras_object

        if not self.compiled:
            return None
        return {
            name: serialize_keras_object(value)
            for name, value in self._compile_arguments.items()
        }

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compiles with what `get_compile_config` returned."""
        from tensorbrook._src.keras.saving.registry import deserialize_keras_object

        self.compile(**deserialize_keras_object(config))
        if self.optimizer is not None and self.built:
            self.optimizer.build(self.trainable_weights)


class _Batches:
    """The batches of each epoch.

    Args:
        data: gives batches.
        steps: how many batches make an epoch; None for all.
    """

    def __init__(self, data: Any, steps: int | None) -> None:
        self.data = data
        self.steps = steps
        self._running: Any = None

    def epoch(self) -> Any:
        """Yields the batches of one epoch."""
        if self.steps is None:
            yield from self.data
            return
        for _ in range(self.steps):
            batch = self._next()
            if batch is None:
                return
            yield batch

    def _next(self) -> Any:
        """Returns the next batch, from a new start when the data has ended."""
        for _ in range(2):
            if self._running is None:
                self._running = iter(self.data)
            batch = next(self._running, None)
            if batch is not None:
                return batch
            self._running = None
        return None


def _results(logs: Any, return_dict: bool) -> Any:
    """Returns values as a dict, a list or one number."""
    found = as_numbers(logs)
    if return_dict:
        return found
    values = list(found.values())
    return values[0] if len(values) == 1 else values


def _batch_size(x: Any) -> Any:
    """Returns the number of samples in a batch."""
    first = next(leaf for leaf in leaves(x) if leaf is not None)
    return first.shape[0] if first.shape[0] is not None else tf.shape(first)[0]


def _length(x: Any) -> int:
    """Returns the number of samples in arrays."""
    return len(next(leaf for leaf in leaves(map_leaves(data_adapter.as_array, x))))


def _to_array(value: Any) -> Any:
    """Returns a tensor's value."""
    return value.numpy() if hasattr(value, "numpy") else value


def _joined(values: Any) -> Any:
    """Returns the batches of one output as one array."""
    if len(values) > 1 and all(isinstance(value, tf.Tensor) for value in values):
        arrays = [np.asarray(value) for value in values]  # they are copied but once
    else:
        arrays = [_to_array(value) for value in values]
    if not isinstance(arrays[0], np.ndarray) or arrays[0].ndim == 0:
        return np.asarray(arrays)
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _is_due(epoch: int, frequency: Any) -> bool:
    """Says whether to validate after an epoch."""
    if isinstance(frequency, int):
        return (epoch + 1) % frequency == 0
    return epoch + 1 in frequency
