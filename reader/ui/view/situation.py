"""How the main screen stands: the values that say what commands would do."""

from reader.core.model.marks import NO_MARK
from reader.ui.commands.availability import Situation
from reader.ui.main_screen import MainScreen


def situation_of(screen: MainScreen) -> Situation:
    """How a screen stands now."""
    article = screen.reading.article
    mark = screen.store.mark(article.id) if article else NO_MARK
    return Situation(
        article=article is not None,
        entry=screen.reading.entry,
        links=len(article.links.choices()) if article else 0,
        related=len(article.related) if article else 0,
        bookmarked=mark.bookmarked,
        read=mark.read,
        behind=screen.going.trail.has_behind,
        ahead=screen.going.trail.has_ahead,
        pane=screen.panes.current,
        drawer=screen.has_class("-medium"),
        zoomed=screen.has_class("-zoom"),
        first=screen.topics.cursor == 0,
        last=screen.topics.cursor >= screen.topics.line_total() - 1,
        listed=len(screen.list.rows),
        selected=len(screen.chosen),
        unread=screen.store.counts.unread,
        order=screen.listing.order,
        density=screen.list.density,
        problems=len(screen.arrivals.problems),
    )
