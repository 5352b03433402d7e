"""How well an article answers a query, for `sort:match`.

Each term of the query counts once in each of three places where it stands: most in the title, less in the
provider, the topics, the tags and the note, least in the excerpt. Whole words count twice what beginnings of
words do. How often a term stands there, and how rare it is, makes no difference. Equal sums keep the order
of the listing.
"""

from collections.abc import Iterable, Sequence
from enum import IntEnum

from reader.core.model.article import Article
from reader.core.model.marks import Mark
from reader.core.model.query import Field, Words
from reader.core.search.matcher import side_by_side
from reader.core.text.tokenizer import tokens


class Place(IntEnum):
    """Where a term stands, and what it counts there as the beginning of a word."""

    TITLE = 6
    NAMES = 3
    """The provider as it is shown, a topic, a tag, the note."""
    EXCERPT = 1


def points(place: Place, whole: bool) -> int:
    """What one term counts in one place; `whole` says that it stands there with its last word whole."""
    return place * 2 if whole else int(place)


def score(terms: Iterable[Words], article: Article, mark: Mark) -> int:
    """The sum of what the terms count; 0 where none of them is found.

    Args:
        terms: see `reader.core.model.query.highlights`.
        article: where they are looked for.
        mark: its tags and its note count, too.
    """
    names = (article.provider.label, *article.topics, *mark.tags, mark.note)
    places = {
        Place.TITLE: [tokens(article.title)],
        Place.NAMES: [tokens(name) for name in names],
        Place.EXCERPT: [tokens(article.excerpt)],
    }
    return sum(
        _points_in(term, place, texts) for term in terms for place, texts in places.items() if _counts(term, place)
    )


def _counts(term: Words, place: Place) -> bool:
    match term.field:
        case Field.ANY:
            return True
        case Field.TITLE:
            return place is Place.TITLE
        case Field.EXCERPT:
            return place is Place.EXCERPT


def _points_in(term: Words, place: Place, texts: Sequence[Sequence[str]]) -> int:
    if any(side_by_side(term.tokens, False, text) for text in texts):
        return points(place, True)
    if term.prefix and any(side_by_side(term.tokens, True, text) for text in texts):
        return points(place, False)
    return 0
