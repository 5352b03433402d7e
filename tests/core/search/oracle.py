"""The meaning of queries: whether one article matches, decided from its texts alone, for comparing with the search."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime

from reader.core.model import query
from reader.core.model.article import Article, to_timestamp
from reader.core.model.marks import Mark
from reader.core.model.query import Field, Node, NumberField, State, Thing
from reader.core.model.topic import TopicKey, TopicTree, topic_key
from reader.core.search.masks import COMPARISONS
from reader.core.text.tokenizer import fold_line, tokens

TopicClosure = Callable[[str], AbstractSet[TopicKey]]
"""Maps the name of an article's topic to the keys that find it: its own, its ancestors', and short names."""


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


def texts_of(field: Field, article: Article, mark: Mark) -> Sequence[str]:
    """The texts in which a field is searched; a phrase must be within one of them."""
    if field is Field.TITLE:
        return (article.title,)
    if field is Field.EXCERPT:
        return (article.excerpt,)
    return (article.title, article.excerpt, article.provider.label, *article.topics, *mark.tags, mark.note)


def side_by_side(wanted: Sequence[str], prefix: bool, text: Sequence[str]) -> bool:
    """Whether words are next to each other in a text; with `prefix` the last one may continue."""
    *head, last = wanted
    for place in range(len(head), len(text)):
        word = text[place]
        if (word == last or (prefix and word.startswith(last))) and text[place - len(head) : place] == head:
            return True
    return False


def provider_fits(node: query.OfProvider, name: str, domain: str) -> bool:
    """Whether the name or the domain of a provider matches."""
    wanted = node.text.split(" ")
    return any(side_by_side(wanted, node.prefix, tokens(text)) for text in (name, domain))


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
            case query.And(parts):
                return all(map(self.fits, parts))
            case query.Or(parts):
                return any(map(self.fits, parts))
            case query.Not(part):
                return not self.fits(part)
            case query.Words(wanted, prefix, field):
                return any(side_by_side(wanted, prefix, words) for words in self._words_of(field))
            case query.InTopic(name):
                return any(topic_key(name) in self._closure(topic) for topic in self._article.topics)
            case query.OfProvider():
                return provider_fits(node, self._article.provider.name, self._article.provider.domain)
            case query.OfType(kind):
                return self._article.kind is kind
            case query.Tagged(tag):
                return any(fold_line(own) == tag for own in self._mark.tags)
            case query.Compare(field, op, value):
                number = self._article.heat if field is NumberField.HEAT else self._article.quality
                return number is not None and COMPARISONS[op](number, value)
            case query.Dated() | query.Age():
                return self._in_time(node)
            case query.Is(state):
                return self._is(state)
            case query.Has(thing):
                return self._has(thing)

    def _words_of(self, field: Field) -> list[list[str]]:
        found = self._words.get(field)
        if found is None:
            found = self._words[field] = [tokens(text) for text in texts_of(field, self._article, self._mark)]
        return found

    def _in_time(self, node: query.Dated | query.Age) -> bool:
        published = self._article.published
        if published is None:
            return False
        if isinstance(node, query.Age):
            return COMPARISONS[node.op](self._now - to_timestamp(published), node.seconds)
        day = datetime(*node.day, tzinfo=UTC)
        return published >= day if node.op is query.DateOp.AFTER else published < day

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
