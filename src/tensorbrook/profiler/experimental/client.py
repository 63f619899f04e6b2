"""Profiles of other processes."""

from tensorbrook._src.profiler.remote import monitor as monitor
from tensorbrook._src.profiler.remote import trace as trace
