"""How an estimator is written for serving."""

from __future__ import annotations

import collections
import os
import time
from typing import Any

from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.estimator.specs import ModeKeys
from tensorbrook._src.compat_v1.global_step import create_global_step
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.ops.constant import placeholder_op
from tensorbrook._src.runtime.session import Session


class ServingInputReceiver(
    collections.namedtuple(
        "ServingInputReceiver",
        ("features", "receiver_tensors", "receiver_tensors_alternatives"),
        defaults=(None,),
    )
):
    """The features of a served model, and the placeholders that they come from."""

    __slots__ = ()


class PredictOutput:
    """What an exported model returns.

    Args:
        outputs: A tensor, or tensors by name.
    """

    def __init__(self, outputs: Any) -> None:
        self.outputs = (
            {"output": outputs} if isinstance(outputs, Tensor) else dict(outputs)
        )


class ClassificationOutput(PredictOutput):
    """Scores and classes that an exported model returns.

    Args:
        scores: The scores.
        classes: The names of the classes.
    """

    def __init__(self, scores: Any = None, classes: Any = None) -> None:
        named = {"scores": scores, "classes": classes}
        super().__init__(
            {name: item for name, item in named.items() if item is not None}
        )


class RegressionOutput(PredictOutput):
    """Numbers that an exported model returns.

    Args:
        value: The numbers.
    """

    def __init__(self, value: Any) -> None:
        super().__init__({"outputs": value})


def build_raw_serving_input_receiver_fn(
    features: Any, default_batch_size: int | None = None
) -> Any:
    """A function that gives placeholders like features.

    Args:
        features: Tensors by name.
        default_batch_size: How many rows a request has.

    Returns:
        A function that returns a `ServingInputReceiver`.
    """
    kinds = {
        name: (item.dtype, item.shape.as_list()[1:]) for name, item in features.items()
    }

    def serving_input_receiver_fn() -> ServingInputReceiver:
        places = {
            name: placeholder_op(
                dtype=dtype, shape=(default_batch_size, *dims), name=name
            )
            for name, (dtype, dims) in kinds.items()
        }
        return ServingInputReceiver(dict(places), dict(places))

    return serving_input_receiver_fn


def build_parsing_serving_input_receiver_fn(
    feature_spec: Any, default_batch_size: int | None = None
) -> Any:
    """A function that parses serialized `tf.train.Example`s.

    Args:
        feature_spec: What `tf.io.parse_example` needs.
        default_batch_size: How many Examples a request has.

    Returns:
        A function that returns a `ServingInputReceiver`.
    """

    def serving_input_receiver_fn() -> ServingInputReceiver:
        from tensorbrook.compat import v1

        serialized = placeholder_op(
            dtype=dtypes.string,
            shape=(default_batch_size,),
            name="input_example_tensor",
        )
        features = v1.parse_example(serialized, feature_spec)
        return ServingInputReceiver(features, {"examples": serialized})

    return serving_input_receiver_fn


def write_model(estimator: Any, base: str, receiver_fn: Any, path: str | None) -> bytes:
    """Writes the model of a checkpoint below a folder; returns its folder.

    Raises:
        ValueError: There is no checkpoint.
    """
    if path is None:
        raise ValueError(f"Couldn't find trained model at {estimator.model_dir}.")
    from tensorbrook.compat import v1

    folder = os.path.join(base, str(int(time.time())))
    while os.path.exists(folder):
        folder = os.path.join(base, str(int(os.path.basename(folder)) + 1))
    with Graph().as_default() as graph:
        create_global_step(graph)
        receiver = receiver_fn()
        spec = estimator._call_model(receiver.features, None, ModeKeys.PREDICT)
        outputs = spec.export_outputs or {
            "serving_default": PredictOutput(spec.predictions)
        }
        inputs = receiver.receiver_tensors
        inputs = {"input": inputs} if isinstance(inputs, Tensor) else inputs
        with Session() as session:
            if framework.global_variables():
                v1.train.Saver().restore(session, path)
            session.run(framework.tables_initializer())
            signatures = {
                name: v1.saved_model.predict_signature_def(inputs, output.outputs)
                for name, output in outputs.items()
            }
            builder = v1.saved_model.Builder(folder)
            builder.add_meta_graph_and_variables(
                session, [v1.saved_model.tag_constants.SERVING], signatures
            )
            builder.save()
    return folder.encode()


class FinalExporter:
    """Exports the model at the end of `train_and_evaluate`.

    Args:
        name: The name of the folder.
        serving_input_receiver_fn: A function that returns a `ServingInputReceiver`.
        assets_extra: Accepted for compatibility.
        as_text: Accepted for compatibility.
    """

    def __init__(
        self,
        name: str,
        serving_input_receiver_fn: Any,
        assets_extra: Any = None,
        as_text: bool = False,
    ) -> None:
        self.name = name
        self._receiver_fn = serving_input_receiver_fn

    def export(
        self,
        estimator: Any,
        export_path: str,
        checkpoint_path: str | None,
        eval_result: Any,
        is_the_final_export: bool,
    ) -> Any:
        """Exports where it is the last time; returns the folder."""
        if not is_the_final_export:
            return None
        return write_model(estimator, export_path, self._receiver_fn, checkpoint_path)


class LatestExporter(FinalExporter):
    """Exports the model after every evaluation; arguments as for `FinalExporter`."""

    def export(
        self,
        estimator: Any,
        export_path: str,
        checkpoint_path: str | None,
        eval_result: Any,
        is_the_final_export: bool,
    ) -> Any:
        """Exports; returns the folder."""
        return write_model(estimator, export_path, self._receiver_fn, checkpoint_path)
