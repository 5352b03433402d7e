"""Fewer bytes for the same frame, which a slow connection needs.

Textual writes every piece of text with its whole style before and a reset after it, about 40 bytes a piece.
The optimizer writes only the difference to the previous piece (SGR: "select graphic rendition").
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

_SGR: Final = re.compile("\x1b\\[([0-9;]*)m")
_MOVE: Final = "\x1b\\[[0-9]+;[0-9]+H"
_MOVES: Final = re.compile(f"(?:{_MOVE})+")
# Of several cursor moves only the last has an effect; line breaks before a move have none.
_IDLE: Final = re.compile(f"\n*(?:{_MOVE}\n*)*(?={_MOVE})")
_ENDS: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29", "53": "55"}
"""For each attribute the code that ends it."""
_VISIBLE_ON_BLANKS: Final = frozenset(("4", "5", "7", "9", "53"))
_MIN_ERASED: Final = 6
"""From this number of blanks on, an erase sequence is shorter."""
_BLANKS: Final = re.compile(f" {{{_MIN_ERASED},}}\\Z")
_ERASING_TERMINALS: Final = (
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
    """The style after a reset and some SGR codes; colours are codes, too, "" for the terminal's default."""

    attributes: frozenset[str] = frozenset()
    foreground: str = ""
    background: str = ""


_PLAIN: Final = _Style()


def erases_with_background(environment: Mapping[str, str]) -> bool:
    """Whether the terminal fills erased cells with the current background, judged by its name.

    Nearly all do; GNU screen does not, nor do terminals that use its name.
    """
    return environment.get("TERM", "").startswith(_ERASING_TERMINALS) and "STY" not in environment


def optimize_sgr(frame: str, erase: bool = False) -> str:
    """The same frame in fewer bytes.

    Args:
        frame: text and control sequences as Textual writes them: each styled piece ends in a reset, and
            the frame begins and ends without a style.
        erase: whether the terminal fills erased cells with the current background.
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
            if codes != now and (piece.strip(" ") or not _alike_on_blanks(now, codes)):
                written.append(_transition(now, codes))
                now = codes
            written.append(piece)
            blanks = erase and piece.endswith("      ") and _blanks_are_plain(codes)
    if now:
        written.append("\x1b[0m")
    return "".join(written)


def _erasing(match: re.Match[str]) -> str:
    return f"\x1b[{len(match[0])}X"


@lru_cache(4096)
def _blanks_are_plain(codes: str) -> bool:
    style = _style(codes)
    return style is not None and not style.attributes & _VISIBLE_ON_BLANKS


@lru_cache(4096)
def _alike_on_blanks(one: str, other: str) -> bool:
    """Whether blanks look the same in two styles: their text may have another colour, or be bold."""
    styles = _style(one), _style(other)
    return _blanks_are_plain(one) and _blanks_are_plain(other) and len({s.background for s in styles if s}) == 1


@lru_cache(4096)
def _transition(before: str, after: str) -> str:
    """The shortest sequence that changes one style into another."""
    restart = f"\x1b[0;{after}m" if before and after else f"\x1b[{after}m"
    old, new = _style(before), _style(after)
    if old is None or new is None:
        return restart
    ended = dict.fromkeys(_ENDS[one] for one in sorted(old.attributes - new.attributes))
    # Code 22 ends both bold and dim.
    begun = (one for one in sorted(new.attributes) if one not in old.attributes or _ENDS[one] in ended)
    codes = [*ended, *begun]
    if old.foreground != new.foreground:
        codes.append(new.foreground or "39")
    if old.background != new.background:
        codes.append(new.background or "49")
    return min(f"\x1b[{';'.join(codes)}m" if codes else "", restart, key=len)


@lru_cache(4096)
def _style(codes: str) -> _Style | None:
    """The style of some codes; None if one is unknown."""
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
        is_background = code.startswith(("4", "10"))
        style = style._replace(background=colour) if is_background else style._replace(foreground=colour)
    return style


def _colour(code: str, waiting: list[str]) -> str | None:
    """The colour that a code starts, its parameters taken from `waiting`; None if it is no colour."""
    if code in ("38", "48") and waiting:
        further = {"2": 4, "5": 2}.get(waiting[-1], 0)
        if not further or len(waiting) < further:
            return None
        return ";".join([code, *(waiting.pop() or "0" for _ in range(further))])
    if code in ("39", "49"):
        return ""
    plain = code.isdecimal() and int(code) in (*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108))
    return code if plain else None
