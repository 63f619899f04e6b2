"""Text and its characters: `tf.strings.unicode_decode`, `unicode_transcode`, ..."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops import unicode_text
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import same_as
from tensorbrook._src.ops.string_arrays import NO_STRINGS, mapped, of_bytes, wrong
from tensorbrook._src.ops.string_split import per_string

_ERRORS = "errors: {'strict', 'replace', 'ignore'} = 'replace'"
_RULES = f"{_ERRORS}, replacement_char: int = 65533, replace_control_characters: bool = False"


def _rules(errors: str, replacement: int, control: bool = False) -> unicode_text.Rules:
    if not 0 <= replacement <= 0x10FFFF:
        raise wrong(f"`replacement_char` must be a code point, got {replacement}.")
    return unicode_text.Rules(errors, replacement, control)


def _transcode_kernel(
    xp: Any,
    input: Any,
    input_encoding: str,
    output_encoding: str,
    errors: str,
    replacement_char: int,
    replace_control_characters: bool,
) -> Any:
    rules = _rules(errors, replacement_char, replace_control_characters)
    unicode_text.codec(input_encoding)

    def convert(item: bytes) -> bytes:
        found = unicode_text.characters(item, input_encoding, rules)
        return unicode_text.encoded([c.code for c in found], output_encoding, rules)

    return mapped(convert, input)


unicode_transcode_op = Op(
    "UnicodeTranscode",
    "input: string -> output: string | input_encoding: string, "
    f"output_encoding: {{'UTF-8', 'UTF-16-BE', 'UTF-32-BE'}}, {_RULES}",
    shape=same_as(0),
    reference=_transcode_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def _decoded(
    input: Any,
    input_encoding: str,
    errors: str,
    replacement_char: int,
    replace_control_characters: bool,
    kind: Any,
) -> tuple[Any, Any, Any]:
    """Row splits, code points, and where they begin."""
    rules = _rules(errors, replacement_char, replace_control_characters)
    unicode_text.codec(input_encoding)
    rows = [
        unicode_text.characters(item, input_encoding, rules)
        for item in np.asarray(input, object).reshape(-1).tolist()
    ]
    splits = np.cumsum([0, *map(len, rows)]).astype(kind.numpy_dtype)
    codes = np.array([c.code for row in rows for c in row], np.int32)
    starts = np.array([c.start for row in rows for c in row], np.int64)
    return splits, codes, starts


def _splits_shape(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is None or None in dims:
        return (None,)
    return (int(np.prod(dims)) + 1,)  # type: ignore[arg-type]


unicode_decode_op = Op(
    "UnicodeDecode",
    "input: string -> row_splits: Tsplits, char_values: int32 | "
    f"input_encoding: string, {_RULES}, Tsplits: index = int64",
    shape=lambda c: [_splits_shape(c), (None,)],
    reference=lambda xp, input, Tsplits, **options: _decoded(
        input, kind=Tsplits, **options
    )[:2],
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)

unicode_decode_with_offsets_op = Op(
    "UnicodeDecodeWithOffsets",
    "input: string -> row_splits: Tsplits, char_values: int32, "
    f"char_to_byte_starts: int64 | input_encoding: string, {_RULES}, "
    "Tsplits: index = int64",
    shape=lambda c: [_splits_shape(c), (None,), (None,)],
    reference=lambda xp, input, Tsplits, **options: _decoded(
        input, kind=Tsplits, **options
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


def _encode_kernel(
    xp: Any,
    input_values: Any,
    input_splits: Any,
    errors: str,
    output_encoding: str,
    replacement_char: int,
) -> Any:
    rules = _rules(errors, replacement_char)
    codes, splits = input_values.tolist(), input_splits.tolist()
    if not splits or splits[0] != 0 or splits[-1] != len(codes):
        raise wrong(
            "UnicodeEncode: `input_splits` must begin with 0 and end with the number of "
            f"characters, {len(codes)}, got {splits}."
        )
    return of_bytes(
        unicode_text.encoded(codes[a:b], output_encoding, rules)
        for a, b in zip(splits, splits[1:], strict=False)
    )


def _strings_shape(c: ShapeContext) -> Dims:
    dims = c.shape(1)
    return (None,) if dims is None or dims[0] is None else (dims[0] - 1,)


unicode_encode_op = Op(
    "UnicodeEncode",
    "input_values: int32, input_splits: Tsplits -> output: string | "
    "errors: {'ignore', 'replace', 'strict'} = 'replace', "
    "output_encoding: {'UTF-8', 'UTF-16-BE', 'UTF-32-BE'}, "
    "replacement_char: int = 65533, Tsplits: index = int64",
    shape=_strings_shape,
    reference=_encode_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)

unicode_script_op = Op(
    "UnicodeScript",
    "input: int32 -> output: int32",
    shape=same_as(0),
    reference=lambda xp, input: np.array(
        [unicode_text.script(code) for code in np.reshape(input, -1).tolist()], np.int32
    ).reshape(np.shape(input)),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def unicode_transcode(
    input: Any,
    input_encoding: str,
    output_encoding: str,
    errors: str = "replace",
    replacement_char: int = 65533,
    replace_control_characters: bool = False,
    name: str | None = None,
) -> Tensor:
    """Converts text from one encoding to another.

    Args:
        input: A tensor of strings.
        input_encoding: The encoding of the strings, such as `"US-ASCII"` or `"UTF-8"`.
        output_encoding: `"UTF-8"`, `"UTF-16-BE"` or `"UTF-32-BE"`.
        errors: `"strict"` to raise an error for bytes that are no character, `"replace"`
            to replace them, `"ignore"` to leave them out.
        replacement_char: The code point to put in their place.
        replace_control_characters: Whether control characters are replaced, too.
        name: Name of the node in a graph.

    Returns:
        A tensor of strings.

    Raises:
        InvalidArgumentError: The encoding is unknown, or bytes are no character.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.unicode_transcode("a", "UTF-8", "UTF-16-BE").numpy()
        b'\\x00a'
    """
    return unicode_transcode_op(  # type: ignore[no-any-return]
        input,
        input_encoding=input_encoding,
        output_encoding=output_encoding,
        errors=errors,
        replacement_char=replacement_char,
        replace_control_characters=replace_control_characters,
        name=name,
    )


def _ragged(values: Any, splits: Any) -> Any:
    from tensorbrook._src.ops.ragged.tensor import RaggedTensor

    return RaggedTensor.from_row_splits(values, splits, validate=False)


def unicode_decode(
    input: Any,
    input_encoding: str,
    errors: str = "replace",
    replacement_char: int = 65533,
    replace_control_characters: bool = False,
    name: str | None = None,
) -> Any:
    """Takes text apart into code points.

    Args:
        input: A tensor or ragged tensor of strings.
        input_encoding: The encoding of the strings.
        errors: As for `tf.strings.unicode_transcode`.
        replacement_char: The code point to put in place of what is no character.
        replace_control_characters: Whether control characters are replaced, too.
        name: Name of the node in a graph.

    Returns:
        A vector of int32 for a scalar, else a ragged tensor with one more axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.unicode_decode("ab", "UTF-8").numpy()
        array([97, 98], dtype=int32)
    """

    def cut(vector: Any) -> Any:
        splits, codes = unicode_decode_op(
            vector,
            input_encoding=input_encoding,
            errors=errors,
            replacement_char=replacement_char,
            replace_control_characters=replace_control_characters,
            name=name,
        )
        return _ragged(codes, splits)

    return per_string(cut, input)


def unicode_decode_with_offsets(
    input: Any,
    input_encoding: str,
    errors: str = "replace",
    replacement_char: int = 65533,
    replace_control_characters: bool = False,
    name: str | None = None,
) -> tuple[Any, Any]:
    """Takes text apart into code points and says at which byte each begins.

    Args:
        input: A tensor or ragged tensor of strings.
        input_encoding: The encoding of the strings.
        errors: As for `tf.strings.unicode_transcode`.
        replacement_char: The code point to put in place of what is no character.
        replace_control_characters: Whether control characters are replaced, too.
        name: Name of the node in a graph.

    Returns:
        The code points and the offsets, each shaped as by `tf.strings.unicode_decode`.

    Example:
        >>> import tensorbrook as tf
        >>> codes, offsets = tf.strings.unicode_decode_with_offsets("a\u00e9b", "UTF-8")
        >>> offsets.numpy()
        array([0, 1, 3])
    """
    found: list[Any] = []

    def cut(vector: Any) -> Any:
        splits, codes, starts = unicode_decode_with_offsets_op(
            vector,
            input_encoding=input_encoding,
            errors=errors,
            replacement_char=replacement_char,
            replace_control_characters=replace_control_characters,
            name=name,
        )
        found.append(_ragged(starts, splits))
        return _ragged(codes, splits)

    codes = per_string(cut, input)
    offsets = per_string(lambda vector: found[0], input)
    return codes, offsets


def unicode_encode(
    input: Any,
    output_encoding: str,
    errors: str = "replace",
    replacement_char: int = 65533,
    name: str | None = None,
) -> Any:
    """Puts code points together to text.

    Args:
        input: A tensor or ragged tensor of int32; its last axis holds the characters.
        output_encoding: `"UTF-8"`, `"UTF-16-BE"` or `"UTF-32-BE"`.
        errors: As for `tf.strings.unicode_transcode`.
        replacement_char: The code point to put in place of what is no code point.
        name: Name of the node in a graph.

    Returns:
        Strings, with one axis less than `input`.

    Raises:
        InvalidArgumentError: The errors are strict and a number is no code point.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.unicode_encode([97, 98], "UTF-8").numpy()
        b'ab'
    """
    from tensorbrook._src.ops.ragged.tensor import RaggedTensor

    def put(values: Any, splits: Any) -> Any:
        return unicode_encode_op(
            values,
            splits,
            errors=errors,
            output_encoding=output_encoding,
            replacement_char=replacement_char,
            name=name,
        )

    if isinstance(input, RaggedTensor):
        if input.ragged_rank > 1:
            inner = unicode_encode(
                input.values, output_encoding, errors, replacement_char, name
            )
            return input.with_values(inner)
        if input.flat_values.shape.rank > 1:
            inner = unicode_encode(
                input.values, output_encoding, errors, replacement_char, name
            )
            return input.with_values(inner)
        return put(input.values, input.row_splits)
    tensor = convert_to_tensor(input, dtype_hint=dtypes.int32)
    if tensor._dims is None:
        raise NotImplementedError("tf.strings.unicode_encode needs a known rank.")
    if not tensor._dims:
        raise ValueError("tf.strings.unicode_encode: `input` must have an axis.")
    if len(tensor._dims) == 1:
        size = shapes.size(tensor, out_type=dtypes.int64)
        strings = put(tensor, shapes.stack([convert_to_tensor(0, dtypes.int64), size]))
        return shapes.reshape(strings, [])
    sizes = shapes.shape(tensor, out_type=dtypes.int64)
    table = RaggedTensor.from_tensor(shapes.reshape(tensor, [-1, tensor.shape[-1]]))
    return shapes.reshape(put(table.values, table.row_splits), sizes[:-1])


def unicode_split(
    input: Any,
    input_encoding: str,
    errors: str = "replace",
    replacement_char: int = 65533,
    name: str | None = None,
) -> Any:
    """Cuts text into its characters, each a string in the same encoding.

    Args:
        input: A tensor or ragged tensor of strings.
        input_encoding: `"UTF-8"`, `"UTF-16-BE"` or `"UTF-32-BE"`.
        errors: As for `tf.strings.unicode_transcode`.
        replacement_char: The code point to put in place of what is no character.
        name: Name of the node in a graph.

    Returns:
        A vector of strings for a scalar, else a ragged tensor with one more axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.unicode_split("ab", "UTF-8").numpy()
        array([b'a', b'b'], dtype=object)
    """
    codes = unicode_decode(input, input_encoding, errors, replacement_char, name=name)
    return _each(codes, input_encoding, replacement_char)


def unicode_split_with_offsets(
    input: Any,
    input_encoding: str,
    errors: str = "replace",
    replacement_char: int = 65533,
    name: str | None = None,
) -> tuple[Any, Any]:
    """Cuts text into its characters and says at which byte each begins.

    Args:
        input: A tensor or ragged tensor of strings.
        input_encoding: `"UTF-8"`, `"UTF-16-BE"` or `"UTF-32-BE"`.
        errors: As for `tf.strings.unicode_transcode`.
        replacement_char: The code point to put in place of what is no character.
        name: Name of the node in a graph.

    Returns:
        The characters and the offsets.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.unicode_split_with_offsets("\u00e9b", "UTF-8")[1].numpy()
        array([0, 2])
    """
    codes, offsets = unicode_decode_with_offsets(
        input, input_encoding, errors, replacement_char, name=name
    )
    return _each(codes, input_encoding, replacement_char), offsets


def _each(codes: Any, encoding: str, replacement: int) -> Any:
    """Each code point as a string of its own."""
    from tensorbrook._src.ops.ragged.tensor import RaggedTensor

    if isinstance(codes, RaggedTensor):
        return codes.with_flat_values(_each(codes.flat_values, encoding, replacement))
    single = shapes.expand_dims(codes, -1)
    return unicode_encode(single, encoding, replacement_char=replacement)


def unicode_script(input: Any, name: str | None = None) -> Tensor:
    """Tells the script of each code point, as a number of ICU.

    Args:
        input: A tensor of int32.
        name: Name of the node in a graph.

    Returns:
        A tensor of int32; 0 for what many scripts share, -1 for no code point.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.unicode_script([ord("a"), ord("1")]).numpy()
        array([25,  0], dtype=int32)
    """
    return unicode_script_op(input, name=name)  # type: ignore[no-any-return]
