"""Records with the package `keras` how losses fall, for tests/keras/trajectories.

    python tools/record_trajectories.py

Runs with Keras 3.15 on TensorFlow; the tests compare our training with what it wrote.
"""

import importlib.util
import pathlib

import keras
import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/keras/trajectories"


def load_models():
    """The module of models that the tests use, too."""
    path = FOLDER / "trained_models.py"
    spec = importlib.util.spec_from_file_location("trained_models", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    """Writes `losses.npz`: for each model and optimizer the losses of all steps."""
    models = load_models()
    found = {}
    for name in models.MODELS:
        for label, make in models.optimizers(keras).items():
            losses = models.trajectory(keras, name, make)
            found[f"{name}/{label}"] = np.asarray(losses, "float32")
            print(f"{name} {label}: {losses[0]:.4f} to {losses[-1]:.4f}", flush=True)
    np.savez_compressed(FOLDER / "losses.npz", **found)


if __name__ == "__main__":
    main()
