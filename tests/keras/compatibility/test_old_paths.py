"""Modules and functions of Keras 1 and 2 under the paths that programs import."""

import subprocess
import sys

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.compat_v1.private_paths.places import public_place
from tensorbrook._src.keras.compatibility import keras_2_utils
from tensorbrook._src.keras.compatibility.scikit_learn import (
    KerasClassifier,
    KerasRegressor,
)

IMPORTS = """
from keras.utils import np_utils
from keras.utils.layer_utils import count_params
from keras.utils.io_utils import HDF5Matrix
from keras.layers.core import Dense, Lambda
from keras.layers.convolutional import Conv2D, MaxPooling2D, ZeroPadding2D
from keras.layers.normalization import BatchNormalization
from keras.layers.advanced_activations import LeakyReLU
from keras.layers.merge import concatenate, add
from keras.layers.experimental import preprocessing
from keras.engine.topology import Layer, Input, InputSpec
from keras.engine import Model
from keras.objectives import categorical_crossentropy
from keras.wrappers.scikit_learn import KerasClassifier
from keras.backend import tensorflow_backend as K
from keras.backend.tensorflow_backend import set_session, _get_available_gpus
from keras.constraints import maxnorm
from tensorflow.python.keras.layers.core import Dense
from tensorflow.python.keras.engine.base_layer import Layer
from tensorflow.contrib.keras import layers
from tensorflow.contrib.keras.python.keras.layers import Dense
from tensorflow.keras.mixed_precision import experimental
from tensorflow.keras.optimizers.experimental import AdamW
from tensorflow.keras.callbacks.experimental import BackupAndRestore
import tensorflow.compat.v2
import tensorflow.contrib.keras as kr
import keras.backend.tensorflow_backend as again
assert again._get_available_gpus() == [] == K._get_available_gpus()
assert K.floatx() == "float32"
"""


def test_old_imports(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(IMPORTS)
    command = [sys.executable, "-m", "tensorbrook", "run", str(program)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("keras", "keras"),
        ("keras.layers.core", "keras.layers"),
        ("python.keras.layers.recurrent", "keras.layers"),
        ("contrib.keras.python.keras.models", "keras.models"),
        ("contrib.keras.api.keras.layers", "keras.layers"),
        ("python.keras.optimizer_v2.adam", "keras.optimizers.legacy"),
        ("compat.v2", ""),
    ],
)
def test_places(path, place):
    assert public_place(path) == place


def model(units=2, activation="softmax", loss="sparse_categorical_crossentropy"):
    layer = tf.keras.layers.Dense(units, activation)
    made = tf.keras.Sequential([layer])
    made.compile(tf.keras.optimizers.Adam(0.5), loss, metrics=["accuracy"])
    return made


def test_a_classifier():
    x, y = np.eye(6, dtype="float32"), np.array([3, 3, 3, 5, 5, 5])
    classifier = KerasClassifier(model, epochs=60, verbose=0)
    classifier.fit(x, y)
    assert classifier.predict(x).tolist() == y.tolist()
    assert classifier.predict_proba(x).shape == (6, 2)
    assert classifier.score(x, y) == 1.0
    assert classifier.get_params()["epochs"] == 60
    assert classifier.set_params(epochs=1).sk_params["epochs"] == 1
    with pytest.raises(ValueError, match="wrong is not a legal parameter"):
        KerasClassifier(model, wrong=1)
    with pytest.raises(ValueError, match="Invalid shape"):
        classifier.fit(x, y.reshape(6, 1, 1))


def test_a_regressor():
    x = np.linspace(-1, 1, 8, dtype="float32").reshape(8, 1)
    regressor = KerasRegressor(
        model, units=1, activation=None, loss="mse", epochs=80, verbose=0
    )
    regressor.fit(x, 2 * x[:, 0])
    np.testing.assert_allclose(regressor.predict(x), 2 * x[:, 0], atol=0.3)
    assert -0.1 < regressor.score(x, 2 * x[:, 0], batch_size=8) <= 0


def test_rows_of_a_file(tmp_path):
    h5py = pytest.importorskip("h5py")
    path = tmp_path / "rows.h5"
    with h5py.File(path, "w") as file:
        file["x"] = np.arange(12.0).reshape(6, 2)
    rows = keras_2_utils.HDF5Matrix(path, "x", 1, 5, normalizer=lambda part: part * 10)
    assert rows.shape == (4, 2) and len(rows) == 4 and rows.size == 8
    assert rows[[2, 0]].tolist() == [[60, 70], [20, 30]]
    assert rows[1].tolist() == [40, 50]
    np.testing.assert_array_equal(np.asarray(rows)[:, 0], [20, 40, 60, 80])


def test_several_gpus_are_asked_for():
    with pytest.raises(ValueError, match="gpus >= 2"):
        keras_2_utils.multi_gpu_model(model(), gpus=1)
    with pytest.raises(ValueError, match="this machine has"):
        keras_2_utils.multi_gpu_model(model(), gpus=64)


def test_the_session_of_the_old_backend():
    v1, backend = tf.compat.v1, tf.keras.backend
    with tf.Graph().as_default() as graph:
        v = v1.Variable(3)
        own = v1.Session(graph=graph)
        backend.set_session(own)
        assert backend.get_session() is own
        assert own.run(v) == 3
        with v1.Session(graph=graph) as inner:
            assert backend.get_session() is inner


@pytest.mark.filterwarnings("ignore:The optimizers' argument")
def test_old_decay_leaves_the_rate_free():
    optimizer = tf.keras.optimizers.SGD(0.5, decay=1.0)
    w = tf.Variable(0.0)
    for expected in (-0.5, -0.75):
        optimizer.apply_gradients([(tf.constant(1.0), w)])
        assert float(w) == expected
    optimizer.learning_rate = 3.0
    optimizer.apply_gradients([(tf.constant(1.0), w)])
    assert float(w) == -1.75
    again = type(optimizer).from_config(optimizer.get_config())
    assert again.get_config()["decay"] == 1.0


def test_a_function_from_the_input_layer_to_a_hidden_one():
    x = tf.keras.Input((3,))
    hidden = tf.keras.layers.Dense(2)(x)
    made = tf.keras.Model(x, tf.keras.layers.Dense(1)(hidden))
    run = tf.keras.backend.function([made.layers[0].input], [made.layers[1].output])
    assert run([np.zeros((4, 3))])[0].shape == (4, 2)


def test_weights_of_a_model_in_a_graph():
    with tf.Graph().as_default():
        made = tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(3,))])
        made.set_weights([np.ones((3, 2)), np.zeros(2)])
        assert made.get_weights()[0].tolist() == [[1, 1]] * 3
