"""The detail pane: one article in full, with its related entries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from textual import events
from textual.binding import Binding
from textual.message import Message

from reader.core.text.date_format import SHORT
from reader.ui.render.article_page import ArticlePage, PageLayout, lay_out_page
from reader.ui.render.text import BLANK, Line, Span, line_width
from reader.ui.render.text_selection import SELECTED, Point, TextSelection
from reader.ui.widgets.line_view import LineView, ScrollBar
from reader.ui.widgets.movement import MOVING, movement

MARGIN, WIDE_MARGIN = 1, 2
"""Blank cells at both sides; the wide margin where three panes are shown on 120 columns."""
WIDE = 40
MAX_LINE_WIDTH = 92
"""Longer lines are hard to read."""
_READ_ON = "Read on, then to next unread"


class ArticleDetail(LineView, inherit_bindings=False):
    """Shows one page. Down moves to the next visible related entry, else scrolls by a line."""

    COMPONENT_CLASSES = {
        "title", "provider", "meta", "state", "topics", "text", "link", "section", "hint", "tags", "note",
        "number", "related", "external", "cursor", SELECTED, "match",
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
        Binding("space", "read_on", "read on", id="detail.read_on", tooltip=_READ_ON, group=MOVING, show=False),
        Binding("shift+space", "page(-1)", "read back", id="detail.read_back", tooltip="Up by a page", group=MOVING),
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
        self._selection = TextSelection()
        self._selecting = False
        self.on_topic: Callable[[str], object] | None = None
        self.on_provider: Callable[[str], object] | None = None
        """Called with a name for a click on it."""
        self.on_selection: Callable[[], object] | None = None
        """Called when the mouse has selected text."""
        self.on_end: Callable[[], object] | None = None
        """Called for reading on when the end of the article is visible."""
        self.now = datetime.now().astimezone()
        self.dates = SHORT

    # -- content

    def show(self, page: ArticlePage | None, hint: str = "") -> None:
        """Show a page, or a hint if there is none; only the same article keeps its scroll position."""
        same = page is not None and self._page is not None and page.article.id == self._page.article.id
        if not same:
            self._chosen = None
            self.unselect()
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
        whole = (Span(" " * self._margin, line[0].role.rpartition(" ")[2]), *line) if line else line
        return self._selection.mark(y, whole) if self._selection else whole

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

    def action_read_on(self) -> None:
        """Scroll by a page; at the end report it."""
        if not self.scroll_lines(self.top + max(1, self.page_size - 1)) and self.on_end is not None:
            self.on_end()

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

    # -- the mouse

    @property
    def selected_text(self) -> str:
        """The text that the mouse has selected, "" for none."""
        lines, margin = self._page_layout.lines, self._margin
        return self._selection.text(lambda y: (Span(" " * margin), *lines[y]), margin + self._page_layout.width)

    def unselect(self) -> None:
        """Select no text."""
        self._redraw_selected(self._selection.clear())

    def _redraw_selected(self, lines: range) -> None:
        if lines:
            self.redraw_lines(lines.start, len(lines))

    def _point(self, event: events.MouseEvent) -> Point:
        """The line and the cell under the mouse, or the nearest."""
        line = self.top + event.y - self._head
        return Point(max(0, min(line, self.line_total() - 1)), max(0, event.x))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select text."""
        self.unselect()
        if event.button == 1 and self.content_at(event.y) is not None:
            self._selecting = True
            self._selection.begin(self._point(event))
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select text up to the mouse; at the edge of the pane it scrolls."""
        if self._selecting:
            if event.y < self._head:
                self.scroll_lines(self.top - 1)
            elif event.y >= self._head + self.page_size:
                self.scroll_lines(self.top + 1)
            self._redraw_selected(self._selection.extend(self._point(event)))

    def on_mouse_up(self) -> None:
        """End the selecting."""
        if self._selecting:
            self._selecting = False
            self.release_mouse()
            if self._selection and self.on_selection is not None:
                self.on_selection()

    def _name_at(self, y: int, x: int) -> str:
        """The topic at a place; its name may be broken into lines."""
        text = "".join(span.text for span in self._page_layout.lines[y])
        x = min(max(0, x - self._margin), len(text) - 1)
        piece = text[text.rfind(" · ", 0, x + 1) + 1 : (text.find(" · ", x) + 1 or len(text) + 1) - 1]
        piece = piece.strip(" ·")
        names = self._page.topics if self._page is not None and piece else ()
        return next((name for name in names if name == piece), next((name for name in names if piece in name), ""))

    def on_click(self, event: events.Click) -> None:
        """Follow a related entry, the link, a topic or the provider, unless the mouse selected text."""
        y = self.content_at(event.y)
        if y is None or self._selection:
            return
        role = self._page_layout.lines[y][0].role if self._page_layout.lines[y] else ""
        if role == "topics" and self.on_topic is not None and (name := self._name_at(y, event.x)):
            self.on_topic(name)
        elif role == "provider" and self.on_provider is not None and self._page is not None:
            self.on_provider(self._page.article.provider.label)
        for number, (first, count) in enumerate(self._page_layout.places):
            if first <= y < first + count:
                self.post_message(self.RelatedChosen(number))
                return
        if any(span.role == "link" for span in self._page_layout.lines[y]):
            self.post_message(self.LinkChosen())
