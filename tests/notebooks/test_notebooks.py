"""Notebooks of both eras, executed by a real kernel."""

from typing import Any

import pytest

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("ipykernel")


def executed(*cells: str) -> list[list[Any]]:
    """The outputs of the cells of a notebook."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells]
    )
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return [cell.outputs for cell in notebook.cells]


def printed(outputs: list[Any]) -> str:
    return "".join(each.text for each in outputs if each.output_type == "stream")


def shown(outputs: list[Any]) -> Any:
    """The data of what the last expression of a cell shows."""
    (result,) = [each for each in outputs if each.output_type == "execute_result"]
    return result.data


def test_a_notebook_of_today() -> None:
    _, tensor, graph, model, trained = executed(
        "%load_ext tensorbrook\nimport tensorflow as tf\nimport numpy as np",
        "tf.constant([[1.0, 2.0], [3.0, 4.0]])",
        "@tf.function\n"
        "def f(x):\n"
        "    if tf.reduce_sum(x) > 0:\n"
        "        return x * 2\n"
        "    return x\n"
        "f.get_concrete_function(tf.ones([2])).graph",
        "model = tf.keras.Sequential([tf.keras.layers.Input((4,)),"
        " tf.keras.layers.Dense(2)])\n"
        "model.compile('sgd', 'mse')\nmodel",
        "history = model.fit(np.ones((32, 4)), np.ones((32, 2)), epochs=2)\nhistory",
    )
    assert "<table" in shown(tensor)["text/html"]
    assert shown(graph)["image/svg+xml"].startswith("<svg")
    assert "Dense" in shown(model)["text/html"]
    bars = printed(trained)
    assert "Epoch 2/2" in bars
    assert "1/1 [====" in bars
    assert shown(trained)["image/svg+xml"].startswith("<svg")


def test_a_notebook_of_the_first_years() -> None:
    _, version, built, run = executed(
        "%load_ext tensorbrook\n%tensorflow_version 1.x",
        "import tensorflow as tf\nprint(tf.__version__)",
        "x = tf.placeholder(tf.float32)\nw = tf.Variable(2.0)\ny = x * w",
        "with tf.Session() as sess:\n"
        "    sess.run(tf.global_variables_initializer())\n"
        "    print(sess.run(y, {x: 3.0}))",
    )
    assert printed(version).startswith("1.")
    assert printed(built) == ""
    assert "6.0" in printed(run)
