"""Writes what a training run did for TensorBoard to show."""

import pathlib
from collections.abc import Mapping, Sequence


def write_scalars(folder: pathlib.Path, curves: Mapping[str, Sequence[float]]) -> None:
    """Writes curves as scalar summaries into a new event file.

    Args:
      folder: Where the event file goes; made where it is missing.
      curves: Each tag's values, one for each epoch.
    """
    from tensorbrook import summary

    writer = summary.create_file_writer(folder)
    with writer.as_default():
        for tag, values in curves.items():
            for step, value in enumerate(values):
                summary.scalar(tag, value, step=step)
    writer.close()
