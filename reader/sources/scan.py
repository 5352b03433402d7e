"""A fast reading of the usual file, for the list: one regular expression instead of a YAML parser.

It either gives what `parse_article` gives or nothing at all. What is unusual in any way, and each file that
has a problem in the fields read here, is left to the parser, which alone reports problems.
"""

import os
import re
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeVar

from reader.core.article import Provider
from reader.core.dates import date_of_name
from reader.core.errors import LinkRefused
from reader.core.links import article_id, check_link
from reader.core.rank import NO_HEAT
from reader.core.record import Packed, article_flags, packed_for_list, provider_piece, seconds, topics_piece
from reader.core.text import BODY_LIMIT, clean_line, clean_text, printable
from reader.sources.fields import Fields
from reader.sources.mojibake import repair
from reader.sources.problem_list import ProblemList
from reader.sources.scan_shape import USUAL_FILE, sound_text, without_escapes, written
from reader.sources.yaml_nodes import Mapping, Node, Scalar, Sequence

SIZE_LIMIT: Final = 64 * 1024
"""A larger file could hold more entries than the parser allows; in bytes."""

_SHARED: Final = 8192
_NOBODY: Final = provider_piece(Provider())
_NO_TOPICS: Final = (), topics_piece(())
_ENTRY: Final = len("  - ")
_Value = TypeVar("_Value")


class _Unusual(Exception):
    """A field that the parser has to judge."""


def scan_article(data: bytes, path: str) -> Packed | None:
    """Make an article of the bytes of a usual file; never raises.

    Returns:
        What `parse_article` gives but for `related`, `images`, `provider.images`, `featured` and `body`, which
        are empty. It is partial unless the file has none of these. None for whatever the parser should read:
        the file may be sound or not.
    """
    text = sound_text(data) if len(data) <= SIZE_LIMIT else None
    if text is None:
        return None
    if "\\" not in text:
        match = USUAL_FILE.match(text)
        if match is None or len(text) - match.end() > BODY_LIMIT:
            return None
        values = match.groups()
    else:
        bare = without_escapes(text)
        match = USUAL_FILE.match(bare)
        if match is None or "\\" in bare or len(bare) - match.end() > BODY_LIMIT:
            return None
        values = _as_written(text, match)
    end = match.end()
    try:
        return _packed(values, path, end < len(text) and bool(text[end:].strip()))
    except (_Unusual, LinkRefused, ValueError):
        return None


def _as_written(text: str, match: re.Match[str]) -> tuple[str | None, ...]:
    """The groups of a match as they are in the file, escapes included."""
    return tuple(text[start:end] if start >= 0 else None for start, end in match.regs[1:])


def _packed(values: tuple[str | None, ...], path: str, body: bool) -> Packed:
    (heading, excerpt, date, original, web, amp, cdn_amp, kind, quality, heat, published, featured, provider,
     provider_images, topics, images, related) = values  # fmt: skip
    title = clean_line(written(heading or ""), repair)
    page = _link(web)
    # The two are the same in most files: then one check and one text are enough.
    first = page if web == original else _link(original)
    links = page, first, _link(amp) if amp else "", _link(cdn_amp) if cdn_amp else ""
    best = page or first or links[2] or links[3]
    if not title or not best:
        raise _Unusual
    when = datetime.fromisoformat(date) if date else date_of_name(os.path.basename(path))
    warmth = int(heat) if heat else NO_HEAT
    partial = body or bool(featured or provider_images or images or related)
    return packed_for_list(
        article_id(best, title, when.isoformat() if when else ""),
        seconds(when),
        max(warmth, NO_HEAT),
        article_flags((heat is not None and warmth < 0) or published == "false", kind == "video", partial),
        title,
        _provider(provider) if provider else _NOBODY,
        clean_text(written(excerpt), repair) if excerpt else "",
        links,
        int(quality) if quality else None,
        _topics(topics) if topics else _NO_TOPICS,
        path if path.isascii() and path.isprintable() else printable(path),
    )


def _link(inside: str | None) -> str:
    url = written(inside).strip(" \t\n") if inside else ""
    return check_link(url) if url else ""


# Providers and topics repeat in many files: the fields' own reading of them is done once and shared.
@lru_cache(_SHARED)
def _provider(lines: str) -> str:
    parts = [line.strip(" ").partition(": ") for line in lines.split("\n")[:-1]]
    node = Mapping([(name, _scalar(value), 0) for name, _, value in parts], 0)
    fields, problems = _fields("provider", node)
    return provider_piece(_unless(problems, fields.provider()))


@lru_cache(_SHARED)
def _topics(lines: str) -> tuple[tuple[str, ...], str]:
    node = Sequence([_scalar(line[_ENTRY:]) for line in lines.split("\n")[:-1]], 0)
    fields, problems = _fields("topics", node)
    names = _unless(problems, fields.topics())
    return names, topics_piece(names)


def _scalar(value: str) -> Scalar:
    return Scalar(written(value[1:-1]), False, 0) if value[0] == '"' else Scalar(value.rstrip(" "), True, 0)


def _fields(name: str, node: Node) -> tuple[Fields, ProblemList]:
    problems = ProblemList("")
    return Fields({name: node}, problems), problems


def _unless(problems: ProblemList, value: _Value) -> _Value:
    if problems.told():
        raise _Unusual
    return value
