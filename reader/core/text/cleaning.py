"""The one gate for text from outside: after it, text can be shown, logged and kept without harm.

The order is fixed: tags out (excerpts only), entities decoded once, mojibake repaired, controls neutralised
last, so that nothing that a decoder brings back survives.
"""

import os
import re
import unicodedata
from collections.abc import Callable
from typing import Final

Repair = Callable[[str], str]
"""Gives a text with mojibake repaired; sources hand it in, for core knows only the standard library."""

LINE_LIMIT: Final = 500
TEXT_LIMIT: Final = 20_000
TEXT_LINES: Final = 500
BODY_LIMIT: Final = 100_000
MARKS_PER_LETTER: Final = 4

_SEQUENCES = (
    r"(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x80-\x9f]*+(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, … with an end
    r"|\x1b[PX\]^_]"  # the same without: only the introducer, for text may follow
    r"|(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?"  # CSI
    r"|\x1b(?:[c78=>\\|}~]|[()*+./-][0-2AB]|#[0-9]|%[@G])?"  # short ones; a lone ESC leaves the letter after it
)
_CONTROLS = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0, DEL, C1 but for what breaks a line
    "\xad\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"  # tag characters
)
_REMOVED = re.compile(f"{_SEQUENCES}|{_CONTROLS}")
_BLANKS = re.compile("[\t\n\v\f\r\x85\xa0\u2007\u2028\u2029\u202f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Marks are neither letters nor digits: a run of others this long is looked at one by one.
_MARK_RUN = re.compile(rf"[^\x00-\u02ff\w]{{{MARKS_PER_LETTER + 1},}}")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7};|#[0-9]{2,7}|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_MOJIBAKE = re.compile("[ÃâÂðï]")
_PARAGRAPH = re.compile(r"\n\s*\n")
# A backslash and an n, as data has it; not in a Windows path and not the beginning of these TeX commands.
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
    """One line of sound text: a title, a name.

    Args:
        text: as the data has it; markup of any kind is text like other text.
        repair: called only if the text holds a letter that mojibake leaves.
        limit: the most characters given back; what is cut ends in "…".
    """
    if len(text) <= limit and text.isascii() and text.isprintable() and "&" not in text and "  " not in text:
        return text.strip(" ")
    text = _decoded(text.lstrip()[: limit * 8], repair)
    return _cut(_folded(text), limit)


def clean_text(text: str, repair: Repair | None = None, limit: int = TEXT_LIMIT, lines: int = TEXT_LINES) -> str:
    """Paragraphs of sound text, an empty line between two: an excerpt. HTML tags are taken out.

    Args:
        text: plain text or HTML, as the data has it.
        repair: called only if the text holds a letter that mojibake leaves.
        limit: the most characters given back; what is cut ends in "…".
        lines: the most lines given back.
    """
    if "<" not in text and "\\" not in text and "\n" not in text and "\r" not in text:
        return clean_line(text, repair, limit)
    text = text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n")
    if "<" in text:
        text = without_tags(text)
    text = _decoded(text, repair).replace("\r\n", "\n").replace("\r", "\n")
    if "\\n" in text:
        text = _WRITTEN_BREAK.sub("\n", text)
    return _paragraphs(text, limit, lines)


def normalize_line(text: str, limit: int = LINE_LIMIT) -> str:
    """One line of sound text, of what is text already: as `clean_line`, but "&amp;" stays what it is."""
    return _cut(_folded(text[: limit * 8]), limit)


def normalize_text(text: str, limit: int = TEXT_LIMIT, lines: int = TEXT_LINES) -> str:
    """Paragraphs of sound text, of what is text already: as `clean_text`, but tags and entities stay."""
    return _paragraphs(text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n"), limit, lines)


def clean_body(text: str, repair: Repair | None = None, limit: int = BODY_LIMIT) -> str:
    """Markdown whose lines and indents are kept and whose controls are not; entities are Markdown's own affair."""
    short = text[:limit].replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    short = _repaired(short, repair)
    if short.replace("\n", "").isprintable() and short.isascii():
        return short
    return "\n".join(strip_controls(line) for line in short.split("\n"))


def strip_controls(text: str) -> str:
    """Text that cannot drive a terminal or turn its neighbours around; line breaks and tabs become blanks.

    Escape sequences go whole and the text around them stays. What joins emoji and letters (ZWJ, ZWNJ,
    variation selectors) stays, at most four combining marks stay on a letter, and sound text is not changed.
    """
    if not text.isprintable():
        if _SURROGATES.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = _BLANKS.sub(" ", _REMOVED.sub("", text))
    if text.isascii() or not _MARK_RUN.search(text):
        return text
    return _MARK_RUN.sub(_thinned, text)


def printable_path(path: str | os.PathLike[str]) -> str:
    """A path as it can stand in a message, whatever bytes the file's name is made of."""
    text = os.fspath(path)
    if text.isprintable():
        return strip_controls(text)
    return strip_controls(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def quoted(text: str, limit: int = 40) -> str:
    """A piece of foreign text as it can stand in a message: one short line in quotes."""
    return f"“{clean_line(text, limit=limit)}”"


def without_tags(text: str) -> str:
    """HTML as plain text with its entities still in it; only tags that HTML has are taken for tags."""
    text = _HIDDEN.sub(" ", text)
    text = _BLOCK.sub("\n\n", text)
    return _INLINE.sub("", _BREAK.sub("\n", text))


def _decoded(text: str, repair: Repair | None) -> str:
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    return _repaired(text, repair)


def _repaired(text: str, repair: Repair | None) -> str:
    if repair is not None and not text.isascii() and _MOJIBAKE.search(text):
        return repair(text)
    return text


def _paragraphs(text: str, limit: int, lines: int) -> str:
    paragraphs = [paragraph for part in _PARAGRAPH.split(text) if (paragraph := _folded(part))]
    most = (lines + 1) // 2
    if len(paragraphs) > most:
        paragraphs[most - 1 :] = [paragraphs[most - 1] + " …"]
    return _cut("\n\n".join(paragraphs), limit)


def _entity(match: re.Match[str]) -> str:
    from html import unescape  # 3 ms at start, for the few texts that need it

    return unescape(match[0])


def _folded(text: str) -> str:
    return " ".join(strip_controls(text).split())


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _thinned(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in match[0]:
        # Joiners and other invisible characters count, else they would let the next four marks in.
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 0
        if marks <= MARKS_PER_LETTER:
            kept.append(char)
    return "".join(kept)
