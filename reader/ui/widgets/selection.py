"""The selected articles of a list: single ones, and a range that follows the cursor."""

from collections.abc import Collection

from reader.core.model.article import ArticleId
from reader.core.tables.rows import EMPTY, Rows


class Selection:
    """Holds ids, so that neither another order nor new articles change the selection.

    An open range is held as two row indexes, so that moving its end costs the same for any length; it becomes
    ids when it ends, and when the rows change.
    """

    def __init__(self) -> None:
        self._rows = EMPTY
        self._chosen: dict[ArticleId, int] = {}
        self._anchor: int | None = None
        self._end = 0
        self._before = b""

    # -- reading

    @property
    def ranging(self) -> bool:
        """Whether a range is open."""
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
        """Whether the article at a row is selected."""
        return place in self._range or (bool(self._chosen) and self._rows.id_at(place) in self._chosen)

    def ids(self) -> tuple[ArticleId, ...]:
        """The selected articles, in the order of the list."""
        if not self.ranging:
            return tuple(sorted(self._chosen, key=self._chosen.__getitem__))
        chosen = {**self._chosen, **self._ids_in_range()}
        return tuple(sorted(chosen, key=chosen.__getitem__))

    def _ids_in_range(self) -> dict[ArticleId, int]:
        places = self._range
        return dict(zip(self._rows[places.start : places.stop].ids(), places, strict=True))

    # -- selecting

    def set_rows(self, rows: Rows, cursor: int) -> None:
        """Change the rows: articles that are not among them are unselected; an open range restarts at the cursor."""
        ranging = self.ranging
        self.end_range()
        self._rows = rows
        if self._chosen:
            chosen = self._chosen
            self._chosen = {article: place for place, article in enumerate(rows.ids()) if article in chosen}
        if ranging and len(rows):
            self.start_range(cursor)

    def select(self, articles: Collection[ArticleId]) -> None:
        """Select exactly these articles, as far as they are among the rows."""
        self.cancel_range()
        wanted = frozenset(articles)
        places = enumerate(self._rows.ids()) if wanted else ()
        self._chosen = {article: place for place, article in places if article in wanted}

    def toggle(self, place: int) -> None:
        """Select or unselect the article at a row."""
        article = self._rows.id_at(place)
        if article in self._chosen:
            del self._chosen[article]
        else:
            self._chosen[article] = place

    def start_range(self, place: int) -> None:
        """Start a range at a row."""
        before = bytearray(len(self._rows))
        for chosen in self._chosen.values():
            before[chosen] = 1
        self._before = bytes(before)
        self._anchor = self._end = place

    def extend_range(self, place: int) -> None:
        """Extend the range to the row of the cursor."""
        self._end = place

    def end_range(self) -> None:
        """End the range and keep it selected."""
        if self.ranging:
            self._chosen.update(self._ids_in_range())
            self.cancel_range()

    def cancel_range(self) -> None:
        """Cancel the range: only what was selected before stays selected."""
        self._anchor, self._before = None, b""

    def clear(self) -> None:
        """Unselect everything."""
        self.cancel_range()
        self._chosen.clear()
