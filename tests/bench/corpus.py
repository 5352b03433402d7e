"""Folders of made-up articles: as front matter for us, as a feed for others."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from tests.bench.articles import Made, Newsroom

SHAPE = 1
"""Folders of another shape are made anew."""
_NOTED = 100


@dataclass(frozen=True, slots=True)
class Corpus:
    """A folder and what is known of it.

    `listed` is how many articles are not archived; `first` are the titles of the hottest in order.
    """

    folder: str
    feed: str
    count: int
    listed: int
    first: list[str]
    shape: int = SHAPE

    @property
    def patience(self) -> float:
        """Seconds after which something must have gone wrong."""
        return 30.0 + self.count / 300


def make_corpus(work: Path, count: int) -> Corpus:
    """A folder of `count` articles below `work`, the one that is there if it is whole."""
    base = work / f"articles-{count}"
    note = base / "corpus.json"
    if note.exists():
        known = Corpus(**json.loads(note.read_text()))
        if known.shape == SHAPE:
            return known
    shutil.rmtree(base, ignore_errors=True)
    corpus = _write(base, count)
    note.write_text(json.dumps(asdict(corpus)))
    return corpus


def _write(base: Path, count: int) -> Corpus:
    folder, feed = base / "news", base / "feed.xml"
    folder.mkdir(parents=True)
    order: list[tuple[int, datetime, str]] = []
    with feed.open("w") as file:
        file.write(_FEED_HEAD)
        for made in Newsroom().articles(count):
            name = f"{made.when:%Y-%m-%d}-{made.number:07d}.md"
            (folder / name).write_text("\n".join(front_matter(made)))
            file.write(_feed_item(made))
            if not made.archived:
                order.append((made.heat, made.when, made.title))
        file.write("</channel></rss>\n")
    order.sort(reverse=True)
    return Corpus(str(folder), str(feed), count, len(order), [title for *_, title in order[:_NOTED]])


def front_matter(made: Made) -> Iterator[str]:
    """The lines of an article's file."""
    yield from ("---", "category: news", f'title: "{made.title}"', f'excerpt: "{made.excerpt}"')
    yield from (f"publishedDateTime: {made.when:%Y-%m-%dT%H:%M:%SZ}", f'originalUrl: "{made.url}"')
    yield from _links(made, "")
    yield from (f"type: {made.kind}", f"quality: {made.quality}", f"heat: {made.heat}")
    yield from (f"published: {'false' if made.archived else 'true'}", "")
    yield from _provider(made, "")
    yield from ("  images:", f'    - url: "https://cdn.{made.provider.domain}/logo-50x50.jpg"')
    yield from ("      width: 50", "      height: 50", "", "topics:", *(f"  - {topic}" for topic in made.topics), "")
    yield from _images(made, "", 1200, 630)
    if made.related:
        yield "related:"
        for entry in made.related:
            yield from _entry(entry)
        yield ""
    yield from (f'secured: "{made.secret}"', "---", "")


def _entry(made: Made) -> Iterator[str]:
    yield from (f'  - title: "{made.title}"', f'    excerpt: "{made.excerpt}"')
    yield f"    publishedDateTime: {made.when:%Y-%m-%dT%H:%M:%SZ}"
    yield from _links(made, "    ")
    yield f"    type: {made.kind}"
    yield from _provider(made, "    ")
    yield f"    quality: {made.quality}"
    yield from _images(made, "    ", 800, 406)


def _links(made: Made, indent: str) -> Iterator[str]:
    yield f'{indent}webUrl: "{made.url}"'
    if made.quality % 4 == 0 or indent:
        amp = made.url.replace("https://www.", "amp.")
        yield f'{indent}ampWebUrl: "https://{amp}"'
        yield f'{indent}cdnAmpWebUrl: "https://cdn.example.org/c/s/{amp}"'


def _provider(made: Made, indent: str) -> Iterator[str]:
    yield from (f"{indent}provider:", f"{indent}  name: {made.provider.name}")
    yield f"{indent}  domain: {made.provider.domain}"


def _images(made: Made, indent: str, width: int, height: int) -> Iterator[str]:
    yield from (f"{indent}images:", f'{indent}  - url: "{made.image}"')
    yield from (f"{indent}    width: {width}", f"{indent}    height: {height}", f"{indent}    isCached: true")
    if not indent:
        yield ""


_FEED_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Articles</title><link>https://example.org/</link><description>All</description>
"""


def _feed_item(made: Made) -> str:
    return (
        f"<item><title>{made.title}</title><link>{made.url}</link><guid>{made.url}</guid>"
        f"<pubDate>{made.when:%a, %d %b %Y %H:%M:%S +0000}</pubDate><author>{made.provider.name}</author>"
        f"<description>{made.excerpt}</description></item>\n"
    )
