"""The detail pane: one article in full, with its related entries."""

from dataclasses import dataclass
from datetime import datetime

from textual import events
from textual.binding import Binding
from textual.message import Message

from reader.core.text.date_format import SHORT
from reader.ui.render.article_page import ArticlePage, PageLayout, lay_out_page
from reader.ui.render.text import BLANK, Line, Span, line_width
from reader.ui.widgets.line_view import LineView, ScrollBar
from reader.ui.widgets.movement import MOVING, movement

MARGIN, WIDE_MARGIN = 1, 2
"""Blank cells at both sides; the wide margin where three panes are shown on 120 columns."""
WIDE = 40
MAX_LINE_WIDTH = 92
"""Longer lines are hard to read."""


class ArticleDetail(LineView, inherit_bindings=False):
    """Shows one page. Down moves to the next visible related entry, else scrolls by a line."""

    COMPONENT_CLASSES = {
        "title", "provider", "meta", "state", "topics", "text", "link", "section", "hint", "tags", "note",
        "number", "related", "external", "cursor", "match",
    }  # fmt: skip

    BINDINGS = [
        *movement("detail", one="a line or related", first="the start", last="the end"),
        Binding(
            "enter",
            "choose",
            "go to",
            id="detail.choose",
            tooltip="Go to related, or open link",
            group=MOVING,
            show=False,
        ),
    ]

    @dataclass
    class RelatedChosen(Message):
        """Enter or a click on a related entry; `number` counts from 0."""

        number: int

    class LinkChosen(Message):
        """Enter or a click on the link."""

    def __init__(self, *, bar: ScrollBar | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(bar=bar, id=id)
        self._page: ArticlePage | None = None
        self._page_layout = PageLayout()
        self._chosen: int | None = None
        self._hint = ""
        self.now = datetime.now().astimezone()
        self.dates = SHORT

    # -- content

    def show(self, page: ArticlePage | None, hint: str = "") -> None:
        """Show a page, or a hint if there is none; only the same article keeps its scroll position."""
        same = page is not None and self._page is not None and page.article.id == self._page.article.id
        if not same:
            self._chosen = None
        self._page, self._hint = page, hint
        self._lay_out(keep=same)

    @property
    def _margin(self) -> int:
        return WIDE_MARGIN if self.content_width >= WIDE else MARGIN

    def _lay_out(self, keep: bool) -> None:
        """Lay the page out again and draw the lines that changed."""
        if not self.content_width:
            return
        before, top = self._page_layout.lines, self.top
        width = max(1, min(MAX_LINE_WIDTH, self.content_width - 2 * self._margin))
        if self._page is not None:
            options = self._chosen, self.dates, self.page_size
            self._page_layout = lay_out_page(self._page, width, self.now, *options)
        else:
            self._page_layout = PageLayout(width)
            if self._hint:
                self._page_layout.add()
                self._page_layout.wrap(self._hint, "hint")
        after = self._page_layout.lines
        self.top = max(0, min(top, self._top_limit)) if keep else 0
        for y in range(max(len(before), len(after))):
            if y >= len(before) or y >= len(after) or before[y] != after[y]:
                self._strips.pop(y, None)
        for row in range(self.page_size):
            old = before[top + row] if top + row < len(before) else BLANK
            new = after[self.top + row] if self.top + row < len(after) else BLANK
            if old != new:
                self.redraw_part(row, self._margin + max(line_width(old), line_width(new)))
        self.update_bar()

    def resized(self) -> None:
        """Lay the page out in the new width."""
        self._lay_out(keep=True)

    # -- drawing

    def heading_text(self) -> str:
        """The name of the pane."""
        return "Article"

    def line_total(self) -> int:
        """The lines of the page."""
        return len(self._page_layout.lines)

    def line_at(self, y: int) -> Line:
        """A line of the page with its margin."""
        line = self._page_layout.lines[y]
        return (Span(" " * self._margin, line[0].role.rpartition(" ")[2]), *line) if line else line

    # -- moving

    @property
    def chosen(self) -> int | None:
        """The number of the related entry under the cursor, from 0."""
        return self._chosen

    def _in_view(self, number: int) -> bool:
        first, count = self._page_layout.places[number]
        return first + count > self.top and first < self.top + self.page_size

    def _choose(self, number: int | None) -> None:
        self._chosen = number
        self._lay_out(keep=True)
        if number is not None:
            self.reveal(*self._page_layout.places[number])

    def action_move(self, by: int) -> None:
        """Move to the next related entry if it is visible, else scroll by a line."""
        places = self._page_layout.places
        if by > 0:
            following = 0 if self._chosen is None else self._chosen + 1
            if following < len(places) and self._in_view(following):
                self._choose(following)
            else:
                self.scroll_lines(self.top + by)
        elif self._chosen is not None and (not self._chosen or self._in_view(self._chosen - 1)):
            self._choose(self._chosen - 1 if self._chosen else None)
        elif self._chosen is None and self.top and (visible := self._visible()):
            self._choose(visible[-1])
        else:
            self.scroll_lines(self.top + by)

    def _visible(self) -> list[int]:
        """The numbers of the visible related entries."""
        return [number for number in range(len(self._page_layout.places)) if self._in_view(number)]

    def action_go_first(self) -> None:
        """Scroll to the start."""
        self._choose(None)
        self.scroll_lines(0)

    def action_go_last(self) -> None:
        """Scroll to the end and choose the last related entry."""
        if self._page_layout.places:
            self._choose(len(self._page_layout.places) - 1)
        self.scroll_lines(self.line_total())

    def action_page(self, pages: float) -> None:
        """Scroll by a number of pages."""
        self.scroll_lines(self.top + int(max(1, self.page_size) * pages))

    def action_choose(self) -> None:
        """Follow the related entry under the cursor, or the link if there is none."""
        if self._chosen is not None:
            self.post_message(self.RelatedChosen(self._chosen))
        elif (visible := self._visible()) and not self._link_in_view():
            # A link that is out of sight is not what the user means.
            self._choose(visible[0])
        else:
            self.post_message(self.LinkChosen())

    def _link_in_view(self) -> bool:
        lines = self._page_layout.lines[self.top : self.top + self.page_size]
        return any(span.role == "link" for line in lines for span in line)

    @property
    def scroll_position(self) -> tuple[int, int | None]:
        """The line at the top and the related entry under the cursor (see `restore_scroll`)."""
        return self.top, self._chosen

    def restore_scroll(self, position: tuple[int, int | None]) -> None:
        """Return to a `scroll_position` of the same article."""
        top, chosen = position
        if chosen is not None and chosen < len(self._page_layout.places):
            self._choose(chosen)
        self.scroll_lines(top)

    def on_click(self, event: events.Click) -> None:
        """Follow a related entry or the link."""
        y = self.content_at(event.y)
        if y is None:
            return
        for number, (first, count) in enumerate(self._page_layout.places):
            if first <= y < first + count:
                self.post_message(self.RelatedChosen(number))
                return
        if any(span.role == "link" for span in self._page_layout.lines[y]):
            self.post_message(self.LinkChosen())
