"""Plain text made safe to show, to log and to keep."""

import os
import re
import unicodedata
from typing import Final

LINE_LIMIT: Final = 500
TEXT_LIMIT: Final = 20_000
TEXT_LINES: Final = 500
BODY_LIMIT: Final = 100_000
MARKS_PER_LETTER: Final = 4

_SEQUENCES = (
    r"(?:\x1b[PX\]^_]|[\x90\x98\x9d-\x9f])[^\x07\x18\x1a\x1b\x80-\x9f]*+(?:\x07|\x1b\\|\x9c)"  # OSC, DCS, … with an end
    r"|\x1b[PX\]^_]"  # the same without an end: only the introducer, for text may follow
    r"|(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?"  # CSI
    r"|\x1b(?:[c78=>\\|}~]|[()*+./-][0-2AB]|#[0-9]|%[@G])?"  # short ones; a lone ESC leaves the letter after it
)
_CONTROLS = (
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0, DEL, C1 but for what breaks a line
    "\xad\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"  # tag characters
)
_REMOVED = re.compile(f"{_SEQUENCES}|{_CONTROLS}")
_BLANKS = re.compile("[\t\n\v\f\r\x85\xa0\u2007\u2028\u2029\u202f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Marks are neither letters nor digits: only a run of others this long is checked character by character.
_MARK_RUN = re.compile(rf"[^\x00-\u02ff\w]{{{MARKS_PER_LETTER + 1},}}")
# Characters that are drawn as nothing: Unicode's Default_Ignorable_Code_Point, and the blank of Braille.
_INVISIBLE = re.compile(
    "[ \u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff]+"
)
_PARAGRAPH = re.compile(r"\n\s*\n")


def normalize_line(text: str, limit: int = LINE_LIMIT) -> str:
    """One line of plain text: no controls, single blanks; what is cut at the limit ends in "…"."""
    return _cut(_folded(text[: limit * 8]), limit)


def normalize_text(text: str, limit: int = TEXT_LIMIT) -> str:
    """Paragraphs of plain text, an empty line between two; each is a line as `normalize_line` makes it."""
    text = text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = [paragraph for part in _PARAGRAPH.split(text) if (paragraph := _folded(part))]
    most = (TEXT_LINES + 1) // 2
    if len(paragraphs) > most:
        paragraphs[most - 1 :] = [paragraphs[most - 1] + " …"]
    return _cut("\n\n".join(paragraphs), limit)


def strip_controls(text: str) -> str:
    """Remove escape sequences and control characters, bidi overrides included; line breaks and tabs become blanks.

    What joins emoji and letters (ZWJ, ZWNJ, variation selectors) stays, and at most four combining marks on a
    letter. Text without any of this is not changed.
    """
    if not text.isprintable():
        if _SURROGATES.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = _BLANKS.sub(" ", _REMOVED.sub("", text))
    if text.isascii() or not _MARK_RUN.search(text):
        return text
    return _MARK_RUN.sub(_thinned, text)


def printable_path(path: str | os.PathLike[str]) -> str:
    """A path for a message, whatever bytes the file's name is made of."""
    text = os.fspath(path)
    if text.isprintable():
        return strip_controls(text)
    return strip_controls(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def quoted(text: str, limit: int = 40) -> str:
    """Text from outside for a message: one short line in quotes."""
    return f"“{normalize_line(text, limit)}”"


def _folded(text: str) -> str:
    folded = " ".join(strip_controls(text).split())
    return "" if _INVISIBLE.fullmatch(folded) else folded


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
