"""The command `tensorbrook saved-model`."""

import json

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.cli.main import main


@pytest.fixture
def folder(tmp_path):
    class Sum(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bias = tf.Variable(1.0)

        @tf.function(
            input_signature=[
                tf.TensorSpec([None], tf.float32, "a"),
                tf.TensorSpec([], tf.int32, "b"),
            ]
        )
        def __call__(self, a, b):
            return {"sum": a + tf.cast(b, tf.float32) + self.bias}

    tf.saved_model.save(Sum(), tmp_path / "model")
    return str(tmp_path / "model")


def test_show(folder, capsys) -> None:
    assert main(["saved-model", "show", folder]) == 0
    text = capsys.readouterr().out
    assert "signature serving_default: tensorflow/serving/predict" in text
    assert "input a: float32 (None,) (serving_default_a:0)" in text
    assert "output sum: float32 (None,)" in text
    assert "bias/.ATTRIBUTES/VARIABLE_VALUE: float32 []" in text


def test_run(folder, tmp_path, capsys) -> None:
    np.save(tmp_path / "a.npy", np.float32([1, 2]))
    (tmp_path / "b.json").write_text("3")
    words = ["saved-model", "run", folder, "--output", str(tmp_path / "out.npz")]
    words += ["--input", f"a={tmp_path}/a.npy", "--input", f"b={tmp_path}/b.json"]
    assert main(words) == 0
    assert "[5. 6.]" in capsys.readouterr().out
    assert np.load(tmp_path / "out.npz")["sum"].tolist() == [5.0, 6.0]
    (tmp_path / "all.json").write_text(json.dumps({"a": [0.5], "b": 0}))
    assert main([*words[:3], "--input", str(tmp_path / "all.json")]) == 0
    assert "[1.5]" in capsys.readouterr().out


def test_wrong_words(folder, tmp_path, capsys) -> None:
    words = ["saved-model", "run", folder]
    assert main([*words, "--signature", "none"]) == 2
    assert "serving_default" in capsys.readouterr().err
    assert main(words) == 2
    assert "needs ['a', 'b']" in capsys.readouterr().err
    with pytest.raises(ValueError, match="npz"):
        main([*words, "--input", str(tmp_path / "x.txt")])
