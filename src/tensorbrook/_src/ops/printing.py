"""Printing while the program runs: `tf.print`, `tf.strings.format`, `tf.Print` of 1.x."""

from __future__ import annotations

import logging
import pprint
import sys
from typing import Any

import numpy as np

from tensorbrook._src.core import nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    comparison,
    cumulative,
    gather,
    string_numbers,
    string_regex,
    strings,
    tensor_text,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import same_as, scalar

_NO_PRINTING = "a compiled program can't write to Python's streams"
_LEVELS = {
    "log(info)": logging.INFO,
    "log(warning)": logging.WARNING,
    "log(error)": logging.ERROR,
}


def _format_kernel(
    xp: Any, inputs: list[Any], template: str, placeholder: str, summarize: int
) -> bytes:
    pieces = template.split(placeholder)
    text = pieces[0]
    for array, piece in zip(inputs, pieces[1:], strict=True):
        text += tensor_text.summary(np.asarray(array), summarize) + piece
    return text.encode("utf-8", "surrogateescape")


string_format_op = Op(
    "StringFormat",
    "inputs: T -> output: string | T: list(type), template: string = '%s', "
    "placeholder: string = '%s', summarize: int = 3",
    shape=scalar,
    reference=_format_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("strings have no place in a compiled program"),
)


def _print_kernel(xp: Any, input: Any, output_stream: str, end: str) -> None:
    text = np.asarray(input).item().decode("utf-8", "replace") + end
    if output_stream.startswith("file://"):
        with open(output_stream[len("file://") :], "a", encoding="utf-8") as file:
            file.write(text)
    elif output_stream in _LEVELS:
        logging.getLogger("tensorbrook").log(_LEVELS[output_stream], "%s", text)
    else:
        stream = sys.stdout if output_stream == "stdout" else sys.stderr
        stream.write(text)
        stream.flush()


print_v2_op = Op(
    "PrintV2",
    "input: string -> | output_stream: string = 'stderr', end: string = '\\n'",
    shape=lambda c: [],
    reference=_print_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported(_NO_PRINTING),
    stateful=True,
)


def _print_through(
    xp: Any,
    input: Any,
    data: list[Any],
    message: str,
    first_n: int,
    summarize: int,
    state: dict[str, int],
) -> Any:
    if first_n < 0 or state["printed"] < first_n:
        state["printed"] += 1
        shown = (tensor_text.first_elements(np.asarray(x), summarize) for x in data)
        sys.stderr.write(f"{message}{''.join(shown)}\n")
    return input


print_op = Op(
    "Print",
    "input: T, data: U -> output: T | U: list(type), message: string = '', "
    "first_n: int = -1, summarize: int = 3",
    shape=same_as(0),
    reference=_print_through,
    gradient=lambda op, dy: [dy] + [None] * (len(op.inputs) - 1),
    xla=unsupported(_NO_PRINTING),
    stateful=True,
    kernel_state=lambda attrs: {"printed": 0},
)


def _stream_name(stream: Any) -> str:
    """The name that the operation has for a stream."""
    if stream is None or stream is sys.stderr:
        return "stderr"
    if stream is sys.stdout:
        return "stdout"
    if isinstance(stream, str) and stream.startswith("file://"):
        return stream
    name = getattr(stream, "__name__", "")
    levels = {"info": "info", "warning": "warning", "warn": "warning", "error": "error"}
    if callable(stream) and name in levels:
        return f"log({levels[name]})"
    raise ValueError(
        "tf.print: `output_stream` must be sys.stdout, sys.stderr, one of the functions "
        f"tf.logging.info, warning and error, or 'file://PATH', got {stream!r}."
    )


