"""Which articles of a list are selected: chosen ones, and a range that follows the cursor."""

from collections.abc import Collection

from reader.core.model.article import ArticleId
from reader.core.tables.rows import EMPTY, Rows


class Selection:
    """Holds ids, so that no other order and no news changes what is selected.

    An open range is two places, so that moving its end costs the same however long it is; it becomes
    ids when it ends, and when other rows come.
    """

    def __init__(self) -> None:
        self._rows = EMPTY
        self._chosen: dict[ArticleId, int] = {}
        self._anchor: int | None = None
        self._end = 0
        self._before = b""

    # -- what is selected

    @property
    def ranging(self) -> bool:
        """Whether a range follows the cursor."""
        return self._anchor is not None

    @property
    def _range(self) -> range:
        if self._anchor is None:
            return range(0)
        first, last = sorted((self._anchor, self._end))
        return range(first, last + 1)

    def __len__(self) -> int:
        open_range = self._range
        twice = self._before.count(1, open_range.start, open_range.stop) if open_range else 0
        return len(self._chosen) + len(open_range) - twice

    def has(self, place: int) -> bool:
        """Whether the article at a place is selected."""
        return place in self._range or (bool(self._chosen) and self._rows.id_at(place) in self._chosen)

    def ids(self) -> tuple[ArticleId, ...]:
        """The selected articles in the order of the list."""
        if not self.ranging:
            return tuple(sorted(self._chosen, key=self._chosen.__getitem__))
        chosen = {**self._chosen, **self._ids_in_range()}
        return tuple(sorted(chosen, key=chosen.__getitem__))

    def _ids_in_range(self) -> dict[ArticleId, int]:
        places = self._range
        return dict(zip(self._rows[places.start : places.stop].ids(), places, strict=True))

    # -- selecting

    def take(self, rows: Rows, cursor: int) -> None:
        """Other rows are shown: what is not among them is selected no longer; an open range begins anew."""
        ranging = self.ranging
        self.end()
        self._rows = rows
        if self._chosen:
            chosen = self._chosen
            self._chosen = {article: place for place, article in enumerate(rows.ids()) if article in chosen}
        if ranging and len(rows):
            self.begin(cursor)

    def choose(self, articles: Collection[ArticleId]) -> None:
        """Select some articles, as far as they are among the rows, and nothing else."""
        self.drop_range()
        wanted = frozenset(articles)
        places = enumerate(self._rows.ids()) if wanted else ()
        self._chosen = {article: place for place, article in places if article in wanted}

    def toggle(self, place: int) -> None:
        """Select the article at a place, or select it no longer."""
        article = self._rows.id_at(place)
        if article in self._chosen:
            del self._chosen[article]
        else:
            self._chosen[article] = place

    def begin(self, place: int) -> None:
        """Begin a range."""
        before = bytearray(len(self._rows))
        for chosen in self._chosen.values():
            before[chosen] = 1
        self._before = bytes(before)
        self._anchor = self._end = place

    def follow(self, place: int) -> None:
        """The cursor came to a place: an open range ends there."""
        self._end = place

    def end(self) -> None:
        """End the range; what was in it stays selected."""
        if self.ranging:
            self._chosen.update(self._ids_in_range())
            self.drop_range()

    def drop_range(self) -> None:
        """End the range; what was in it is selected only if it was before."""
        self._anchor, self._before = None, b""

    def clear(self) -> None:
        """Select nothing."""
        self.drop_range()
        self._chosen.clear()
