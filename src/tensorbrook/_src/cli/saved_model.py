"""`tensorbrook saved-model`: says what a SavedModel holds, and runs a signature."""

import argparse
import json
import pathlib
import struct
import sys
import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

#: What the readers raise for damaged files.
_DAMAGES = (
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)


def add_to(commands: Any) -> None:
    """Adds the command and its options to the command line."""
    parser = commands.add_parser(
        "saved-model", help="show what a SavedModel holds, or run one of its signatures"
    )
    verbs = parser.add_subparsers(required=True, metavar="verb")
    show = verbs.add_parser("show", help="print signatures and variables")
    show.add_argument("folder", help="the folder of the SavedModel")
    show.add_argument("--tags", help="the tags of the graph, separated by commas")
    show.set_defaults(command=_show)
    run = verbs.add_parser("run", help="run a signature on inputs from files")
    run.add_argument("folder", help="the folder of the SavedModel")
    run.add_argument("--tags", help="the tags of the graph, separated by commas")
    run.add_argument("--signature", default="serving_default")
    run.add_argument(
        "--input",
        action="append",
        default=[],
        metavar="NAME=FILE",
        help="a .npy or .json file for an input; FILE alone is a .npz or .json file "
        "with all inputs by name",
    )
    run.add_argument("--output", type=pathlib.Path, help="a .npz file for the results")
    run.set_defaults(command=_run)


def describe(folder: str, tags: str | None = None) -> Iterator[str]:
    """Yields what there is to say of a SavedModel, line by line.

    Args:
      folder: The folder.
      tags: The tags of the graph, separated by commas; by default the only one.
    """
    from tensorbrook._src.core import dtypes
    from tensorbrook._src.core.shapes import TensorShape
    from tensorbrook._src.formats.bundle import BundleReader, index_path
    from tensorbrook._src.formats.tensor_proto import shape_from_proto
    from tensorbrook._src.saved_model import files
    from tensorbrook._src.saved_model.graph_functions import tensor_names

    saved = files.read_saved_model(folder)
    meta = files.find_meta_graph(saved, folder, tags.split(",") if tags else None)
    yield f"tags: {', '.join(meta.meta_info_def.tags)}"
    yield f"written by: TensorFlow {meta.meta_info_def.tensorflow_version}"
    for name in sorted(meta.signature_def):
        if name == files.INIT_SIGNATURE:
            continue
        signature = meta.signature_def[name]
        yield f"signature {name}: {signature.method_name}"
        for side in ("inputs", "outputs"):
            for key, info in sorted(getattr(signature, side).items()):
                dims = TensorShape(shape_from_proto(info.tensor_shape))
                dtype = dtypes.as_dtype(info.dtype).name
                names = ", ".join(tensor_names(info))
                yield f"  {side[:-1]} {key}: {dtype} {dims} ({names})"
    prefix = files.variables_prefix(folder)
    if not pathlib.Path(index_path(prefix)).exists():
        return
    reader = BundleReader(prefix)
    yield "values:"
    for name in reader.names():
        yield f"  {name}: {reader.dtype(name).name} {list(reader.shape(name))}"


def _show(options: argparse.Namespace) -> int:
    for line in describe(options.folder, options.tags):
        print(line)
    return 0


def read_inputs(arguments: list[str]) -> dict[str, Any]:
    """Reads inputs from files.

    Args:
      arguments: `NAME=FILE` for one input, or FILE for all of them by name.

    Returns:
      Arrays by name.

    Raises:
      ValueError: A file has another ending, or is damaged.
    """
    found: dict[str, Any] = {}
    for argument in arguments:
        name, equals, file = argument.partition("=")
        path = pathlib.Path(file if equals else name)
        value = _read(path)
        if equals:
            found[name] = value
        else:
            found.update(value)
    return found


def _read(path: pathlib.Path) -> Any:
    try:
        return _content(path)
    except (FileNotFoundError, PermissionError, IsADirectoryError):
        raise
    except _DAMAGES as problem:
        raise ValueError(f"{path} can't be read: {problem}") from problem


def _content(path: pathlib.Path) -> Any:
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))
    if path.suffix == ".npy":
        return np.load(path)
    if path.suffix == ".npz":
        with np.load(path) as archive:
            return dict(archive)
    raise ValueError("inputs are read from .npy, .npz and .json files")


def _run(options: argparse.Namespace) -> int:
    import tensorbrook as tf

    tags = options.tags.split(",") if options.tags else None
    loaded = tf.saved_model.load(options.folder, tags=tags)
    if options.signature not in loaded.signatures:
        print(
            f"tensorbrook saved-model: there is no signature {options.signature!r}; there "
            f"are {sorted(loaded.signatures)}",
            file=sys.stderr,
        )
        return 2
    function = loaded.signatures[options.signature]
    wanted = function.structured_input_signature[1]
    given = read_inputs(options.input)
    if set(given) != set(wanted):
        print(
            f"tensorbrook saved-model: the signature needs {sorted(wanted)}, the files "
            f"give {sorted(given)}",
            file=sys.stderr,
        )
        return 2
    tensors = {}
    for name, value in given.items():
        tensor = tf.constant(value, dtype=wanted[name].dtype)
        sparse = isinstance(wanted[name], tf.SparseTensorSpec)
        tensors[name] = tf.sparse.from_dense(tensor) if sparse else tensor
    results = {}
    for name, value in function(**tensors).items():
        sparse = isinstance(value, tf.SparseTensor)
        results[name] = (tf.sparse.to_dense(value) if sparse else value).numpy()
    for name, value in sorted(results.items()):
        print(f"{name}: {value.dtype} {list(np.shape(value))}")
        print(value)
    if options.output is not None:
        np.savez(options.output, **results)
    return 0
