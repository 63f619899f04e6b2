"""A server that profiles on demand."""

from tensorbrook._src.profiler.remote import start as start
