"""Graphs with the control flow and the variables of 1.x, as TensorFlow 2.21 wrote them.

`golden/old_graphs.zip` holds GraphDefs, and what TensorFlow's session gave for them.
"""

import json
import pathlib
import zipfile

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

_FILE = pathlib.Path(__file__).parent / "golden" / "old_graphs.zip"
with zipfile.ZipFile(_FILE) as _archive:
    _CASES = json.loads(_archive.read("cases.json"))


def _definition(name):
    made = v1.GraphDef()
    with zipfile.ZipFile(_FILE) as archive:
        made.ParseFromString(archive.read(f"{name}.pb"))
    return made


@pytest.mark.parametrize("name", sorted(_CASES))
def test_what_tensorflow_wrote_gives_what_it_gave(name):
    with tf.Graph().as_default(), v1.Session() as session:
        tf.import_graph_def(_definition(name), name="")
        for step in _CASES[name]:
            wanted = step["result"]
            if isinstance(wanted, dict):
                with pytest.raises(getattr(tf.errors, wanted["error"])):
                    session.run(step["fetch"], step["feed"])
                continue
            found = session.run(step["fetch"], step["feed"])
            if wanted is None:
                assert found is None
                continue
            parts = found if isinstance(found, list) else [found]
            for part, right in zip(parts, wanted, strict=True):
                np.testing.assert_allclose(part, right, rtol=1e-4, atol=1e-5)


def test_gradients_go_through_what_was_imported():
    with tf.Graph().as_default(), v1.Session() as session:
        (y,) = tf.import_graph_def(
            _definition("simple_while"), name="", return_elements=["y:0"]
        )
        x = v1.get_default_graph().get_tensor_by_name("x:0")
        (slope,) = v1.gradients(y, x)
        # y runs through x, x^2+1, ... : x^6 + x^4 + ... with x fed as 2.
        a, b = (session.run(y, {x: value}) for value in (2.001, 1.999))
        assert session.run(slope, {x: 2.0}) == pytest.approx((a - b) / 0.002, rel=1e-2)
