"""Articles such as the loader makes, of text as hostile as it comes, for the tests of exchange."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from reader.core.model.article import UNTITLED, Article, ArticleId, Image, Kind, Links, Provider
from reader.core.model.bookmark import Bookmark
from reader.core.model.topic import topic_key
from reader.core.text.article_ids import article_id
from reader.core.text.cleaning import clean_body, clean_line, clean_text
from reader.core.text.normalization import BODY_LIMIT, TEXT_LIMIT
from reader.formats.bookmark_file import RefusedBookmark, clean_note, clean_tags
from reader.sources.front_matter.mojibake import repair

slowly = settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None
)

HOSTILE = (
    "--- ",
    "\n---\n",
    "\n...\n",
    "null",
    "~",
    "yes",
    "- x",
    ": y",
    "# z",
    "&amp;",
    "&amp;lt;b&amp;gt;",
    "&#8217;",
    "&",
    "<b>",
    "</A>",
    "<DT>",
    "<!-- ",
    "]]>",
    '"',
    "'",
    "\\n",
    "\\r\\n",
    "\\",
    "`code`",
    "[a](b)",
    "[[wiki]]",
    "![x](y)",
    "*b*",
    "_i_",
    "|",
    "~~",
    "$x$",
    "%%",
    "==",
    "#tag",
    "1. ",
    "+ ",
    "\t",
    "\x1b[2J",
    "\x1b]0;t\x07",
    "\u202e",
    "\u200b",
    "\u2028",
    "\xa0",
    "\x85",
    "\ufeff",
    "\r",
    "\ud800",
    "\x00",
    "â€“",
    "Ã©",
    "👩🏽‍🚀",
    "新闻",
    "e\u0301\u0302\u0303\u0304\u0305\u0306",
    "!!python/object",
    "*alias",
    "{a: b}",
    "[/b]",
    "=",
    "<<",
    "0x1F",
    "2020-11-26",
    "%d",
    ",",
)

pieces = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8), st.text("ab <>&;#x\\n'\"-:\n", max_size=8))
raw = st.lists(pieces, max_size=8).map("".join)
lines = raw.map(lambda text: clean_line(text, repair))
names = raw.map(lambda text: clean_line(text, repair, 100))
texts = raw.map(lambda text: clean_text(text, repair))
bodies = raw.map(lambda text: clean_body(text.strip(), repair, BODY_LIMIT))
featured = raw.map(lambda text: clean_body(text, repair, TEXT_LIMIT))
paths = st.text("abc/?&=#%;<>\"'()[]*_~!$,.:@+|\\^`{}-AB1", max_size=20)
urls = st.builds("https://{}.example/{}".format, st.text("abc", min_size=1, max_size=5), paths)
maybe_urls = st.just("") | urls
moments = st.none() | st.datetimes(timezones=st.just(UTC))
scores = st.none() | st.integers(0, 1_000_000)
images = st.lists(
    st.builds(Image, urls, st.integers(0, 9999), st.integers(0, 9999), lines, lines, st.booleans()), max_size=2
).map(tuple)
providers = st.builds(Provider, names, names, images)
links = st.builds(Links, maybe_urls, maybe_urls, maybe_urls, maybe_urls)
topics = st.lists(names.filter(bool), max_size=4, unique_by=topic_key).map(tuple)


def _named(article: Article, title: str) -> Article:
    """The article with a title, and the id that the loader gives it then."""
    number = article_id(article.links.best, title, article.published)
    return replace(article, id=number, title=title or UNTITLED)


entries = st.builds(
    _named,
    st.builds(
        Article,
        st.just(ArticleId(1)),
        excerpt=texts,
        published=moments,
        links=links,
        kind=st.sampled_from(Kind),
        quality=scores,
        provider=providers,
        images=images,
    ),
    lines,
).filter(lambda entry: bool(entry.links.best or entry.title != UNTITLED))


def _with_related(article: Article, found: list[Article]) -> Article:
    """The article with those entries that the loader would keep: neither the article itself nor doubles."""
    addresses = astuple(article.links)
    ids = {article.id, *(article_id(url) for url in addresses if url)}
    stories = {(article.title.casefold(), article.provider.label.casefold())}
    kept = []
    for entry in found:
        story = (entry.title.casefold(), entry.provider.label.casefold())
        if entry.id not in ids and story not in stories:
            kept.append(entry)
        ids.add(entry.id)
        stories.add(story)
    return replace(article, related=tuple(kept))


articles = st.builds(
    _with_related,
    st.builds(
        _named,
        st.builds(
            Article,
            st.just(ArticleId(1)),
            excerpt=texts,
            published=moments,
            links=links,
            kind=st.sampled_from(Kind),
            quality=scores,
            heat=scores,
            archived=st.booleans(),
            provider=providers,
            topics=topics,
            images=images,
            featured=featured,
            body=bodies,
        ),
        lines,
    ).filter(lambda article: bool(article.links.best or article.title != UNTITLED or article.excerpt)),
    st.lists(entries, max_size=3),
)
bookmarks = st.builds(
    Bookmark,
    articles,
    st.integers(0, 4_000_000_000),
    st.lists(raw, max_size=3).map(clean_tags),
    raw.map(clean_note),
)


def bookmark(number: int, title: str = "", note: str = "", tags: tuple[str, ...] = ()) -> Bookmark:
    """A plain bookmark."""
    url = f"https://x.example/{number}"
    published = datetime(2020, 11, number, 12, tzinfo=UTC)
    article = Article(
        article_id(url),
        title or f"Title {number}",
        f"Excerpt {number}.",
        published,
        Links(web=url),
        heat=number,
        provider=Provider("The Example", "x.example"),
        topics=("AI",),
    )
    return Bookmark(article, 1_700_000_000 + number, tags, note)


class Parsed(NamedTuple):
    """What a file gives: its bookmarks, and what was refused."""

    bookmarks: tuple[Bookmark, ...]
    refused: tuple[RefusedBookmark, ...]


def parsed(
    read: Callable[[Iterable[str]], Iterable[Bookmark | RefusedBookmark]], text: str, piece: int = 65536
) -> Parsed:
    """All of a text, read in pieces."""
    return gathered(read(text[place : place + piece] for place in range(0, len(text), piece)))


def gathered(read: Iterable[Bookmark | RefusedBookmark]) -> Parsed:
    """The bookmarks and what was refused, each in order."""
    found = list(read)
    return Parsed(
        tuple(one for one in found if isinstance(one, Bookmark)),
        tuple(one for one in found if isinstance(one, RefusedBookmark)),
    )
