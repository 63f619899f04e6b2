"""Cutting strings into pieces: `tf.strings.split`, `tf.strings.bytes_split`, n-grams.

The records give the pieces as the parts of sparse or ragged tensors; the functions put
them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import reduce
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.string_arrays import NO_STRINGS, of_bytes, raw, wrong

_WHITE = b" \t\n\v\f\r"


def _sparse_shapes(c: ShapeContext) -> list[Dims]:
    if c.rank(0) not in (1, None):
        raise c.fail(f"{c.op.name}: `input` must be a vector, got shape {c.shape(0)}.")
    if len(c.inputs) > 1 and c.rank(1) not in (0, None):
        raise c.fail(
            f"{c.op.name}: `{c.op.signature.inputs[1].name}` must be a scalar, got shape "
            f"{c.shape(1)}."
        )
    return [(None, 2), (None,), (2,)]


def _sparse(rows: Iterable[list[bytes]]) -> tuple[Any, Any, Any]:
    """Indices, values and shape of a sparse matrix with one row for each string."""
    kept = list(rows)
    lengths = np.array([len(row) for row in kept], np.int64)
    row_of = np.repeat(np.arange(len(kept)), lengths)
    starts = np.cumsum(lengths) - lengths
    column = np.arange(len(row_of)) - np.repeat(starts, lengths)
    indices = np.stack([row_of, column], 1).astype(np.int64)
    values = of_bytes(piece for row in kept for piece in row)
    widest = int(lengths.max()) if len(kept) else 0
    return indices, values, np.array([len(kept), widest], np.int64)


def _split_at_any(item: bytes, delimiters: bytes, skip_empty: bool) -> list[bytes]:
    """Pieces between any of several bytes; each byte by itself without delimiters."""
    if not delimiters:
        return [item[place : place + 1] for place in range(len(item))]
    for other in delimiters[1:]:
        item = item.replace(bytes([other]), delimiters[:1])
    pieces = item.split(delimiters[:1])
    return [piece for piece in pieces if piece] if skip_empty else pieces


def _split_at(item: bytes, separator: bytes, maxsplit: int) -> list[bytes]:
    if separator:
        return item.split(separator, maxsplit)
    if maxsplit == 0:
        return [item]
    pieces = item.split()
    if maxsplit < 0 or len(pieces) < maxsplit or not pieces:
        return pieces
    rest = item
    for piece in pieces[:maxsplit]:
        rest = rest[rest.index(piece) + len(piece) :]
    # The rest counts as a piece even where nothing is left.
    return [*pieces[:maxsplit], rest.lstrip(_WHITE)]


string_split_op = Op(
    "StringSplit",
    "input: string, delimiter: string -> indices: int64, values: string, shape: int64 | "
    "skip_empty: bool = True",
    shape=_sparse_shapes,
    reference=lambda xp, input, delimiter, skip_empty: _sparse(
        _split_at_any(item, np.asarray(delimiter, object).item(), skip_empty)
        for item in input.tolist()
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)

string_split_v2_op = Op(
    "StringSplitV2",
    "input: string, sep: string -> indices: int64, values: string, shape: int64 | "
    "maxsplit: int = -1",
    shape=_sparse_shapes,
    reference=lambda xp, input, sep, maxsplit: _sparse(
        _split_at(item, np.asarray(sep, object).item(), maxsplit)
        for item in input.tolist()
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


_WIDEST = 1 << 20


class _NGrams:
    """The n-grams of one row, for each of several widths."""

    def __init__(
        self,
        separator: str,
        ngram_widths: tuple[int, ...],
        left_pad: str,
        right_pad: str,
        pad_width: int,
        preserve_short_sequences: bool,
    ) -> None:
        self.separator = raw(separator)
        self.widths = ngram_widths
        self.left, self.right = raw(left_pad), raw(right_pad)
        self.pad_width = pad_width
        self.keep_short = preserve_short_sequences

    def _padded(self, row: list[bytes], width: int) -> list[bytes]:
        count = width - 1 if self.pad_width < 0 else min(self.pad_width, width - 1)
        if count > _WIDEST:
            raise wrong(f"StringNGrams: {count} strings of padding are too many.")
        return [self.left] * count + row + [self.right] * count

    def of(self, row: list[bytes]) -> Iterator[bytes]:
        found = False
        if not row:
            return
        for width in self.widths:
            padded = self._padded(row, width)
            for start in range(len(padded) - width + 1):
                found = True
                yield self.separator.join(padded[start : start + width])
        if self.keep_short and not found:
            width = self.widths[0]
            yield self.separator.join(self._padded(row, width))


def _ngrams_kernel(xp: Any, data: Any, data_splits: Any, **options: Any) -> Any:
    if any(width <= 0 for width in options["ngram_widths"]):
        raise wrong(
            "StringNGrams: `ngram_widths` must be positive, got "
            f"{list(options['ngram_widths'])}."
        )
    items, splits = data.tolist(), data_splits.tolist()
    if splits and (splits[0] != 0 or splits[-1] != len(items)):
        raise wrong(
            "StringNGrams: `data_splits` must begin with 0 and end with the number of "
            f"strings, {len(items)}, got {splits}."
        )
    if any(a > b for a, b in zip(splits, splits[1:], strict=False)):
        raise wrong(f"StringNGrams: `data_splits` must not decrease, got {splits}.")
    maker = _NGrams(**options)
    rows = [
        list(maker.of(items[a:b])) for a, b in zip(splits, splits[1:], strict=False)
    ]
    ends = np.cumsum([0, *map(len, rows)]) if splits else np.zeros(0)
    return of_bytes(x for row in rows for x in row), ends.astype(data_splits.dtype)


string_n_grams_op = Op(
    "StringNGrams",
    "data: string, data_splits: Tsplits -> ngrams: string, ngrams_splits: Tsplits | "
    "Tsplits: index = int64, separator: string, ngram_widths: list(int), "
    "left_pad: string, right_pad: string, pad_width: int, "
    "preserve_short_sequences: bool",
    shape=lambda c: [(None,), c.shape(1)],
    reference=_ngrams_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


def ragged_pieces(values: Any, rows: Any, count: Any) -> Any:
    """A ragged tensor of pieces, given the row of each."""
    from tensorbrook._src.ops.ragged.tensor import RaggedTensor

    return RaggedTensor.from_value_rowids(values, rows, nrows=count, validate=False)


def per_string(function: Callable[[Any], Any], input: Any) -> Any:
    """A ragged result of a function of vectors, for strings of any shape.

    Args:
        function: From a vector of strings to a ragged tensor with a row for each.
        input: A tensor or ragged tensor of strings.

    Returns:
        A vector for a scalar, else a ragged tensor with one more axis than `input`.
    """
    from tensorbrook._src.ops.ragged.tensor import RaggedTensor

    if isinstance(input, RaggedTensor):
        return input.with_flat_values(per_string(function, input.flat_values))
    tensor = convert_to_tensor(input)
    rank = None if tensor._dims is None else len(tensor._dims)
    if rank == 0:
        return function(shapes.expand_dims(tensor, 0)).values
    if rank == 1:
        return function(tensor)
    if rank is None:
        raise NotImplementedError(
            "Cutting strings needs a known rank; set it with tf.ensure_shape."
        )
    found = function(shapes.reshape(tensor, [-1]))
    sizes = shapes.shape(tensor, out_type=dtypes.int64)
    for axis in range(rank - 1, 0, -1):
        rows = reduce.reduce_prod(sizes[:axis])
        found = RaggedTensor.from_uniform_row_length(found, sizes[axis], nrows=rows)
    return found


def split(
    input: Any, sep: Any = None, maxsplit: int = -1, name: str | None = None
) -> Any:
    """Cuts strings at a separator.

    Args:
        input: A tensor or ragged tensor of strings.
        sep: The separator; by default runs of white space.
        maxsplit: How often to cut at most; -1 for no limit.
        name: Name of the node in a graph.

    Returns:
        A vector of pieces for a scalar, else a ragged tensor with one more axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.split("a b  c").numpy()
        array([b'a', b'b', b'c'], dtype=object)
        >>> tf.strings.split(["a,b", "c"], ",").to_list()
        [[b'a', b'b'], [b'c']]
    """
    separator = "" if sep is None else sep

    def cut(vector: Any) -> Any:
        indices, values, dense = string_split_v2_op(
            vector, separator, maxsplit=maxsplit, name=name
        )
        return ragged_pieces(values, indices[:, 0], dense[0])

    return per_string(cut, input)


def bytes_split(input: Any, name: str | None = None) -> Any:
    """Cuts strings into their bytes.

    Args:
        input: A tensor or ragged tensor of strings.
        name: Name of the node in a graph.

    Returns:
        A vector of strings of one byte for a scalar, else a ragged tensor with one more
        axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.bytes_split("abc").numpy()
        array([b'a', b'b', b'c'], dtype=object)
    """

    def cut(vector: Any) -> Any:
        indices, values, dense = string_split_op(
            vector, "", skip_empty=False, name=name
        )
        return ragged_pieces(values, indices[:, 0], dense[0])

    return per_string(cut, input)


def ngrams(
    data: Any,
    ngram_width: Any,
    separator: str = " ",
    pad_values: Any = None,
    padding_width: int | None = None,
    preserve_short_sequences: bool = False,
    name: str | None = None,
) -> Any:
    """Joins each run of neighbouring strings of the last axis.

    Args:
        data: A tensor or ragged tensor of strings.
        ngram_width: How many neighbours, or several such numbers.
        separator: Text between them.
        pad_values: A string, or a pair of them, to put before and behind each row.
        padding_width: How many of them; by default one less than the width.
        preserve_short_sequences: Whether a row that is too short is kept as one n-gram.
        name: Name of the node in a graph.

    Returns:
        A ragged tensor, or a tensor where the lengths allow it.

    Raises:
        TypeError: `pad_values` is neither a string nor a pair of strings.
        ValueError: `data` is a scalar, or a width is too small.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.ngrams(["a", "b", "c"], 2).numpy()
        array([b'a b', b'b c'], dtype=object)
    """
    from tensorbrook._src.ops.ragged.tensor import RaggedTensor

    widths = (
        list(ngram_width) if isinstance(ngram_width, list | tuple) else [ngram_width]
    )
    left, right = _paddings(pad_values)
    if min(widths) < 1:
        raise ValueError(
            f"tf.strings.ngrams: a width must be at least 1, got {widths}."
        )
    if padding_width is not None and (padding_width < 1 or pad_values is None):
        raise ValueError(
            "tf.strings.ngrams: `padding_width` must be at least 1 and needs "
            f"`pad_values`, got {padding_width} and {pad_values!r}."
        )
    given: Any = data if isinstance(data, RaggedTensor) else convert_to_tensor(data)
    is_dense = not isinstance(given, RaggedTensor)
    is_vector = is_dense and given.shape.rank == 1
    if is_dense:
        if given.shape.rank == 0:
            raise ValueError(
                "tf.strings.ngrams: `data` must have an axis, got a scalar."
            )
        table: Any = shapes.expand_dims(given, 0) if is_vector else given
        given = RaggedTensor.from_tensor(table, ragged_rank=table.shape.rank - 1)
    if given.ragged_rank > 1:
        inner = ngrams(
            given.values,
            ngram_width,
            separator,
            pad_values,
            padding_width,
            preserve_short_sequences,
            name,
        )
        made = given.with_values(inner)
    else:
        flat, splits = string_n_grams_op(
            given.flat_values,
            given.row_splits,
            separator=separator,
            ngram_widths=widths,
            left_pad=left,
            right_pad=right,
            pad_width=_pad_width(pad_values, padding_width),
            preserve_short_sequences=preserve_short_sequences,
            name=name,
        )
        made = RaggedTensor.from_row_splits(flat, splits, validate=False)
    if is_vector:
        return made.values
    return made.to_tensor(default_value="") if is_dense else made


def _pad_width(pad_values: Any, padding_width: int | None) -> int:
    if pad_values is None:
        return 0
    return -1 if padding_width is None else padding_width


def _paddings(values: Any) -> tuple[Any, Any]:
    pair = ("", "") if values is None else values
    if isinstance(pair, str | bytes):
        pair = pair, pair
    if (
        not isinstance(pair, list | tuple)
        or len(pair) != 2
        or not all(isinstance(item, str | bytes) for item in pair)
    ):
        raise TypeError(
            "tf.strings.ngrams: `pad_values` must be a string or a pair of strings, got "
            f"{values!r}."
        )
    return pair[0], pair[1]
