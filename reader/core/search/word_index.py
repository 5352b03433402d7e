"""The texts of an article that are searched, and what a stored index of their words must answer."""

import zlib
from array import array
from collections.abc import Sequence
from enum import IntEnum
from typing import Final, NamedTuple, Protocol

from reader.core.model.article import UNTITLED
from reader.core.model.query import Field
from reader.core.tables.article_codec import ArticleRecord
from reader.core.text.tokenizer import tokens


class Part(IntEnum):
    """A part of an article in which words are looked up.

    PROVIDER is the provider's name as it is shown, DOMAIN its domain if that is different, NOTES the user's
    tags and note.
    """

    TITLE = 0
    EXCERPT = 1
    PROVIDER = 2
    TOPICS = 3
    DOMAIN = 4
    NOTES = 5


NEWS: Final = tuple(part for part in Part if part is not Part.NOTES)
"""The parts that come with an article, in the order of `SearchedArticle.texts`."""
PARTS: Final[dict[Field, tuple[Part, ...]]] = {
    Field.ANY: (Part.TITLE, Part.EXCERPT, Part.PROVIDER, Part.TOPICS, Part.NOTES),
    Field.TITLE: (Part.TITLE,),
    Field.EXCERPT: (Part.EXCERPT,),
}
NAMES: Final = (Part.PROVIDER, Part.TOPICS, Part.NOTES)
SOURCE: Final = (Part.PROVIDER, Part.DOMAIN)

IMAGE, RELATED = 1, 2
"""Bits that say what an article has."""


class DamagedIndex(ValueError):
    """The stored index is not as it was written."""


class SearchedArticle(NamedTuple):
    """What is searched of an article; `texts` has one tuple for each part in NEWS, for topics one text each."""

    texts: tuple[tuple[str, ...], ...]
    has: int

    def checksum(self, before: int) -> int:
        """A checksum, continued, of the texts, but not of `has`, which may become known later."""
        text = "\0".join(["\1".join(lines) for lines in self.texts])
        return zlib.crc32(f"{text}\0".encode("utf-8", "surrogatepass"), before)


def searched_article(record: ArticleRecord) -> SearchedArticle:
    """What is searched of the record of an article."""
    domain = record.domain if record.domain != record.label else ""
    texts = (record.title,), (record.excerpt,), (record.label,), record.topics, (domain,)
    return SearchedArticle(texts, (IMAGE if record.images else 0) | (RELATED if record.related else 0))


def title_key(title: str) -> str | None:
    """What titles are sorted by: their words, folded; None if there are none."""
    return None if title == UNTITLED else " ".join(tokens(title)) or None


class WordIndex(Protocol):
    """A stored index of articles, by place 0 … n-1.

    Everything here raises DamagedIndex if the index is damaged.
    """

    @property
    def ids(self) -> "array[int]":
        """The id of each place."""

    @property
    def flags(self) -> bytes:
        """The IMAGE and RELATED bits of each place."""

    @property
    def titles(self) -> list[str]:
        """The different `title_key`s, ascending."""

    @property
    def title_ranks(self) -> "array[int]":
        """For each place the rank of its title among these, from 1; 0 if it has no title."""

    def find(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> bytearray:
        """The places that have words next to each other in one text of one of the parts: a byte each, 1 or 0.

        The words are folded; with `prefix` the last one may continue. NOTES are never in a stored index.
        """


class IndexSource(Protocol):
    """Where an index of words is; `reader.storage.cache.stored_index` has one in a file."""

    @property
    def revision(self) -> int:
        """Tells the articles that it was made of from others."""

    def open(self) -> "WordIndex | None":
        """The index; None if it is damaged or no longer there."""
