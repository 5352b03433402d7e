"""The word index of a cached edition: an SQLite database with an FTS5 table, in a file beside the edition's.

The file can be deleted at any time, and is used only if it is as it was written:

    database · checksum of the database · magic

FTS5 gets the words that `reader.core.text.tokenizer` finds, joined by blanks; between the entries of one column
there is a character that no word has, so that no phrase crosses them. The file is replaced, never changed.
"""

import os
import shutil
import sqlite3
import struct
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final
from weakref import finalize

from reader.core.model.article import UNTITLED
from reader.core.search.word_index import (
    NAMES,
    NEWS,
    PARTS,
    SOURCE,
    DamagedIndex,
    Part,
    SearchedArticle,
    searched_article,
)
from reader.core.tables.article_batch import ArticleBatch
from reader.core.text.tokenizer import tokens
from reader.storage.atomic_file import spare_file
from reader.storage.cache.article_cache import code_fingerprint
from reader.storage.cache.file_part import open_private

_FOOT: Final = struct.Struct("<I8s")
_MAGIC: Final = b"HWWORDS1"
_APART: Final = " \ue000 "
_SCHEMA: Final = f"""
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE edition (
        revision TEXT, fingerprint INTEGER, signature INTEGER,
        ids BLOB, flags BLOB, titles TEXT, title_ranks BLOB
    );
    CREATE TABLE beginnings (columns TEXT, beginning TEXT, places BLOB, PRIMARY KEY (columns, beginning)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE words USING fts5(
        {", ".join(part.name.lower() for part in NEWS)}, content = '', columnsize = 0, tokenize = 'ascii'
    );
    INSERT INTO words (words, rank) VALUES ('hashsize', {1 << 22});
"""
_SHORT: Final = 2  # too many words have beginnings of up to so many letters for FTS5: their places are kept as bits
_FREQUENT: Final = 64
"""They are kept if more than one in so many articles has the beginning; FTS5 is fast enough for rarer ones."""
_SEARCHED: Final = (*PARTS.values(), NAMES, SOURCE)
"""The parts that searches ask for together, and for which the places are kept."""
_DIGITS: Final = bytes(48 + (number & 1) for number in range(256))
_ZERO_ONE: Final = bytes(number & 1 for number in range(256))


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, TypeError, ValueError, IndexError) as error:
        raise DamagedIndex(str(error)) from error


class IndexFile:
    """An index in a database (see `reader.core.search.word_index.WordIndex`), which raises `DamagedIndex`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        finalize(self, database.close)
        self._size = len(self.flags)

    def value(self, name: str) -> Any:
        """A value of the edition."""
        with _reading():
            return self._first(f"SELECT {name} FROM edition")[0]

    def _first(self, query: str, *arguments: str) -> Any:
        return self._database.execute(query, arguments).fetchone()

    def _column(self, name: str, code: str) -> "array[int]":
        column = array(code)
        with _reading():
            column.frombytes(self.value(name))
        return column

    @property
    def ids(self) -> "array[int]":
        """The id of each place."""
        return self._column("ids", "q")

    @property
    def flags(self) -> bytes:
        """The IMAGE and RELATED bits of each place."""
        return bytes(self.value("flags"))

    @property
    def titles(self) -> list[str]:
        """The different titles, folded, ascending."""
        return str(self.value("titles")).splitlines()

    @property
    def title_ranks(self) -> "array[int]":
        """For each place the rank of its title, from 1; 0 if it has none."""
        return self._column("title_ranks", "I")

    def find(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> bytearray:
        """The places that have words next to each other (see `WordIndex.find`)."""
        columns, mask = _columns(parts), bytearray(self._size)
        with _reading():
            if prefix and len(words) == 1 and len(words[0]) <= _SHORT:
                query = "SELECT places FROM beginnings WHERE columns = ? AND beginning = ?"
                row = self._first(query, columns, words[0])
                if row is not None:
                    return _mask(row[0], self._size)
            expression = f'{{{columns}}} : "{" ".join(words)}"{" *" if prefix else ""}'
            # One string takes a third of the time that a row for each place does.
            (text,) = self._first("SELECT group_concat(rowid) FROM words WHERE words MATCH ?", expression)
            for place in map(int, text.split(",")) if text else ():
                mask[place] = 1
        return mask


def _columns(parts: Sequence[Part]) -> str:
    return " ".join(part.name.lower() for part in parts if part is not Part.NOTES)


def _bits(mask: bytes | bytearray) -> bytes:
    """A mask with a bit instead of a byte for each place."""
    return int(b"0" + mask.translate(_DIGITS), 2).to_bytes((len(mask) + 7) // 8)


def _mask(bits: bytes, size: int) -> bytearray:
    return bytearray(format(int.from_bytes(bits), f"0{size}b").encode().translate(_ZERO_ONE))


# -- opening


def open_index(file: Path, revision: int) -> IndexFile | None:
    """The index of the edition with a revision; None if there is none, or it is not as it was written."""
    index = _opened(file)
    try:
        return index if index is not None and index.value("revision") == str(revision) else None
    except DamagedIndex:
        return None


def _opened(file: Path) -> IndexFile | None:
    """The index in a file, whatever its edition, if this code wrote it."""
    try:
        part = open_private(file)
        if part is None:
            return None
        end = len(part) - _FOOT.size
        if part[end:] != _FOOT.pack(part.checksum(end), _MAGIC):
            return None
        # Immutable: without locks, for the file is only ever replaced.
        address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        index = IndexFile(database)
        return index if index.value("fingerprint") == code_fingerprint() else None
    except (OSError, sqlite3.Error, DamagedIndex):
        return None


# -- writing


def write_index(file: Path, batch: ArticleBatch, revision: int) -> bool:
    """Write the index of an edition, replacing the one that is there; False if that cannot be done.

    The words are taken over from that one if it is of the same articles, with images and related entries that were
    not known then.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with spare_file(file, 0o600) as (spare, stream):
            if not _renew(file, spare, batch, revision):
                with closing(sqlite3.connect(spare, isolation_level=None)) as database:
                    _fill(database, batch, revision)
            part = open_private(spare)
            if part is None:
                return False
            stream.seek(0, os.SEEK_END)
            stream.write(_FOOT.pack(part.checksum(len(part)), _MAGIC))
            stream.close()
            os.replace(spare, file)
    except (sqlite3.Error, OSError, ValueError, OverflowError, MemoryError):
        # Without an index, searches take longer and find the same.
        return False
    return True


