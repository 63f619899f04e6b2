"""Values sent to a server."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
import warnings
from typing import Any

from tensorbrook._src.keras.callbacks.callback import Callback


class RemoteMonitor(Callback):
    """Sends the values of each epoch to a server.

    Args:
        root: the server's address.
        path: the path on the server.
        field: the form's field that holds the values.
        headers: more headers.
        send_as_json: whether to send JSON instead of a form.
    """

    def __init__(
        self,
        root: str = "http://localhost:9000",
        path: str = "/publish/epoch/end/",
        field: str = "data",
        headers: Any = None,
        send_as_json: bool = False,
    ) -> None:
        super().__init__()
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        self.send_as_json = send_as_json

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Sends the values."""
        values = {"epoch": epoch, **{k: float(v) for k, v in (logs or {}).items()}}
        headers = dict(self.headers or {})
        if self.send_as_json:
            data = json.dumps(values).encode()
            headers["Content-Type"] = "application/json"
        else:
            data = urllib.parse.urlencode({self.field: json.dumps(values)}).encode()
        request = urllib.request.Request(self.root + self.path, data, headers)
        try:
            urllib.request.urlopen(request, timeout=10).close()
        except (urllib.error.URLError, OSError) as error:
            warnings.warn(
                f"Could not reach RemoteMonitor root server at {self.root}: {error}",
                stacklevel=2,
            )
