"""`tensorbrook demo`: trains a first network and shows what came of it."""

import argparse
import importlib.util
import pathlib
import time
from typing import Any

import numpy as np

from tensorbrook._src.cli.digits import load_digits
from tensorbrook._src.cli.events import write_scalars
from tensorbrook._src.cli.picture import draw

_EPOCHS = 20


def add_to(commands: Any) -> None:
    """Adds the command and its options to the command line."""
    parser = commands.add_parser(
        "demo", help="train a first network on handwritten digits"
    )
    parser.add_argument(
        "--out",
        type=pathlib.Path,
        default=pathlib.Path("tensorbrook-demo"),
        help="the folder for what it makes (default: %(default)s)",
    )
    parser.add_argument("--epochs", type=int, default=_EPOCHS)
    parser.set_defaults(command=_command)


def train(epochs: int = _EPOCHS) -> tuple[Any, dict[str, list[float]]]:
    """Trains a network of one hidden layer on the bundled digits.

    Args:
      epochs: How often it sees each of the 1,437 training images.

    Returns:
      The Keras model, and its curves by name, one value for each epoch.
    """
    from tensorbrook import keras

    (images, labels), test = load_digits()
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.layers.Input((64,)),
            keras.layers.Dense(512, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer="rmsprop",
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = model.fit(
        images.reshape(-1, 64),
        labels,
        batch_size=32,
        epochs=epochs,
        validation_data=(test[0].reshape(-1, 64), test[1]),
        verbose=2,
    )
    return model, history.history


def _command(options: argparse.Namespace) -> int:
    out: pathlib.Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    model, history = train(options.epochs)
    seconds = time.perf_counter() - start
    images, labels = load_digits()[1]
    probabilities = np.asarray(model.predict(images.reshape(-1, 64), verbose=0))
    accuracy = float((probabilities.argmax(axis=1) == labels).mean())
    print(f"\nTest accuracy {accuracy:.4f} after {seconds:.1f} s of training.")

    model.save(out / "digits.keras")
    for run, prefix in (("train", ""), ("validation", "val_")):
        curves = {f"epoch_{k}": history[prefix + k] for k in ("loss", "accuracy")}
        write_scalars(out / "logs" / run, curves)
    print(f"The model    {out / 'digits.keras'}")
    print(f"TensorBoard  tensorboard --logdir {out / 'logs'}")
    if importlib.util.find_spec("matplotlib") is None:
        print("The picture  needs matplotlib: pip install matplotlib")
        return 0
    draw(out / "digits.png", history, images, labels, probabilities)
    print(f"The picture  {out / 'digits.png'}")
    return 0
