"""Splits text into words for searching, without regard to case, accents and width."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Letters that Unicode does not decompose, but that are searched by their plain forms.
_PLAIN: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})
# Han, kana, hangul, Thai, Lao, Burmese and Khmer: no blanks between words, or endings attached to them.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3031-\u3035\u3038-\u303c\u3040-\u318f"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003ffff"
)
_MARK: Final = "\u0301"
"""Stands for every combining mark when a text is split."""

_WIDTH_MARKS: Final = "\uff9e\uff9f"
"""The voicing marks of half-width kana: Unicode has them as letters."""

_VOICING, _VIRAMA = 8, 9
"""Classes of marks that make another letter, not an accent: those of kana, and those that join Indic letters."""

_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Ranges with marks; what is found there is checked character by character.
_MAYBE_MARK: Final = re.compile(
    r"(?![\w])[\u0300-\u1fff\u20d0-\u20ff\u2ce0-\u2dff\u302a-\u302f\u3099\u309a\ua660-\uabff\ufb1e\ufe00-\ufe2f"
    r"\U00010000-\U0001efff\U000e0100-\U000e01ef]|[\uff9e\uff9f]"
)
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")
# Outside of Latin letters and the usual signs, where every run of letters is a word.
_BEYOND_LATIN: Final = re.compile("[^\x00-\u02ff\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2122\u2190-\u21ff]")
_LATIN_WORD: Final = re.compile(r"[^\W_]+")
_WORD: Final = re.compile(rf"[{_UNSPACED}]{_MARK}*|(?:(?![{_UNSPACED}])[^\W_]{_MARK}*)+")
_NOT_ONE_WORD: Final = re.compile(rf"[{_UNSPACED}]|[\W_]")


def fold(text: str) -> str:
    """A text without differences that search ignores: case, accents, width and other forms of one letter.

    "Über" is "uber", "Straße" is "strasse", "İ" is "i", a final sigma is a sigma. Marks that make another letter
    stay, such as the voicing marks of kana. Folding a folded text changes nothing.
    """
    if text.isascii():
        return text.lower()
    # Some letters decompose only after they were folded, so twice.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join([char for char in apart if char.isascii() or not _is_accent(char)])
    return unicodedata.normalize("NFC", kept).translate(_PLAIN)


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order.

    A word is a run of letters and digits with their marks; everything else, underscores included, separates words.
    In scripts without blanks between words each character is a word.
    """
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    found: list[str] = []
    for run in _runs(text):
        if run.isascii():
            found.append(run.lower())
        else:
            found += _pieces(run)
    return found


def spans(text: str) -> list[tuple[str, int, int]]:
    """The same words with their positions in the text: (word, start, end)."""
    if text.isascii():
        return [(match[0], match.start(), match.end()) for match in _ASCII_WORD.finditer(text.lower())]
    return [
        (word, match.start(), match.end())
        for match in _WORD.finditer(_shadow(text))
        for word in _pieces(text[match.start() : match.end()])
    ]


def _is_accent(char: str) -> bool:
    kind = unicodedata.combining(char)
    if kind:
        return kind not in (_VOICING, _VIRAMA)
    return unicodedata.category(char) == "Me" or _SELECTORS.match(char) is not None


def _runs(text: str) -> list[str]:
    if not _BEYOND_LATIN.search(text):
        return _LATIN_WORD.findall(text)
    shadow = _shadow(text)
    if shadow is text:
        return _WORD.findall(text)
    return [text[match.start() : match.end()] for match in _WORD.finditer(shadow)]


def _shadow(text: str) -> str:
    """A text of the same length in which all marks are the same one; most texts have none and are returned."""
    return _MAYBE_MARK.sub(_shadowed, text) if _MAYBE_MARK.search(text) else text


def _shadowed(match: re.Match[str]) -> str:
    char = match[0]
    return _MARK if char in _WIDTH_MARKS or unicodedata.category(char)[0] == "M" else char


@lru_cache(maxsize=1 << 14)
def _pieces(run: str) -> tuple[str, ...]:
    """The words of a run of letters, folded: usually one, but "½" has two."""
    folded = fold(run)
    if not _NOT_ONE_WORD.search(folded):
        return (folded,)
    return tuple(folded[match.start() : match.end()] for match in _WORD.finditer(_shadow(folded)))


def fold_line(text: str) -> str:
    """One line, folded, with single blanks, as for comparing tags."""
    return " ".join(fold(text).split())
