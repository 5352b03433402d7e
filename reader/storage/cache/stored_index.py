"""Where a word index is, without what it takes to open one: it comes with every start, and searches are rare."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.core.search.word_index import WordIndex


class StoredIndex(NamedTuple):
    """The index file of an edition with a revision; it is opened when the first search needs it."""

    file: str
    revision: int

    def open(self) -> "WordIndex | None":
        """The index; None if it is damaged, of another edition or no longer there."""
        from reader.storage.cache.word_index_file import open_index  # lazy: search

        return open_index(Path(self.file), self.revision)
