"""`tensorbrook export`: files for other programs."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.cli.main import main
from tensorbrook.export import load_safetensors


@pytest.fixture
def model(tmp_path):
    made = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])
    made.export(tmp_path / "served", verbose=False)
    made.save(tmp_path / "m.keras")
    return made


@pytest.mark.parametrize("source", ["served", "m.keras"])
def test_weights_as_safetensors(source, model, tmp_path) -> None:
    target = tmp_path / "m.safetensors"
    assert main(["export", str(tmp_path / source), str(target)]) == 0
    found = sorted(load_safetensors(target).items(), key=lambda item: item[1].ndim)
    np.testing.assert_array_equal(found[0][1], model.variables[1])
    np.testing.assert_array_equal(found[1][1], model.variables[0])


@pytest.mark.parametrize("source", ["served", "m.keras"])
def test_a_model_as_onnx(source, model, tmp_path) -> None:
    onnx = pytest.importorskip("onnx")
    target = tmp_path / "m.onnx"
    assert main(["export", str(tmp_path / source), str(target)]) == 0
    onnx.checker.check_model(onnx.load(target), full_check=True)


def test_a_model_as_stablehlo(model, tmp_path) -> None:
    pytest.importorskip("jax")
    target = tmp_path / "m.mlir"
    assert main(["export", str(tmp_path / "served"), str(target)]) == 0
    assert "stablehlo.dot_general" in target.read_text()


def test_unknown_endings_and_signatures_are_named(model, tmp_path, capsys) -> None:
    folder = str(tmp_path / "served")
    assert main(["export", folder, str(tmp_path / "m.tflite")]) == 2
    assert ".onnx" in capsys.readouterr().err
    command = ["export", folder, str(tmp_path / "m.mlir"), "--signature", "other"]
    assert main(command) == 2
    assert "serving_default" in capsys.readouterr().err
