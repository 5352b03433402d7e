"""The fast scan gives what the parser gives, or nothing: tables, every shipped seed, and many mutants."""

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.core.model.article import Article, Kind, Links, Provider
from reader.core.tables.article_codec import encode
from reader.core.text.dates import parse_moment
from reader.core.text.normalization import BODY_LIMIT
from reader.sources.front_matter.fast_scan import SIZE_LIMIT, scan_article
from tests.sources.seeds import parsed
from tests.sources.usual_files import (
    FEATURED,
    FULL,
    HEAD,
    IMAGES,
    PROVIDER,
    PROVIDER_IMAGES,
    RELATED,
    SECRET,
    TOPICS,
    USUAL,
    Maker,
    mutant,
)

SEEDS = sorted((Path(__file__).parents[3] / "seeds" / "news").glob("*.md"))
PATH = "news/2020-11-25-x.md"


class Scanned(NamedTuple):
    """What the scan gave, and whether that is all there is."""

    article: Article
    whole: bool


def light(article: Article) -> Article:
    """An article without what the scan leaves out."""
    provider = replace(article.provider, images=())
    return replace(article, related=(), images=(), provider=provider, featured="", body="")


def judged(data: str | bytes, path: str = PATH) -> Scanned | None:
    """What the scan gives, after it was held against the parser."""
    data = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    record = scan_article(data, path)
    if record is None:
        return None
    scanned = Scanned(replace(record.article, partial=False), whole=not record.article.partial)
    assert record == encode(record.article), "what is written at once is what packing writes"
    article, problems = parsed(data, path)
    assert article is not None, [str(problem) for problem in problems]
    assert scanned.article == light(article)
    assert all("related" in problem.message for problem in problems), [str(problem) for problem in problems]
    if scanned.whole:
        assert scanned.article == article
        assert not problems
    return scanned


def read(data: str | bytes, path: str = PATH) -> Article:
    """The article of a file that the scan must take."""
    scanned = judged(data, path)
    assert scanned is not None
    return scanned.article


def test_usual_file_is_an_article() -> None:
    assert judged(USUAL) == Scanned(read(USUAL), whole=True)
    article = read(USUAL)
    assert (article.title, article.excerpt) == ("Ordinary title", "Ordinary excerpt.")
    assert article.published == datetime(2020, 11, 26, 15, 50, tzinfo=UTC)
    assert article.links == Links(
        "https://www.x.example/a",
        "https://x.example/original",
        "https://x.example/a/amp",
        "https://x-example.cdn.ampproject.org/c/s/x.example/a/amp",
    )
    assert (article.kind, article.quality, article.heat, article.archived) == (Kind.VIDEO, 50, 60, False)
    assert article.provider == Provider("Example", "x.example")
    assert article.topics == ("AI", "Self-driving Cars")
    assert article.origin.location == PATH


def test_line_breaks_may_be_crlf() -> None:
    assert read(USUAL.replace("\n", "\r\n")) == read(USUAL)
    assert read(FULL.replace("\n", "\r\n")) == read(FULL)


def test_last_line_break_may_be_missing() -> None:
    assert read(USUAL.removesuffix("\n")) == read(USUAL)


def test_what_is_left_out_is_told() -> None:
    scanned = judged(FULL)
    assert scanned is not None
    assert not scanned.whole
    assert scanned.article.provider.images == ()


@pytest.mark.parametrize(
    "data",
    [
        HEAD + FEATURED + PROVIDER + "---\n",
        HEAD + PROVIDER + PROVIDER_IMAGES + "---\n",
        HEAD + IMAGES + "---\n",
        HEAD + RELATED + SECRET + "---\n",
        USUAL + "A body.",
    ],
)
def test_each_part_left_out_is_told(data: str) -> None:
    scanned = judged(data)
    assert scanned is not None
    assert not scanned.whole


@pytest.mark.parametrize("data", [HEAD + SECRET + "---", USUAL + "\n \n"])
def test_nothing_is_missing_without_them(data: str) -> None:
    scanned = judged(data)
    assert scanned is not None
    assert scanned.whole


