"""SignatureDef messages: which tensors of a graph are fed and fetched for what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.saved_model.files import PREDICT

CLASSIFY = "tensorflow/serving/classify"
REGRESS = "tensorflow/serving/regress"


def build_tensor_info(tensor: Any) -> Any:
    """The TensorInfo of a tensor of a graph.

    Args:
        tensor: A tensor, or a sparse tensor.

    Returns:
        A TensorInfo message.

    Raises:
        RuntimeError: The tensor is eager.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     info = tf.saved_model.build_tensor_info(tf.constant(1.0, name="c"))
        >>> info.name
        'c:0'
    """
    if hasattr(type(tensor), "_shape_tuple"):
        raise RuntimeError(
            "`build_tensor_info` is not supported in Eager mode: an eager tensor has no "
            "name."
        )
    made = message("TensorInfo")(dtype=tensor.dtype.as_datatype_enum)
    made.tensor_shape.CopyFrom(tensor_proto.shape_to_proto(tensor.shape._dims))
    if hasattr(tensor, "indices"):
        made.coo_sparse.values_tensor_name = tensor.values.name
        made.coo_sparse.indices_tensor_name = tensor.indices.name
        made.coo_sparse.dense_shape_tensor_name = tensor.dense_shape.name
    else:
        element = get_default_graph().as_graph_element(tensor)
        made.name = element.name
    return made


def get_tensor_from_tensor_info(
    tensor_info: Any, graph: Any = None, import_scope: str | None = None
) -> Any:
    """The tensor that a TensorInfo names.

    Args:
        tensor_info: A TensorInfo message.
        graph: The graph; by default the default graph.
        import_scope: What its name begins with in the graph.

    Returns:
        A tensor, or a sparse tensor.

    Raises:
        KeyError: The graph has no such tensor.
    """
    graph = get_default_graph() if graph is None else graph

    def find(name: str) -> Any:
        return graph.get_tensor_by_name(
            f"{import_scope}/{name}" if import_scope else name
        )

    if tensor_info.WhichOneof("encoding") == "coo_sparse":
        from tensorbrook._src.ops.sparse_tensor import SparseTensor

        sparse = tensor_info.coo_sparse
        return SparseTensor(
            find(sparse.indices_tensor_name),
            find(sparse.values_tensor_name),
            find(sparse.dense_shape_tensor_name),
        )
    return find(tensor_info.name)


def build_signature_def(
    inputs: Mapping[str, Any] | None = None,
    outputs: Mapping[str, Any] | None = None,
    method_name: str | None = None,
    defaults: Mapping[str, Any] | None = None,
) -> Any:
    """A SignatureDef message.

    Args:
        inputs: TensorInfo messages by name.
        outputs: TensorInfo messages by name.
        method_name: What the signature is for.
        defaults: Values of inputs that may be left out.

    Returns:
        A SignatureDef.
    """
    made = message("SignatureDef")()
    for name, info in (inputs or {}).items():
        made.inputs[name].CopyFrom(info)
    for name, info in (outputs or {}).items():
        made.outputs[name].CopyFrom(info)
    made.method_name = method_name or ""
    for name, value in (defaults or {}).items():
        made.defaults[name].CopyFrom(tensor_proto.to_proto(value._array(), value.dtype))
    return made


def predict_signature_def(inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> Any:
    """A SignatureDef for predictions from tensors by name.

    Args:
        inputs: Tensors by name.
        outputs: Tensors by name.

    Returns:
        A SignatureDef.

    Raises:
        ValueError: There are no inputs or no outputs.
    """
    if not inputs:
        raise ValueError("Prediction `inputs` cannot be None or empty.")
    if not outputs:
        raise ValueError("Prediction `outputs` cannot be None or empty.")
    return build_signature_def(
        {name: build_tensor_info(tensor) for name, tensor in inputs.items()},
        {name: build_tensor_info(tensor) for name, tensor in outputs.items()},
        PREDICT,
    )


def regression_signature_def(examples: Any, predictions: Any) -> Any:
    """A SignatureDef for a regression on serialised examples.

    Args:
        examples: A string tensor.
        predictions: A float32 tensor.

    Returns:
        A SignatureDef.

    Raises:
        ValueError: One of them is None.
    """
    if examples is None or predictions is None:
        raise ValueError("Regression `examples` and `predictions` cannot be None.")
    return build_signature_def(
        {"inputs": build_tensor_info(examples)},
        {"outputs": build_tensor_info(predictions)},
        REGRESS,
    )


def classification_signature_def(examples: Any, classes: Any, scores: Any) -> Any:
    """A SignatureDef for a classification of serialised examples.

    Args:
        examples: A string tensor.
        classes: A string tensor, or None.
        scores: A float32 tensor, or None.

    Returns:
        A SignatureDef.

    Raises:
        ValueError: There are no examples, or neither classes nor scores.
    """
    if examples is None:
        raise ValueError("Classification `examples` cannot be None.")
    if classes is None and scores is None:
        raise ValueError("Classification `classes` and `scores` cannot both be None.")
    given = {"classes": classes, "scores": scores}
    return build_signature_def(
        {"inputs": build_tensor_info(examples)},
        {
            name: build_tensor_info(tensor)
            for name, tensor in given.items()
            if tensor is not None
        },
        CLASSIFY,
    )


def is_valid_signature(signature_def: Any) -> bool:
    """Whether a SignatureDef is one of the three known kinds, and complete.

    Args:
        signature_def: A SignatureDef message.

    Returns:
        True or False.
    """
    if signature_def is None:
        return False
    known = signature_def.method_name in (PREDICT, REGRESS, CLASSIFY)
    return known and bool(signature_def.inputs) and bool(signature_def.outputs)
