"""Plain mode: what each line that is typed does."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from reader.cli.article_search import prepare_search
from reader.cli.plain.phrases import HELP, article_words, name_of, row_words, topic_lines
from reader.cli.plain.plain_links import PlainLinks
from reader.cli.plain.plain_marks import PlainMarks
from reader.core.model.article import Article, ArticleId
from reader.core.model.errors import MarksUnavailable, QueryError, UnknownTopic
from reader.core.model.listing import Listing, Order
from reader.core.model.marks import MarkKind
from reader.core.store import Store
from reader.core.text.counting import count_noun
from reader.core.text.normalization import quoted, strip_controls

PAGE: Final = 10
"""Articles of a page."""
MANY: Final = 20_000
"""Articles without an index, from which on a search takes long enough to announce it."""
_WORDS: Final = {
    "n": "next", "next": "next", "": "next", "p": "back", "back": "back", "l": "list", "list": "list",
    "b": "bookmark", "m": "mark", "M": "unmark", "o": "open", "r": "related", "s": "sort", "t": "topics",
    "topics": "topics", "u": "undo", "undo": "undo", "redo": "redo", "?": "help", "h": "help", "help": "help",
}  # fmt: skip
_WITH_ARGUMENT: Final = ("bookmark", "mark", "unmark", "open", "related", "topics")
_ENDS: Final = ("q", "quit", "exit")


class CurrentList(Struct, frozen=True):
    """The articles that are listed, in order, the name of the list, and the query that found them, if any."""

    ids: Sequence[ArticleId]
    name: str
    query: str = ""


class PlainSession:
    """Answers one line after the other.

    `clock` gives the present in the user's time zone; `say` prints a line of text of any length.
    """

    def __init__(
        self,
        store: Store,
        marks: PlainMarks,
        links: PlainLinks,
        clock: Callable[[], datetime],
        say: Callable[[str], None],
        order: Order = Order.HEAT,
    ) -> None:
        self._store, self._marks, self._links, self._clock, self._say = store, marks, links, clock, say
        self._article: Article | None = None
        self._topics: list[Listing] = []
        self._show(Listing(order=order))

    @property
    def prompt(self) -> str:
        if self._topics:
            return "Number of a topic, or Enter to cancel: "
        return "Number, command, or ? for help: "

    def begin(self) -> None:
        """Print the first page."""
        counts = self._store.counts
        self._say(f"Heatwire: {count_noun(counts.all, 'article')}, {counts.unread:,} unread.")
        self._list()

    def answer(self, line: str) -> bool:
        """Carry out a line; False if it ends the session."""
        line = line.strip()
        if line.lower() in _ENDS:
            return False
        self._marks.reload_external()
        try:
            if self._topics:
                self._choose_topic(line)
            else:
                self._do(line)
        except MarksUnavailable as error:
            self._say(f"{error}.")
        return True

    def _do(self, line: str) -> None:
        if line.startswith("/"):
            self._search(line[1:].strip())
            return
        command, _, rest = line.partition(" ")
        rest = rest.strip()
        if not rest and len(command) > 1 and command[0] in "rbmMo" and _is_number(command[1:]):
            # Such as r1, as related entries are numbered.
            command, rest = command[0], command[1:]
        if _is_number(command) and not rest:
            self._read(self._listed(command))
            return
        name = _WORDS.get(command) or _WORDS.get(command.lower(), "")
        match name if not rest or name in _WITH_ARGUMENT else "":
            case "bookmark" | "mark" | "unmark" | "open":
                article = self._listed(rest) if rest else self._article
                if article is not None:
                    self._act(name, article)
                elif not rest:
                    self._say("Read an article first: type its number.")
            case "related":
                self._related(rest)
            case "topics":
                self._choose_from_topics(rest)
            case "next":
                self._page(1)
            case "back":
                self._page(-1)
            case "list":
                self._list()
            case "sort":
                self._sort()
            case "undo":
                self._say(self._marks.undo())
            case "redo":
                self._say(self._marks.redo())
            case "help":
                for text in HELP.split("\n"):
                    self._say(text)
            case _:
                self._say(f"Unknown command {quoted(line)}. Type ? for help.")

    # -- lists

    def _show(self, listing: Listing) -> None:
        self._listing, self._start = listing, 0
        self._shown = CurrentList(tuple(self._store.select(listing).ids()), name_of(listing, self._store))

    def _open(self, listing: Listing) -> None:
        self._show(listing)
        self._list()

    def _list(self) -> None:
        """Print the current page."""
        ids, total = self._shown.ids, len(self._shown.ids)
        order = "" if self._shown.query else f", {self._listing.order.label}"
        if not total:
            self._say(f"{self._shown.name}: no articles.")
            return
        page = ids[self._start : self._start + PAGE]
        self._say(f"{self._shown.name}{order}: {self._start + 1:,} to {self._start + len(page):,} of {total:,}.")
        now = self._clock()
        for number, article in enumerate(page, self._start + 1):
            if (row := self._store.row(article)) is not None:
                self._say(row_words(number, row, now))

    def _page(self, by: int) -> None:
        start = self._start + by * PAGE
        if not 0 <= start < max(len(self._shown.ids), 1):
            self._say("This is the end of the list." if by > 0 else "This is the beginning of the list.")
            return
        self._start = start
        self._list()

    def _sort(self) -> None:
        query = self._shown.query
        self._show(self._listing.ordered(self._listing.order.next))
        if query:
            self._search(query)
        else:
            self._list()

    def _search(self, text: str) -> None:
        if not text:
            self._open(Listing(order=self._listing.order))
            return
        try:
            search = prepare_search(text)
            state = self._store.search.state
            if state.total - state.indexed > MANY:
                self._say("Searching; the first search takes a few seconds.")
            rows = search(self._store, Listing(order=self._listing.order), self._clock().timestamp())
        except QueryError as error:
            # A caret below the text would not help a listener.
            reason = strip_controls(str(error))
            self._say(f"{reason[:1].upper()}{reason[1:]}, at character {error.column + 1}.")
            return
        self._start = 0
        self._shown = CurrentList(tuple(rows.ids()), f"Results for {quoted(text, 200)}", text)
        self._list()

    def _choose_from_topics(self, name: str) -> None:
        if name:
            try:
                topic = self._store.topics.named(name)
            except UnknownTopic as error:
                self._say(f"{error}.")
                return
            self._open(Listing.of_topic(topic, self._listing.order))
            return
        lines = topic_lines(self._store)
        for number, (_, words) in enumerate(lines, 1):
            self._say(f"{number}. {words}")
        self._topics = [listing for listing, _ in lines]

    def _choose_topic(self, line: str) -> None:
        topics, self._topics = self._topics, []
        if not line:
            self._say("Topic not changed.")
        elif _is_number(line) and 0 < int(line) <= len(topics):
            self._open(topics[int(line) - 1].ordered(self._listing.order))
        elif _is_number(line):
            self._say(f"There is no topic {int(line):,}; the last is {len(topics):,}.")
        else:
            self._choose_from_topics(line)

    # -- articles

    def _listed(self, text: str) -> Article | None:
        """The article with a number of the list; None, and a message, if there is none."""
        total = len(self._shown.ids)
        if not _is_number(text):
            self._say(f"{quoted(text)} is not a number.")
        elif not 0 < int(text) <= total:
            self._say(f"There is no article {int(text):,}; the last is {total:,}.")
        else:
            article = self._store.article(self._shown.ids[int(text) - 1])
            if article is not None:
                return article
            self._say("That article no longer exists.")
        return None

    def _related(self, text: str) -> None:
        entries = self._article.related if self._article else ()
        if not entries:
            self._say("There are no related entries." if self._article else "Read an article first: type its number.")
        elif not _is_number(text) or not 0 < int(text) <= len(entries):
            self._say(f"Type r and a number from 1 to {len(entries):,}.")
        else:
            entry = entries[int(text) - 1]
            self._read(self._store.article(entry.id) or entry)

    def _read(self, article: Article | None) -> None:
        if article is None:
            return
        self._article = article
        here = article.id in self._store
        for text in article_words(article, self._store.mark(article.id), here, self._clock()):
            self._say(text)
        if here:
            self._marks.read_automatically(article)

    def _act(self, name: str, article: Article) -> None:
        if name == "open":
            if self._links.open(article.url) and article.id in self._store:
                self._marks.read_automatically(article)
        elif name == "bookmark":
            self._say(self._marks.toggle_bookmark(article))
        else:
            self._say(self._marks.set(MarkKind.READ, name == "mark", article))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