def _renew(file: Path, spare: Path, batch: ArticleBatch, revision: int) -> bool:
    """Copy the index that is there and change what became known later; False if it is of other articles."""
    index = _opened(file)
    if index is None or index.ids != batch.ids:
        return False
    signature, flags = 0, bytearray()
    for found in _searched(batch):
        signature = found.checksum(signature)
        flags.append(found.has)
    if signature != index.value("signature"):
        return False
    shutil.copyfile(file, spare)
    os.truncate(spare, os.path.getsize(spare) - _FOOT.size)
    with closing(sqlite3.connect(spare, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        database.execute("UPDATE edition SET revision = ?, flags = ?", (str(revision), flags))
    return True


def _searched(batch: ArticleBatch) -> Iterator[SearchedArticle]:
    return (searched_article(batch.record(place)) for place in range(batch.count))


def _fill(database: sqlite3.Connection, batch: ArticleBatch, revision: int) -> None:
    contents = _Contents()
    database.executescript(_SCHEMA)
    database.execute("BEGIN")
    columns = ", ".join(part.name.lower() for part in NEWS)
    rows = contents.rows(_searched(batch))
    database.executemany(f"INSERT INTO words (rowid, {columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)
    database.execute("INSERT INTO words (words) VALUES ('optimize')")
    database.executemany("INSERT INTO beginnings VALUES (?, ?, ?)", contents.beginnings(batch.count))
    edition = (str(revision), code_fingerprint(), contents.signature, batch.ids, contents.flags)
    database.execute("INSERT INTO edition VALUES (?, ?, ?, ?, ?, ?, ?)", (*edition, *contents.ranked_titles()))
    database.execute("COMMIT")


class _Contents:
    """What an index has of all articles; it is complete once all `rows` were taken."""

    def __init__(self) -> None:
        self.signature = 0
        self.flags = bytearray()
        self._titles: list[str] = []
        self._beginnings: list[defaultdict[str, array[int]]] = [defaultdict(partial(array, "I")) for _ in NEWS]

    def rows(self, articles: Iterator[SearchedArticle]) -> Iterator[tuple[int | str, ...]]:
        """The rows of the table of words."""
        # Few providers and topics are in many articles.
        names = lru_cache(1 << 13)(_words)
        for place, found in enumerate(articles):
            self.signature = found.checksum(self.signature)
            self.flags.append(found.has)
            texts: list[str] = []
            for part, lines in zip(NEWS, found.texts, strict=True):
                text, beginnings = _words(lines) if part <= Part.EXCERPT else names(lines)
                texts.append(text)
                places = self._beginnings[part]
                for beginning in beginnings:
                    places[beginning].append(place)
            self._titles.append("" if found.texts[Part.TITLE][0] == UNTITLED else texts[Part.TITLE])
            yield place, *texts

    def ranked_titles(self) -> "tuple[str, array[int]]":
        """The different titles in lines, ascending, and for each place the rank of its title, from 1; 0 if none."""
        titles = sorted(set(self._titles) - {""})
        ranks = {title: rank for rank, title in enumerate(titles, 1)}
        return "\n".join(titles), array("I", [ranks.get(title, 0) for title in self._titles])

    def beginnings(self, count: int) -> Iterator[tuple[str, str, bytes]]:
        """The rows of the table of beginnings."""
        for parts in _SEARCHED:
            lists = [self._beginnings[part] for part in parts if part is not Part.NOTES]
            for letter, group in groupby(sorted(set().union(*lists)), itemgetter(0)):
                whole = 0
                for beginning in group:
                    mask = bytearray(count)
                    for places in lists:
                        for place in places.get(beginning, ()):
                            mask[place] = 1
                    whole |= int.from_bytes(mask)
                    if len(beginning) > 1 and mask.count(1) * _FREQUENT > count:
                        yield _columns(parts), beginning, _bits(mask)
                mask = bytearray(whole.to_bytes(count))
                if mask.count(1) * _FREQUENT > count:
                    yield _columns(parts), letter, _bits(mask)


def _words(lines: tuple[str, ...]) -> tuple[str, set[str]]:
    """The words of some texts as FTS5 takes them, and their different beginnings."""
    words = [tokens(line) for line in lines]
    return _APART.join(map(" ".join, words)), {word[:_SHORT] for line in words for word in line}
