"""All articles in memory, and the indexes over them: the single source of truth for news."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress
from typing import TYPE_CHECKING, Final, cast

from msgspec import Struct

from reader.core.model.article import Article, ArticleId, from_timestamp
from reader.core.model.listing import Listing, Order
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind, Mute
from reader.core.model.topic import Topic, TopicKey, TopicTree
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.core.tables.columns import Columns
from reader.core.tables.counts import Counts, ViewCounts
from reader.core.tables.hidden import HiddenArticles
from reader.core.tables.listings import Listings
from reader.core.tables.mark_updates import changed_by, differing, tags_in_use, without_mark
from reader.core.tables.mute_filter import MuteFilter
from reader.core.tables.row_flags import LISTED_UNREAD, OFF_LIST, RowFlag, flag_all, flag_table, with_mark
from reader.core.tables.rows import DAMAGED, Row, Rows, make_row
from reader.core.tables.sort_index import SortIndex
from reader.core.tables.topic_index import TopicIndex

if TYPE_CHECKING:
    from reader.core.model.query import Query
    from reader.core.search.engine import Search
    from reader.core.search.word_index import IndexSource

_REMEMBERED: Final = 512
_NO_COPY: Final = flag_table(0, int(RowFlag.KEPT))
_MANY: Final = 500
"""Where more articles change at once, counting all again is faster than counting each."""


class Change(Struct, frozen=True):
    """What changed in the store.

    Whether articles came or went, or left the lists or came back to them; the articles whose marks changed; the
    snoozed articles whose time has come.
    """

    news: bool = False
    marked: frozenset[ArticleId] = frozenset()
    resurfaced: frozenset[ArticleId] = frozenset()


class Store:
    """Articles by id, their marks, and listings of them.

    Only `select` costs more for having more articles: one pass over those it chooses from, remembered until the
    news change.
    """

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        self._columns = Columns()
        self._topics = TopicIndex(self._columns, topics)
        self._orders = {order: SortIndex(self._columns, order) for order in Order}
        self._hidden = HiddenArticles(self._columns, self._topics)
        self._counts = ViewCounts(self._columns, self._hidden)
        self._listings = Listings(self._columns, self._orders, self._topics, self._hidden)
        self._recent: dict[int, Article] = {}
        self._held: list[ArticleBatch] = []
        self._search: Search | None = None
        self._index: tuple[IndexSource, int] | None = None
        self._index_coming = False

    # -- articles come and go

    def add_topics(self, topics: Iterable[Topic]) -> None:
        """Define the topics; articles that are there already are filed under them."""
        self._topics.define(topics)
        self._update_hidden(self._hidden.mutes.topics_changed())
        self._news_changed()

    def apply(self, batch: ArticleBatch) -> Change:
        """Add a batch; an article replaces the one of its id, unless it is only a bookmark's copy."""
        if self._held:
            self._drop_held({ArticleId(article) for article in compress(batch.ids, batch.flags.translate(_NO_COPY))})
        base = self._columns.append(batch)
        # Topics count first: of an id that is in the batch twice, one is counted out again.
        self._topics.add_batch(len(self._columns.batches) - 1)
        self._place(batch, base)
        self._update_hidden(self._hidden.add_slots(base))
        self._news_changed()
        return Change(news=True)

    def _news_changed(self) -> None:
        self._columns.news += 1
        self._listings.clear()

    def _place(self, batch: ArticleBatch, base: int) -> None:
        """Assign the articles of a batch to their slots, all at once if no id is there yet."""
        ids, slots, marks = cast("list[ArticleId]", batch.ids.tolist()), self._columns.slots, self._columns.marks
        fresh = dict(zip(ids, range(base, base + len(ids)), strict=True))
        if len(fresh) < len(ids) or not slots.keys().isdisjoint(fresh):
            for slot, article in enumerate(ids, base):
                self._place_one(slot, article)
            return
        if slots:
            slots.update(fresh)
        else:
            self._columns.slots = slots = fresh
        self._counts.add_batch(batch.flags)
        for article in marks if len(marks) < len(ids) else ids:
            if article in marks and slots.get(article, -1) >= base:
                self._flag_mark(article)

    def _place_one(self, slot: int, article: ArticleId) -> None:
        columns = self._columns
        if article in columns.slots:
            if columns.flags[slot] & RowFlag.KEPT:
                columns.flags[slot] |= RowFlag.GONE
                return
            self._vacate(article)
        columns.slots[article] = slot
        columns.flags[slot] = with_mark(columns.flags[slot], columns.mark(article))
        self._counts.add(columns.flags[slot], 1)

    def _vacate(self, article: ArticleId) -> None:
        slot = self._columns.slots.pop(article)
        self._set_flags(slot, self._columns.flags[slot] | RowFlag.GONE)
        self._columns.former.setdefault(article, []).append(slot)

    def _set_flags(self, slot: int, flags: int) -> None:
        """Change the flags of an article, and the counts with them."""
        before = self._columns.flags[slot]
        self._columns.flags[slot] = flags
        self._counts.add(before, -1)
        self._counts.add(flags, 1)
        listed = (flags & OFF_LIST == 0) - (before & OFF_LIST == 0)
        unread = LISTED_UNREAD[flags] - LISTED_UNREAD[before]
        if listed or unread:
            self._topics.count_slot(slot, listed, unread)

    def add_copies(self, articles: Iterable[Article]) -> bool:
        """Take in the copies of bookmarked articles that the store does not have; True if there were any."""
        missing = [article for article in articles if article.id not in self]
        if missing:
            self.apply(ArticleBatch.of(missing, kept=True))
        return bool(missing)

    def remove(self, articles: Iterable[ArticleId]) -> Change:
        """Remove articles, held ones included; unknown ids are skipped. Their marks are kept."""
        articles = set(articles)
        self._drop_held(articles)
        for article in articles:
            if article in self._columns.slots:
                self._vacate(article)
        self._counts.recount_hidden()
        self._news_changed()
        return Change(news=True)

    def hold(self, batch: ArticleBatch) -> None:
        """Hold a batch back: its articles are in no listing, count or search until `release`.

        Of one id the article that arrives last counts, held or not.
        """
        if batch.count:
            self._held.append(batch)

    @property
    def held(self) -> int:
        """How many new articles are held; one whose id is in the store already is a replacement and not counted."""
        ids = set().union(*(batch.ids for batch in self._held))
        return sum(article not in self._columns.slots for article in ids)

    def release(self) -> Change:
        """Add all held batches, in order of arrival."""
        held, self._held = self._held, []
        for batch in held:
            self.apply(batch)
        return Change(news=bool(held))

    def _drop_held(self, articles: AbstractSet[ArticleId]) -> None:
        held = (batch if articles.isdisjoint(batch.ids) else batch.without(articles) for batch in self._held)
        self._held = [batch for batch in held if batch.count]

    # -- marks

    def replace_marks(self, marks: Mapping[ArticleId, Mark]) -> Change:
        """Replace all marks; an article that is not among these has none."""
        lost = dict.fromkeys(self._columns.marks.keys() - marks.keys(), NO_MARK)
        change = self._change_marks(differing(self._columns.marks, {**marks, **lost}))
        self._columns.marks = dict(marks)
        return change

    def update_marks(self, marks: Mapping[ArticleId, Mark]) -> Change:
        """Replace the marks of these articles; all others stay as they are."""
        return self._change_marks(differing(self._columns.marks, marks))

    def set_mark(
        self, kind: MarkKind, value: bool, articles: Iterable[ArticleId], text: str = "", until: int = 0
    ) -> Change:
        """Set one mark of some articles; for `text` and `until` see `MarkChange`."""
        return self.apply_mark_change(MarkChange(kind, value, tuple(articles), text=text, until=until))

    def apply_mark_change(self, change: MarkChange) -> Change:
        """Change the marks of the articles that a mark change names."""
        return self._change_marks(changed_by(change, self._columns.marks, change.articles))

    def _change_marks(self, changed: Mapping[ArticleId, Mark]) -> Change:
        columns = self._columns
        columns.marks.update(changed)
        for article, mark in changed.items():
            self._note_annotation(article, mark)
        if len(changed) > _MANY:
            flag_all(columns.flags, columns.slots, changed)
            self._topics.forget_unread()
            self._counts.recount()
        else:
            for article in changed:
                self._flag_mark(article)
        return Change(self._update_hidden(self._hidden.update_marks(changed.items())), frozenset(changed))

    def _flag_mark(self, article: ArticleId) -> None:
        slot = self._columns.slots.get(article)
        if slot is not None:
            self._set_flags(slot, with_mark(self._columns.flags[slot], self._columns.mark(article)))

    def _note_annotation(self, article: ArticleId, mark: Mark) -> None:
        annotated = self._columns.annotated
        if mark.tags or mark.note or article in annotated:
            self._columns.notes += 1
            (annotated.add if mark.tags or mark.note else annotated.discard)(article)

    def mark(self, article: ArticleId) -> Mark:
        """The marks on an article, in the store or not."""
        return self._columns.mark(article)

    def without_mark(self, kind: MarkKind, value: bool, articles: Iterable[ArticleId]) -> list[ArticleId]:
        """Those of some articles that are not (`value`) read or bookmarked."""
        return without_mark(self._columns.marks, kind, value, articles)

    def tags(self) -> list[str]:
        """The tags in use, those on the most articles first."""
        return tags_in_use(self._columns.marks.values())

    # -- muted and snoozed

    def set_mutes(self, mutes: Iterable[Mute], now: float, first: Order = Order.HEAT) -> Change:
        """Replace the mutes; those that have expired by `now` (seconds since 1970, UTC) are ignored.

        Muted topics are off the lists when this returns. Articles of muted words and providers are found by
        `apply_mutes`, in the order `first`; of those that arrive later the first ones are tested at once.
        """
        return Change(self._update_hidden(self._hidden.set_mutes(mutes, now, self._orders[first])))

    def apply_mutes(self, count: int) -> Change:
        """Test `count` more articles against the mutes; each takes some 10 microseconds."""
        return Change(self._update_hidden(self._hidden.mutes.apply_mutes(count)))

    @property
    def mutes_pending(self) -> bool:
        """Whether `apply_mutes` has articles left to test."""
        return self._hidden.mutes.mutes_pending

    def try_mutes(self, mutes: Iterable[Mute]) -> MuteFilter:
        """A filter with some mutes, which takes nothing off the lists; its `apply_mutes` tests articles."""
        trial = MuteFilter(self._columns, self._topics)
        trial.add_slots(0)
        trial.set(mutes, 0, self._orders[Order.HEAT])
        return trial

    def muted_by(self, mute: Mute, trial: MuteFilter | None = None) -> int:
        """How many articles a mute keeps off the lists, or would by a trial, as far as they were tested."""
        gone = RowFlag.GONE | RowFlag.KEPT
        return sum(not self._columns.flags[slot] & gone for slot in (trial or self._hidden.mutes).found(mute))

    def resurface(self, now: float) -> Change:
        """Bring back snoozed articles whose time has come (seconds since 1970, UTC), and those of expired mutes.

        Until the first call all snoozed articles are hidden, whatever their time. A resurfaced article is on top
        of every listing that has it until it is read.
        """
        concerned, resurfaced = self._hidden.resurface(now)
        return Change(self._update_hidden(concerned), resurfaced=resurfaced)

    @property
    def next_due(self) -> int | None:
        """When to call `resurface` next (seconds since 1970, UTC); None if nothing is hidden for a time."""
        return self._hidden.next_due

    def _update_hidden(self, slots: Sequence[int]) -> bool:
        """Set or clear the HIDDEN flag of some slots; returns whether any changed."""
        if not slots:
            return False
        self._listings.clear()
        flags, hides = self._columns.flags, self._hidden.hides
        flip = [slot for slot in set(slots) if hides(slot) is not bool(flags[slot] & RowFlag.HIDDEN)]
        if len(flip) > _MANY:
            for slot in flip:
                flags[slot] ^= RowFlag.HIDDEN
            self._topics.recount()
            self._counts.recount()
        else:
            for slot in flip:
                self._set_flags(slot, flags[slot] ^ RowFlag.HIDDEN)
        self._counts.recount_hidden()
        return bool(flip)

    # -- topics and counts

    @property
    def topics(self) -> TopicTree:
        """The tree of topics, those that only articles name included."""
        return self._topics.tree

    def topic_count(self, topic: TopicKey) -> int:
        """How many listed articles a topic and its descendants have."""
        return self._topics.count(topic)

    def topic_unread(self, topic: TopicKey) -> int:
        """How many of these are unread; -1 with many articles, until `count_unread`."""
        return self._topics.unread(topic)

    def count_unread(self) -> None:
        """Count the unread articles of all topics, if they are not counted."""
        self._topics.count_unread()

    def unread_among(self, topics: Iterable[TopicKey]) -> Iterator[TopicKey]:
        """Those of some topics that have a listed unread article, of theirs or of a descendant."""
        unread = self._columns.flags.translate(LISTED_UNREAD)
        return (topic for topic in topics if any(map(unread.__getitem__, self._topics.slots(topic))))

    @property
    def counts(self) -> Counts:
        """How many articles there are, by view."""
        return self._counts.counts

    @property
    def news(self) -> int:
        """Counts how often articles or topics changed: as long as it is equal, they are the same."""
        return self._columns.news

    # -- articles

    def __len__(self) -> int:
        return len(self._columns.slots)

    def __contains__(self, article: ArticleId) -> bool:
        return article in self._columns.slots

    def ids(self) -> Collection[ArticleId]:
        """The ids of all articles."""
        return self._columns.slots.keys()

    def article(self, article: ArticleId) -> Article | None:
        """The whole article, or None if the store has none of that id."""
        slot = self._columns.slots.get(article)
        if slot is None:
            return None
        found = self._recent.get(slot)
        if found is None:
            batch, place = self._columns.at(slot)
            try:
                found = batch.article(place)
            except DamagedBatch:
                found = Article(article, DAMAGED, published=from_timestamp(batch.when[place]))
            if len(self._recent) >= _REMEMBERED:
                self._recent.clear()
            self._recent[slot] = found
        return found

    def row(self, article: ArticleId) -> Row | None:
        """The row of an article, or None if the store has none of that id."""
        slot = self._columns.slots.get(article)
        return None if slot is None else make_row(self._columns, slot)

    # -- searching

    def parse_query(self, text: str, unfinished: bool = False) -> "Query":
        """A text as a query whose topics exist; if it is `unfinished`, the last word may continue.

        Raises:
            QueryError: the message explains why the text is no query, `column` where.
        """
        from reader.core.search.query_parser import check_topics, parse  # lazy: search

        query = parse(text, unfinished)
        check_topics(query, self.topics.named)
        return query

    @property
    def search(self) -> "Search":
        """Answers queries; it is made when it is first asked for."""
        if self._search is None:
            from reader.core.search.engine import Search  # lazy: search

            self._search = Search(self._columns, self._topics, self._orders, self._hidden)
            self._search.index_coming = self._index_coming
            self._search.use(self._index)
        return self._search

    @property
    def index_coming(self) -> bool:
        """Whether an index of the words is being made, or still on its way."""
        return self._index_coming

    @index_coming.setter
    def index_coming(self, coming: bool) -> None:
        self._index_coming = coming
        if self._search is not None:
            self._search.index_coming = coming

    def use_index(self, source: "IndexSource | None") -> None:
        """Search all that has arrived so far, except bookmarks' copies, by an index; None: no other will come."""
        self.index_coming = False
        if source is not None:
            self._index = source, self._columns.size
            if self._search is not None:
                self._search.use(self._index)

    # -- listing

    def select(self, listing: Listing, now: float = 0.0, *, also: Collection[ArticleId] = ()) -> Rows:
        """The rows of a listing, as of now.

        A topic that nothing names gives no rows. Words are found only in what `search` has indexed so far; ages are
        those at `now` (seconds since 1970). Articles in `also` are included whatever their marks, unless hidden.
        """
        if listing.query is None:
            return self._listings.select(listing, also)
        slots = self.search.choose(listing, now, self._listings.visible(also))
        return Rows(self._columns, slots if listing.query.sort is not None else self._hidden.pinned_first(slots))
