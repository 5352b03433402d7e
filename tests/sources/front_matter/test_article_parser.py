"""One file as an article, or as its problems."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.core.model.article import UNTITLED, Image, Kind, Links, Provider
from reader.core.text.article_ids import article_id
from reader.core.text.normalization import BODY_LIMIT
from reader.sources.front_matter.article_parser import read_article
from tests.sources.seeds import loaded, refused, seed, write

NOON = datetime(2020, 11, 26, 15, 50, tzinfo=UTC)


def test_every_field() -> None:
    article, warnings = loaded(
        seed(
            ampWebUrl="https://amp.x.example/a",
            cdnAmpWebUrl="https://amp-x-example.cdn.ampproject.org/c/s/amp.x.example/a",
            type="video",
            provider="{name: Example, domain: x.example, images: [{url: 'https://x.example', width: 50, height: 40}]}",
            images="[{url: 'https://x.example/p.jpg', width: 12, height: 6, title: T, attribution: A, isCached: true}]",
            featuredContent='"<iframe src=\\"https://x.example/\\"></iframe>"',
            content="c",
            handler="h",
        ),
        "news/2020-01-01-x.md",
    )
    assert warnings == []
    assert article.id == article_id("https://x.example/a")
    assert article.title == "Ordinary title"
    assert article.excerpt == "Ordinary excerpt."
    assert article.published == NOON
    assert article.links == Links(
        "https://x.example/a",
        "https://x.example/original",
        "https://amp.x.example/a",
        "https://amp-x-example.cdn.ampproject.org/c/s/amp.x.example/a",
    )
    assert article.kind is Kind.VIDEO
    assert (article.quality, article.heat, article.archived) == (50, 60, False)
    assert article.provider == Provider("Example", "x.example", (Image("https://x.example", 50, 40),))
    assert article.topics == ("AI", "Robotics")
    assert article.images == (Image("https://x.example/p.jpg", 12, 6, "T", "A", True),)
    assert article.featured == '<iframe src="https://x.example/"></iframe>'
    assert article.body == "Body."
    assert article.origin.location == "news/2020-01-01-x.md"


def test_title_and_one_link_are_enough() -> None:
    article, warnings = loaded("---\ntitle: T\noriginalUrl: https://x.example/\n---")
    assert warnings == []
    assert (article.title, article.url) == ("T", "https://x.example/")
    assert (article.heat, article.quality, article.published, article.archived) == (None, None, None, False)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "the file is empty"),
        ("\n \n", 1, "the file is empty"),
        ("hello world\n", 1, "no front matter"),
        ("----\ntitle: x\n----\n", 1, "no front matter"),
        ("\n\nhello", 3, "no front matter"),
        ("---", 1, "no closing ---"),
        ("---\n", 1, "no closing ---"),
        ("---\ntitle: x\n", 1, "no closing ---"),
        ("---\ntitle: x\n --- \n----\n", 1, "no closing ---"),
        ("---\n---\n", 1, "empty"),
        ("---\n# nothing\n---\nBody", 1, "empty"),
        ("---\n- a\n- b\n---\n", 2, "not a mapping"),
        ("---\ntext\n---\n", 2, "not a mapping"),
        ("---\nlayout: home\n---\n", 1, "no title, no excerpt and no link"),
        ("---\ntitle: a\nx: b: c\n---\n", 3, "colon"),
        ("\n\n---\ntitle: a\nx: b: c\n---\n", 5, "colon"),
        ("---\r\ntitle: a\r\nx: b: c\r\n---\r\n", 3, "colon"),
        ("---\rtitle: a\rx: b: c\r---\r", 3, "colon"),
        ('---\ntitle: "a\n---\nb"\n---\n', 2, "not closed"),
        ("---\ntitle: *a\n---\n", 2, "alias"),
        ("---\ntitle: a\n--- b\nc: d\n---\n", 3, "more than one"),
        (b"\xff\xfe-\x00-\x00-\x00", 1, "UTF-16"),
        (b"---\ntitle: a\nb: \x00\n---\n", 3, "control characters"),
    ],
)
def test_what_is_no_article(text: str | bytes, line: int, reason: str) -> None:
    found_line, message = refused(text)
    assert reason in message
    assert found_line == line


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("opening", ["", "\ufeff", "\n\n"])
def test_line_ends_and_beginnings(ending: str, opening: str) -> None:
    article, warnings = loaded((opening + seed()).replace("\n", ending))
    assert warnings == []
    assert (article.title, article.body) == ("Ordinary title", "Body.")


def test_other_delimiters() -> None:
    assert loaded("--- \ntitle: a\nwebUrl: https://x.example\n---\t\nb\n---\nc")[0].body == "b\n---\nc"
    assert loaded("---\ntitle: a\nwebUrl: https://x.example\n...\nb")[0].body == "b"
    assert loaded(seed(excerpt="|\n  before\n  ---\n  after"))[0].excerpt == "before --- after"


def test_a_byte_that_is_not_utf_8() -> None:
    article, warnings = loaded(seed(title='"ZedX"').encode().replace(b"X", b"\xe9"))
    assert article.title == "Zed\ufffd"
    assert warnings == [(3, "a byte that is not UTF-8 is shown as �")]


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("2020", "2020"),
        ("yes", "yes"),
        ("017", "017"),
        ("12:30:45", "12:30:45"),
        ("1.0", "1.0"),
        ("2020-01-01", "2020-01-01"),
        ('"null"', "null"),
        ('"~"', "~"),
        ('"[red]x[/]"', "[red]x[/]"),
        ('"a < b, <3, List<T>, <b>"', "a < b, <3, List<T>, <b>"),
        ('"Al\\x1b]0;P\\x07pha\\nBe\\tta"', "Alpha Be ta"),
        ('"widely â€“ at &#8217;s"', "widely – at ’s"),
    ],
)
def test_titles_are_taken_as_written(value: str, title: str) -> None:
    article, warnings = loaded(seed(title=value))
    assert (article.title, warnings) == (title, [])


@pytest.mark.parametrize("value", [None, "", "null", "~", '""', '"  "', '"\\e"', "[a]", "{a: b}"])
def test_untitled(value: str | None) -> None:
    article, warnings = loaded(seed(title=value))
    assert article.title == UNTITLED
    assert (3 if value is not None else None, "there is no title") in warnings


@pytest.mark.parametrize(
    ("value", "heat", "warned"),
    [
        ("12", 12, ""),
        ('"12"', 12, ""),
        ("12.0", 12, ""),
        ("+7", 7, ""),
        ("0", 0, ""),
        ("", None, ""),
        ("null", None, ""),
        ('""', None, ""),
        (".nan", None, "not a number"),
        ("1e309", None, "not a number"),
        ("1.0e+309", None, "not a number"),
        ("1,234", None, "not a number"),
        ("1_000", None, "not a number"),
        ("٣", None, "not a number"),
        ("hot", None, "not a number"),
        ("[1]", None, "a list"),
        pytest.param("9" * 5000, None, "not a number", id="5,000 digits"),
        (str(2**40), None, "too large"),
    ],
)
def test_heat_and_quality(value: str, heat: int | None, warned: str) -> None:
    for field in ("heat", "quality"):
        article, warnings = loaded(seed(**{field: value}))
        assert getattr(article, field) == heat
        assert not article.archived
        assert len(warnings) == bool(warned)
        assert all(warned in message and field in message and line for line, message in warnings)


@pytest.mark.parametrize("value", ["-1", '"-1"', "-200", "-1.0"])
def test_expired(value: str) -> None:
    article, warnings = loaded(seed(heat=value))
    assert (article.heat, article.archived, warnings) == (None, True, [])


@pytest.mark.parametrize("value", ["false", "False", '"false"', "no", "NO", "off", "n", "0", '" off "'])
def test_archived(value: str) -> None:
    article, warnings = loaded(seed(published=value))
    assert (article.archived, article.heat, warnings) == (True, 60, [])


@pytest.mark.parametrize("value", ["true", "Yes", "on", "y", "1", "null", "", None, '"true"'])
def test_published(value: str | None) -> None:
    article, warnings = loaded(seed(published=value))
    assert (article.archived, warnings) == (False, [])


def test_neither_true_nor_false() -> None:
    article, warnings = loaded(seed(published="maybe"))
    assert not article.archived
    assert warnings == [(11, "published is neither true nor false: “maybe”")]


@pytest.mark.parametrize(
    ("value", "topics", "warned"),
    [
        ("Solo", ("Solo",), ""),
        ("null", (), ""),
        (None, (), ""),
        ("[]", (), ""),
        ("[AI, ai, Ai, ' AI ', A I]", ("AI",), ""),
        ('["Cafe\\u0301", "Café"]', ("Cafe\u0301",), ""),
        ('["AI & ML", "2020", "C++", "🔥"]', ("AI & ML", "2020", "C++", "🔥"), ""),
        ("[2020, null, '', yes]", ("2020", "yes"), ""),
        ('["Al\\x1b]0;P\\x07pha"]', ("Alpha",), ""),
        ("[AI, [x], {y: z}]", ("AI",), "not text"),
        ("{a: b}", (), "a mapping"),
    ],
)
def test_topics(value: str | None, topics: tuple[str, ...], warned: str) -> None:
    article, warnings = loaded(seed(topics=value))
    assert article.topics == topics
    assert bool(warnings) == bool(warned)
    assert all(warned in message for _, message in warnings)


def test_too_many_topics() -> None:
    article, warnings = loaded(seed(topics=str([f"t{number}" for number in range(60)])))
    assert len(article.topics) == 50
    assert warnings == [(13, "only the first 50 of 60 topics are kept")]


@pytest.mark.parametrize(
    ("value", "provider", "warned"),
    [
        ("Just A Name", Provider("Just A Name"), ""),
        (None, Provider(), ""),
        ("null", Provider(), ""),
        ("{domain: x.example}", Provider("", "x.example"), ""),
        ("{name: [a], domain: b}", Provider("", "b"), "provider: name is a list"),
        ("[a]", Provider(), "provider is a list"),
        ("{name: a, images: [{url: 'file:///x'}, 3, [], {}]}", Provider("a"), ""),
    ],
)
def test_providers(value: str | None, provider: Provider, warned: str) -> None:
    article, warnings = loaded(seed(provider=value))
    assert article.provider == provider
    assert bool(warnings) == bool(warned)
    assert all(warned in message for _, message in warnings)


def test_providers_and_topics_are_shared() -> None:
    one, other = loaded(seed())[0], loaded(seed())[0]
    assert one.provider.name is other.provider.name
    assert one.topics[0] is other.topics[0]


@pytest.mark.parametrize(
    ("value", "name", "wanted", "warned"),
    [
        ("2020-11-26T15:50:00+05:30", "x.md", datetime(2020, 11, 26, 10, 20, tzinfo=UTC), ""),
        (None, "2019-02-03-x.md", datetime(2019, 2, 3, tzinfo=UTC), ""),
        ("", "2019-02-03-x.md", datetime(2019, 2, 3, tzinfo=UTC), ""),
        (None, "x.md", None, ""),
        ("last Tuesday", "x.md", None, "not a date"),
        ("last Tuesday", "2019-02-03-x.md", datetime(2019, 2, 3, tzinfo=UTC), "not a date"),
        ("2020-02-30", "x.md", None, "no such date"),
        ("0001-01-01T00:00:00+14:00", "x.md", None, "no such date"),
        ("[2020-01-01]", "x.md", None, "a list"),
    ],
)
def test_dates(value: str | None, name: str, wanted: datetime | None, warned: str) -> None:
    article, warnings = loaded(seed(publishedDateTime=value), name)
    assert article.published == wanted
    assert len(warnings) == bool(warned)
    assert all(line == 5 and warned in message for line, message in warnings)


@pytest.mark.parametrize(
    ("value", "kind", "warned"),
    [
        ("video", Kind.VIDEO, ""),
        (" Video", Kind.VIDEO, ""),
        ("article", Kind.ARTICLE, ""),
        (None, Kind.ARTICLE, ""),
        ("podcast", Kind.ARTICLE, "neither article nor video"),
    ],
)
def test_kinds(value: str | None, kind: Kind, warned: str) -> None:
    article, warnings = loaded(seed(type=value))
    assert article.kind is kind
    assert bool(warnings) == bool(warned)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "--remote-debugging-port=9222", "https://x.example/\\n--foo", "/x"],
)
def test_links_that_do_not_open_are_left_out(url: str) -> None:
    article, warnings = loaded(seed(webUrl=f'"{url}"'))
    assert article.url == "https://x.example/original"
    assert [line for line, _ in warnings] == [7]
    assert "webUrl is ignored" in warnings[0][1]
    article, warnings = loaded(seed(webUrl=f'"{url}"', originalUrl=f'"{url}"'))
    assert article.url == ""
    assert len(warnings) == 3


def test_links_stay_byte_for_byte() -> None:
    url = "https://x.example/a?b=c&amp;d=%26%41;e=$(id)&copy=1"
    assert loaded(seed(webUrl=f'"{url}"'))[0].url == url


def test_no_link_is_listed_with_an_id_of_its_own() -> None:
    one, warnings = loaded(seed(webUrl=None, originalUrl="null"))
    other, _ = loaded(seed(webUrl=None, originalUrl=None, title="Another"))
    assert warnings == [(6, "there is no link that can be opened")]
    assert one.url == ""
    assert one.id != other.id


def test_the_last_of_two_equal_keys_counts() -> None:
    article, warnings = loaded(seed(x='1\ntitle: "Second"'))
    assert article.title == "Second"
    assert warnings == [(16, "duplicate key “title”; the last one is used")]


def test_unknown_keys_are_nothing_to_tell() -> None:
    assert loaded(seed(content="c", handler="h", self="s", x="[[1]]\n2020: y\nyes: z"))[1] == []


def test_excerpts_are_plain_paragraphs() -> None:
    article, _ = loaded(seed(excerpt=r'"<p>AT&amp;T &#8217;s&#27;[31m</p><script>x</script> a\r\nb \\n\\nc â€“ d"'))
    assert article.excerpt == "AT&T ’s[31m\n\na b\n\nc – d"


def test_a_long_body_is_cut() -> None:
    article, warnings = loaded(seed() + "x" * BODY_LIMIT)
    assert len(article.body) == BODY_LIMIT
    assert "longer than" in warnings[0][1]


def test_a_body_keeps_its_markdown_and_loses_its_controls() -> None:
    assert loaded(seed() + "# T\n\n    code <b>\x1b[2J\x9b1m\n")[0].body == "Body.\n# T\n\n    code <b>"


def test_many_problems_are_summed_up() -> None:
    _, warnings = loaded(seed(x="1\n" + "\n".join("x: 1" for _ in range(100))))
    assert len(warnings) == 21
    assert warnings[-1] == (None, "and 80 more problems")


def test_reading_from_disk(tmp_path: Path) -> None:
    path = write(tmp_path, "2020-11-26-x.md", seed())
    article, problems = read_article(path)
    assert article is not None
    assert (article.origin.location, problems) == (path, ())
    article, problems = read_article(tmp_path / "nowhere.md")
    assert article is None
    assert "no such file" in problems[0].message


def test_hostile_names_stay_out_of_messages(tmp_path: Path) -> None:
    path = write(tmp_path, "x-\x1b]0;PWNED\x07-\n-x.md", "not a seed")
    _, problems = read_article(path)
    assert problems[0].path.isprintable()
    assert problems[0].path.endswith("x-- -x.md")


def test_slow_libraries_wait_until_they_are_needed() -> None:
    program = (
        "import sys\n"
        "from reader.sources.files.folder_loader import load_files\n"
        "from reader.sources.front_matter.article_parser import parse_article\n"
        "assert not {'yaml', 'frontmatter', 'ftfy'} & set(sys.modules)\n"
        "parse_article(b'---\\ntitle: plain \\xe2\\x80\\x93 dash\\n---', 'x.md')\n"
        "assert 'ftfy' not in sys.modules\n"
        "parse_article('---\\ntitle: broken â€“ dash\\n---'.encode(), 'x.md')\n"
        "assert 'ftfy' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONPATH": os.getcwd()})
