"""Values and weights for TensorBoard."""

from __future__ import annotations

import os
import time
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.callbacks.callback import Callback


class TensorBoard(Callback):
    """Writes event files that TensorBoard shows.

    Args:
        log_dir: the folder; `train` and `validation` are made in it.
        histogram_freq: after how many epochs to write histograms of the weights; 0
            for never.
        write_graph: whether to write the model's layers.
        write_images: whether to write the weights as images.
        write_steps_per_second: whether to write how many batches a second.
        update_freq: `"epoch"`, `"batch"`, or after how many batches to write values.
        profile_batch: kept for compatibility.
        embeddings_freq: kept for compatibility.
        embeddings_metadata: the file, or the files by layer, with the names of the
            rows of embeddings.
    """

    def __init__(
        self,
        log_dir: Any = "logs",
        histogram_freq: int = 0,
        write_graph: bool = True,
        write_images: bool = False,
        write_steps_per_second: bool = False,
        update_freq: Any = "epoch",
        profile_batch: Any = 0,
        embeddings_freq: int = 0,
        embeddings_metadata: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        self.log_dir = os.fspath(log_dir)
        self.histogram_freq = histogram_freq
        self.write_graph = write_graph
        self.write_images = write_images
        self.write_steps_per_second = write_steps_per_second
        self.update_freq = 1 if update_freq == "batch" else update_freq
        self.embeddings_freq = embeddings_freq
        self.embeddings_metadata = embeddings_metadata
        self._writers: dict[str, Any] = {}
        self._train_step = 0
        self._epoch_started = (0.0, 0)

    def _writer(self, name: str) -> Any:
        """Returns the writer of a folder."""
        if name not in self._writers:
            folder = os.path.join(self.log_dir, name)
            self._writers[name] = tf.summary.create_file_writer(folder)
        return self._writers[name]

    def on_train_begin(self, logs: Any = None) -> None:
        """Writes the model's layers."""
        self._train_step = 0
        if self.write_graph and hasattr(self.model, "to_json"):
            self._write_layers()

    def _write_layers(self) -> None:
        """Writes the model's configuration, which TensorBoard draws."""
        try:
            text = self.model.to_json()
        except (NotImplementedError, ValueError, TypeError):
            return  # a model that has no configuration is trained all the same
        with self._writer("train").as_default():
            tf.summary.write(
                "keras", tf.constant(text), step=0, metadata=_layers_metadata()
            )

    def _write_step(self) -> None:
        """Writes the graph of a training step, which was traced by now."""
        with self._writer("train").as_default():
            for graph in getattr(self.model.train_function, "graphs", ())[:1]:
                tf.summary.graph(graph)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Remembers when the epoch began."""
        self._epoch_started = (time.time(), self._train_step)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Writes the values of a batch; after the first one the graph of a step."""
        self._train_step += 1
        if self.write_graph and self._train_step == 1:
            self._write_step()
        if self.update_freq == "epoch" or self._train_step % self.update_freq:
            return
        with self._writer("train").as_default():
            for name, value in (logs or {}).items():
                tf.summary.scalar(f"batch_{name}", value, step=self._train_step)

    def on_test_end(self, logs: Any = None) -> None:
        """Writes the values of a test."""
        optimizer = getattr(self.model, "optimizer", None)
        if optimizer is None or not logs:
            return
        step = int(optimizer.iterations)
        with self._writer("validation").as_default():
            for name, value in logs.items():
                tf.summary.scalar(f"evaluation_{name}_vs_iterations", value, step=step)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Writes the values of an epoch, and histograms if they are due."""
        logs = dict(logs or {})
        train = {k: v for k, v in logs.items() if not k.startswith("val_")}
        rate = self._learning_rate()
        if rate is not None:
            train["learning_rate"] = rate
        if self.write_steps_per_second:
            begun, step = self._epoch_started
            seconds = max(time.time() - begun, 1e-9)
            train["steps_per_second"] = (self._train_step - step) / seconds
        with self._writer("train").as_default():
            for name, value in train.items():
                tf.summary.scalar(f"epoch_{name}", value, step=epoch)
        tests = {k[4:]: v for k, v in logs.items() if k.startswith("val_")}
        if tests:
            with self._writer("validation").as_default():
                for name, value in tests.items():
                    tf.summary.scalar(f"epoch_{name}", value, step=epoch)
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._write_weights(epoch)

    def _learning_rate(self) -> float | None:
        """Returns the learning rate of the optimizer, or None."""
        rate = getattr(getattr(self.model, "optimizer", None), "learning_rate", None)
        if rate is None:
            return None
        return float(rate.numpy() if hasattr(rate, "numpy") else rate)

    def _write_weights(self, epoch: int) -> None:
        """Writes histograms, and images, of the weights."""
        with self._writer("train").as_default():
            for layer in self.model.layers:
                for weight in layer.weights:
                    name = getattr(weight, "path", weight.name).replace(":", "_")
                    value = tf.convert_to_tensor(weight)
                    tf.summary.histogram(f"{name}/histogram", value, step=epoch)
                    if self.write_images:
                        picture = _as_image(value)
                        if picture is not None:
                            tf.summary.image(f"{name}/image", picture, step=epoch)

    def on_train_end(self, logs: Any = None) -> None:
        """Ends the files."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()


def _layers_metadata() -> Any:
    """Returns the metadata of the summary with the layers, of the first version."""
    from tensorboard.compat.proto.summary_pb2 import SummaryMetadata

    found = SummaryMetadata()
    found.plugin_data.plugin_name = "graph_keras_model"
    found.plugin_data.content = b"1"
    return found


def _as_image(value: Any) -> Any:
    """Returns a weight as a batch of one grey image, or None."""
    value = tf.squeeze(value)
    rank = len(value.shape)
    if rank == 1:
        value = tf.reshape(value, [1, -1, 1, 1])
    elif rank == 2:
        value = tf.reshape(value, [1, *value.shape.as_list(), 1])
    elif rank == 3:
        value = tf.transpose(value, [2, 0, 1])[..., None]
    else:
        return None
    low, high = tf.reduce_min(value), tf.reduce_max(value)
    return (value - low) / tf.maximum(high - low, 1e-12)
