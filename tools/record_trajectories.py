"""Records with the package `keras` how losses fall, for tests/keras/trajectories.

    python tools/record_trajectories.py [OPTIMIZER ...]

Without names it records all optimizers, else these anew. Runs with Keras 3.15 on
TensorFlow; the tests compare our training with what it wrote.
"""

import importlib.util
import pathlib
import sys

import keras
import numpy as np
import tensorflow as tf

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/keras/trajectories"


def load_models():
    """The module of models that the tests use, too."""
    path = FOLDER / "trained_models.py"
    spec = importlib.util.spec_from_file_location("trained_models", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(wanted):
    """Writes `losses.npz`: for each model and optimizer the losses of all steps."""
    models = load_models()
    path, found = FOLDER / "losses.npz", {}
    if wanted:
        with np.load(path) as known:
            found.update(known)
    for name in models.MODELS:
        for label, make in models.optimizers(keras).items():
            if wanted and label not in wanted:
                continue
            try:
                losses = models.trajectory(keras, name, make)
            except tf.errors.InvalidArgumentError as e:
                print(
                    f"{name} {label}: Keras itself fails: {e.message.splitlines()[0]}"
                )
                continue
            found[f"{name}/{label}"] = np.asarray(losses, "float32")
            print(f"{name} {label}: {losses[0]:.4f} to {losses[-1]:.4f}", flush=True)
        np.savez_compressed(path, **found)


if __name__ == "__main__":
    main(sys.argv[1:])
