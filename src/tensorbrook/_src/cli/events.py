"""Writes what a training run did for TensorBoard to show."""

import pathlib
import time
from collections.abc import Mapping, Sequence


def write_scalars(folder: pathlib.Path, curves: Mapping[str, Sequence[float]]) -> None:
    """Writes curves as scalar summaries into a new event file.

    Args:
      folder: Where the event file goes; made where it is missing.
      curves: Each tag's values, one for each epoch.
    """
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    writer = EventFileWriter(str(folder))
    try:
        for tag, values in curves.items():
            for step, value in enumerate(values):
                summary = Summary(value=[Summary.Value(tag=tag, simple_value=value)])
                event = Event(wall_time=time.time(), step=step, summary=summary)
                writer.add_event(event)
    finally:
        writer.close()
