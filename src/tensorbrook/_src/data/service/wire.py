"""How the parts of the service talk: questions and answers over TCP, JSON and bytes.

A message is a JSON object and blobs of bytes, each with its length before it. Nothing
that is received is ever run.
"""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import struct
import threading
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import errors

_LENGTH = struct.Struct("<Q")
_LARGEST = 1 << 34
Message = dict[str, Any]
Answer = tuple[Message, list[bytes]]
Handler = Callable[[Message, list[bytes]], Answer]


def _send(connection: socket.socket, message: Message, blobs: list[bytes]) -> None:
    text = json.dumps({**message, "blobs": len(blobs)}).encode()
    parts = [_LENGTH.pack(len(part)) + part for part in (text, *blobs)]
    connection.sendall(b"".join(parts))


def _receive(connection: socket.socket) -> Answer | None:
    """The next message; None where the other side has ended the connection."""
    text = _part(connection)
    if text is None:
        return None
    message = json.loads(text)
    blobs = [_part(connection) for _ in range(message.pop("blobs"))]
    return message, [blob for blob in blobs if blob is not None]


def _part(connection: socket.socket) -> bytes | None:
    head = _exactly(connection, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _LARGEST:
        raise errors.DataLossError(
            None, None, f"The data service received a message of {length} bytes."
        )
    return _exactly(connection, length)


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def split_address(address: str) -> tuple[str, int]:
    """The host and the port in `host:port` or `protocol://host:port`.

    Raises:
        ValueError: The text is no address.
    """
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(
            f"The address of a data service must be 'host:port', got {address!r}."
        )
    return host, int(port)


class Client:
    """A connection over which questions are asked, one after the other."""

    def __init__(self, address: str, patience: float | None = None) -> None:
        self._address = address
        self._lock = threading.Lock()
        try:
            self._connection = socket.create_connection(
                split_address(address), timeout=patience
            )
        except OSError as problem:
            raise self._lost(problem) from problem
        self._connection.settimeout(None)

    def ask(self, what: str, *blobs: bytes, **arguments: Any) -> Answer:
        """The answer to a question.

        Raises:
            errors.UnavailableError: The other side is gone.
            errors.OpError: What went wrong there.
        """
        with self._lock:
            try:
                _send(self._connection, {"ask": what, **arguments}, list(blobs))
                answer = _receive(self._connection)
            except OSError as problem:
                raise self._lost(problem) from problem
        if answer is None:
            raise self._lost("the connection was closed")
        if "code" in answer[0]:
            kind: Any = errors.exception_type_from_error_code(answer[0]["code"])
            raise kind(None, None, answer[0]["message"])
        return answer

    def _lost(self, problem: Any) -> errors.UnavailableError:
        return errors.UnavailableError(
            None,
            None,
            f"The data service at {self._address} can't be reached: {problem}",
        )

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


class _Requests(socketserver.BaseRequestHandler):
    """Answers the questions of one connection."""

    def handle(self) -> None:
        server: Any = self.server
        while True:
            try:
                asked = _receive(self.request)
                if asked is None:
                    return
                message, blobs = _answered(server.answer, *asked)
                _send(self.request, message, blobs)
            except OSError:  # the other side is gone
                return


def _answered(answer: Handler, message: Message, blobs: list[bytes]) -> Answer:
    try:
        return answer(message, blobs)
    except errors.OpError as problem:
        return {"code": problem.error_code, "message": problem.message}, []
    except Exception as problem:  # told to the one who asked
        text = f"{type(problem).__name__}: {problem}"
        return {"code": errors.INTERNAL, "message": text}, []


class _Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, place: tuple[str, int], kind: Any) -> None:
        super().__init__(place, kind)
        self._connections: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def end_connections(self) -> None:
        """Ends what is still open, so that their threads end."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError):  # it has just ended by itself
                connection.shutdown(socket.SHUT_RDWR)


class Server:
    """Listens on a port, and answers in threads."""

    def __init__(self, port: int, answer: Handler) -> None:
        try:
            self._server = _Threads(("localhost", port), _Requests)
        except OSError as problem:
            raise errors.UnavailableError(
                None, None, f"The port {port} can't be listened on: {problem}"
            ) from problem
        self._server.answer = answer  # type: ignore[attr-defined]
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.05},
            name="tensorbrook-service",
            daemon=True,
        )
        self._thread.start()

    def join(self) -> None:
        """Waits until somebody stops it."""
        self._thread.join()

    def stop(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()
        self._server.end_connections()
