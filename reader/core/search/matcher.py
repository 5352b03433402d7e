"""The meaning of queries: whether one article matches, decided from its texts alone.

This is the plain implementation, against which the tests compare the search engine.
"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from operator import eq, ge, gt, le, lt
from typing import Final

from reader.core.model.article import Article, to_timestamp
from reader.core.model.errors import QueryError, UnknownTopic
from reader.core.model.marks import Mark
from reader.core.model.query import (
    Age,
    And,
    Compare,
    Dated,
    DateOp,
    Field,
    Has,
    InTopic,
    Is,
    Node,
    Not,
    NumberField,
    OfProvider,
    OfType,
    Op,
    Or,
    Query,
    State,
    Tagged,
    Thing,
    Words,
    highlights,
    topics_named,
)
from reader.core.model.topic import TopicKey, TopicTree, topic_key
from reader.core.text.tokenizer import fold, fold_line, spans, tokens

TopicClosure = Callable[[str], AbstractSet[TopicKey]]
"""Maps the name of an article's topic to the keys that find it: its own, its ancestors', and short names."""

COMPARISONS: Final[dict[Op, Callable[[float, float], bool]]] = {
    Op.LESS: lt,
    Op.AT_MOST: le,
    Op.MORE: gt,
    Op.AT_LEAST: ge,
    Op.EQUAL: eq,
}


def matches(node: Node, article: Article, mark: Mark, topic_closure: TopicClosure, now: float) -> bool:
    """Whether an article matches a condition.

    Args:
        node: the condition.
        article: the article; a partial one has no related entries and no images yet.
        mark: the user's marks on it.
        topic_closure: see `closure_of`.
        now: seconds since 1970, UTC, for `age`.
    """
    return _Subject(article, mark, topic_closure, now).fits(node)


def closure_of(tree: TopicTree) -> TopicClosure:
    """The closure of the topics in a tree; a short name counts unless it is the name of another topic."""
    shorts: dict[TopicKey, TopicKey] = {}
    for topic in tree.topics():
        short = topic_key(topic.shortname)
        if short and short not in tree:
            shorts.setdefault(short, topic.key)
    known: dict[str, AbstractSet[TopicKey]] = {}

    def closure(name: str) -> AbstractSet[TopicKey]:
        found = known.get(name)
        if found is None:
            keys = set(tree.closure(topic_key(name)))
            found = known[name] = keys | {short for short, key in shorts.items() if key in keys}
        return found

    return closure


def check_topics(query: Query, find_topic: Callable[[str], TopicKey]) -> None:
    """Check that the topics in a query exist.

    Args:
        query: the query, just parsed, so that the columns in it are right.
        find_topic: `TopicTree.named`.

    Raises:
        QueryError: there is no such topic; the message names the nearest one.
    """
    for topic in topics_named(query):
        try:
            find_topic(topic.name)
        except UnknownTopic as error:
            raise QueryError(str(error), topic.column) from error


def texts_of(field: Field, article: Article, mark: Mark) -> Sequence[str]:
    """The texts in which a field is searched; a phrase must be within one of them."""
    if field is Field.TITLE:
        return (article.title,)
    if field is Field.EXCERPT:
        return (article.excerpt,)
    return (article.title, article.excerpt, article.provider.label, *article.topics, *mark.tags, mark.note)


def side_by_side(wanted: Sequence[str], prefix: bool, text: Sequence[str]) -> bool:
    """Whether words are next to each other in a text; with `prefix` the last one may continue."""
    return _found_at(wanted, prefix, text, 0) >= 0


def provider_fits(node: OfProvider, name: str, domain: str) -> bool:
    """Whether the name or the domain of a provider matches."""
    wanted = node.text.split(" ")
    return any(side_by_side(wanted, node.prefix, tokens(text)) for text in (name, domain))


def highlighter(query: Query) -> Callable[[str, str], list[tuple[int, int]]]:
    """A function that finds the words of a query in a text, as (start, end), ascending and disjoint.

    Its arguments are the text and its field: "title", "excerpt", or "" for others.
    """
    terms = highlights(query)

    def find(text: str, field: str) -> list[tuple[int, int]]:
        folded = fold(text)
        likely = [term for term in terms if all(token in folded for token in term.tokens)]
        return highlighted(likely, text, Field(field)) if likely else []

    return find


def highlighted(terms: Iterable[Words], text: str, field: Field) -> list[tuple[int, int]]:
    """Where the terms of a query are in a text, as (start, end), ascending and not overlapping.

    Args:
        terms: see `reader.core.model.query.highlights`.
        text: the text as it is shown.
        field: which text it is: the title, the excerpt or, with ANY, another one.
    """
    words = spans(text)
    found = [word for word, _, _ in words]
    places: set[tuple[int, int]] = set()
    for term in terms:
        if term.field not in (Field.ANY, field):
            continue
        at = _found_at(term.tokens, term.prefix, found, 0)
        while at >= 0:
            places.add((words[at][1], words[at + len(term.tokens) - 1][2]))
            at = _found_at(term.tokens, term.prefix, found, at + 1)
    return _merged(sorted(places))


def _found_at(wanted: Sequence[str], prefix: bool, text: Sequence[str], start: int) -> int:
    """The first position from `start` on where words are next to each other, or -1."""
    count = len(wanted)
    head, last = list(wanted[:-1]), wanted[-1]
    for place in range(start, len(text) - count + 1):
        word = text[place + count - 1]
        if (word == last or (prefix and word.startswith(last))) and text[place : place + count - 1] == head:
            return place
    return -1


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in places:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


class _Subject:
    """An article that is matched; its texts are split into words once, and only if needed."""

    def __init__(self, article: Article, mark: Mark, closure: TopicClosure, now: float) -> None:
        self._article = article
        self._mark = mark
        self._closure = closure
        self._now = now
        self._words: dict[Field, list[list[str]]] = {}

    def fits(self, node: Node) -> bool:
        """Whether the article matches a condition."""
        match node:
            case And(parts):
                return all(map(self.fits, parts))
            case Or(parts):
                return any(map(self.fits, parts))
            case Not(part):
                return not self.fits(part)
            case Words(wanted, prefix, field):
                return any(side_by_side(wanted, prefix, words) for words in self._words_of(field))
            case InTopic(name):
                return any(topic_key(name) in self._closure(topic) for topic in self._article.topics)
            case OfProvider():
                return provider_fits(node, self._article.provider.name, self._article.provider.domain)
            case OfType(kind):
                return self._article.kind is kind
            case Tagged(tag):
                return any(fold_line(own) == tag for own in self._mark.tags)
            case Compare(field, op, value):
                number = self._article.heat if field is NumberField.HEAT else self._article.quality
                return number is not None and COMPARISONS[op](number, value)
            case Dated() | Age():
                return self._in_time(node)
            case Is(state):
                return self._is(state)
            case Has(thing):
                return self._has(thing)

    def _words_of(self, field: Field) -> list[list[str]]:
        found = self._words.get(field)
        if found is None:
            found = self._words[field] = [tokens(text) for text in texts_of(field, self._article, self._mark)]
        return found

    def _in_time(self, node: Dated | Age) -> bool:
        published = self._article.published
        if published is None:
            return False
        if isinstance(node, Age):
            return COMPARISONS[node.op](self._now - to_timestamp(published), node.seconds)
        day = datetime(*node.day, tzinfo=UTC)
        return published >= day if node.op is DateOp.AFTER else published < day

    def _is(self, state: State) -> bool:
        match state:
            case State.UNREAD:
                return not self._mark.read
            case State.READ:
                return self._mark.read
            case State.BOOKMARKED:
                return self._mark.bookmarked
            case State.ARCHIVED:
                return self._article.archived

    def _has(self, thing: Thing) -> bool:
        match thing:
            case Thing.RELATED:
                return bool(self._article.related)
            case Thing.NOTE:
                return bool(self._mark.note)
            case Thing.IMAGE:
                return bool(self._article.images)
