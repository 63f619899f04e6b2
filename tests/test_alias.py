"""Tests of _src/alias.py."""

import importlib
import os
import pathlib
import subprocess
import sys
import types

import pytest

from tensorbrook._src import alias, era

ROOT = pathlib.Path(__file__).resolve().parent.parent
ONE, TWO = era.Decision("1.x", "test"), era.Decision("2.x", "test")


@pytest.fixture
def standin(tmp_path, monkeypatch):
    """A package of a few modules that takes Tensorbrook's place."""
    for path, text in {
        "__init__.py": "era = '2.x'",
        "nn.py": "where = __name__",
        "keras/__init__.py": "",
        "keras/layers.py": "where = __name__",
        "contrib/__init__.py": "",
        "contrib/rnn.py": "where = __name__",
        "broken.py": "import no_such_module",
        "compat/__init__.py": "",
        "compat/v1/__init__.py": "era = '1.x'",
        "compat/v1/nn.py": "where = __name__",
    }.items():
        file = tmp_path / "standin" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    before = set(sys.modules)

    def use(decision):
        finder = alias.AliasFinder("oldflow", "standin", decision)
        sys.meta_path.insert(0, finder)

    yield use
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in ("oldflow", "standin"):
            del sys.modules[name]


def test_names_stand_for_the_modules_themselves(standin):
    standin(TWO)
    import oldflow
    import oldflow.keras.layers as layers
    import standin as package
    from oldflow.contrib import rnn

    assert oldflow is package
    assert layers is importlib.import_module("standin.keras.layers")
    assert oldflow.keras.layers is layers
    assert rnn.where == "standin.contrib.rnn"


def test_modules_keep_their_own_spec(standin):
    standin(TWO)
    nn = importlib.import_module("oldflow.nn")
    assert nn.__name__ == nn.__spec__.name == "standin.nn"
    assert not hasattr(nn, "__path__")


def test_a_1x_program_gets_the_1x_names_and_what_only_the_package_has(standin):
    standin(ONE)
    assert importlib.import_module("oldflow").era == "1.x"
    assert importlib.import_module("oldflow.nn").where == "standin.compat.v1.nn"
    assert importlib.import_module("oldflow.compat.v1").era == "1.x"
    assert importlib.import_module("oldflow.contrib.rnn").where == "standin.contrib.rnn"


@pytest.mark.parametrize("decision", [ONE, TWO])
def test_compat_v2_is_the_package_itself_in_both_eras(standin, decision):
    standin(decision)
    import oldflow.compat.v2 as v2
    import standin as package
    from oldflow.compat.v2 import nn

    assert v2 is package
    assert nn is importlib.import_module("standin.nn")


def test_private_places_lead_to_public_modules(standin):
    standin(TWO)
    layers = importlib.import_module("oldflow.python.keras.layers")
    assert layers.where == "standin.keras.layers"


def test_what_is_not_there_is_not_found(standin):
    standin(TWO)
    with pytest.raises(ModuleNotFoundError, match="oldflow.lite"):
        importlib.import_module("oldflow.lite")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        importlib.import_module("oldflow.broken")


def test_install_makes_tensorflow_mean_tensorbrook():
    import tensorbrook

    alias.install(TWO)
    try:
        import tensorflow

        assert tensorflow is tensorbrook
    finally:
        alias.uninstall()
    assert "tensorflow" not in sys.modules


def test_install_refuses_beside_another_tensorflow(monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorflow", types.ModuleType("tensorflow"))
    with pytest.raises(ImportError, match="another `tensorflow`"):
        alias.install(TWO)


def test_the_distribution_gives_the_name_away(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import tensorflow.math as m\n"
        "import tensorflow as tf, tensorbrook\n"
        "print(tf is tensorbrook, m is tensorbrook.math, tf.__spec__.name)\n"
    )
    path = [str(ROOT / "alias"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "True True tensorbrook\n", done.stderr
