"""Where the modules of Keras 1 and 2 are today: paths below `keras`."""

from __future__ import annotations

_LAYERS = """
    advanced_activations convolutional convolutional_recurrent core cudnn_recurrent
    dense_attention embeddings kernelized local merge merging multi_head_attention noise
    normalization pooling recurrent recurrent_v2 regularization reshaping rnn serialization
    wrappers attention activation preprocessing
""".split()
_ENGINE = """
    base_layer base_layer_v1 data_adapter functional input_layer input_spec network
    sequential topology training training_v1
""".split()
_UTILS = """
    conv_utils io_utils losses_utils metrics_utils multi_gpu_utils test_utils tf_utils
""".split()
_KERAS_2 = "_src.keras.compatibility"

_PLACES = {
    **{f"layers.{name}": "layers" for name in _LAYERS},
    **{f"layers.{name}_v1": "layers" for name in ("normalization", "pooling")},
    **{f"engine.{name}": f"{_KERAS_2}.engine" for name in _ENGINE},
    **{f"utils.{name}": f"{_KERAS_2}.keras_2_utils" for name in _UTILS},
    "backend.tensorflow_backend": "_src.keras.old_backend.tensorflow_backend",
    "callbacks.experimental": "callbacks",
    "engine": f"{_KERAS_2}.engine",
    "initializations": "initializers",
    "initializers.initializers_v2": "initializers",
    "mixed_precision.experimental": f"{_KERAS_2}.mixed_precision",
    "models.experimental": "models",
    "objectives": "losses",
    "optimizer_v1": "optimizers",
    "optimizer_v2": "optimizers.legacy",
    "optimizers.experimental": "optimizers",
    "saving.save": "models",
    "wrappers": f"{_KERAS_2}.wrappers",
    "wrappers.scikit_learn": f"{_KERAS_2}.scikit_learn",
}


def keras_place(path: str) -> str:
    """The path below `tensorbrook` of a path below `keras`.

    Args:
        path: What a program imports, without `keras.`.

    Example:
        >>> keras_place("layers.core"), keras_place("layers"), keras_place("")
        ('keras.layers', 'keras.layers', 'keras')
    """
    first, _, second = path.partition(".")
    found = _PLACES.get(path)
    if found is None and first == "layers" and second.partition(".")[0] in _LAYERS:
        found = "layers"
    if found is None and first == "optimizer_v2":
        found = "optimizers.legacy"
    if found is None:
        return f"keras.{path}" if path else "keras"
    return found if found.startswith("_src.") else f"keras.{found}"
