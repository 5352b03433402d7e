"""The page of an article in the detail pane."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from reader.core.model.article import NO_HEAT, Article, Kind, to_timestamp
from reader.core.model.marks import NO_MARK, Mark
from reader.core.text.date_format import SHORT
from reader.core.text.relative_time import format_datetime, long_date, short_date
from reader.ui.render.highlights import Highlighter, highlight_lines
from reader.ui.render.text import Line, Span, fit_first, fit_middle, pad, wrap, wrap_to

_EXCERPTS_FROM, _MOST_EXCERPT = 70, 3
"""Cells from which excerpts of related entries fill the page, and their lines."""


class ArticlePage(Struct, frozen=True):
    """The content of the detail pane.

    Attributes:
        known: for each of `article.related` whether the store has it.
        is_external: whether this is the page of a related entry that the store does not have.
        highlights: finds what to highlight.
        topics: the names of the article's topics.
    """

    article: Article
    mark: Mark = NO_MARK
    known: Sequence[bool] = ()
    is_external: bool = False
    highlights: Highlighter | None = None
    topics: Sequence[str] = ()


@dataclass(slots=True)
class PageLayout:
    """The lines of a page of some width; `places` has (first line, line count) of each related entry."""

    width: int = 0
    lines: list[Line] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)

    def add(self, *spans: Span) -> None:
        """Append a line, an empty one without spans."""
        self.lines.append(spans)

    def wrap(self, text: str, role: str) -> None:
        """Append a wrapped text."""
        self.lines += ((Span(line, role),) if line else () for line in wrap(text, self.width))

    def wrap_joined(self, parts: Iterable[str], role: str) -> None:
        """Append parts that are not empty, separated by dots and wrapped."""
        if text := " · ".join(filter(None, parts)):
            self.wrap(text, role)

    def add_field(self, text: str, role: str, highlights: Highlighter | None, name: str) -> None:
        """Append the wrapped text of a field, with its matches highlighted."""
        if highlights is None:
            self.wrap(text, role)
            return
        for paragraph in text.split("\n"):
            self.lines += highlight_lines(paragraph, wrap(paragraph, self.width), highlights(paragraph, name), role)


def lay_out_page(
    page: ArticlePage, width: int, now: datetime, chosen: int | None = None, dates: str = SHORT, height: int = 0
) -> PageLayout:
    """The lines of a page.

    Args:
        page: the content.
        width: in cells.
        now: the present, in the user's time zone.
        chosen: the number of the related entry under the cursor.
        dates: a date format (see `reader.core.text.date_format`).
        height: the lines to fill, if that is possible, with excerpts of the related entries.
    """
    layout = _lay_out(page, width, now, chosen, dates, 0)
    for excerpt in (_MOST_EXCERPT, 1):
        if width >= _EXCERPTS_FROM and len(layout.lines) + (excerpt + 1) * len(page.article.related) <= height:
            return _lay_out(page, width, now, chosen, dates, excerpt)
    return layout


def _lay_out(page: ArticlePage, width: int, now: datetime, chosen: int | None, dates: str, excerpt: int) -> PageLayout:
    """The lines of a page, with so many lines of the excerpt of each related entry."""
    layout = PageLayout(width)
    article = page.article
    layout.add_field(article.title, "title", page.highlights, "title")
    layout.add()
    _add_facts(layout, page, now, long_date(to_timestamp(article.published), now, dates))
    if page.mark.note:
        layout.add()
        layout.add(Span("Note", "section"))
        for text in wrap(page.mark.note, max(1, width - 2)):
            layout.add(Span("│ ", "section"), Span(text, "note"))
    for text, name in ((article.excerpt, "excerpt"), (article.body, "")):
        if text:
            layout.add()
            layout.add_field(text, "text", page.highlights, name)
    layout.add()
    if article.url:
        layout.add(Span("→ ", "meta"), Span(fit_middle(article.url, width - 2), "link"))
    else:
        layout.wrap("no link to open", "meta")
    if article.related:
        layout.add()
        layout.add(Span(f"Related ({len(article.related)})", "section"))
        for number in range(len(article.related)):
            _add_related(layout, page, number, number == chosen, now, dates, excerpt)
    return layout


def _add_facts(layout: PageLayout, page: ArticlePage, now: datetime, date: str) -> None:
    article, mark = page.article, page.mark
    layout.wrap_joined(dict.fromkeys((article.provider.label, article.provider.domain)), "provider")
    layout.wrap(date, "meta")
    heat = "" if article.heat in (None, NO_HEAT) else f"heat {article.heat}"
    layout.wrap_joined((heat, "" if article.quality is None else f"quality {article.quality}"), "meta")
    states = (
        "▶ video" if article.kind is Kind.VIDEO else "",
        "★ bookmarked" if mark.bookmarked else "",
        "related article, not in your library" if page.is_external else "",
        "archived" if article.archived else "",
        f"◷ snoozed until {format_datetime(mark.snoozed, now)}" if mark.snoozed > now.timestamp() else "",
        # Read or not, the line stays: the text below it does not move.
        "" if page.is_external else "○ read" if mark.read else "● unread",
    )
    layout.wrap_joined(states, "state")
    layout.wrap_joined((f"#{tag}" for tag in mark.tags), "tags")
    layout.wrap_joined(page.topics, "topics")


def _add_related(
    layout: PageLayout, page: ArticlePage, number: int, chosen: bool, now: datetime, dates: str, excerpt: int
) -> None:
    if excerpt and number:
        layout.add()
    entry, first = page.article.related[number], len(layout.lines)
    on = "cursor " if chosen else ""
    in_store = number < len(page.known) and page.known[number]
    digits = len(str(len(page.article.related)))
    room = max(0, layout.width - digits - 1)
    label = f"{number + 1:>{digits}} "
    role = f"{on}{'current' if on else 'related' if in_store else 'external'}"
    for text in wrap(entry.title, max(1, room - 1)):
        layout.add(Span(label, f"{on}number"), Span(pad(text, room), role))
        label = " " * (digits + 1)
    facts = (short_date(to_timestamp(entry.published), now, dates), "" if in_store else "↗ web")
    meta = fit_first(entry.provider.label, facts, room)
    under = Span(" " * (digits + 1), f"{on}number")
    layout.add(under, Span(pad(meta, room), f"{on}meta"))
    for text in wrap_to(entry.excerpt, max(1, room - 1), excerpt) if excerpt and entry.excerpt else ():
        layout.add(under, Span(pad(text, room), f"{on}external"))
    layout.places.append((first, len(layout.lines) - first))
