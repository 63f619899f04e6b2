"""Methods of datasets that write elements to files and read them again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import as_dtype
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data import snapshot_folder, structure
from tensorbrook._src.data.base import DatasetBase
from tensorbrook._src.eager.tensor import tensor_of
from tensorbrook._src.formats import files
from tensorbrook._src.formats.records import frame, read_records
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.tensor_proto import from_proto, to_proto
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.datasets.buffering import Kept
from tensorbrook._src.ops.datasets.seeds import memory_cache_op
from tensorbrook._src.ops.datasets.sources import tensor_op
from tensorbrook._src.ops.datasets.stream import (
    Context,
    Element,
    Stream,
    dataset_op,
    resumed,
    stream_of,
    text,
)

_ELEMENTS = "elements.tfrecord"


class Stored(Stream):
    """The elements in a file: a TFRecord for each tensor of each element."""

    def __init__(self, path: str, width: int) -> None:
        self.path, self.width = path, width

    def iterate(self, context: Context) -> Iterator[Element]:
        return resumed(self._elements(), context)

    def _elements(self) -> Iterator[Element]:
        element = []
        for record in read_records(self.path):
            proto = message("TensorProto")()
            proto.ParseFromString(record)
            element.append(tensor_of(*from_proto(proto)))
            if len(element) == self.width:
                yield element
                element = []


class Written(Stream):
    """Elements that the first whole iteration leaves in a file for all others."""

    def __init__(self, source: Stream, path: str, width: int) -> None:
        self.source, self.path, self.width = source, path, width

    def iterate(self, context: Context) -> Iterator[Element]:
        # A position inside of the first pass holds what was written until then.
        begun = context.saved.get("elements")
        if context.saved.get("ended"):
            return
        if context.saved.get("stored") or (os.path.exists(self.path) and begun is None):
            context.keep(lambda: {"stored": True})
            yield from Stored(self.path, self.width).iterate(context.part("stored"))
            return
        files.make_folder(os.path.dirname(self.path) or ".")
        with files.replacing(self.path) as file:
            for element in begun or ():
                _append(file, element)

            def written() -> dict[str, Any]:
                file.flush()
                stored = Stored(file.name, self.width).iterate(Context())
                return {"elements": list(stored)}

            context.keep(written)
            for element in self.source.iterate(context.part()):
                _append(file, element)
                yield element
        context.keep(lambda: {"ended": True})

    def cardinality(self) -> int:
        return self.source.cardinality()


def _cached(
    source: Any, filename: Any, cache: Any, output_types: Any, **attrs: Any
) -> Stream:
    path = text(filename)
    if path:
        return Written(stream_of(source), f"{path}.tfrecord", len(output_types))
    return Kept(stream_of(source), cache._array())


cache_op = dataset_op(
    "CacheDatasetV2",
    "input_dataset: variant, filename: string, cache: resource",
    _cached,
    stateful=True,
)


def _loaded(
    path: Any, captured: Any, output_types: Any, compression: Any, **attrs: Any
) -> Stream:
    folder = text(path)
    if os.path.exists(elements_path(folder)):
        return Stored(elements_path(folder), len(output_types))
    kind = snapshot_folder.compression_of(compression)
    return snapshot_folder.Shards(folder, kind)


load_op = dataset_op(
    "LoadDataset",
    "path: string, reader_func_other_args: Treader_func_args",
    _loaded,
    attrs="compression: string = '', reader_func: func, Treader_func_args: list(type)",
    common="output_types: list(type), output_shapes: list(shape)",
    stateful=True,
)
snapshot_op = dataset_op(
    "SnapshotDatasetV2",
    "input_dataset: variant, path: string, reader_func_other_args: Treader_func_args, "
    "shard_func_other_args: Tshard_func_args",
    lambda source, path, a, b, output_types, **attrs: Written(
        stream_of(source), elements_path(text(path)), len(output_types)
    ),
    attrs="compression: string = '', reader_prefix: string = '', "
    "writer_prefix: string = '', hash_valid: bool = False, hash: int = 0, "
    "reader_func: func, shard_func: func, Treader_func_args: list(type), "
    "Tshard_func_args: list(type)",
)


class Saving(DatasetBase):
    """save, load, snapshot, cache."""

    def cache(self, filename: Any = "", name: str | None = None) -> Any:
        """Keeps the elements of the first whole iteration for the following ones.

        Args:
            filename: Where to keep them; in memory if empty. A file outlives the
                process, and must be deleted when the dataset is to be computed anew.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tensorbrook as tf
            >>> ds = tf.data.Dataset.range(3).map(lambda n: n * n).cache()
            >>> [int(n) for n in ds], [int(n) for n in ds]
            ([0, 1, 4], [0, 1, 4])
        """
        return self._derive(
            cache_op,
            "CacheDataset",
            self._spec,
            convert_to_tensor(filename, dtypes.string),
            memory_cache_op().handle,
            name=name,
        )

    def snapshot(
        self,
        path: Any,
        compression: Any = "AUTO",
        reader_func: Callable[..., Any] | None = None,
        shard_func: Callable[..., Any] | None = None,
        name: str | None = None,
    ) -> Any:
        """Writes the elements of the first whole iteration to a folder, to read later.

        Args:
            path: The folder.
            compression: Accepted; elements are written uncompressed.
            reader_func: Maps a dataset of shards to the elements; there is one shard.
            shard_func: Accepted; there is one shard.
            name: Name of the operation.

        Returns:
            A dataset.

        Example:
            >>> import tempfile, tensorbrook as tf
            >>> ds = tf.data.Dataset.range(3).snapshot(tempfile.mkdtemp())
            >>> [int(n) for n in ds], [int(n) for n in ds]
            ([0, 1, 2], [0, 1, 2])
        """
        del compression, shard_func
        made = self._derive(
            snapshot_op,
            "_SnapshotDataset",
            self._spec,
            convert_to_tensor(path, dtypes.string),
            [],
            [],
            reader_func=_same,
            shard_func=_same,
            name=name,
        )
        return made if reader_func is None else reader_func(_one_shard(made))

    def save(
        self,
        path: Any,
        compression: Any = None,
        shard_func: Callable[..., Any] | None = None,
        checkpoint_args: Any = None,
    ) -> None:
        """Writes all elements to a folder, as TensorFlow does; see `load`.

        Args:
            path: The folder.
            compression: None, or "GZIP".
            shard_func: A function of the components of an element: the number of the
                shard that it goes to. By default all go to one.
            checkpoint_args: Not there yet: None.

        Raises:
            NotImplementedError: `checkpoint_args` or another compression is given, or a
                graph is being built.

        Example:
            >>> import tempfile, tensorbrook as tf
            >>> folder = tempfile.mkdtemp()
            >>> tf.data.Dataset.range(3).save(folder)
            >>> [int(n) for n in tf.data.Dataset.load(folder)]
            [0, 1, 2]
        """
        if checkpoint_args is not None:
            raise NotImplementedError(
                "Dataset.save: `checkpoint_args` isn't implemented yet; leave it out."
            )
        if not current.interpreter.executing_eagerly:
            raise NotImplementedError("Dataset.save works eagerly only.")
        folder = files.text_of(path)
        kind = snapshot_folder.compression_of(compression)
        elements = self._by_shard(shard_func)
        snapshot_folder.write(folder, self._spec, elements, kind)

    def _by_shard(
        self, shard_func: Callable[..., Any] | None
    ) -> Iterator[tuple[int, Element]]:
        """The elements, each with the number of its shard."""
        if shard_func is None:
            for element in stream_of(self._variant).iterate(Context()):
                yield 0, element
            return
        whole: Any = self
        numbered = whole.map(lambda *parts: (shard_func(*parts), parts))
        for shard, *element in stream_of(numbered._variant).iterate(Context()):
            yield int(shard), element

    @classmethod
    def load(
        cls,
        path: Any,
        element_spec: Any = None,
        compression: Any = None,
        reader_func: Callable[..., Any] | None = None,
        wait: bool = False,
    ) -> Any:
        """The elements that `save` wrote.

        Args:
            path: The folder.
            element_spec: The specs of an element; the folder knows them.
            compression: What `save` was given.
            reader_func: Maps a dataset of the shards' datasets to the elements.
            wait: Accepted; the folder must be complete.

        Returns:
            A dataset.

        Raises:
            errors.NotFoundError: There is no such dataset.

        Example:
            >>> import tempfile, tensorbrook as tf
            >>> folder = tempfile.mkdtemp()
            >>> tf.data.Dataset.from_tensor_slices({"a": [1, 2]}).save(folder)
            >>> tf.data.Dataset.load(folder).element_spec
            {'a': TensorSpec(shape=(), dtype=tf.int32, name=None)}
        """
        del wait
        folder = files.text_of(path)
        known = snapshot_folder.read_spec(folder)
        spec = known if element_spec is None else element_spec
        kind = snapshot_folder.compression_of(compression)

        def read(place: Any) -> Any:
            variant = load_op(
                convert_to_tensor(place, dtypes.string),
                [],
                compression=kind,
                reader_func=_same,
                **structure.types_and_shapes(spec),
            )
            return cls._of(variant, spec, "_LoadDataset")

        if reader_func is None:
            return read(folder)
        kind_of_dataset: Any = cls
        places = kind_of_dataset.from_tensor_slices(
            snapshot_folder.shard_folders(folder)
        )
        return reader_func(places.map(read))


def elements_path(folder: str) -> str:
    """The file with the elements of a folder."""
    return os.path.join(folder, _ELEMENTS)


def write_elements(stream: Stream, folder: str) -> None:
    """Writes all elements of a stream to the file of a folder."""
    files.make_folder(folder)
    with files.replacing(elements_path(folder)) as file:
        for element in stream.iterate(Context()):
            _append(file, element)


def _append(file: BinaryIO, element: Element) -> None:
    """Writes the tensors of an element, a record each."""
    for tensor in element:
        proto = to_proto(tensor._array(), tensor.dtype)
        file.write(frame(proto.SerializeToString()))


def _one_shard(dataset: Any) -> Any:
    """A dataset whose one element is the given dataset."""
    described = structure.types_and_shapes(dataset._type_spec)
    variant = tensor_op([dataset._variant], output_shapes=described["output_shapes"])
    return dataset._of(variant, dataset._type_spec, "_TensorDataset")


def _same(shards: Any) -> Any:
    """What stands for the reader and the sharding function: there is one shard."""
    return shards


def encoded_spec(spec: Any) -> Any:
    """The specs of an element as JSON."""
    if isinstance(spec, TensorSpec):
        dims = spec.shape._dims
        return {"tensor": [None if dims is None else list(dims), spec.dtype.name]}
    if isinstance(spec, dict):
        return {"dict": {key: encoded_spec(value) for key, value in spec.items()}}
    if isinstance(spec, tuple):
        return {"tuple": [encoded_spec(each) for each in spec]}
    return {"other": type(spec).__name__}


def decoded_spec(encoded: Any, folder: str) -> Any:
    """The specs of an element from JSON; `folder` says where it was found."""
    ((kind, body),) = encoded.items()
    if kind == "tensor":
        return TensorSpec(body[0], as_dtype(body[1]))
    if kind == "dict":
        return {key: decoded_spec(value, folder) for key, value in body.items()}
    if kind == "tuple":
        return tuple(decoded_spec(each, folder) for each in body)
    raise ValueError(
        f"Dataset.load: {folder} holds elements of the kind {body}; give `element_spec`."
    )
