"""The manual: Markdown pages with links between them."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, OptionList, Static

from reader.ui.dialogs.dialog import Dialog, dialog_box, option_list

_KEYS = "j/k scroll · [ ] previous/next page · Esc close"
_WIDE = 90
"""Columns from which the list of pages is shown."""


class ManualDialog(Dialog[None]):
    """Shows one page of the manual at a time; wide terminals have a list of all pages beside it.

    Args:
        pages: Markdown by topic, in order; not empty.
        topic: the page to begin with; the first one if there is no such topic.
    """

    AUTO_FOCUS = "VerticalScroll"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]
    BINDINGS = [
        Binding("g", "scroll_to(0)", "start", id="manual.start", tooltip="To the start of the page", show=False),
        Binding("G", "scroll_to(1)", "end", id="manual.end", tooltip="To the end of the page", show=False),
        Binding("left_square_bracket", "step(-1)", "previous page", id="manual.previous", tooltip="Previous page"),
        Binding("right_square_bracket", "step(1)", "next page", id="manual.next", tooltip="Next page"),
    ]

    def __init__(self, pages: Mapping[str, str], topic: str) -> None:
        super().__init__()
        self._pages = pages
        self._topics = list(pages)
        self._topic = topic if topic in pages else self._topics[0]

    def compose(self) -> ComposeResult:
        """The list of pages, and a page."""
        # Textual sets the class only after the first frame.
        self.add_class("-wide" if self.app.size.width >= _WIDE else "-narrow")
        topics = option_list(Content(split_page(page, topic)[0]) for topic, page in self._pages.items())
        topics.can_focus = False
        page = VerticalScroll(Markdown(open_links=False))
        yield dialog_box("Manual", Horizontal(topics, page), keys=_KEYS, size="manual")

    async def on_mount(self) -> None:
        """Show the page to begin with."""
        await self._show(self._topic)

    async def _show(self, topic: str, anchor: str = "") -> None:
        self._topic = topic
        index = self._topics.index(topic)
        title, text = split_page(self._pages[topic], topic)
        self.query_one(".dialog-title", Static).update(f"{title} · {index + 1} of {len(self._topics)}")
        self.query_one(OptionList).highlighted = index
        self.show_keys(_KEYS)
        markdown = self.query_one(Markdown)
        await markdown.update(text)
        self._scroll.scroll_home(animate=False)
        if anchor:
            markdown.goto_anchor(anchor)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_move(self, by: int) -> None:
        """Scroll by a few lines."""
        self._scroll.scroll_relative(y=3 * by, animate=False)

    def action_scroll_to(self, end: int) -> None:
        """Scroll to the start (0) or the end (1) of the page."""
        self._scroll.scroll_to(y=end * self._scroll.max_scroll_y, animate=False)

    async def action_step(self, by: int) -> None:
        """Show the previous (-1) or next (1) page, if there is one."""
        index = self._topics.index(self._topic) + by
        if 0 <= index < len(self._topics):
            await self._show(self._topics[index])

    @on(OptionList.OptionSelected)
    async def _choose(self, event: OptionList.OptionSelected) -> None:
        await self._show(self._topics[event.option_index])

    @on(Markdown.LinkClicked)
    async def _follow(self, event: Markdown.LinkClicked) -> None:
        page, _, anchor = event.href.partition("#")
        topic = page.removesuffix(".md") or self._topic
        if topic in self._pages:
            await self._show(topic, anchor)
        else:
            self.show_keys(f"{event.href} is not in the manual · Esc close")


def split_page(page: str, topic: str) -> tuple[str, str]:
    """The title of a page, which is its first heading or else its topic, and the text below it."""
    first, _, rest = page.lstrip().partition("\n")
    return (first[2:].strip(), rest) if first.startswith("# ") else (topic, page)
