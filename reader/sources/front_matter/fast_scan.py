"""Reads a usual file fast, as far as a list shows it: with one regular expression instead of a YAML parser.

The result is that of `parse_article` or nothing. The parser reads every file that is unusual in any way, or has a
problem in the fields read here, and only the parser reports problems.
"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeVar

from reader.core.model.article import NO_HEAT, NO_QUALITY, UNDATED
from reader.core.model.errors import LinkRefused
from reader.core.model.urls import check_link
from reader.core.tables.article_codec import ArticleRecord, EncodedArticle, article_flags, encode_record
from reader.core.text.article_ids import canonical, id_of_page
from reader.core.text.cleaning import Repair, clean_line, clean_text
from reader.core.text.dates import date_of_name
from reader.core.text.normalization import BODY_LIMIT, LINE_LIMIT, TEXT_LIMIT, printable_path
from reader.sources.front_matter.fast_scan_pattern import USUAL_FILE, unescape, usual_text, without_escapes
from reader.sources.front_matter.front_matter_fields import MAX_TOPICS, Fields, distinct_topics
from reader.sources.front_matter.mojibake import repair
from reader.sources.front_matter.problem_list import ProblemList
from reader.sources.front_matter.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode

SIZE_LIMIT: Final = 64 * 1024  # bytes; a larger file could have more entries than the parser allows

_SHARED: Final = 8192
_ENTRY: Final = len("  - ")
_Value = TypeVar("_Value")


class _Unusual(Exception):
    """A field that the parser must read."""


def scan_article(data: bytes, path: str) -> EncodedArticle | None:
    """The article of `parse_article` without `related`, `images`, `provider.images`, `featured` and `body`.

    It is partial unless the file has none of these. None for every file that the parser must read, valid or not.
    """
    text = usual_text(data) if len(data) <= SIZE_LIMIT else None
    if text is None:
        return None
    plain = "\\" not in text
    bare = text if plain else without_escapes(text)
    match = USUAL_FILE.match(bare)
    if match is None or "\\" in bare or len(bare) - match.end() > BODY_LIMIT:
        return None
    end = match.end()
    body = end < len(text) and bool(text[end:].strip())
    try:
        # The groups of the match as they are in the file, with their escapes.
        values = match.groups() if plain else [text[at:to] if at >= 0 else None for at, to in match.regs[1:]]
        return _encode(values, path, body, plain)
    except (_Unusual, LinkRefused, ValueError):
        return None


def _encode(values: Sequence[str | None], path: str, body: bool, plain: bool) -> EncodedArticle:
    (heading, excerpt, date, original, web, amp, cdn_amp, kind, quality, heat, published, featured, provider,
     provider_images, topics, images, related) = values  # fmt: skip
    title = _piece(heading, plain, LINE_LIMIT, clean_line) if heading else ""
    page = _link(web) if web else ""
    # In most files the two are the same, and one check is enough.
    first = page if web == original else _link(original) if original else ""
    amp, cdn_amp = _link(amp) if amp else "", _link(cdn_amp) if cdn_amp else ""
    best = page or first or amp or cdn_amp
    known = canonical(best)
    if not title or not known:
        raise _Unusual
    when = datetime.fromisoformat(date) if date else date_of_name(os.path.basename(path))
    warmth = int(heat) if heat else NO_HEAT
    names = _topics(topics) if topics else ()
    name, domain = _provider(provider) if provider else ("", "")
    partial = body or not (featured is provider_images is images is related is None)
    summary = _piece(excerpt, plain, TEXT_LIMIT, clean_text) if excerpt else ""
    origin = path if path.isascii() and path.isprintable() else printable_path(path)
    return EncodedArticle(
        id_of_page(known),
        int(when.timestamp()) if when else UNDATED,
        max(warmth, NO_HEAT),
        int(quality) if quality else NO_QUALITY,
        article_flags(published == "false" or (heat is not None and warmth < 0), kind == "video", partial),
        names,
        encode_record(ArticleRecord(title, name, domain, summary, (page, first, amp, cdn_amp), names, origin)),
    )


def _piece(text: str, plain: bool, limit: int, clean: Callable[[str, Repair], str]) -> str:
    """A clean text; `plain` means that the file has no escapes."""
    if plain and len(text) <= limit and text.isascii() and "&" not in text and "<" not in text and "  " not in text:
        # Cleaning would not change it.
        return text.strip(" ")
    return clean(unescape(text), repair)


def _link(inside: str) -> str:
    url = unescape(inside).strip(" \t\n")
    return check_link(url) if url else ""


# The same providers and topics are in many files: each is read once, in the way of the parser.
@lru_cache(_SHARED)
def _provider(lines: str) -> tuple[str, str]:
    parts = [line.strip(" ").partition(": ") for line in lines.split("\n")[:-1]]
    node = MappingNode([(name, _scalar(value), 0) for name, _, value in parts], 0)
    fields, problems = _fields("provider", node)
    provider = _without_problems(problems, fields.provider())
    return provider.name, provider.domain


@lru_cache(_SHARED)
def _topics(lines: str) -> tuple[str, ...]:
    names = distinct_topics(name for line in lines.split("\n")[:-1] for name in _topic(line))
    if len(names) > MAX_TOPICS:
        raise _Unusual
    return tuple(names)


@lru_cache(_SHARED)
def _topic(line: str) -> list[str]:
    fields, problems = _fields("topics", SequenceNode([_scalar(line[_ENTRY:])], 0))
    return _without_problems(problems, fields.names("topics"))


def _scalar(value: str) -> ScalarNode:
    return ScalarNode(unescape(value[1:-1]), False, 0) if value[0] == '"' else ScalarNode(value.rstrip(" "), True, 0)


def _fields(name: str, node: Node) -> tuple[Fields, ProblemList]:
    problems = ProblemList("")
    return Fields({name: node}, problems), problems


def _without_problems(problems: ProblemList, value: _Value) -> _Value:
    if problems.sorted():
        raise _Unusual
    return value
