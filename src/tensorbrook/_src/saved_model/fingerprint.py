"""The numbers by which saved models are told apart."""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.formats.schema import message
from tensorbrook._src.saved_model.files import FINGERPRINT

_HASHES = (
    "graph_def_program_hash",
    "signature_def_hash",
    "saved_object_graph_hash",
    "checkpoint_hash",
)


class Fingerprint:
    """The numbers by which a saved model is told from others.

    Args:
        saved_model_checksum: A number for the file of the model.
        graph_def_program_hash: A number for its graph.
        signature_def_hash: A number for its signatures.
        saved_object_graph_hash: A number for its objects.
        checkpoint_hash: A number for its values.
        version: The version of these numbers.

    Example:
        >>> import tensorbrook as tf
        >>> tf.saved_model.experimental.Fingerprint(1, 2, 3, 4, 5).singleprint()
        '2/3/4/5'
    """

    def __init__(
        self,
        saved_model_checksum: int | None = None,
        graph_def_program_hash: int | None = None,
        signature_def_hash: int | None = None,
        saved_object_graph_hash: int | None = None,
        checkpoint_hash: int | None = None,
        version: Any = None,
    ) -> None:
        self.saved_model_checksum = saved_model_checksum
        self.graph_def_program_hash = graph_def_program_hash
        self.signature_def_hash = signature_def_hash
        self.saved_object_graph_hash = saved_object_graph_hash
        self.checkpoint_hash = checkpoint_hash
        self.version = version

    @classmethod
    def from_proto(cls, proto: Any) -> Fingerprint:
        """The fingerprint of a message.

        Args:
            proto: A `FingerprintDef`, or its bytes.
        """
        if isinstance(proto, bytes):
            proto = message("FingerprintDef").FromString(proto)
        names = ("saved_model_checksum", *_HASHES)
        numbers = {name: getattr(proto, name) for name in names}
        return cls(**numbers, version=proto.version)

    def _numbers(self) -> tuple[int | None, ...]:
        return (self.saved_model_checksum, *(getattr(self, name) for name in _HASHES))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fingerprint) and self._numbers() == other._numbers()

    def __hash__(self) -> int:
        return hash(self._numbers())

    def __str__(self) -> str:
        names = ("saved_model_checksum", *_HASHES)
        lines = [f"  {name}: {getattr(self, name)}" for name in names]
        return "\n".join(["SavedModel Fingerprint", *lines])

    def __repr__(self) -> str:
        return f"Fingerprint({', '.join(map(str, self._numbers()))})"

    def singleprint(self) -> str:
        """The numbers that don't change when a model is saved again, as one text.

        Raises:
            ValueError: One of them is missing.
        """
        numbers = [getattr(self, name) for name in _HASHES]
        if None in numbers:
            missing = [name for name in _HASHES if getattr(self, name) is None]
            raise ValueError(f"Fingerprint.singleprint needs {', '.join(missing)}.")
        return "/".join(map(str, numbers))


def read_fingerprint(export_dir: Any) -> Fingerprint:
    """The fingerprint that lies beside a saved model.

    Args:
        export_dir: The directory of the model.

    Returns:
        A `Fingerprint`.

    Raises:
        FileNotFoundError: There is none.
        RuntimeError: It is damaged.
    """
    from google.protobuf.message import DecodeError

    path = os.path.join(os.fspath(export_dir), FINGERPRINT)
    try:
        with open(path, "rb") as file:
            return Fingerprint.from_proto(file.read())
    except OSError as problem:
        raise FileNotFoundError(
            "SavedModel Fingerprint Error: Could not find fingerprint in directory: "
            f"{export_dir}"
        ) from problem
    except DecodeError as problem:
        raise RuntimeError(
            f"SavedModel Fingerprint Error: {path} is damaged: {problem}"
        ) from problem
