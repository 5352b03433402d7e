"""The articles of a store side by side: ids, flags, batches and marks, by slot."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from reader.core.model.article import ArticleId
from reader.core.model.marks import NO_MARK, Mark
from reader.core.tables.article_batch import ArticleBatch


class Columns:
    """The data that all indexes of a store are made of; only the store changes it.

    An article is in a slot, a number given on arrival and never given again. A replaced or removed article
    leaves its slot behind, flagged as gone.
    """

    __slots__ = (
        "annotated", "bases", "batches", "flags", "former", "heat", "ids", "marks", "news", "notes", "quality", "slots",
        "when",
    )  # fmt: skip

    def __init__(self) -> None:
        self.ids = array("q")
        """The id of each slot."""
        self.when = array("q")
        """When each was published: seconds since 1970 (UTC), or UNDATED."""
        self.heat = array("i")
        """The heat of each, or NO_HEAT."""
        self.quality = array("i")
        """The quality of each, or NO_QUALITY."""
        self.flags = bytearray()
        """The RowFlag of each slot."""
        self.slots: dict[ArticleId, int] = {}
        """The present slot of each article."""
        self.former: dict[ArticleId, list[int]] = {}
        """The slots that an article has left."""
        self.batches: list[ArticleBatch] = []
        self.bases: list[int] = []
        """The first slot of each batch."""
        self.marks: dict[ArticleId, Mark] = {}
        """Marks by article, in the store or not."""
        self.annotated: set[ArticleId] = set()
        """The articles with tags or a note, in the store or not."""
        self.news = 0
        """Counts the changes of articles and topics."""
        self.notes = 0
        """Counts the changes of tags and notes."""

    @property
    def size(self) -> int:
        """The number of slots, those of gone articles included."""
        return len(self.ids)

    def at(self, slot: int) -> tuple[ArticleBatch, int]:
        """The batch of a slot, and the place in it."""
        number = bisect_right(self.bases, slot) - 1
        return self.batches[number], slot - self.bases[number]

    def slot_id(self, slot: int) -> ArticleId:
        return ArticleId(self.ids[slot])

    def slots_of(self, article: ArticleId) -> Sequence[int]:
        """The slots that have held an article, the present one first."""
        present = self.slots.get(article)
        former = self.former.get(article, [])
        return former if present is None else [present, *former]

    def mark(self, article: ArticleId) -> Mark:
        """The mark of an article, in the store or not."""
        return self.marks.get(article, NO_MARK)

    def annotations(self) -> list[tuple[int, Mark]]:
        """The slots of articles that have tags or a note, with their marks."""
        return [(self.slots[article], self.marks[article]) for article in self.annotated if article in self.slots]

    def append(self, batch: ArticleBatch) -> int:
        """Add a batch to the columns; returns its first slot."""
        base = self.size
        self.batches.append(batch)
        self.bases.append(base)
        self.ids += batch.ids
        self.when += batch.when
        self.heat += batch.heat
        self.quality += batch.quality
        self.flags += batch.flags
        return base
