"""The page of an article in the detail pane."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from reader.core.model.article import NO_HEAT, Article, Kind, to_timestamp
from reader.core.model.marks import NO_MARK, Mark
from reader.core.text.date_format import SHORT
from reader.core.text.relative_time import format_datetime, long_date, short_date
from reader.ui.render.highlights import Highlighter, highlight_lines
from reader.ui.render.list_row import heat_bar, heat_role
from reader.ui.render.text import Line, Span, fit, fit_first, fit_middle, line_width, pad, wrap, wrap_to


class ArticlePage(Struct, frozen=True):
    """The content of the detail pane.

    Attributes:
        known: for each of `article.related` whether the store has it.
        is_external: whether this is the page of a related entry that the store does not have.
        highlights: finds what to highlight.
    """

    article: Article
    mark: Mark = NO_MARK
    known: Sequence[bool] = ()
    is_external: bool = False
    highlights: Highlighter | None = None


@dataclass(slots=True)
class PageLayout:
    """The lines of a page; `places` has (first line, line count) of each related entry."""

    lines: list[Line] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, role: str = "") -> None:
        """Append a line."""
        self.lines.append((Span(text, role),) if text else ())

    def wrap(self, text: str, width: int, role: str = "") -> None:
        """Append a wrapped text."""
        for line in wrap(text, width):
            self.add(line, role)

    def add_field(self, text: str, width: int, role: str, highlights: Highlighter | None, field: str) -> None:
        """Append the wrapped text of a field, with its matches highlighted."""
        if highlights is None:
            self.wrap(text, width, role)
            return
        for paragraph in text.split("\n"):
            self.lines += highlight_lines(paragraph, wrap(paragraph, width), highlights(paragraph, field), role)


def lay_out_page(
    page: ArticlePage, width: int, now: datetime, chosen: int | None = None, dates: str = SHORT
) -> PageLayout:
    """The lines of a page.

    Args:
        page: the content.
        width: in cells.
        now: the present, in the user's time zone.
        chosen: the number of the related entry under the cursor.
        dates: a date format (see `reader.core.text.date_format`).
    """
    drawn = PageLayout()
    article = page.article
    drawn.add_field(article.title, width, "title", page.highlights, "title")
    drawn.add("")
    _facts(drawn, page, width, now, long_date(to_timestamp(page.article.published), now, dates))
    if page.mark.note:
        _note(drawn, page.mark.note, width)
    if article.excerpt:
        drawn.add("")
        drawn.add_field(article.excerpt, width, "text", page.highlights, "excerpt")
    if article.body:
        drawn.add("")
        drawn.add_field(article.body, width, "text", page.highlights, "")
    drawn.add("")
    if article.url:
        drawn.lines.append((Span("→ ", "meta"), Span(fit_middle(article.url, width - 2), "link")))
    else:
        drawn.wrap("no link to open", width, "meta")
    if article.related:
        _related(drawn, page, width, now, chosen, dates)
    return drawn


def _facts(drawn: PageLayout, page: ArticlePage, width: int, now: datetime, date: str) -> None:
    article, mark = page.article, page.mark
    provider = article.provider
    names = [provider.label]
    if provider.domain and provider.domain != provider.label:
        names.append(provider.domain)
    if any(names):
        drawn.wrap(" · ".join(name for name in names if name), width, "provider")
    drawn.wrap(date, width, "meta")
    _numbers(drawn, article, width)
    states = [
        "▶ video" if article.kind is Kind.VIDEO else "",
        "★ bookmarked" if mark.bookmarked else "",
        "related article, not in your library" if page.is_external else "",
        "archived" if article.archived else "",
        f"◷ snoozed until {format_datetime(mark.snoozed, now)}" if mark.snoozed > now.timestamp() else "",
        "" if mark.read or page.is_external else "● unread",
    ]
    if any(states):
        drawn.wrap(" · ".join(state for state in states if state), width, "state")
    if mark.tags:
        drawn.wrap(" · ".join(f"#{tag}" for tag in mark.tags), width, "tags")
    if article.topics:
        drawn.wrap(" · ".join(article.topics), width, "topics")


def _note(drawn: PageLayout, note: str, width: int) -> None:
    """The user's note, with a line at its left."""
    drawn.add("")
    drawn.add("Note", "section")
    for text in wrap(note, max(1, width - 2)):
        drawn.lines.append((Span("│ ", "section"), Span(text, "note")))


def _numbers(drawn: PageLayout, article: Article, width: int) -> None:
    """Heat and quality, side by side if there is room."""
    spans: list[Span] = []
    heat = NO_HEAT if article.heat is None else article.heat
    if heat != NO_HEAT:
        spans.append(Span(f"{heat_bar(heat)} heat {heat}", heat_role(heat)))
    if article.quality is not None:
        spans.append(Span(f"quality {article.quality}", "meta"))
    together = (*spans[:1], Span(" · ", "meta"), *spans[1:]) if len(spans) > 1 else tuple(spans)
    if line_width(together) > width:
        drawn.lines.extend((Span(fit(span.text, width), span.role),) for span in spans)
    elif together:
        drawn.lines.append(together)


def _related(drawn: PageLayout, page: ArticlePage, width: int, now: datetime, chosen: int | None, dates: str) -> None:
    entries = page.article.related
    drawn.add("")
    drawn.add(f"Related ({len(entries)})", "section")
    digits = len(str(len(entries)))
    for number, entry in enumerate(entries):
        on = "cursor " if number == chosen else ""
        first = len(drawn.lines)
        here = number < len(page.known) and page.known[number]
        titles = wrap_to(entry.title, max(1, width - digits - 2), 2)
        for place, text in enumerate(titles):
            label = f"{number + 1:>{digits}}" if not place else " " * digits
            drawn.lines.append(
                (
                    Span(f"{label} ", f"{on}number"),
                    Span(pad(text, max(0, width - digits - 1)), f"{on}{'related' if here else 'external'}"),
                )
            )
        facts = (short_date(to_timestamp(entry.published), now, dates), "" if here else "↗ web")
        words = fit_first(entry.provider.label, facts, max(0, width - digits - 1))
        drawn.lines.append(
            (Span(" " * (digits + 1), f"{on}number"), Span(pad(words, max(0, width - digits - 1)), f"{on}meta"))
        )
        drawn.places.append((first, len(drawn.lines) - first))
