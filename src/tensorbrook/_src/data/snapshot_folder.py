"""Folders of saved datasets, laid out as TensorFlow does it.

A folder holds the spec of the elements, a message that names the last complete run, and a
folder for that run, with a folder for each shard.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.data.snapshot_elements import leaf_dtypes, records, tensors
from tensorbrook._src.formats import files
from tensorbrook._src.formats.records import RecordWriter, read_records
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops.datasets.stream import Context, Element, Stream, resumed
from tensorbrook._src.saved_model import structured

_SPEC = "dataset_spec.pb"
_METADATA = "snapshot.metadata"
_FILE = "00000000.snapshot"
_VERSION = 2


def compression_of(given: Any) -> str:
    """The compression that a user asked for.

    Raises:
        NotImplementedError: There is no such one here.
    """
    name = given.decode() if isinstance(given, bytes) else (given or "")
    if name in ("", "NONE", "AUTO"):
        return ""
    if name == "GZIP":
        return "GZIP"
    raise NotImplementedError(
        f"Datasets in folders: the compression {name!r} isn't supported; use 'GZIP'."
    )


class Shards(Stream):
    """The elements of the shards of a folder, in turn, or those of one shard.

    Args:
        path: The folder that was written, or one of the folders of shards.
        compression: "" or "GZIP".
    """

    def __init__(self, path: str, compression: str) -> None:
        self.path, self.compression = path, compression
        known = _metadata(path) or _metadata(os.path.dirname(os.path.dirname(path)))
        self._width = max(1, len(known.dtype)) if known is not None else 1

    def iterate(self, context: Context) -> Iterator[Element]:
        return resumed(self._elements(), context)

    def _elements(self) -> Iterator[Element]:
        waiting = map(self._shard, shard_folders(self.path) or [self.path])
        # As TensorFlow's own reader: as many shards at once as there are processors.
        active = list(itertools.islice(waiting, os.cpu_count()))
        while active:
            kept = []
            for shard in active:
                element = next(shard, None)
                while element is None and (fresh := next(waiting, None)) is not None:
                    shard, element = fresh, next(fresh, None)
                if element is not None:
                    yield element
                    kept.append(shard)
            active = kept

    def _shard(self, folder: str) -> Iterator[Element]:
        names = sorted(
            name for name in os.listdir(folder) if name.endswith(".snapshot")
        )
        for name in names:
            path = os.path.join(folder, name)
            element: list[Any] = []
            with files.telling(path):
                for number, record in enumerate(read_records(path, self.compression)):
                    element += tensors(record)
                    if (number + 1) % self._width == 0:
                        yield element
                        element = []


def write(
    folder: str,
    spec: Any,
    elements: Iterable[tuple[int, Element]],
    compression: str,
) -> None:
    """Writes elements, each with the number of its shard, to a folder.

    What the folder held before stays whole until all is written.

    Raises:
        errors.OpError: The folder can't be written.
    """
    before = _run_folder(folder)
    run = str(int.from_bytes(os.urandom(8), "little"))
    place = os.path.join(folder, run)
    files.make_folder(place)
    count = 0
    try:
        with contextlib.ExitStack() as stack:
            writers: dict[int, RecordWriter] = {}
            for shard, element in elements:
                if shard not in writers:
                    writers[shard] = _writer(place, shard, compression)
                    stack.callback(writers[shard].close)
                for record in records(spec, element):
                    writers[shard].write(record)
                count += 1
        described = structured.encode(spec).SerializeToString()
        files.write(os.path.join(folder, _SPEC), described)
        made = _new_metadata(run, count, leaf_dtypes(spec))
        files.write(os.path.join(folder, _METADATA), made.SerializeToString())
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
    if before is not None:
        shutil.rmtree(before, ignore_errors=True)


def _writer(place: str, shard: int, compression: str) -> RecordWriter:
    folder = os.path.join(place, f"{shard:08d}.shard")
    files.make_folder(folder)
    return RecordWriter(os.path.join(folder, _FILE), compression)


def _new_metadata(run: str, count: int, kinds: Sequence[DType]) -> Any:
    return message("SnapshotMetadataRecord")(
        run_id=run,
        creation_timestamp=int(time.time() * 1e6),
        version=_VERSION,
        dtype=[kind.as_datatype_enum for kind in kinds],
        num_elements=count,
        finalized=True,
    )


def _metadata(folder: str) -> Any:
    """What a folder says about its last complete run; None where there is none."""
    path = os.path.join(folder, _METADATA)
    if not os.path.exists(path):
        return None
    with files.telling(path):
        return message("SnapshotMetadataRecord").FromString(files.read(path))


def _run_folder(folder: str) -> str | None:
    """The folder of the last complete run; None where there is none.

    Raises:
        errors.DataLossError: Its name leads elsewhere.
    """
    known = _metadata(folder)
    if known is None:
        return None
    if (
        known.run_id in ("", ".", "..")
        or os.path.basename(known.run_id) != known.run_id
    ):
        raise files.data_loss(folder, f"{known.run_id!r} names no run of a dataset")
    return os.path.join(folder, known.run_id)


def shard_folders(folder: str) -> list[str]:
    """The folders of the shards of the last complete run; none in a shard's own folder.

    Raises:
        errors.DataLossError: The run isn't there.
    """
    place = _run_folder(folder)
    if place is None:
        return []
    if not os.path.isdir(place):
        raise files.data_loss(folder, "the last run of this dataset is gone")
    names = sorted(name for name in os.listdir(place) if name.endswith(".shard"))
    return [os.path.join(place, name) for name in names]


def read_spec(folder: str) -> Any:
    """The specs of the elements of a folder.

    Raises:
        errors.NotFoundError: No dataset was saved there.
    """
    path = os.path.join(folder, _SPEC)
    if not os.path.exists(path) or _metadata(folder) is None:
        raise errors.NotFoundError(
            None, None, f"Could not find {folder}: no dataset was saved there."
        )
    with files.telling(path):
        encoded = message("StructuredValue").FromString(files.read(path))
        return structured.decode(encoded)
