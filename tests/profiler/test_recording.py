"""Events of a profile."""

from tensorbrook._src.profiler.recording import Recording


def test_events_begin_where_they_began():
    recording = Recording()
    start = recording.now()
    recording.note("work", start, {"a": 1})
    (event,) = recording.events
    assert event.name == "work" and event.start == start and event.duration >= 0
    assert event.details == {"a": 1}
