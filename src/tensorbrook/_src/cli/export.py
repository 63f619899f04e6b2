"""`tensorbrook export`: a saved model as a file for other programs."""

import argparse
import pathlib
import sys
from typing import Any

_HELP = "the file: .onnx, .mlir (StableHLO as text), .stablehlo (as bytecode) or .safetensors"


def add_to(commands: Any) -> None:
    """Adds the command and its options to the command line."""
    parser = commands.add_parser(
        "export", help="write a saved model as ONNX, StableHLO or safetensors"
    )
    parser.add_argument("model", help="a SavedModel's folder, a .keras or an .h5 file")
    parser.add_argument("output", type=pathlib.Path, help=_HELP)
    parser.add_argument("--tags", help="the tags of the graph, separated by commas")
    parser.add_argument("--signature", default="serving_default")
    parser.set_defaults(command=_export)


def _export(options: argparse.Namespace) -> int:
    from tensorbrook import export

    writers: dict[str, Any] = {
        ".onnx": export.to_onnx,
        ".mlir": export.to_stablehlo,
        ".stablehlo": export.to_stablehlo,
        ".safetensors": export.save_safetensors,
    }
    write = writers.get(options.output.suffix)
    if write is None:
        print(
            f"tensorbrook export: {options.output} must end in one of "
            f"{', '.join(writers)}",
            file=sys.stderr,
        )
        return 2
    model = _load(options)
    if write is not export.save_safetensors and hasattr(model, "signatures"):
        if options.signature not in model.signatures:
            print(
                f"tensorbrook export: there is no signature {options.signature!r}; there "
                f"are {sorted(model.signatures)}",
                file=sys.stderr,
            )
            return 2
        model = model.signatures[options.signature]
    write(model, options.output)
    return 0


def _load(options: argparse.Namespace) -> Any:
    """The model in a folder or file."""
    import tensorbrook as tf

    if pathlib.Path(options.model).suffix in (".keras", ".h5", ".hdf5"):
        return tf.keras.models.load_model(options.model, compile=False)
    tags = options.tags.split(",") if options.tags else None
    return tf.saved_model.load(options.model, tags=tags)
