"""A fast reading of the usual file, for the list: one regular expression instead of a YAML parser.

It either gives what `parse_article` gives or nothing at all. What is unusual in any way, and each file that
has a problem in the fields read here, is left to the parser, which alone reports problems.
"""

import os
import re
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from reader.core.article import Article, Kind, Links, Provider
from reader.core.dates import date_of_name
from reader.core.errors import LinkRefused
from reader.core.links import article_id, check_link
from reader.core.text import BODY_LIMIT, clean_line, clean_text, printable
from reader.sources.fields import Fields
from reader.sources.mojibake import repair
from reader.sources.problem_list import ProblemList
from reader.sources.scan_shape import USUAL_FILE, sound_text, without_escapes, written
from reader.sources.yaml_nodes import Mapping, Node, Scalar, Sequence

SIZE_LIMIT: Final = 64 * 1024
"""A larger file could hold more entries than the parser allows; in bytes."""

_SHARED: Final = 8192
_NOBODY: Final = Provider()
_ENTRY: Final = len("  - ")
_Value = TypeVar("_Value")


class Scanned(NamedTuple):
    """An article as its file's usual fields give it.

    It is what `parse_article` gives but for `related`, `images`, `provider.images`, `featured` and `body`,
    which are empty; `whole` says that the file has none of these, and that nothing is missing.
    """

    article: Article
    whole: bool


class _Unusual(Exception):
    """A field that the parser has to judge."""


def scan_article(data: bytes, path: str) -> Scanned | None:
    """Make an article of the bytes of a usual file; never raises.

    Returns:
        The article, or None for whatever the parser should read: the file may be sound or not.
    """
    text = sound_text(data) if len(data) <= SIZE_LIMIT else None
    if text is None:
        return None
    bare = without_escapes(text)
    match = USUAL_FILE.match(bare)
    if match is None or "\\" in bare or len(bare) - match.end() > BODY_LIMIT:
        return None
    values = match.groups() if bare is text else _as_written(text, match)
    try:
        article = _article(values, path)
    except (_Unusual, LinkRefused, ValueError):
        return None
    featured, _, provider_images, _, images, related = values[-6:]
    left_out = featured or provider_images or images or related or text[match.end() :].strip()
    return Scanned(article, not left_out)


def _as_written(text: str, match: re.Match[str]) -> tuple[str | None, ...]:
    """The groups of a match as they are in the file, escapes included."""
    return tuple(text[start:end] if start >= 0 else None for start, end in match.regs[1:])


def _article(values: tuple[str | None, ...], path: str) -> Article:
    heading, excerpt, date, original, web, amp, cdn_amp, kind, quality, heat, published, _, provider, _, topics = (
        values[:-2]
    )
    title, links = clean_line(written(heading or ""), repair), _links(original, web, amp, cdn_amp)
    if not title or not links.best:
        raise _Unusual
    when = datetime.fromisoformat(date) if date else date_of_name(os.path.basename(path))
    warmth = int(heat) if heat else None
    expired = warmth is not None and warmth < 0
    return Article(
        article_id(links.best, title, when.isoformat() if when else ""),
        title,
        clean_text(written(excerpt), repair) if excerpt else "",
        when,
        links,
        Kind.VIDEO if kind == "video" else Kind.ARTICLE,
        int(quality) if quality else None,
        None if expired else warmth,
        expired or published == "false",
        _provider(provider) if provider else _NOBODY,
        _topics(topics) if topics else (),
        source=printable(path),
    )


def _links(original: str | None, web: str | None, amp: str | None, cdn_amp: str | None) -> Links:
    first = _link(original)
    # The two are the same in most files: then one check and one text are enough.
    return Links(first if web == original else _link(web), first, _link(amp), _link(cdn_amp))


def _link(inside: str | None) -> str:
    url = written(inside).strip(" \t\n") if inside else ""
    return check_link(url) if url else ""


# Providers and topics repeat in many files: the fields' own reading of them is done once and shared.
@lru_cache(_SHARED)
def _provider(lines: str) -> Provider:
    parts = [line.strip(" ").partition(": ") for line in lines.split("\n")[:-1]]
    node = Mapping([(name, _scalar(value), 0) for name, _, value in parts], 0)
    fields, problems = _fields("provider", node)
    return _unless(problems, fields.provider())


@lru_cache(_SHARED)
def _topics(lines: str) -> tuple[str, ...]:
    node = Sequence([_scalar(line[_ENTRY:]) for line in lines.split("\n")[:-1]], 0)
    fields, problems = _fields("topics", node)
    return _unless(problems, fields.topics())


def _scalar(value: str) -> Scalar:
    return Scalar(written(value[1:-1]), False, 0) if value[0] == '"' else Scalar(value.rstrip(" "), True, 0)


def _fields(name: str, node: Node) -> tuple[Fields, ProblemList]:
    problems = ProblemList("")
    return Fields({name: node}, problems), problems


def _unless(problems: ProblemList, value: _Value) -> _Value:
    if problems.told():
        raise _Unusual
    return value