def test_all_but_title_and_link_may_be_missing() -> None:
    article = read('---\ntitle: "T"\nwebUrl: "https://x.example/"\n---\n')
    assert article.published == datetime(2020, 11, 25, tzinfo=UTC), "the date of the file's name"
    assert (article.heat, article.quality, article.topics, article.provider) == (None, None, (), Provider())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Ordinary title"', r'"The \"end\" of C:\\new \/ a\tb"'),
        ('"Ordinary title"', '"Café \u65e5\u672c\u8a9e &amp; \U0001f600  two  blanks "'),
        ('"Ordinary title"', '"--- # no: [comment] {a} &b *c !!d | > % @ ` \'"'),
        ('"Ordinary excerpt."', r'"One.\r\n\r\nTwo &#8217; <b>bold</b> \\n three\n\nfour"'),
        ('"Ordinary excerpt."', '"Mojibake \u00e2\u20ac\u201c here, \u00a0blank"'),
        ('"Ordinary excerpt."', '""'),
        ('"https://www.x.example/a"', '" https://www.x.example:443/a?utm_source=b&c=d#e "'),
        ('"https://www.x.example/a"', '""'),
        ("type: video\n", ""),
        ("heat: 60", "heat: -1"),
        ("heat: 60", "heat: 007"),
        ("published: true", "published: false"),
        ("name: Example", "name: null"),
        ("name: Example", r'name: "\"Example\": &amp; co"'),
        ("name: Example", "name: A.B & C's (D) - 12:30 C#  "),
        ("  domain: x.example\n", ""),
        ("  - AI\n", '  - AI\n  - ai\n  - A I\n  - null\n  - "null"\n  - ""\n'),
        ("  - AI\n", "  - Gesch\u00e4ft \u65b0\u805e\n"),
    ],
)
def test_usual_writings_are_read(old: str, new: str) -> None:
    assert old in USUAL
    read(USUAL.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("---\ncat", "\ufeff---\ncat"),
        ("---\ncat", "\n---\ncat"),
        ("---\ncat", "--- \ncat"),
        ("\n---\n", "\n...\n"),
        ("\n---\n", "\n"),
        ("category: news", "category: news # sport"),
        ("category: news", "category: &a news"),
        ("category: news", "category: *a"),
        ("category: news", "category: !!str news"),
        ("category: news", "category: |\n  news"),
        ("category: news", "category: [news]"),
        ("category: news", "category: {a: b}"),
        ("category: news", "category: news: sport"),
        ("category: news", "category: news\n  sport"),
        ("category: news", "category: news\ncategory: news"),
        ("category: news", "category: 'news'"),
        ("category: news", "category:\tnews"),
        ("category: news", "<<: news"),
        ("category: news", "? news"),
        ("category: news", "%YAML 1.1"),
        ('"Ordinary title"', "Ordinary title"),
        ('"Ordinary title"', '""'),
        ('"Ordinary title"', '" &#160; "'),
        ('"Ordinary title"', '"Ordinary\n  title"'),
        ('"Ordinary title"', '"Ordinary" title'),
        ('"Ordinary title"', '"Ordinary "title"'),
        ('"Ordinary title"', r'"Ordinary title\"'),
        ('"Ordinary title"', r'"Ordinary \u2019 title"'),
        ('"Ordinary title"', r'"Ordinary \q title"'),
        ('"Ordinary title"', '"Ordinary title" # so'),
        ('"Ordinary title"', '"Ordinary\ttitle"'),
        ('"Ordinary title"', '"Ordinary\rtitle"'),
        ('"Ordinary title"', '"Ordinary\u2028title"'),
        ('"Ordinary title"', '"Ordinary\x85title"'),
        ('"Ordinary title"', '"Ordinary\x1btitle"'),
        ('"Ordinary title"', '"Ordinary \ud800"'),
        ('title: "Ordinary title"\n', ""),
        ("2020-11-26T15:50:00Z", "2020-02-30T15:50:00Z"),
        ("2020-11-26T15:50:00Z", "2020-11-26T24:00:00Z"),
        ("2020-11-26T15:50:00Z", "2020-11-26T15:50:00+01:00"),
        ("2020-11-26T15:50:00Z", "yesterday"),
        ("https://www.x.example/a", "javascript:alert(1)"),
        ("https://www.x.example/a", "https://x.example/a b"),
        ("https://x.example/a/amp", "ftp://x.example/"),
        ("type: video", "type: podcast"),
        ("heat: 60", "heat: hot"),
        ("heat: 60", "heat: 1e3"),
        ("heat: 60", "heat: 10000000"),
        ("quality: 50", "quality: 99999999999999999999"),
        ("published: true", "published: maybe"),
        ("  name: Example", "   name: Example"),
        ("  name: Example", "    name: Example"),
        ("  name: Example", "  name: Example\n  name: Example"),
        ("  name: Example", "  - Example"),
        ("  name: Example", "  name: - Example"),
        ("  name: Example", "  name: Example:"),
        ("  - AI\n", "- AI\n"),
        ("  - AI\n", "  - AI\n    more\n"),
        ("  - AI\n", "  - - AI\n"),
        ("  - AI\n", "  - AI: x\n"),
        ("  - AI\n", "".join(f"  - T{number}\n" for number in range(60))),
        ("topics:", "colour: red\ntopics:"),
        ("topics:", "topics: []\ntopics:"),
    ],
)
def test_unusual_writings_are_left_to_the_parser(old: str, new: str) -> None:
    assert old in USUAL
    assert judged(USUAL.replace(old, new, 1)) is None


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe-\0", b"---", b"---\n", USUAL.encode("utf-16"), b"\xff" + USUAL.encode()]
)
def test_no_article_at_all(data: bytes) -> None:
    assert judged(data) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("publishedDateTime: 2020-11-27T23:08:00Z", "publishedDateTime: -"),
        ("publishedDateTime: 2020-11-27T23:08:00Z", "publishedDateTime: 2020:"),
        ("    quality: 12", "   quality: 12"),
        ("    quality: 12", "       quality: 12"),
        ("      domain: y.example", "        domain: y.example"),
        ("    provider:\n", "    provider: Y\n"),
        ('"https://y.example/1"', '"https://y.example/1'),
        ('"https://y.example/1"', "&y https://y.example/1"),
        ("        width: 800", "        width: 800\n       height: 600"),
        ("c2VjcmV0", "c2Vj\ncmV0"),
        ("c2VjcmV0", "c2Vj\x00cmV0"),
        ("c2VjcmV0", r"c2Vj\xcmV0"),
    ],
)
def test_what_is_left_out_must_be_sound(old: str, new: str) -> None:
    assert old in FULL
    assert judged(FULL.replace(old, new, 1)) is None


