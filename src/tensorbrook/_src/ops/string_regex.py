"""Regular expressions in RE2's syntax, carried out by Python's `re`."""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import same_as
from tensorbrook._src.ops.string_arrays import (
    NO_STRINGS,
    mapped,
    measured,
    raw,
    text,
    wrong,
)

_NAMED_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": "\\x00-\\x7f",
    "blank": "\\t ",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\t\\n\\v\\f\\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}


class _Translator:
    """Writes a pattern of RE2 as one of `re`."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0
        self.multiline = bool(re.match(r"\(\?[a-z]*m", pattern))

    def translate(self) -> str:
        parts = []
        while self.place < len(self.pattern):
            parts.append(self._next())
        return "".join(parts)

    def _next(self) -> str:
        character = self.pattern[self.place]
        if character == "\\":
            return self._escape(inside=False)
        if character == "[":
            return self._class()
        self.place += 1
        if character == "$" and not self.multiline:
            return r"\Z"  # the end of the text, not also before a last newline
        if character == "(" and re.match(r"\?<?[=!]|\?>", self.pattern[self.place :]):
            raise re.error(f"look-around is not supported, at position {self.place}")
        return character

    def _escape(self, inside: bool) -> str:
        rest = self.pattern[self.place + 1 :]
        if not rest:
            raise re.error("trailing \\ at end of pattern")
        if rest[0] in "pP":
            return self._property(inside)
        if rest[0] == "Q" and not inside:
            literal, found, _ = rest[1:].partition("\\E")
            self.place += 2 + len(literal) + len(found)
            return re.escape(literal)
        matched = re.match(r"x\{([0-9A-Fa-f]+)\}", rest)
        if matched:
            self.place += 1 + len(matched[0])
            return re.escape(chr(int(matched[1], 16)))
        if not inside and rest[0] in "123456789":
            raise re.error(
                f"backreferences are not supported, at position {self.place}"
            )
        self.place += 2
        if rest[0] == "z":
            return r"\Z"
        if rest[0] == "C":
            return "."
        return "\\" + rest[0]

    def _property(self, inside: bool) -> str:
        matched = re.match(
            r"([pP])(?:\{(\^?)(\w+)\}|(\w))", self.pattern[self.place + 1 :]
        )
        if matched is None:
            raise re.error(f"invalid property at position {self.place}")
        self.place += 1 + len(matched[0])
        negated = (matched[1] == "P") != bool(matched[2])
        ranges = _property_ranges(matched[3] or matched[4], negated)
        return ranges if inside else f"[{ranges}]"

    def _class(self) -> str:
        self.place += 1
        parts = ["["]
        if self.pattern[self.place : self.place + 1] == "^":
            parts.append("^")
            self.place += 1
        first = True
        while True:
            if self.place >= len(self.pattern):
                raise re.error("missing ]")
            character = self.pattern[self.place]
            named = re.match(r"\[:(\^?)(\w+):\]", self.pattern[self.place :])
            if character == "]" and not first:
                self.place += 1
                return "".join(parts) + "]"
            if named:
                self.place += len(named[0])
                parts.append(_named_class(named[2], bool(named[1])))
            elif character == "\\":
                parts.append(self._escape(inside=True))
            else:
                self.place += 1
                parts.append("\\" + character if character in "[]&|~" else character)
            first = False


def _named_class(name: str, negated: bool) -> str:
    if name not in _NAMED_CLASSES:
        raise re.error(f"invalid character class range: [:{name}:]")
    if not negated:
        return _NAMED_CLASSES[name]
    own = re.compile(f"[{_NAMED_CLASSES[name]}]")
    kept = [code for code in range(128) if not own.match(chr(code))]
    return _as_ranges([*kept, *range(128, sys.maxunicode + 1)])


@functools.lru_cache(maxsize=64)
def _property_ranges(name: str, negated: bool) -> str:
    """The characters of a general category, such as `L` or `Lu`, or of a script."""
    codes = []
    for code in range(sys.maxunicode + 1):
        if 0xD800 <= code <= 0xDFFF:
            continue
        character = chr(code)
        if len(name) <= 2:
            has = unicodedata.category(character).startswith(name)
        else:
            has = unicodedata.name(character, "").startswith(name.upper() + " ")
        if has != negated:
            codes.append(code)
    if not codes:
        raise re.error(f"invalid character class range: \\p{{{name}}}")
    return _as_ranges(codes)


def _as_ranges(codes: list[int]) -> str:
    parts = []
    start = previous = codes[0]
    for code in [*codes[1:], -1]:
        if code == previous + 1:
            previous = code
            continue
        parts.append(f"\\U{start:08x}-\\U{previous:08x}")
        start = previous = code
    return "".join(parts)


@functools.lru_cache(maxsize=256)
def compiled(pattern: str, op_name: str) -> re.Pattern[str]:
    """A pattern of RE2, ready for `re`.

    Raises:
        InvalidArgumentError: RE2 has no such pattern.
    """
    try:
        return re.compile(_Translator(pattern).translate(), re.ASCII)
    except (re.error, OverflowError) as problem:
        raise wrong(
            f"{op_name}: the regular expression {pattern!r} is not valid: {problem}."
        ) from None


def _expanded(rewrite: str, groups: int) -> list[str | int]:
    """A rewrite as literal texts and numbers of groups."""
    parts: list[str | int] = []
    for matched in re.finditer(r"\\(.?)|([^\\]+)", rewrite, re.DOTALL):
        if matched[2] is not None:
            parts.append(matched[2])
        elif matched[1].isdigit():
            if int(matched[1]) > groups:
                raise wrong(
                    f"RegexReplace: the rewrite {rewrite!r} asks for group {matched[1]}, "
                    f"but the pattern has {groups}."
                )
            parts.append(int(matched[1]))
        elif matched[1] == "\\":
            parts.append("\\")
        else:
            raise wrong(f"RegexReplace: the rewrite {rewrite!r} is not valid.")
    return parts


def _replaced(
    item: bytes, pattern: re.Pattern[str], parts: list[str | int], everywhere: bool
) -> bytes:
    source = text(item)
    made: list[str] = []
    end = 0
    last = -1  # where the last match ended
    for matched in pattern.finditer(source):
        if matched.start() == matched.end() == last:
            continue  # RE2 takes no empty match right behind another one
        made.append(source[end : matched.start()])
        made.extend(
            part if isinstance(part, str) else matched[part] or "" for part in parts
        )
        end = last = matched.end()
        if not everywhere:
            break
    if last < 0:
        return item
    return raw("".join(made) + source[end:])


def _replace(array: Any, pattern: str, rewrite: str, everywhere: bool) -> Any:
    made = compiled(pattern, "RegexReplace")
    parts = _expanded(rewrite, made.groups)
    return mapped(lambda item: _replaced(item, made, parts, everywhere), array)


def _match(array: Any, pattern: str) -> Any:
    made = compiled(pattern, "RegexFullMatch")
    return measured(lambda item: made.fullmatch(text(item)) is not None, array, bool)


def _single(value: Any) -> str:
    return text(np.asarray(value, object).item())


def _scalars_behind(c: ShapeContext) -> Dims:
    for index in range(1, len(c.inputs)):
        if c.shape(index) not in ((), None):
            raise c.fail(
                f"{c.op.name}: `{c.op.signature.inputs[index].name}` must be a scalar, "
                f"got shape {c.shape(index)}."
            )
    return c.shape(0)


regex_replace_op = Op(
    "RegexReplace",
    "input: string, pattern: string, rewrite: string -> output: string | "
    "replace_global: bool = True",
    shape=_scalars_behind,
    reference=lambda xp, input, pattern, rewrite, replace_global: _replace(
        input, _single(pattern), _single(rewrite), replace_global
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)

static_regex_replace_op = Op(
    "StaticRegexReplace",
    "input: string -> output: string | pattern: string, rewrite: string, "
    "replace_global: bool = True",
    shape=same_as(0),
    reference=lambda xp, input, pattern, rewrite, replace_global: _replace(
        input, pattern, rewrite, replace_global
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)

regex_full_match_op = Op(
    "RegexFullMatch",
    "input: string, pattern: string -> output: bool",
    shape=_scalars_behind,
    reference=lambda xp, input, pattern: _match(input, _single(pattern)),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)

static_regex_full_match_op = Op(
    "StaticRegexFullMatch",
    "input: string -> output: bool | pattern: string",
    shape=same_as(0),
    reference=lambda xp, input, pattern: _match(input, pattern),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def regex_replace(
    input: Any,
    pattern: Any,
    rewrite: Any,
    replace_global: bool = True,
    name: str | None = None,
) -> Tensor:
    r"""Replaces what matches a regular expression.

    Args:
        input: A tensor of strings.
        pattern: The expression, in RE2's syntax.
        rewrite: The replacement; `\1` stands for the first group, `\0` for the match.
        replace_global: Whether all matches are replaced, not only the first.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `input`.

    Raises:
        InvalidArgumentError: The expression or the replacement is not valid.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.regex_replace("a1b22", "[0-9]+", r"<\0>").numpy()
        b'a<1>b<22>'
    """
    if isinstance(pattern, str | bytes) and isinstance(rewrite, str | bytes):
        return static_regex_replace_op(  # type: ignore[no-any-return]
            convert_to_tensor(input),
            pattern=pattern,
            rewrite=rewrite,
            replace_global=replace_global,
            name=name,
        )
    return regex_replace_op(  # type: ignore[no-any-return]
        input, pattern, rewrite, replace_global=replace_global, name=name
    )


def regex_full_match(input: Any, pattern: Any, name: str | None = None) -> Tensor:
    """Whether each whole string matches a regular expression.

    Args:
        input: A tensor of strings.
        pattern: The expression, in RE2's syntax.
        name: Name of the node in a graph.

    Returns:
        A tensor of truth values of the shape of `input`.

    Raises:
        InvalidArgumentError: The expression is not valid.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.regex_full_match(["ab", "abc"], "a.").numpy()
        array([ True, False])
    """
    if isinstance(pattern, str | bytes):
        return static_regex_full_match_op(  # type: ignore[no-any-return]
            convert_to_tensor(input), pattern=pattern, name=name
        )
    return regex_full_match_op(input, pattern, name=name)  # type: ignore[no-any-return]
