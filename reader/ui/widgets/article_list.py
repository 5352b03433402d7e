"""The list of articles: any number of rows, of which only those in view are made."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message

from reader.core.model.article import ArticleId
from reader.core.tables.rows import EMPTY, Rows
from reader.core.text.date_format import SHORT
from reader.ui.render.list_row import SIGNS, Density, row_lines
from reader.ui.render.text import BLANK, Line, Span, fit_first, wrap
from reader.ui.widgets.line_view import LineView, ScrollBar
from reader.ui.widgets.movement import MOVING, movement
from reader.ui.widgets.selection import Selection

if TYPE_CHECKING:
    from reader.core.model.query import Words

SELECTING = Binding.Group("Selecting")


class ArticleList(LineView, inherit_bindings=False):
    """Shows rows and a cursor. The cursor is on an article, wherever that stands.

    Args:
        follow: called with the article's id, within the same frame, when the cursor comes to another.
    """

    COMPONENT_CLASSES = {
        "cursor", "chosen", "caret", "unread", "star", "tick",
        "title", "old", "meta", "hot", "warm", "cool", "hint",
        "match", "prompt", "note", "offer", "trouble",
    }  # fmt: skip

    BINDINGS = [
        *movement("list", one="an article", first="the first article", last="the last article"),
        Binding("enter", "choose", "read", id="list.choose", tooltip="Read the article", group=MOVING, show=False),
        Binding("space", "select", "select", id="list.select", tooltip="Select the article, or not", group=SELECTING),
        Binding(
            "v", "select_range", "range", id="list.range", tooltip="Select all from here to the cursor", group=SELECTING
        ),
    ]

    @dataclass
    class ArticleChosen(Message):
        """Enter or a click: the article is to be read."""

        article: ArticleId

    @dataclass
    class ArticleOpened(Message):
        """A double click: the article's link is to be opened."""

        article: ArticleId

    def __init__(
        self,
        follow: Callable[[ArticleId | None], None],
        *,
        bar: ScrollBar | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(bar=bar, id=id)
        self._follow = follow
        self._rows = EMPTY
        self._title = ""
        self._hint = ""
        self._highlights: Sequence[Words] = ()
        self.cursor = 0
        self.density = Density.NORMAL
        self.now = datetime.now().astimezone()
        self.dates = SHORT
        self.selection = Selection()
        self.on_selection: Callable[[], object] | None = None
        """Called when another number of articles is selected."""

    # -- what it is handed

    @property
    def rows(self) -> Rows:
        """The rows that are shown."""
        return self._rows

    @property
    def article(self) -> ArticleId | None:
        """The id of the article under the cursor."""
        return self._rows.id_at(self.cursor) if self.cursor < len(self._rows) else None

    def show(
        self,
        rows: Rows,
        title: str,
        article: ArticleId | None = None,
        hint: str = "",
        highlights: "Sequence[Words]" = (),
    ) -> None:
        """Show other rows, with the cursor on an article if it is among them, else at the same place.

        Args:
            rows: what to show.
            title: the heading: which articles, how many, in which order.
            article: where the cursor goes; None for the first row.
            hint: what to say where there are no rows.
            highlights: what is to be shown as found in titles.
        """
        before = self.cursor * self.density.height - self.top if self._rows else None
        found = rows.place_of(article)
        if found is None and article == self.article and self.cursor + 1 < len(self._rows):
            # It went: the one after it is what the eye is on.
            found = rows.place_of(self._rows.id_at(self.cursor + 1))
        self._rows, self._title, self._hint, self._highlights = rows, title, hint, highlights
        if article is None:
            self.cursor, self.top = 0, 0
        else:
            self.cursor = found if found is not None else max(0, min(self.cursor, len(rows) - 1))
            top = 0 if before is None else self.cursor * self.density.height - before
            self.top = max(0, min(top, self._top_limit))
        self.selection.take(rows, self.cursor)
        self.reveal(self.cursor * self.density.height, self.density.height)
        self.redraw()

    def set_title(self, title: str) -> None:
        """Show another heading over the same rows."""
        if title != self._title:
            self._title = title
            self.refresh(Region(0, 0, self._width, 1))

    @property
    def scroll_position(self) -> tuple[int, int, Density]:
        """The row under the cursor and the line at the top, to come back to."""
        return self.cursor, self.top, self.density

    def restore_scroll(self, spot: tuple[int, int, Density]) -> None:
        """Come back to a spot of the same rows, the cursor being on its article; nobody is told."""
        cursor, top, density = spot
        if cursor == self.cursor and density is self.density:
            self.scroll_lines(top)
            self.reveal(self.cursor * density.height, density.height)

    def move_to(self, article: ArticleId) -> bool:
        """Put the cursor on an article without telling anyone; False if it is not listed."""
        found = self._rows.place_of(article)
        if found is None:
            return False
        self._go(found, tell=False)
        return True

    def refresh_marks(self, articles: Collection[ArticleId]) -> None:
        """Draw the rows of some articles anew, for their marks changed."""
        height = self.density.height
        if len(articles) > 50:
            self.redraw()
            return
        first, last = self.top // height, (self.top + self.page_size) // height + 1
        for place in range(first, min(last, len(self._rows))):
            if self._rows.id_at(place) in articles:
                self.redraw_lines(place * height, height)
        self._strips = {y: strip for y, strip in self._strips.items() if first <= y // height < last}

    def set_density(self, density: Density) -> None:
        """Give rows another height, the cursor's row staying where it is."""
        before = self.cursor * self.density.height - self.top
        self.density = density
        top = max(0, min(self.cursor * density.height - before, self._top_limit))
        self.top = top - top % density.height
        self.reveal(self.cursor * density.height, density.height)
        self.redraw()

    def resized(self) -> None:
        """Keep the cursor in view."""
        self.reveal(self.cursor * self.density.height, self.density.height)

    # -- what it draws

    def heading_text(self) -> str:
        """Which articles, how many, in which order; where room is short, the name is cut first."""
        name, *facts = self._title.rsplit(" · ", 2)
        return fit_first(name, facts, max(0, self._width - 3))

    @property
    def content_width(self) -> int:
        """All but a blank before the edge."""
        return max(0, self._width - 1)

    def _hint_lines(self) -> list[str]:
        return ["", *wrap(self._hint, max(1, self.content_width - 4))] if self._hint else []

    def line_total(self) -> int:
        """The rows' lines, or those of the hint."""
        return len(self._rows) * self.density.height or len(self._hint_lines())

    def line_at(self, y: int) -> Line:
        """A line of a row."""
        if not self._rows:
            return (Span("  " + self._hint_lines()[y], "hint"),)
        place, part = divmod(y, self.density.height)
        on, chosen = place == self.cursor, self.selection.has(place)
        lines = row_lines(
            self._rows[place], self.density, self.content_width, self.now, on, chosen, self.dates, self._highlights
        )
        return lines[part] if part < len(lines) else BLANK

    def line_role(self, y: int) -> str:
        """The cursor's colours under the cursor, and those of what is selected."""
        if not self._rows:
            return ""
        place = y // self.density.height
        return "cursor title" if place == self.cursor else "chosen title" if self.selection.has(place) else ""

    # -- moving

    def _go(self, place: int, tell: bool = True) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        height, old = self.density.height, self.cursor
        if place != old:
            self.cursor = place
            if self.selection.ranging:
                self.selection.follow(place)
                first, last = min(old, place), max(old, place)
                self.redraw_lines(first * height, (last - first + 1) * height)
                self._notify_selection()
            else:
                self.redraw_lines(old * height, height)
                self.redraw_lines(place * height, height)
        self.reveal(place * height, height)
        if tell and place != old:
            self._follow(self.article)

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        if self._rows:
            self._go(self.cursor + by)

    def action_go_first(self) -> None:
        """Move to the first row."""
        self.action_move(-self.cursor)

    def action_go_last(self) -> None:
        """Move to the last row."""
        self.action_move(len(self._rows) - 1 - self.cursor)

    def action_page(self, pages: float) -> None:
        """Move by some pages, the view moving along."""
        if not self._rows:
            return
        height = self.density.height
        rows = max(1, int(self.page_size / height * abs(pages))) * (1 if pages > 0 else -1)
        self.scroll_lines(self.top + rows * height)
        self._go(self.cursor + rows)

    def action_choose(self) -> None:
        """Say that the article is to be read."""
        if self.article is not None:
            self.post_message(self.ArticleChosen(self.article))

    # -- selecting

    def action_select(self) -> None:
        """End a range, or select the article, or not, and go on to the next."""
        if self._rows and not self._end_range():
            self._toggle()
            self._go(self.cursor + 1)

    def action_select_range(self) -> None:
        """Begin a range that follows the cursor, or end it."""
        if self._rows and not self._end_range():
            self.selection.begin(self.cursor)
            self.redraw_lines(self.cursor * self.density.height, self.density.height)
            self._notify_selection()

    def _end_range(self) -> bool:
        if not self.selection.ranging:
            return False
        self.selection.end()
        self._notify_selection()
        return True

    def _toggle(self) -> None:
        self.selection.toggle(self.cursor)
        self.redraw_lines(self.cursor * self.density.height, self.density.height)
        self._notify_selection()

    def unselect(self) -> bool:
        """Drop an open range, else the whole selection; False if nothing was selected."""
        if not len(self.selection):
            return False
        if self.selection.ranging:
            self.selection.drop_range()
        else:
            self.selection.clear()
        self.redraw()
        self._notify_selection()
        return True

    def select(self, articles: Collection[ArticleId]) -> None:
        """Select some articles, as far as they are listed, and nothing else."""
        if articles or len(self.selection):
            self.selection.choose(articles)
            self.redraw()
            self._notify_selection()

    def clear_selection(self) -> None:
        """Drop the whole selection."""
        while self.unselect():
            pass

    def _notify_selection(self) -> None:
        if self.on_selection is not None:
            self.on_selection()

    # -- the mouse

    def on_click(self, event: events.Click) -> None:
        """Go to a row, select it by its signs or with Ctrl, or open its link with a double click."""
        y = self.content_at(event.y)
        if y is None or not self._rows:
            return
        self._go(y // self.density.height)
        if event.ctrl or event.x < SIGNS:
            if not self._end_range():
                self._toggle()
        elif event.chain == 2 and self.article is not None:
            self.post_message(self.ArticleOpened(self.article))
