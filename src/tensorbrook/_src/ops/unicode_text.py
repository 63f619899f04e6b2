"""Text in the encodings of Unicode: characters, where they begin, their scripts."""

from __future__ import annotations

import codecs
import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from tensorbrook._src.ops.string_arrays import wrong

_BAD = 0xDFFF  # stands for bytes that are no character; never in a valid text
_ERROR_HANDLER = "tensorbrook.mark"
_ENCODINGS = {"UTF-8": "utf-8", "UTF-16-BE": "utf-16-be", "UTF-32-BE": "utf-32-be"}


def _mark(problem: UnicodeError) -> tuple[str, int]:
    if isinstance(problem, UnicodeDecodeError):
        return chr(_BAD), problem.end
    raise problem


codecs.register_error(_ERROR_HANDLER, _mark)


class Rules(NamedTuple):
    """What to do with bytes that are no characters, and with control characters."""

    errors: str
    replacement: int
    replace_control: bool = False


@functools.lru_cache(maxsize=64)
def codec(name: str) -> codecs.CodecInfo:
    """Python's codec for the name of an encoding.

    Raises:
        InvalidArgumentError: There is none.
    """
    try:
        return codecs.lookup(_ENCODINGS.get(name.upper(), name))
    except LookupError:
        raise wrong(f"{name!r} is not an encoding that is known.") from None


class Character(NamedTuple):
    """A code point and the place of its first byte."""

    code: int
    start: int


def _marked(data: bytes, encoding: str) -> Iterator[Character]:
    """The characters of `data`; bad bytes come as one `_BAD` for each run."""
    info = codec(encoding)
    if info.name == "utf-8":
        yield from _utf8(data)
        return
    if info.name.startswith(("utf-16", "utf-32")):
        yield from _wide(data, info.name)
        return
    decoder = info.incrementaldecoder(_ERROR_HANDLER)
    waiting = 0
    for place in range(len(data) + 1):
        last = place == len(data)
        found = decoder.decode(data[place : place + 1], final=last)
        for index, character in enumerate(found):
            yield Character(ord(character), waiting + (index if index else 0))
        if found:
            waiting = place + 1


def _wide(data: bytes, name: str) -> Iterator[Character]:
    """Characters of two or four bytes; in UTF-16 also pairs of them."""
    size = 2 if name.startswith("utf-16") else 4
    order = "big" if name.endswith("be") else "little"
    units = [
        int.from_bytes(data[place : place + size], order)  # type: ignore[arg-type]
        for place in range(0, len(data) - size + 1, size)
    ]
    index = 0
    while index < len(units):
        start, code = index * size, units[index]
        index += 1
        follower = units[index] if index < len(units) else 0
        if 0xD800 <= code < 0xDC00 <= follower < 0xE000 and size == 2:
            index += 1
            code = 0x10000 + ((code - 0xD800) << 10) + follower - 0xDC00
        elif 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            code = _BAD
        yield Character(code, start)
    if len(data) % size:
        yield Character(_BAD, len(units) * size)


def _utf8(data: bytes) -> Iterator[Character]:
    start = 0
    while start < len(data):
        try:
            good = data[start:].decode("utf-8")
            stop = len(data)
            bad = 0
        except UnicodeDecodeError as problem:
            good = data[start : start + problem.start].decode("utf-8")
            stop = start + problem.start
            bad = problem.end - problem.start
        place = start
        for character in good:
            yield Character(ord(character), place)
            place += len(character.encode("utf-8"))
        if bad:
            yield Character(_BAD, stop)
        start = stop + bad


def _is_control(code: int) -> bool:
    return code < 32


def characters(data: bytes, encoding: str, rules: Rules) -> list[Character]:
    """The characters of encoded text, by the rules for what is none.

    Raises:
        InvalidArgumentError: The rules are strict and some bytes are no character.
    """
    found = []
    for character in _marked(data, encoding):
        code = character.code
        if code == _BAD:
            if rules.errors == "strict":
                raise wrong(
                    f"Invalid formatting on input string: {data!r} is not {encoding}."
                )
            if rules.errors == "ignore":
                continue
            code = rules.replacement
        elif rules.replace_control and _is_control(code):
            code = rules.replacement
        found.append(Character(code, character.start))
    return found


def encoded(codes: list[int], encoding: str, rules: Rules) -> bytes:
    """Code points as text in one of the three encodings that texts are written in.

    Raises:
        InvalidArgumentError: The rules are strict and a number is no code point.
    """
    kept = []
    for code in codes:
        if 0 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
            kept.append(code)
        elif rules.errors == "strict":
            raise wrong(f"{code} is not a valid code point.")
        elif rules.errors == "replace":
            kept.append(rules.replacement)
    return codec(encoding).encode("".join(map(chr, kept)), "strict")[0]


# The numbers of scripts in ISO 15924 as ICU has them, by how names of letters begin.
_SCRIPTS = {
    "ARABIC": 2, "ARMENIAN": 3, "BENGALI": 4, "BOPOMOFO": 5, "CHEROKEE": 6,
    "COPTIC": 7, "CYRILLIC": 8, "DESERET": 9, "DEVANAGARI": 10, "ETHIOPIC": 11,
    "GEORGIAN": 12, "GOTHIC": 13, "GREEK": 14, "GUJARATI": 15, "GURMUKHI": 16,
    "CJK": 17, "HANGUL": 18, "HEBREW": 19, "HIRAGANA": 20, "KANNADA": 21,
    "KATAKANA": 22, "KHMER": 23, "LAO": 24, "LATIN": 25, "MALAYALAM": 26,
    "MONGOLIAN": 27, "MYANMAR": 28, "OGHAM": 29, "ORIYA": 31, "RUNIC": 32,
    "SINHALA": 33, "SYRIAC": 34, "TAMIL": 35, "TELUGU": 36, "THAANA": 37,
    "THAI": 38, "TIBETAN": 39, "CANADIAN": 40, "YI": 41, "TAGALOG": 42,
    "HANUNOO": 43, "BUHID": 44, "TAGBANWA": 45, "BRAILLE": 46, "CYPRIOT": 47,
    "LIMBU": 48, "OSMANYA": 50, "SHAVIAN": 51, "TAI": 52, "UGARITIC": 53,
    "FEMININE": 25, "MASCULINE": 25, "IDEOGRAPHIC": 17,
    "BUGINESE": 55, "GLAGOLITIC": 56, "KHAROSHTHI": 57, "SYLOTI": 58, "TIFINAGH": 60,
}  # fmt: skip
_COMMON, _INHERITED, _UNKNOWN = 0, 1, 103


@functools.lru_cache(maxsize=1 << 14)
def script(code: int) -> int:
    """The number of the script that a code point belongs to; -1 for no code point.

    Python's tables hold no scripts, so the names of letters have to tell.
    """
    if not 0 <= code <= 0x10FFFF:
        return -1
    character = chr(code)
    kind = unicodedata.category(character)
    if kind in ("Cn", "Co", "Cs"):
        return _UNKNOWN
    if character in "\u200c\u200d":
        return _INHERITED
    words = re.split("[ -]", unicodedata.name(character, ""))
    if words[0] in ("FULLWIDTH", "HALFWIDTH"):
        words = words[1:]
    named = _SCRIPTS.get(words[0], _COMMON)
    if kind in ("Mn", "Me") and not named:
        return _INHERITED
    several = words[:2] == ["KATAKANA", "HIRAGANA"]
    punctuation = kind[0] == "P" and words[0] in ("DEVANAGARI", "CJK", "IDEOGRAPHIC")
    return _COMMON if several or punctuation or kind[0] in "CZ" else named
