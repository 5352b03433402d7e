"""A terminal made of nothing: what a program writes becomes a screen, what it asks is answered."""

import codecs
import re

import pyte

_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[=>]|[ -/]+[0-~])", re.DOTALL
)
_PLAIN = re.compile(r"\x1b\[\??[0-9;]*[@-~]\Z")
"""What the emulator understands; it would print parts of all else."""
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_](?:(?!\x1b\\).)*|[ -/]*)\Z", re.DOTALL)
_UPDATE = re.compile(r"\x1b\[\?2026([hl])")

_QUESTION = re.compile(
    rb"\x1b\[(?:\?(?P<mode>\d+)\$p|(?P<device>[>=]?)0?c|(?P<status>\??[56])n|(?P<keyboard>\?u)|(?P<version>>0?q)"
    rb"|(?P<size>1[468])t)|\x1b\](?P<colour>1[012]);\?(?:\x07|\x1b\\)"
)
_UNFINISHED_QUESTION = 32


class Screen:
    """What a terminal of `columns` x `lines` shows.

    `updating` is true within a synchronized update: then what is there is not shown yet.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._text: list[str] | None = None
        self.updating = False

    def feed(self, data: bytes) -> None:
        """Take in what the program wrote."""
        text = self._rest + self._decode(data)
        unfinished = _UNFINISHED.search(text)
        self._rest = unfinished.group() if unfinished else ""
        text = text[: unfinished.start()] if unfinished else text
        for mark in _UPDATE.finditer(text):
            self.updating = mark.group(1) == "h"
        self._stream.feed(_SEQUENCE.sub(_understood, text))
        self._text = None

    @property
    def text(self) -> list[str]:
        """The lines as text."""
        if self._text is None:
            self._text = list(self._screen.display)
        return self._text

    @property
    def looks(self) -> list[list[tuple[str, str]]]:
        """The cells of all lines with their backgrounds."""
        columns = range(self._screen.columns)
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return [[(row[x].data, f"{row[x].bg} {row[x].reverse}") for x in columns] for row in rows]


def _understood(match: re.Match[str]) -> str:
    return match.group() if _PLAIN.match(match.group()) else ""


class Answers:
    """Answers a program's questions as a common terminal does, so that it waits for none."""

    def __init__(self, columns: int, lines: int) -> None:
        self._size = columns, lines
        self._rest = b""

    def to(self, data: bytes) -> bytes:
        """The answers to the questions in what a program wrote."""
        data = self._rest + data
        answers, end = b"", 0
        for match in _QUESTION.finditer(data):
            answers += self._answer(match)
            end = match.end()
        self._rest = data[end:][-_UNFINISHED_QUESTION:]
        return answers

    def _answer(self, match: re.Match[bytes]) -> bytes:
        columns, lines = self._size
        kind = match.lastgroup or ""
        asked = match.group(kind)
        if kind == "mode":
            return b"\x1b[?%s;%d$y" % (asked, 2 if asked == b"2026" else 0)
        if kind == "colour":
            return b"\x1b]%s;rgb:%s\x1b\\" % (asked, b"1e1e/1e1e/1e1e" if asked == b"11" else b"e0e0/e0e0/e0e0")
        if kind == "device":
            return {b">": b"\x1b[>1;10;0c", b"=": b"\x1bP!|00000000\x1b\\"}.get(asked, b"\x1b[?62;22c")
        if kind == "status":
            return b"\x1b[0n" if asked == b"5" else b"\x1b[1;1R"
        if kind == "size":
            code, width, height = {b"14": (4, 10, 20), b"16": (6, 10, 20)}.get(asked, (8, 1, 1))
            return b"\x1b[%d;%d;%dt" % (code, *((lines * height, columns * width) if code != 6 else (height, width)))
        return {"keyboard": b"\x1b[?0u", "version": b"\x1bP>|bench\x1b\\"}[kind]
