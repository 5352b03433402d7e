"""Frames in fewer bytes: over a slow line each byte of a key's answer is felt.

Textual writes every piece of text with its whole style in front of it and a reset after it, about 40
bytes a piece. Here only what differs from the piece before is written. What is shown is the same.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

_SGR: Final = re.compile("\x1b\\[([0-9;]*)m")
_MOVE: Final = "\x1b\\[[0-9]+;[0-9]+H"
_MOVES: Final = re.compile(f"(?:{_MOVE})+")
# Of several moves the last one counts, and line breaks before one count for nothing.
_IDLE: Final = re.compile(f"\n*(?:{_MOVE}\n*)*(?={_MOVE})")
_ENDS: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29", "53": "55"}
"""The code that ends each attribute."""
_SEEN_ON_BLANKS: Final = frozenset(("4", "5", "7", "9", "53"))
_ERASED: Final = 6
"""Blanks from which on erasing them takes fewer bytes."""
_BLANKS: Final = re.compile(f" {{{_ERASED},}}\\Z")
_ERASERS: Final = (
    "xterm",
    "linux",
    "alacritty",
    "foot",
    "kitty",
    "wezterm",
    "ghostty",
    "konsole",
    "rxvt",
    "st-",
    "vte",
)


class _Style(NamedTuple):
    """What a sequence of SGR codes says from a reset on; colours are their codes, "" for the terminal's own."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    paper: str = ""


_PLAIN: Final = _Style()


def erases_in_colour(environment: Mapping[str, str]) -> bool:
    """Whether a terminal fills what it erases with the present background, by its name.

    Nearly all do; GNU screen does not, nor does what calls itself by its name.
    """
    return environment.get("TERM", "").startswith(_ERASERS) and "STY" not in environment


def optimize_sgr(frame: str, erase: bool = False) -> str:
    """The same frame in fewer bytes.

    Args:
        frame: text and control sequences as Textual writes them: each styled piece ends in a reset, and
            the frame begins and ends without a style.
        erase: whether the terminal fills what it erases with the present background.
    """
    if "\x1b[0m" not in frame:
        return frame
    pieces = _SGR.split(frame)
    written: list[str] = []
    codes = now = ""
    blanks = False
    for place, piece in enumerate(pieces):
        if place % 2:
            codes = "" if piece in ("", "0") else f"{codes};{piece}" if codes else piece
        elif piece:
            if "\x1b" in piece:
                piece = _IDLE.sub("", piece)
                if _MOVES.fullmatch(piece):
                    if blanks:
                        written[-1] = _BLANKS.sub(_erasing, written[-1])
                        blanks = False
                    written.append(piece)
                    continue
            if codes != now:
                written.append(_turn(now, codes))
                now = codes
            written.append(piece)
            blanks = erase and piece.endswith("      ") and _blanks_are_blank(codes)
    if now:
        written.append("\x1b[0m")
    return "".join(written)


def _erasing(match: re.Match[str]) -> str:
    return f"\x1b[{len(match[0])}X"


@lru_cache(4096)
def _blanks_are_blank(codes: str) -> bool:
    style = _style(codes)
    return style is not None and not style.attributes & _SEEN_ON_BLANKS


@lru_cache(4096)
def _turn(before: str, after: str) -> str:
    """The shortest sequence that leads from one style to another."""
    anew = f"\x1b[0;{after}m" if before and after else f"\x1b[{after}m"
    old, new = _style(before), _style(after)
    if old is None or new is None:
        return anew
    ended = dict.fromkeys(_ENDS[one] for one in sorted(old.attributes - new.attributes))
    # One code ends bold and dim alike.
    begun = (one for one in sorted(new.attributes) if one not in old.attributes or _ENDS[one] in ended)
    codes = [*ended, *begun]
    if old.ink != new.ink:
        codes.append(new.ink or "39")
    if old.paper != new.paper:
        codes.append(new.paper or "49")
    return min(f"\x1b[{';'.join(codes)}m" if codes else "", anew, key=len)


@lru_cache(4096)
def _style(codes: str) -> _Style | None:
    """The style that codes make; None if they hold one that is not known here."""
    style = _PLAIN
    waiting = [code.lstrip("0") for code in reversed(codes.split(";"))] if codes else []
    while waiting:
        code = waiting.pop()
        if code in _ENDS:
            style = style._replace(attributes=style.attributes | {code})
            continue
        colour = _colour(code, waiting)
        if colour is None:
            return None
        paper = code.startswith(("4", "10"))
        style = style._replace(paper=colour) if paper else style._replace(ink=colour)
    return style


def _colour(code: str, waiting: list[str]) -> str | None:
    """The colour that begins with a code, its further numbers taken from those waiting; None for no colour."""
    if code in ("38", "48") and waiting:
        further = {"2": 4, "5": 2}.get(waiting[-1], 0)
        if not further or len(waiting) < further:
            return None
        return ";".join([code, *(waiting.pop() or "0" for _ in range(further))])
    if code in ("39", "49"):
        return ""
    plain = code.isdecimal() and int(code) in (*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108))
    return code if plain else None
