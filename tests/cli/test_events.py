"""Tests of _src/cli/events.py."""

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from tensorbrook._src.cli.events import write_scalars


def test_tensorboard_reads_the_curves(tmp_path):
    write_scalars(tmp_path / "run", {"epoch_loss": [2.0, 1.0], "epoch_accuracy": [0.5]})
    events = EventAccumulator(str(tmp_path / "run"))
    events.Reload()
    loss = events.Scalars("epoch_loss")
    assert [(event.step, event.value) for event in loss] == [(0, 2.0), (1, 1.0)]
    assert [event.value for event in events.Scalars("epoch_accuracy")] == [0.5]
