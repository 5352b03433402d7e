"""The list of articles: any number of rows, of which only the visible ones are built."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message

from reader.core.model.article import ArticleId
from reader.core.tables.rows import EMPTY, Rows
from reader.core.text.date_format import SHORT
from reader.ui.render.highlights import Highlighter
from reader.ui.render.list_row import SIGNS, Density, row_lines
from reader.ui.render.text import BLANK, Line, Span, fit_first, wrap
from reader.ui.widgets.line_view import ScrollBar
from reader.ui.widgets.movement import MOVING, CursorView, movement
from reader.ui.widgets.selection import Selection

SELECTING = Binding.Group("Selecting")


class ArticleList(CursorView, inherit_bindings=False):
    """Shows rows and a cursor, which stays on its article when the rows change.

    Args:
        follow: called with the article's id, within the same frame, when the cursor moves to another article.
    """

    COMPONENT_CLASSES = {
        "cursor", "chosen", "caret", "unread", "star", "tick",
        "title", "old", "meta", "heat", "hint",
        "match", "prompt", "note", "completion", "error",
    }  # fmt: skip

    BINDINGS = [
        *movement("list", one="an article", first="the first article", last="the last article"),
        Binding("enter", "choose", "open", id="list.choose", tooltip="Open the article", group=MOVING, show=False),
        Binding("space", "select", "select", id="list.select", tooltip="Select, or unselect", group=SELECTING),
        Binding("v", "select_range", "range", id="list.range", tooltip="Select a range from here", group=SELECTING),
    ]

    @dataclass
    class ArticleChosen(Message):
        """Enter on an article."""

        article: ArticleId

    @dataclass
    class ArticleOpened(Message):
        """A double click on an article."""

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
        self._highlights: Highlighter | None = None
        self._hottest = 0
        self.density = Density.NORMAL
        self.chosen_density: Density | None = None
        """The density that the user chose; None follows the width."""
        self.now = datetime.now().astimezone()
        self.dates = SHORT
        self.selection = Selection()
        self.on_selection: Callable[[], object] | None = None
        """Called when the selection changes."""
        self.on_heading: Callable[[], object] | None = None
        """Called for a click on the heading."""

    # -- content

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
        highlights: Highlighter | None = None,
        hottest: int = 0,
    ) -> None:
        """Show rows, with the cursor on an article if it is among them, else at the same index.

        Args:
            rows: the articles.
            title: the heading: name, count and order, separated by " · ".
            article: the article for the cursor; None for the first row.
            hint: shown if there are no rows.
            highlights: finds what to highlight in titles.
            hottest: the largest heat of the rows.
        """
        before = self.cursor * self.density.height - self.top if self._rows else None
        found = rows.place_of(article)
        if found is None and article == self.article and self.cursor + 1 < len(self._rows):
            # It is gone: the eye is on the article after it.
            found = rows.place_of(self._rows.id_at(self.cursor + 1))
        self._rows, self._title, self._hint, self._highlights = rows, title, hint, highlights
        self._hottest = hottest
        if article is None:
            self.cursor, self.top = 0, 0
        else:
            self.cursor = found if found is not None else max(0, min(self.cursor, len(rows) - 1))
            top = 0 if before is None else self.cursor * self.density.height - before
            self.top = max(0, min(top, self._top_limit))
        self.selection.set_rows(rows, self.cursor)
        self.reveal(self.cursor * self.density.height, self.density.height)
        self.redraw()

    def set_title(self, title: str) -> None:
        """Change the heading (see `show`)."""
        if title != self._title:
            self._title = title
            self.refresh(Region(0, 0, self._width, 1))

    @property
    def scroll_position(self) -> tuple[int, int, Density]:
        """The row under the cursor, the line at the top and the density (see `restore_scroll`)."""
        return self.cursor, self.top, self.density

    def restore_scroll(self, position: tuple[int, int, Density]) -> None:
        """Return to a `scroll_position` of the same rows, if the cursor is where it was."""
        cursor, top, density = position
        if cursor == self.cursor and density is self.density:
            self.scroll_lines(top)
            self.reveal(self.cursor * density.height, density.height)

    def move_to(self, article: ArticleId) -> bool:
        """Move the cursor to an article without calling `follow`; returns whether it is listed."""
        found = self._rows.place_of(article)
        if found is None:
            return False
        self._go(found, notify=False)
        return True

    def refresh_marks(self, articles: Collection[ArticleId]) -> None:
        """Draw the rows of some articles again, whose marks changed."""
        height = self.density.height
        if len(articles) > 50:
            self.redraw()
            return
        first, last = self.top // height, (self.top + self.page_size) // height + 1
        for place in range(first, min(last, len(self._rows))):
            if self._rows.id_at(place) in articles:
                self.redraw_lines(place * height, height)
        self._strips = {y: strip for y, strip in self._strips.items() if first <= y // height < last}

    def set_density(self, chosen: Density | None) -> None:
        """Change the height of rows, None to that of the width; the cursor's row keeps its place on the screen."""
        self.chosen_density = chosen
        density = chosen or Density.of_width(self.content_width)
        if density is self.density:
            return
        before = self.cursor * self.density.height - self.top
        self.density = density
        top = max(0, min(self.cursor * density.height - before, self._top_limit))
        self.top = top - top % density.height
        self.reveal(self.cursor * density.height, density.height)
        self.redraw()

    def resized(self) -> None:
        """Follow the width, and keep the cursor visible."""
        self.set_density(self.chosen_density)
        self.reveal(self.cursor * self.density.height, self.density.height)

    # -- drawing

    def heading_text(self) -> str:
        """The heading; if it is too long, the name is cut first."""
        name, *facts = self._title.rsplit(" · ", 2)
        return fit_first(name, facts, max(0, self._width - 3))

    def heading_note(self) -> str:
        """The place of the cursor among all rows."""
        return f"{self.cursor + 1:,}/{len(self._rows):,}" if self._rows else ""

    @property
    def content_width(self) -> int:
        """One cell less, for a blank before the edge."""
        return max(0, self._width - 1)

    def _hint_lines(self) -> list[str]:
        return ["", *wrap(self._hint, max(1, self.content_width - 4))] if self._hint else []

    def line_total(self) -> int:
        """The lines of the rows, or of the hint."""
        return len(self._rows) * self.density.height or len(self._hint_lines())

    def line_at(self, y: int) -> Line:
        """A line of a row."""
        if not self._rows:
            return (Span("  " + self._hint_lines()[y], "hint"),)
        place, part = divmod(y, self.density.height)
        on, chosen = place == self.cursor, self.selection.has(place)
        row, options = self._rows[place], (self.dates, self._highlights, self._hottest)
        lines = row_lines(row, self.density, self.content_width, self.now, on, chosen, *options)
        return lines[part] if part < len(lines) else BLANK

    def line_role(self, y: int) -> str:
        """The role of the cursor or of the selection."""
        if not self._rows:
            return ""
        place = y // self.density.height
        return "cursor title" if place == self.cursor else "chosen title" if self.selection.has(place) else ""

    # -- moving

    def _go(self, place: int, notify: bool = True) -> None:
        place = max(0, min(place, len(self._rows) - 1))
        height, old = self.density.height, self.cursor
        if place != old:
            self.cursor = place
            most = 2 * len(f"{len(self._rows):,}") + 4
            self.refresh(Region(max(0, self._width - most), 0, most, 1))
            if self.selection.ranging:
                self.selection.extend_range(place)
                first, last = min(old, place), max(old, place)
                self.redraw_lines(first * height, (last - first + 1) * height)
                self._notify_selection()
            else:
                self.redraw_lines(old * height, height)
                self.redraw_lines(place * height, height)
        self.reveal(place * height, height)
        if notify and place != old:
            self._follow(self.article)

    def item_total(self) -> int:
        """The number of rows."""
        return len(self._rows)

    @property
    def item_height(self) -> int:
        """The lines of a row."""
        return self.density.height

    def action_page(self, pages: float) -> None:
        """Move by a number of pages and scroll along."""
        if not self._rows:
            return
        height = self.density.height
        rows = max(1, int(self.page_size / height * abs(pages))) * (1 if pages > 0 else -1)
        rows *= self.count.take() or 1
        self.scroll_lines(self.top + rows * height)
        self._go(self.cursor + rows)

    def action_choose(self) -> None:
        """Choose the article under the cursor."""
        if self.article is not None:
            self.post_message(self.ArticleChosen(self.article))

    # -- selecting

    def action_select(self) -> None:
        """End a range; else select or unselect the article and move to the next."""
        if self._rows and not self._end_range():
            self._toggle()
            self._go(self.cursor + 1)

    def action_select_range(self) -> None:
        """Start a range that follows the cursor, or end it."""
        if self._rows and not self._end_range():
            self.selection.start_range(self.cursor)
            self.redraw_lines(self.cursor * self.density.height, self.density.height)
            self._notify_selection()

    def _end_range(self) -> bool:
        if not self.selection.ranging:
            return False
        self.selection.end_range()
        self._notify_selection()
        return True

    def _toggle(self) -> None:
        self.selection.toggle(self.cursor)
        self.redraw_lines(self.cursor * self.density.height, self.density.height)
        self._notify_selection()

    def unselect(self) -> bool:
        """Cancel the range, else clear the selection; returns whether anything was selected."""
        if not len(self.selection):
            return False
        if self.selection.ranging:
            self.selection.cancel_range()
        else:
            self.selection.clear()
        self.redraw()
        self._notify_selection()
        return True

    def select(self, articles: Collection[ArticleId]) -> None:
        """Select exactly these articles, as far as they are listed."""
        if articles or len(self.selection):
            self.selection.select(articles)
            self.redraw()
            self._notify_selection()

    def clear_selection(self) -> None:
        """Clear the selection, a range included."""
        while self.unselect():
            pass

    def _notify_selection(self) -> None:
        if self.on_selection is not None:
            self.on_selection()

    # -- the mouse

    def on_click(self, event: events.Click) -> None:
        """Move to a row; on its signs or with Ctrl select it; on a double click open its link."""
        if not event.y and self.on_heading is not None:
            self.on_heading()
        y = self.content_at(event.y)
        if y is None or not self._rows:
            return
        self._go(y // self.density.height)
        if event.ctrl or event.x < SIGNS:
            if not self._end_range():
                self._toggle()
        elif event.chain == 2 and self.article is not None:
            self.post_message(self.ArticleOpened(self.article))
