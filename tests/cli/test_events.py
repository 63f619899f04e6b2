"""Tests of _src/cli/events.py."""

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.util import tensor_util

from tensorbrook._src.cli.events import write_scalars


def test_tensorboard_reads_the_curves(tmp_path):
    write_scalars(tmp_path / "run", {"epoch_loss": [2.0, 1.0], "epoch_accuracy": [0.5]})
    events = EventAccumulator(str(tmp_path / "run"))
    events.Reload()

    def curve(tag):
        return [
            (event.step, float(tensor_util.make_ndarray(event.tensor_proto)))
            for event in events.Tensors(tag)
        ]

    assert curve("epoch_loss") == [(0, 2.0), (1, 1.0)]
    assert curve("epoch_accuracy") == [(0, 0.5)]
