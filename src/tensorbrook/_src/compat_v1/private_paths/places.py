"""Paths below `tensorflow` that aren't public but are imported, and what they stand for."""

from __future__ import annotations

import re

from tensorbrook._src.compat_v1.private_paths.keras_places import keras_place

_HERE = "_src.compat_v1.private_paths"
_V1 = """
    framework.constant_op framework.ops framework.random_seed framework.sparse_tensor
    client.session ops.array_ops ops.check_ops ops.clip_ops
    ops.confusion_matrix ops.control_flow_ops ops.cond ops.data_flow_ops
    ops.functional_ops ops.gradients ops.gradients_impl ops.init_ops ops.io_ops
    ops.linalg_ops ops.logging_ops ops.math_ops ops.parsing_ops ops.random_ops
    ops.resource_variable_ops ops.script_ops ops.sparse_ops ops.state_ops ops.string_ops
    ops.template ops.tensor_array_ops ops.variable_scope ops.variables ops.while_loop
    ops.partitioned_variables
""".split()
_OTHERS = {
    "client.device_lib": f"{_HERE}.device_lib",
    "data.experimental.ops.distribute": "data.experimental",
    "data.ops.dataset_ops": "compat.v1.data",
    "eager.context": f"{_HERE}.context",
    "estimator": "estimator",
    "feature_column.feature_column": "feature_column",
    "framework.config": f"{_HERE}.determinism",
    "framework.dtypes": "compat.v1.dtypes",
    "framework.errors": "compat.v1.errors",
    "framework.errors_impl": "compat.v1.errors",
    "framework.graph_util": "compat.v1.graph_util",
    "framework.indexed_slices": "compat.v1",
    "framework.tensor": "compat.v1",
    "framework.tensor_shape": f"{_HERE}.tensor_shape",
    "framework.tensor_util": f"{_HERE}.tensor_util",
    "layers.base": "compat.v1.layers",
    "layers.convolutional": "compat.v1.layers",
    "layers.core": "compat.v1.layers",
    "layers.normalization": "compat.v1.layers",
    "layers.pooling": "compat.v1.layers",
    "layers.utils": f"{_HERE}.layer_utils",
    "lib.io.file_io": "compat.v1.gfile",
    "lib.io.tf_record": "compat.v1.python_io",
    "ops.embedding_ops": "compat.v1.nn",
    "ops.image_ops": "compat.v1.image",
    "ops.image_ops_impl": "compat.v1.image",
    "ops.linalg.sparse.sparse_csr_matrix_ops": f"{_HERE}.generated_ops",
    "ops.lookup_ops": "compat.v1.lookup",
    "ops.losses.losses": "compat.v1.losses",
    "ops.losses.losses_impl": "compat.v1.losses",
    "ops.metrics": "compat.v1.metrics",
    "ops.nn": "compat.v1.nn",
    "ops.nn_impl": "compat.v1.nn",
    "ops.nn_ops": "compat.v1.nn",
    "ops.ragged.ragged_tensor": "compat.v1",
    "ops.resources": f"{_HERE}.resources",
    "ops.rnn": "compat.v1.nn",
    "ops.rnn_cell": "compat.v1.nn.rnn_cell",
    "ops.rnn_cell_impl": "compat.v1.nn.rnn_cell",
    "platform.app": "compat.v1.app",
    "platform.flags": "compat.v1.flags",
    "platform.gfile": "compat.v1.gfile",
    "platform.test": "compat.v1.test",
    "platform.tf_logging": "compat.v1.logging",
    "saved_model.builder": "compat.v1.saved_model",
    "saved_model.loader": "compat.v1.saved_model",
    "saved_model.signature_constants": "compat.v1.saved_model",
    "saved_model.signature_def_utils": "compat.v1.saved_model",
    "saved_model.tag_constants": "compat.v1.saved_model",
    "saved_model.utils": "compat.v1.saved_model",
    "summary.summary": "compat.v1.summary",
    "trackable.autotrackable": f"{_HERE}.trackable",
    "trackable.base": f"{_HERE}.trackable",
    "trackable.data_structures": f"{_HERE}.trackable",
    "training.learning_rate_decay": "compat.v1.train",
    "training.moving_averages": f"{_HERE}.moving_averages",
    "training.optimizer": "compat.v1.train",
    "training.saver": "compat.v1.train",
    "training.session_run_hook": "compat.v1.train",
    "training.tracking.base": f"{_HERE}.trackable",
    "training.tracking.data_structures": f"{_HERE}.trackable",
    "training.tracking.tracking": f"{_HERE}.trackable",
    "training.training": "compat.v1.train",
    "training.training_util": "compat.v1.train",
    "types.core": f"{_HERE}.tensor_base",
    "util.compat": "compat",
    "util.deprecation": f"{_HERE}.deprecation",
    "util.nest": "compat.v1.nest",
}

PLACES = {
    **{f"python.{path}": "compat.v1" for path in _V1},
    **{f"python.{path}": public for path, public in _OTHERS.items()},
    "compat.v2": "",
    "compiler.tf2xla.python.xla": f"{_HERE}.xla_ops",
    "core.example": "_src.formats.protos",
    "core.framework": "_src.formats.protos",
    "core.protobuf": "_src.formats.protos",
    "contrib.learn.python.learn.datasets.base": f"{_HERE}.datasets",
    "contrib.learn.python.learn.datasets.mnist": "examples.tutorials.mnist.input_data",
}
"""Where programs look inside TensorFlow's private tree, and the public place of it."""

_CORE = re.compile(r"core\.(example|framework|protobuf)\.\w+_pb2")
_GENERATED = re.compile(r"python\.ops\.gen_\w+_ops")
_KERAS = re.compile(
    r"(?:python\.|contrib\.|contrib\.keras\.python\.|contrib\.keras\.api\.)?keras"
    r"(?:\.(?!python|api)(.*))?"
)
_CONTRIB = re.compile(r"contrib\.(\w+)\.python(?:\.\w+(\.\w+)?)?")


def public_place(path: str) -> str | None:
    """The public path of a private one, both below `tensorflow`.

    Args:
        path: What a program imports.

    Returns:
        What it stands for; "" for a package that only leads there; None for a path that
        isn't private.

    Example:
        >>> public_place("python.framework.ops")
        'compat.v1'
        >>> public_place("contrib.rnn.python.ops.core_rnn_cell")
        'contrib.rnn'
    """
    if path in ("core.example", "core.framework", "core.protobuf"):
        return ""
    keras = _KERAS.fullmatch(path)
    if keras is not None:
        return keras_place(keras[1] or "")
    for private, public in PLACES.items():
        if path == private or path.startswith(private + "."):
            inner = path.removeprefix(private)
            if _CORE.fullmatch(path):
                inner = ""
            return public + inner
    if any(private.startswith(path + ".") for private in PLACES):
        return None if path in ("contrib", "contrib.learn") else ""
    if _GENERATED.fullmatch(path):
        return f"{_HERE}.generated_ops"
    contrib = _CONTRIB.fullmatch(path)
    if contrib is None:
        return None
    return f"contrib.{contrib[1]}" if contrib[2] else ""
