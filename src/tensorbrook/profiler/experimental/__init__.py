"""Profiles of this process."""

from tensorbrook._src.profiler.profile import Profile as Profile
from tensorbrook._src.profiler.profile import ProfilerOptions as ProfilerOptions
from tensorbrook._src.profiler.profile import Trace as Trace
from tensorbrook._src.profiler.profile import start as start
from tensorbrook._src.profiler.profile import stop as stop
from tensorbrook.profiler.experimental import client as client
from tensorbrook.profiler.experimental import server as server
