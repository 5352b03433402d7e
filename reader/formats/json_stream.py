"""A JSON text that arrives in pieces, read one value at a time: a large file is never in memory as a whole."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from reader.formats.bookmark_file import NotBookmarks

_BLANKS: Final = re.compile(r"[ \t\n\r]*")
_TAIL: Final = 4
"""A number that ends so near to the end of a piece may go on in the next one."""


class JsonStream:
    """Reads an object, and a list in it, with no more than one value of theirs at a time.

    Args:
        pieces: the text, in pieces of any length.

    Raises:
        NotBookmarks: (all methods) the text is not JSON.
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = filter(None, pieces)
        self._decode = json.JSONDecoder().raw_decode
        self._text, self._place, self._before = "", 0, 0
        self._line = 1
        self.start = 1
        """The line, from 1, on which the last value began."""

    def peek(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            blanks = _BLANKS.match(self._text, self._place)
            self._advance(blanks.end() if blanks else self._place)
            if self._place < len(self._text) or not self._more():
                return self._text[self._place : self._place + 1]

    def members(self) -> Iterator[str]:
        """The keys of the object that comes next; the value of each is to be read before the next key."""
        for _ in self._entries("{", "}"):
            if self.peek() != '"':
                raise self._error("expecting property name enclosed in double quotes")
            key = str(self.value())
            self._expect(":")
            yield key

    def elements(self) -> Iterator[object]:
        """The elements of the list that comes next."""
        for _ in self._entries("[", "]"):
            yield self.value()

    def value(self) -> object:
        """The value that comes next."""
        self.peek()
        self.start = self._line
        while True:
            try:
                value, end = self._decode(self._text, self._place)
            except json.JSONDecodeError as error:
                if self._more():
                    continue
                self._advance(error.pos)
                raise self._error(error.msg[:1].lower() + error.msg[1:]) from error
            except RecursionError as error:
                raise self._error("nested too deep") from error
            except ValueError as error:
                raise self._error("a number has too many digits") from error
            if len(self._text) - end >= _TAIL or not self._more():
                self._advance(end)
                return value

    def _entries(self, first: str, last: str) -> Iterator[None]:
        self._expect(first)
        following = "," if self.peek() != last else ""
        while following == ",":
            yield
            following = self.peek()
            if following == ",":
                self._advance(self._place + 1)
        self._expect(last)

    def _expect(self, character: str) -> None:
        if self.peek() != character:
            raise self._error(f"expecting {character!r}")
        self._advance(self._place + 1)

    def _advance(self, place: int) -> None:
        self._line += self._text.count("\n", self._place, place)
        self._place = place

    def _more(self) -> bool:
        """Take in at least as much text again as is left; False at its end."""
        parts, wanted = [self._text[self._place :]], len(self._text) - self._place
        while wanted >= 0 and (piece := next(self._pieces, "")):
            parts.append(piece)
            wanted -= len(piece)
        if len(parts) == 1:
            return False
        self._before = self._column
        self._text, self._place = "".join(parts), 0
        return True

    @property
    def _column(self) -> int:
        """How many characters of the line are before the present place."""
        end = self._text.rfind("\n", 0, self._place)
        return self._place - end - 1 if end >= 0 else self._before + self._place

    def _error(self, reason: str) -> NotBookmarks:
        return NotBookmarks(f"invalid JSON: {reason} (column {self._column + 1})", self._line)
