"""Turns what the terminal sends into keys, mouse events and pastes; whatever it sends, nothing raises.

Textual's parser waits for a sequence that it can interpret, and types one that it cannot as keys. This one splits the
input by the grammar of ECMA-48, so that a sequence that is unknown, cut short or unwanted is dropped.
"""

import re
import sys
from collections.abc import Collection, Iterator, Sequence
from time import monotonic
from typing import Final

from textual import constants
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import (
    BRACKETED_PASTE_END,
    BRACKETED_PASTE_START,
    FOCUSIN,
    FOCUSOUT,
    IS_ITERM,
    XTermParser,
    _re_extended_key,
    _re_in_band_window_resize,
    _re_terminal_mode_response,
)
from textual.events import AppBlur, AppFocus, Key, Paste, Resize
from textual.keys import Keys
from textual.message import Message
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

_ESC: Final = "\x1b"
# A reply of the terminal (OSC, DCS or APC) up to its end, and the beginning of one.
_REPLY: Final = "(?:\\][0-9]|P[0-9>!+$]|_G)[^\x07\x1b]*"
_TOKEN: Final = re.compile(
    # CSI, with old mouse reports and keys of the Linux console; SS3; replies; Esc before Esc; one character.
    "\x1b\\[(?:M[^\x1b]{3}|\\[[A-E]|[0-?]*[ -/]*[@-LN-~]|[0-?]+[ -/]*M)"
    f"|\x1bO[0-9;]*[A-Za-z]|\x1b{_REPLY}(?:\x07|\x1b\\\\|(?=\x1b))|\x1b(?=\x1b)|\x1b?[^\x1b]",
    re.DOTALL,
)
_UNFINISHED: Final = re.compile(
    f"\x1b(?:\\[(?:M[^\x1b]{{0,2}}|\\[|[0-?]*[ -/]*)|O[0-9;]*|\\]|P|_G?|{_REPLY}\x1b?)?\\Z", re.DOTALL
)
_ALT_SEQUENCES: Final = ("\x1bb", "\x1bf", "\x1b\x7f")
"""Those by which keyboards of Apple move by words."""
_BACKGROUND: Final = "\x1b]11;"
_RELEASED: Final = "3"
_LONGEST: Final = 64
"""Characters of a sequence that is interpreted; longer ones are dropped."""
_LONGEST_REPLY: Final = 4096
_MOST_CELLS: Final = 1_000_000
"""A report of a larger terminal is ignored."""
_PASTE_PATIENCE: Final = 5.0
"""Seconds of silence after which a paste without an end is over."""


class BackgroundReported(Message):
    """The terminal's reply to a question for the colour of its background."""

    def __init__(self, reply: str) -> None:
        super().__init__()
        self.reply = reply