def test_too_much_is_left_to_the_parser() -> None:
    assert judged(HEAD + TOPICS + "related:\n" + "  - a: b\n" * (SIZE_LIMIT // 9) + "---\n") is None
    assert judged(USUAL + "x" * (SIZE_LIMIT - len(USUAL))) is not None
    assert SIZE_LIMIT < BODY_LIMIT, "a body that is too long is never taken"


@pytest.mark.timeout(10)
def test_a_long_list_that_ends_badly_is_refused_at_once() -> None:
    entry = RELATED.partition("\n")[2].partition("  - title: Two")[0]
    data = HEAD + "related:\n" + entry * 100
    assert judged(data + "---\n") is not None
    assert judged(data + "odd\n---\n") is None


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:30])
def test_every_shipped_seed_is_taken(path: Path) -> None:
    read(path.read_bytes(), str(path))


def test_there_are_shipped_seeds() -> None:
    assert len(SEEDS) > 100


def run(rounds: int, start: int) -> int:
    """Judge mutants, and say how many the scan took."""
    chance = random.Random(start)
    maker, taken = Maker(chance), 0
    for _ in range(rounds):
        data = mutant(chance, maker.file())
        try:
            taken += judged(data) is not None
        except BaseException as error:
            error.add_note(f"the mutant: {data!r}")
            raise
    return taken


def test_made_files_are_taken() -> None:
    maker = Maker(random.Random(1))
    for _ in range(200):
        read(maker.file())


def test_mutants() -> None:
    assert run(400, start=1) > 40


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_many_mutants() -> None:
    assert run(20_000, start=2) > 2000


_line = st.builds(
    lambda indent, dash, key, value: " " * indent + dash + key + value + "\n",
    st.sampled_from([0, 2, 2, 4, 4, 6, 8]),
    st.sampled_from(["", "", "- "]),
    st.sampled_from(["", "name:", "url:", "images:", "related:", "provider:", "topics:", "type:"]),
    st.sampled_from(["", " x", ' "x"', ' "x', " -", " x:", ": y", " null", ' "a"b"', " 12:30", " #", " é"]),
)


@given(st.lists(_line, max_size=12), st.sampled_from(["related:\n", "images:\n", PROVIDER, "topics:\n", ""]))
@settings(max_examples=300, deadline=None)
def test_any_lines_agree(lines: list[str], section: str) -> None:
    judged(HEAD + section + "".join(lines) + "---\n")


@given(
    st.text(max_size=40),
    st.sampled_from(['"Ordinary title"', "https://www.x.example/a", "Example", "AI", "60", "video"]),
)
@example("é", "Example")
@settings(max_examples=300, deadline=None)
def test_any_text_agrees(text: str, place: str) -> None:
    judged(FULL.replace(place, text, 1))
    judged(FULL.replace(place, f'"{text}"', 1))


@given(st.datetimes(timezones=st.just(UTC)))
def test_moments_agree(moment: datetime) -> None:
    text = moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    assert read(USUAL.replace("2020-11-26T15:50:00Z", text)).published == parse_moment(text)
