"""Cleans text from outside once, where it enters; after that it can be shown, logged and kept without harm.

The order is fixed: remove tags (excerpts only), decode entities once, repair mojibake, and strip controls last, so
that none that a decoder produces survives.
"""

import re
from collections.abc import Callable
from html import unescape

from reader.core.text.normalization import (
    BODY_LIMIT,
    LINE_LIMIT,
    TEXT_LIMIT,
    normalize_line,
    normalize_text,
    strip_controls,
)

Repair = Callable[[str], str]
"""Repairs mojibake in a text; sources pass it in, as it takes a library that core does without."""

_ENTITY = re.compile(r"&(?:#[0-9]{1,7};|#[0-9]{2,7}|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_MOJIBAKE = re.compile("[ÃâÂðï]")
# A literal backslash and n, but not in a Windows path and not the beginning of these TeX commands.
_WRITTEN_BREAK = re.compile(r"(?:\\r)?(?<![A-Za-z]:)(?<!\\)\\n(?!(?:abla|eq|otin|u)\b)")

_HIDDEN = re.compile(r"<(script|style|template)\b[^<>]*>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_BLOCK_TAGS = "p|div|li|ul|ol|dl|dt|dd|h[1-6]|blockquote|pre|table|tr|section|article|header|footer|figure|hr"
_BLOCK = re.compile(rf"</?(?:{_BLOCK_TAGS})(?=[\s/>])[^<>]*>", re.I)
_BREAK = re.compile(r"<(?:br|/?td|/?th)(?=[\s/>])[^<>]*>", re.I)
_INLINE_TAGS = (
    "a|abbr|acronym|address|amp-[a-z]+|aside|audio|b|bdi|bdo|big|body|button|caption|center|cite|code|col|colgroup|"
    "data|del|details|dfn|em|embed|figcaption|font|form|head|html|i|iframe|img|input|ins|kbd|label|link|main|mark|"
    "meta|nav|noscript|object|option|param|picture|q|s|samp|select|small|source|span|strike|strong|sub|summary|sup|"
    "svg|tbody|textarea|tfoot|thead|time|title|tt|u|var|video|wbr|script|style|template"
)
_INLINE = re.compile(rf"</?(?:{_INLINE_TAGS})(?=[\s/>])[^<>]*>|<!doctype[^<>]*>|<!\[CDATA\[|\]\]>", re.I)


def clean_line(text: str, repair: Repair | None = None, limit: int = LINE_LIMIT) -> str:
    """Clean one line, such as a title: at most `limit` characters, "…" included if it is cut. Markup stays as text.

    `repair` is called only if the text has a letter that is typical of mojibake.
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and "&" not in text and "  " not in text:
        return text.strip(" ")
    text = _decoded(text.lstrip()[: limit * 8], repair)
    return normalize_line(text, limit)


def clean_text(text: str, repair: Repair | None = None) -> str:
    """Clean paragraphs of plain text or HTML, an empty line between two: an excerpt. HTML tags are removed."""
    if "<" not in text and "\\" not in text and "\n" not in text and "\r" not in text:
        return clean_line(text, repair, TEXT_LIMIT)
    text = text[: TEXT_LIMIT * 4].replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text:
        # Only tags that HTML has are removed.
        text = _BLOCK.sub("\n\n", _HIDDEN.sub(" ", text))
        text = _INLINE.sub("", _BREAK.sub("\n", text))
    text = _decoded(text, repair)
    if "\\n" in text:
        text = _WRITTEN_BREAK.sub("\n", text)
    return normalize_text(text)


def clean_body(text: str, repair: Repair | None = None, limit: int = BODY_LIMIT) -> str:
    """Clean Markdown: lines and indents stay, controls go, and entities are left to Markdown."""
    short = text[:limit].replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    short = _repaired(short, repair)
    if short.replace("\n", "").isprintable() and short.isascii():
        return short
    return "\n".join(strip_controls(line) for line in short.split("\n"))


def _decoded(text: str, repair: Repair | None) -> str:
    if "&" in text:
        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    return _repaired(text, repair)


def _repaired(text: str, repair: Repair | None) -> str:
    if repair is not None and not text.isascii() and _MOJIBAKE.search(text):
        return repair(text)
    return text