class InputParser(XTermParser):
    """Textual's interpretation of sequences, behind a tokenizer of our own.

    Args:
        alt_keys: the keys with Alt that do something, as Textual names them. Esc and a character that arrive together
            are one of these, or else two keys: tmux and slow connections join them.
    """

    def __init__(self, alt_keys: Collection[str] = ()) -> None:
        super().__init__()
        self._alt_keys = alt_keys
        self._waiting = ""
        self._pasted: list[str] | None = None
        self._fed = 0.0

    @property
    def is_waiting(self) -> bool:
        """Whether the rest of a sequence is expected; after some silence, call `tick`."""
        return bool(self._waiting)

    def feed(self, data: str) -> Iterator[Message]:
        """The messages that are complete with further input."""
        text, self._waiting, self._fed = self._waiting + data, "", monotonic()
        at = 0
        while at < len(text):
            if self._pasted is not None:
                end = text.find(BRACKETED_PASTE_END, at)
                if end < 0:
                    # The last characters may be the beginning of the end.
                    cut = text.find(_ESC, max(at, len(text) - len(BRACKETED_PASTE_END) + 1))
                    cut = len(text) if cut < 0 else cut
                    self._pasted.append(text[at:cut])
                    self._waiting = text[cut:]
                    return
                self._pasted.append(text[at:end])
                at = end + len(BRACKETED_PASTE_END)
                yield self._end_paste()
            elif text[at] == _ESC and (unfinished := _UNFINISHED.match(text, at)):
                self._waiting = unfinished[0] if len(unfinished[0]) <= _LONGEST_REPLY else ""
                return
            else:
                token = _TOKEN.match(text, at)
                found = token[0] if token else text[at]
                at += len(found)
                yield from self._messages(found)

    def tick(self) -> Iterator[Message]:
        """The messages of a sequence that is not continued: keys, or nothing if it was cut short."""
        silence = monotonic() - self._fed
        if self._pasted is not None:
            if silence >= _PASTE_PATIENCE:
                yield self._end_paste()
        elif self._waiting and silence >= constants.ESCAPE_DELAY:
            sequence, self._waiting = self._waiting, ""
            if len(sequence) <= 2 or sequence in ANSI_SEQUENCES_KEYS:
                yield from self._messages(sequence)

    def _end_paste(self) -> Paste:
        pasted, self._pasted = "".join(self._pasted or ()), None
        return Paste(pasted.replace("\x00", ""))

    def _messages(self, token: str) -> Sequence[Message]:
        if token == _ESC:
            return [Key("escape", _ESC)]
        if len(token) == 1 or token in _ALT_SEQUENCES:
            return [*self._sequence_to_key_events(token)]
        if len(token) == 2:
            return self._alt_or_escape(token[1])
        if token == BRACKETED_PASTE_START:
            self._pasted = []
            return []
        if token in (FOCUSIN, FOCUSOUT):
            return [AppFocus() if token == FOCUSIN else AppBlur()]
        if token.startswith(_BACKGROUND):
            return [BackgroundReported(token)]
        if len(token) > _LONGEST:
            return []
        if size := _re_in_band_window_resize.fullmatch(token):
            return self._resized(*(int(group.partition(":")[0]) for group in size.groups()))
        if mode := _re_terminal_mode_response.fullmatch(token):
            return _mode_report(mode["mode_id"], int(mode["setting_parameter"]))
        if report := _re_extended_key.fullmatch(token):
            token = _plain_report(*report.groups())
        if keys := [*self._sequence_to_key_events(token)]:
            return [key for key in keys if key.key != Keys.Ignore]
        mouse = self.parse_mouse_code(token)
        return [] if mouse is None else [mouse]

    def _alt_or_escape(self, character: str) -> Sequence[Key]:
        keys = [*self._sequence_to_key_events(character)]
        alt = [Key(f"alt+{key.key}", character) for key in keys]
        return alt if all(key.key in self._alt_keys for key in alt) else [Key("escape", _ESC), *keys]

    def _resized(self, height: int, width: int, pixel_height: int, pixel_width: int) -> Sequence[Message]:
        if not 0 < width * height <= _MOST_CELLS:
            return []
        event = Resize.from_dimensions((width, height), (pixel_width, pixel_height))
        self.terminal_size, self.terminal_pixel_size = event.size, event.pixel_size
        # Some terminals report no pixels; their mouse reports are in cells.
        self.mouse_pixels = pixel_width >= width and pixel_height >= height
        return [event]


def _plain_report(codes: str, final: str) -> str:
    """A key report of the kitty protocol without alternative codes; "" if it is no key, or one that was released."""
    numbers, states, text = [*codes.split(";"), "", ""][:3]
    code, (modifiers, _, kind) = numbers.partition(":")[0], states.partition(":")
    known = final == "u" or f"{code or 1}{final}" in FUNCTIONAL_KEYS
    if not known or kind == _RELEASED or not all(map(_is_character, (code, *text.split(":")))):
        return ""
    return f"{_ESC}[{code};{modifiers};{text}{final}"


def _is_character(number: str) -> bool:
    return not number or int(number) < 0xD800 or 0xE000 <= int(number) <= sys.maxunicode


def _mode_report(mode: str, setting: int) -> Sequence[Message]:
    if mode == "2026" and setting:
        return [TerminalSupportsSynchronizedOutput()]
    if mode == "2048" and constants.SMOOTH_SCROLL and not IS_ITERM:
        return [InBandWindowResize.from_setting_parameter(setting)]
    return []
