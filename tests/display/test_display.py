"""What a notebook shows."""

import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.display.graphs import graph_svg


def test_a_matrix_is_a_table() -> None:
    shown = tf.constant([[1.5, 2.0], [3.0, 4.0]])._repr_html_()
    assert "2 x 2, float32" in shown
    assert re.findall(r">([\d.]+)</td>", shown) == ["1.5", "2", "3", "4"]


def test_a_large_tensor_is_cut_and_strings_are_escaped() -> None:
    shown = tf.constant(np.zeros((100, 100)))._repr_html_()
    assert shown.count("<tr>") == 11
    assert "&lt;b&gt;" in tf.constant(["<b>"])._repr_html_()
    assert "scalar" in tf.constant(3)._repr_html_()


def test_a_graph_is_a_drawing() -> None:
    graph = tf.Graph()
    assert graph._repr_svg_() is None
    with graph.as_default():
        a = tf.compat.v1.placeholder(tf.float32, [2], name="a")
        tf.add(a, 1.0, name="b")
    root = ElementTree.fromstring(graph._repr_svg_() or "")
    texts = [each.text for each in root.iter() if each.tag.endswith("text")]
    assert {"a", "b", "Placeholder (2,)"} <= set(texts)


def test_a_large_graph_is_drawn_by_scopes() -> None:
    graph = tf.Graph()
    with graph.as_default():
        for scope in ("first", "second"):
            with tf.name_scope(scope):
                total = tf.constant(0.0)
                for _ in range(50):
                    total = total + 1.0
    drawing = graph_svg(graph)
    assert "101 operations" in drawing
    with pytest.raises(ValueError, match="no operations"):
        graph_svg(tf.Graph())
