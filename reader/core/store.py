"""All articles in memory, and the indexes over them: the single source of truth for news."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Final, cast

from reader.core.model.article import Article, ArticleId, from_timestamp
from reader.core.model.errors import UnknownTopic
from reader.core.model.listing import Listing, Order, View
from reader.core.model.load_events import IndexSource
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind
from reader.core.model.topic import Topic, TopicKey, TopicTree, topic_key, unknown_topic
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.core.tables.columns import Change as Change
from reader.core.tables.columns import Shelf
from reader.core.tables.counts import LISTED_UNREAD
from reader.core.tables.mark_updates import changed_by, differing, tags_in_use, without_mark
from reader.core.tables.row_flags import bits_of, flag_all, mark_bits
from reader.core.tables.rows import Row, RowFlag, Rows, fitting
from reader.core.tables.topic_index import TopicIndex

if TYPE_CHECKING:
    from reader.core.search.engine import Search

_REMEMBERED = 512
_MANY = 500
DAMAGED: Final = "(damaged in the cache; it is being read again)"
"""The title of an article whose record is not what was packed. Whoever loads finds out, and sends it anew."""


class Store(Shelf):
    """Articles by id, their marks, and listings of them.

    An article lives in a slot, a number given on arrival; a replaced or removed article leaves its slot
    behind, marked as gone. Nothing here costs more for having more articles but `select`, which costs
    one pass over those it chooses from and is remembered until the news changes.
    """

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        super().__init__(topics)
        self._former: dict[ArticleId, list[int]] = {}
        self._recent: dict[int, Article] = {}
        self._search: Search | None = None
        self._index: tuple[IndexSource, int] | None = None
        self.index_coming = False
        """Whether an index of the words is being made, or still on its way."""

    # -- articles come and go

    def add_topics(self, topics: Iterable[Topic]) -> None:
        """Define the topics; articles that are there already are sorted into them."""
        self._topics = TopicIndex(topics)
        for block, base in zip(self._blocks, self._bases, strict=True):
            self._topics.add(block, base, self._listed_from(base, block.count))
        self._rehide(self._hiding.mutes.topics_changed())
        self._renew()

    def apply(self, block: ArticleBatch) -> Change:
        """Take in a block; an article whose id is there already is replaced, unless by a mere copy."""
        base = len(self._ids)
        self._blocks.append(block)
        self._bases.append(base)
        self._ids.extend(block.ids)
        self._flags += block.flags
        for order, ranking in self._rankings.items():
            ranking.extend(*block.ranks[order])
        # Topics count first: of an id that comes twice in the block, one is counted out again.
        self._topics.add(block, base, self._listed_from(base, block.count))
        self._place(block, base)
        self._rehide(self._hiding.arrived(base, block.ranks[Order.HEAT][1]))
        self._renew()
        return Change(news=True)

    def _renew(self) -> None:
        self.news += 1
        self._selected.clear()

    def _place(self, block: ArticleBatch, base: int) -> None:
        """Give the articles of a block their slots, all at once if none was there before."""
        ids = cast("list[ArticleId]", block.ids.tolist())
        fresh = self._slot.keys().isdisjoint(ids) and len(set(ids)) == len(ids)
        if not fresh:
            for slot, article in enumerate(ids, base):
                self._settle(slot, article)
            return
        self._slot.update(zip(ids, range(base, base + len(ids)), strict=True))
        self._tally.count_block(block.flags)
        for article in self._marks if len(self._marks) < len(ids) else ids:
            if article in self._marks and self._slot.get(article, -1) >= base:
                self._show_mark(article)

    def _settle(self, slot: int, article: ArticleId) -> None:
        """Give an arriving article its place and its marks, and let the one it replaces go."""
        old = self._slot.get(article)
        if old is not None:
            if self._flags[slot] & RowFlag.KEPT:
                self._flags[slot] |= RowFlag.GONE
                return
            self._vacate(article, old)
        self._slot[article] = slot
        mark = self._marks.get(article)
        if mark is not None:
            self._flags[slot] |= mark_bits(mark)
        self._count(slot, 1)

    def _vacate(self, article: ArticleId, slot: int) -> None:
        if self._listed(slot):
            self._count_topics(slot, -1)
        self._count(slot, -1)
        self._flags[slot] |= RowFlag.GONE
        self._former.setdefault(article, []).append(slot)
        del self._slot[article]

    def remove(self, articles: Iterable[ArticleId]) -> Change:
        """Take articles out; unknown ids are passed over. Their marks stay known."""
        for article in articles:
            slot = self._slot.get(article)
            if slot is not None:
                self._vacate(article, slot)
        self._tally.count_hidden()
        self._renew()
        return Change(news=True)

    # -- marks

    def replace_marks(self, marks: Mapping[ArticleId, Mark]) -> Change:
        """Make these the marks, all others being none."""
        lost = dict.fromkeys(self._marks.keys() - marks.keys(), NO_MARK)
        change = self._change(differing(self._marks, {**marks, **lost}))
        self._marks = dict(marks)
        return change

    def update_marks(self, marks: Mapping[ArticleId, Mark]) -> Change:
        """Make these the marks of their articles; all others stay as they are."""
        return self._change(differing(self._marks, marks))

    def set_mark(
        self, kind: MarkKind, value: bool, articles: Iterable[ArticleId], text: str = "", until: int = 0
    ) -> Change:
        """Set one mark of some articles; `text` and `until` are a step's (see `MarkChange`)."""
        return self.apply_mark_change(MarkChange(kind, value, tuple(articles), text=text, until=until))

    def apply_mark_change(self, step: MarkChange) -> Change:
        """Change the marks of a step's articles."""
        return self._change(changed_by(step, self._marks, step.articles))

    def _change(self, changed: Mapping[ArticleId, Mark]) -> Change:
        self._marks.update(changed)
        if len(changed) > _MANY:
            # Counting anew costs less than counting each.
            flag_all(self._flags, self._slot, changed)
            self._tally.count_all()
            for article, mark in changed.items():
                self._note(article, mark)
        else:
            for article in changed:
                self._show_mark(article)
        return Change(self._rehide(self._hiding.marked(changed.items())), frozenset(changed))

    def _show_mark(self, article: ArticleId) -> None:
        mark = self.mark(article)
        self._note(article, mark)
        slot = self._slot.get(article)
        if slot is not None:
            self._count(slot, -1)
            kept = self._flags[slot] & ~(RowFlag.READ | RowFlag.BOOKMARKED)
            self._flags[slot] = kept | mark_bits(mark)
            self._count(slot, 1)

    def _note(self, article: ArticleId, mark: Mark) -> None:
        """Keep track of what is written on articles, for searching."""
        if mark.tags or mark.note or article in self._noted:
            self.notes += 1
            (self._noted.add if mark.tags or mark.note else self._noted.discard)(article)

    def without_mark(self, kind: MarkKind, value: bool, articles: Iterable[ArticleId]) -> list[ArticleId]:
        """Those of some articles that are not (`value`) read or bookmarked."""
        return without_mark(self._marks, kind, value, articles)

    def tags(self) -> list[str]:
        """The tags in use, those on the most articles first."""
        return tags_in_use(self._marks.values())

    # -- asking

    @property
    def topics(self) -> TopicTree:
        """The tree of topics, those that only articles name included."""
        return self._topics.tree

    def find_topic(self, name: str) -> TopicKey:
        """The key of a topic by its name, short name or key.

        Raises:
            UnknownTopic: there is none; the message names the nearest.
        """
        key = self.topic_named(name)
        if key is None:
            raise UnknownTopic(unknown_topic(name, [topic.name for topic in self.topics.topics()]))
        return key

    def topic_named(self, name: str) -> TopicKey | None:
        """The same, None where there is none."""
        key = topic_key(name)
        if key in self.topics:
            return key
        shorts = (topic.key for topic in self.topics.topics() if key and topic_key(topic.shortname) == key)
        return next(shorts, None)

    def __contains__(self, article: ArticleId) -> bool:
        return article in self._slot

    def article(self, article: ArticleId) -> Article | None:
        """The whole article, or None where the store has none of that id."""
        slot = self._slot.get(article)
        return None if slot is None else self._whole(slot)

    def _whole(self, slot: int) -> Article:
        found = self._recent.get(slot)
        if found is None:
            block, place = self.at(slot)
            try:
                found = block.article(place)
            except DamagedBatch:
                found = Article(ArticleId(block.ids[place]), DAMAGED, published=from_timestamp(block.when[place]))
            if len(self._recent) >= _REMEMBERED:
                self._recent.clear()
            self._recent[slot] = found
        return found

    def row(self, slot: int) -> Row:
        """The row of a slot, with the marks of now."""
        block, place = self.at(slot)
        try:
            title, provider = block.headline(place)
        except DamagedBatch:
            title, provider = DAMAGED, ""
        return Row(
            ArticleId(block.ids[place]), title, provider, block.when[place], block.heat[place], self._flags[slot]
        )

    def slot_id(self, slot: int) -> ArticleId:
        """The id of a slot."""
        return ArticleId(self._ids[slot])

    def slots_of(self, article: ArticleId) -> Sequence[int]:
        """The slots that have held an article, the present one first."""
        present = self._slot.get(article)
        former = self._former.get(article, [])
        return former if present is None else [present, *former]

    def ids_of(self, slots: Iterable[int]) -> Iterator[ArticleId]:
        """The ids of some slots."""
        return cast("Iterator[ArticleId]", map(self._ids.__getitem__, slots))

    def fits(self, table: bytes) -> bytes:
        """For every slot what a table says of its flags, as of now."""
        return bytes(self._flags.translate(table))

    def unread_among(self, topics: Iterable[TopicKey]) -> Iterator[TopicKey]:
        """Those of some topics that have a listed article, of theirs or of a descendant, that is unread."""
        unread = self._flags.translate(LISTED_UNREAD)
        return (topic for topic in topics if any(map(unread.__getitem__, self._topics.slots(topic))))

    # -- for searching

    @property
    def search(self) -> "Search":
        """What answers queries; it takes no time and no memory until it is asked for."""
        if self._search is None:
            from reader.core.search.engine import Search

            self._search = Search(self)
            self._search.use(self._index)
        return self._search

    def use_index(self, source: IndexSource | None) -> None:
        """Search all that has arrived so far, save bookmarks' copies, by an index of it; None: no other will come."""
        self.index_coming = False
        if source is not None:
            self._index = source, len(self._ids)
            if self._search is not None:
                self._search.use(self._index)

    # -- listing

    def select(self, listing: Listing, now: float = 0.0, *, also: Collection[ArticleId] = ()) -> Rows:
        """The rows of a listing, as of now.

        A topic that nothing names gives no rows. Of words only what `search` has indexed so far is found.

        Args:
            listing: which articles, in which order.
            now: seconds since 1970, for a query that asks for ages.
            also: articles of the store that are to be among them whatever their marks, unless they are hidden.
        """
        if listing.query is not None:
            slots = self.search.choose(listing, now, self._shown(also))
            return Rows(self, slots if listing.query.sort is not None else self._hiding.pinned_first(slots))
        rows = self._selected.get(listing) if not also else None
        if rows is None:
            rows = Rows(self, self._hiding.pinned_first(self._choose(listing, also)))
            if not also and listing.view not in (View.UNREAD, View.BOOKMARKS):
                self._selected[listing] = rows
        return rows

    def _shown(self, articles: Collection[ArticleId]) -> list[int]:
        """The slots of those articles that are there and not hidden."""
        slots = (slot for slot in map(self._slot.get, articles) if slot is not None)
        return [slot for slot in slots if not self._flags[slot] & RowFlag.HIDDEN]

    def _choose(self, listing: Listing, also: Collection[ArticleId]) -> "array[int]":
        ranking = self._rankings[listing.order]
        if listing.view in (View.MUTED, View.SNOOZED):
            chosen = bytearray(self._hiding.chosen(listing.view))
        else:
            chosen = self._flags.translate(fitting(*bits_of(listing)))
        for slot in self._shown(also):
            chosen[slot] = 1
        if len(chosen) == chosen.count(1) and listing.view is not View.TOPIC:
            return ranking.all()
        if listing.view is View.TOPIC:
            slots = self._topics.slots(listing.topic) if listing.topic else ()
            return ranking.sort(slot for slot in slots if chosen[slot])
        slots = ranking.all()
        return array("I", compress(slots, map(chosen.__getitem__, slots)))
