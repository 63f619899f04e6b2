"""Profiles of other processes, which need TensorFlow's servers."""

from __future__ import annotations

from typing import Any, NoReturn


def _refuse(function: str) -> NoReturn:
    raise NotImplementedError(
        f"tf.profiler.experimental.{function}: there are no servers of gRPC. Profile "
        "within the process: tf.profiler.experimental.start and stop."
    )


def start(port: int) -> None:
    """Would start a server that profiles on demand.

    Args:
        port: Its port.

    Raises:
        NotImplementedError: Always.
    """
    _refuse("server.start")


def trace(
    service_addr: str,
    logdir: str,
    duration_ms: int,
    worker_list: str = "",
    num_tracing_attempts: int = 3,
    options: Any = None,
) -> None:
    """Would ask other processes for a profile.

    Args:
        service_addr: Their addresses.
        logdir: The folder that gets the files.
        duration_ms: For how long.
        worker_list: The workers of a TPU.
        num_tracing_attempts: How often it is tried.
        options: What is noted.

    Raises:
        NotImplementedError: Always.
    """
    _refuse("client.trace")


def monitor(service_addr: str, duration_ms: int, level: int = 1) -> str:
    """Would ask a TPU how busy it is.

    Args:
        service_addr: Its address.
        duration_ms: For how long.
        level: How much is told.

    Raises:
        NotImplementedError: Always.
    """
    _refuse("client.monitor")
