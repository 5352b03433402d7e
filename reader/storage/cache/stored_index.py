"""Where the index of an edition's words is kept; it is opened when the first search asks for it."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.core.search.search_index import SearchIndex


class StoredIndex(NamedTuple):
    """The index of the edition of a stamp, in a file."""

    file: str
    stamp: int

    def open(self) -> "SearchIndex | None":
        """The index, None if it cannot be trusted or is no longer there."""
        # Not at the top: a start does without.
        from reader.storage.cache.word_index_file import open_index

        return open_index(Path(self.file), self.stamp)