class _Shown:
    """Stands in a structure for something and looks like its text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


class _Template:
    """The text of a call of `tf.print`, with a placeholder for each tensor."""

    def __init__(self, summarize: int) -> None:
        self.summarize = summarize
        self.tensors: list[Any] = []
        # No text contains these, so that braces in strings stay what they are.
        self.placeholder = "\0{}\0"
        self.texts: list[Any] = []
        self.text_mark = "\0{s}\0"

    def text_of(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        if self._is_tensor(value):
            return self._mark(value)
        if isinstance(value, CompositeTensor):
            return self._composite(value)
        return pprint.pformat(self._inside(value))

    def _is_tensor(self, value: Any) -> bool:
        return hasattr(type(value), "__tf_tensor__") and not isinstance(
            value, CompositeTensor
        )

    def _mark(self, value: Any) -> str:
        self.tensors.append(convert_to_tensor(value))
        return self.placeholder

    def _text(self, value: Any) -> str:
        """Marks the place of a string that is shown as it is."""
        self.texts.append(value)
        return self.text_mark

    def finish(self, text: str) -> Any:
        """The text as a tensor, all marks replaced."""
        pieces = []
        rest = self.tensors
        for part in text.split(self.text_mark):
            count = part.count(self.placeholder)
            pieces.append(
                string_format_op(
                    rest[:count],
                    template=part,
                    placeholder=self.placeholder,
                    summarize=self.summarize,
                )
            )
            rest = rest[count:]
        if len(pieces) == 1:
            return pieces[0]
        ordered = [pieces[0]]
        for value, piece in zip(self.texts, pieces[1:], strict=True):
            ordered += [value, piece]
        return strings.join(ordered)

    def _composite(self, value: Any) -> str:
        """Sparse tensors are shown by their parts, ragged ones as nested lists."""
        if hasattr(value, "dense_shape") and value.dense_shape is not None:
            parts = (value.indices, value.values, value.dense_shape)
            indices, values, shape = (self._mark(part) for part in parts)
            return f"'SparseTensor(indices={indices}, values={values}, shape={shape})'"
        if hasattr(value, "row_splits"):
            return self._text(ragged_text(value, self.summarize))
        flat = nest.flatten(value, expand_composites=True)
        return f"{type(value).__name__}({', '.join(self._mark(x) for x in flat)})"

    def _inside(self, value: Any) -> Any:
        """The same structure with stand-ins for what tensors are in it."""
        if self._is_tensor(value):
            return _Shown(self._mark(value))
        if isinstance(value, CompositeTensor):
            return _Shown(self._composite(value))
        if isinstance(value, dict):
            try:
                keys = sorted(value)
            except TypeError:
                keys = list(value)
            return {key: self._inside(value[key]) for key in keys}
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*(self._inside(item) for item in value))
        if isinstance(value, list | tuple):
            return type(value)(self._inside(item) for item in value)
        return value


def ragged_text(ragged: Any, ends: int) -> Any:
    """A ragged tensor of any depth as a string with nested brackets."""
    levels = [ragged]
    while isinstance(levels[-1].values, CompositeTensor):
        levels.append(levels[-1].values)
    flat = ragged.flat_values
    while flat.shape.rank > 1:
        table = type(ragged).from_tensor(flat)
        levels.append(table)
        flat = table.flat_values
    if flat.dtype.name == "string":
        plain = string_regex.regex_replace(flat, r"(['\\])", r"\\\1")
        text = strings.join(["'", plain, "'"])
    else:
        text = string_numbers.as_string(flat)
    for level in reversed(levels):
        text = _bracketed(text, level.value_rowids(), level.row_lengths(), ends)
    count = shapes.expand_dims(ragged.nrows(), 0)
    rows = array_creation.zeros_like(array_creation.range(count[0]))
    return shapes.squeeze(_bracketed(text, rows, count, ends))


def _bracketed(text: Any, rows: Any, lengths: Any, ends: int) -> Any:
    """Joins the texts of each row; long rows lose what lies in the middle."""
    kind = lengths.dtype
    if ends >= 0:
        starts = cumulative.cumsum(lengths, exclusive=True)
        total = shapes.size(text, out_type=kind)
        place = array_creation.range(total) - gather.gather(starts, rows)
        length = gather.gather(lengths, rows)
        long = length > 2 * ends
        middle = comparison.logical_and(long, comparison.equal(place, ends))
        text = gather.where(middle, "...", text)
        outer = comparison.logical_or(place <= ends, place >= length - ends)
        kept = comparison.logical_or(comparison.logical_not(long), outer)
        text, rows = gather.boolean_mask(text, kept), gather.boolean_mask(rows, kept)
    count = shapes.size(lengths, out_type=kind)
    joined = strings.unsorted_segment_join(text, rows, count, ", ")
    return strings.join(["[", joined, "]"])


def print(*inputs: Any, **kwargs: Any) -> Any:  # noqa: A001 - the public name
    """Prints tensors and other values; in a graph, when the graph runs.

    Args:
        *inputs: Tensors, Python values, and structures of them.
        **kwargs: `output_stream`: `sys.stderr` (the default), `sys.stdout`, a logging
            function or `"file://PATH"`, which is appended to. `summarize`: how many
            elements to show at each end of an axis, 3 by default, -1 for all. `sep` and
            `end` as for Python's `print`. `name`: name of the node.

    Returns:
        The operation in a graph, None when executing eagerly. A graph of 1.x runs it only
        where it is fetched or a control dependency.

    Raises:
        ValueError: An unknown stream or keyword argument was given.

    Example:
        >>> import sys
        >>> import tensorbrook as tf
        >>> tf.print("range:", tf.range(10), output_stream=sys.stdout)
        range: [0 1 2 ... 7 8 9]
    """
    stream = _stream_name(kwargs.pop("output_stream", None))
    name = kwargs.pop("name", None)
    summarize = kwargs.pop("summarize", 3)
    separator, end = kwargs.pop("sep", " "), kwargs.pop("end", "\n")
    if kwargs:
        raise ValueError(f"tf.print: unknown keyword arguments {sorted(kwargs)}.")
    single = inputs[0] if len(inputs) == 1 else None
    if isinstance(single, Tensor) and single.dtype.name == "string":
        if single._dims == ():
            return print_v2_op(single, output_stream=stream, end=end, name=name)
    template = _Template(3 if summarize is None else summarize)
    text = separator.join(template.text_of(value) for value in inputs)
    made = template.finish(text)
    return print_v2_op(made, output_stream=stream, end=end, name=name or "PrintV2")


def Print(  # noqa: N802 - the public name
    input_: Any,
    data: Any,
    message: str | None = None,
    first_n: int | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Returns a tensor, and prints other tensors whenever it is computed.

    Args:
        input_: The tensor to return.
        data: A list of tensors and values to print.
        message: Text to print before them.
        first_n: How often to print; by default always.
        summarize: How many elements of each tensor to print; by default 3, -1 for all.
        name: Name of the node in a graph.

    Returns:
        The tensor `input_`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> int(tf.Print(tf.constant(1), ["checked"]))
        1
    """
    return print_op(  # type: ignore[no-any-return]
        input_,
        [convert_to_tensor(item) for item in data],
        message=message or "",
        first_n=-1 if first_n is None else first_n,
        summarize=3 if summarize is None else summarize,
        name=name,
    )


def format(  # noqa: A001 - the public name
    template: str,
    inputs: Any,
    placeholder: str = "{}",
    summarize: int = 3,
    name: str | None = None,
) -> Tensor:
    """Puts the texts of tensors into a template.

    Args:
        template: The text, with a placeholder for each tensor.
        inputs: A tensor or a list of tensors.
        placeholder: What to replace.
        summarize: How many elements to show at each end of an axis; -1 for all.
        name: Name of the node in a graph.

    Returns:
        A scalar string.

    Raises:
        ValueError: There are more or fewer placeholders than tensors.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.format("x is {}", tf.constant([1, 2])).numpy()
        b'x is [1 2]'
    """
    items = inputs if isinstance(inputs, list | tuple) else [inputs]
    count = template.count(placeholder)
    if count != len(items):
        raise ValueError(
            f"tf.strings.format: the template has {count} placeholders {placeholder!r} "
            f"for {len(items)} tensors."
        )
    return string_format_op(  # type: ignore[no-any-return]
        [convert_to_tensor(item) for item in items],
        template=template,
        placeholder=placeholder,
        summarize=summarize,
        name=name,
    )
