"""Bookmarks as JSON: everything comes back, and nothing unsound comes in."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.core.model.article import UNTITLED
from reader.core.model.bookmark import Bookmark
from reader.core.text.article_ids import article_id
from reader.formats.bookmark_file import NotBookmarks
from reader.formats.json_file import FORMAT, from_json, to_json
from reader.formats.json_stream import JsonStream
from tests.formats.samples import Parsed, bookmark, bookmarks, parsed, slowly


def file(*entries: Any, **fields: Any) -> str:
    """A file's text."""
    return json.dumps({"format": FORMAT, "version": 1, "bookmarks": entries, **fields})


def entry(**fields: Any) -> dict[str, Any]:
    """A bookmark as it stands in a file, with some fields of its article instead."""
    number = article_id("https://a.example/1")
    return {"article": {"id": number, "title": "T", "links": {"web": "https://a.example/1"}, **fields}}


def refused(text: str) -> list[tuple[int, str]]:
    taken = parsed(from_json, text)
    assert taken.bookmarks == ()
    return [(line, reason) for line, reason in taken.refused]


@slowly
@given(st.lists(bookmarks, max_size=3))
def test_everything_comes_back(kept: list[Bookmark]) -> None:
    text = "\n".join(to_json(kept))
    assert json.loads(text)["version"] == 2
    assert all(isinstance(entry["article"]["id"], str) for entry in json.loads(text)["bookmarks"])
    assert parsed(from_json, text) == Parsed(tuple(kept), ())


def test_a_bookmark_has_a_line() -> None:
    lines = list(to_json([bookmark(1, note="n", tags=("a",)), bookmark(2)]))
    assert len(lines) == 4
    assert json.loads(lines[1].rstrip(","))["bookmarked"] == "2023-11-14T22:13:21Z"
    assert set(json.loads(lines[2])) == {"bookmarked", "article"}


def test_what_another_program_did_to_ids_is_put_right() -> None:
    text = file(entry(id=4611686018427388000))
    assert parsed(from_json, text).bookmarks[0].article.id == article_id("https://a.example/1")


def test_what_comes_in_is_made_sound() -> None:
    taken = parsed(
        from_json,
        file(
            {
                **entry(
                    title="a\x1b[2J \u202eb\n&amp;",
                    excerpt="<b>x</b>\r\n\r\ny\x07",
                    body="# B\n\x1b]0;t\x07x",
                    heat=-1,
                    quality=10**12,
                    topics=["AI", "ai", "", "x" * 500],
                    images=[{"url": "javascript:x"}, {"url": "https://a.example/1.png", "width": -5}],
                    related=[{"id": 1, "title": "R", "related": [{"id": 2}], "heat": 5}, {"id": 3}],
                    provider={"name": "\x9b1mP"},
                ),
                "tags": ["b", "B", " a\x07 "],
                "note": "one\x1b[1m\n\n  two\n",
            }
        ),
    )
    (kept,) = taken.bookmarks
    article = kept.article
    assert article.title == "a b &amp;"
    assert article.excerpt == "<b>x</b>\n\ny"
    assert article.body == "# B\nx"
    assert (article.heat, article.archived, article.quality) == (None, True, None)
    assert [len(topic) for topic in article.topics] == [2, 100]
    assert [(image.url, image.width) for image in article.images] == [("https://a.example/1.png", 0)]
    assert [(one.title, one.heat, one.related) for one in article.related] == [("R", None, ())]
    assert article.provider.name == "P"
    assert kept.tags == ("a", "b")
    assert kept.note == "one\n\n  two"


def test_links_that_are_not_opened_are_refused_with_their_line() -> None:
    bad = entry(links={"web": "javascript:alert(1)"})
    text = "\n".join(["", '{"format":"heatwire-bookmarks","version":1,"bookmarks":[', json.dumps(bad), "]}"])
    assert refused(text) == [(3, "only http and https links are opened (this one is javascript:)")]
    kept = parsed(from_json, file(entry(links={"web": "file:///x", "original": "https://a.example/1"}))).bookmarks
    assert kept[0].article.url == "https://a.example/1"


def test_without_a_link_there_must_be_something_else() -> None:
    assert "no title" in refused(file(entry(title="", links={})))[0][1]
    (kept,) = parsed(from_json, file(entry(title="", links={}, excerpt="E"))).bookmarks
    assert kept.article.title == UNTITLED


@pytest.mark.parametrize(
    "bad",
    [
        1,
        {},
        {"article": None},
        entry(title=5),
        entry(heat=1.5),
        entry(published="soon"),
        entry(published="0001-01-01T00:00:00+14:00"),
        entry(links=[]),
        entry(related={}),
        {**entry(), "tags": "later"},
        {**entry(), "tags": [1]},
        {**entry(), "note": []},
        {**entry(), "bookmarked": "soon"},
        {**entry(), "bookmarked": 5},
    ],
)
def test_a_wrong_field_costs_that_bookmark_alone(bad: object) -> None:
    taken = parsed(from_json, file(bad, entry()))
    assert len(taken.bookmarks) == 1
    assert len(taken.refused) == 1


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('{"format":\n"heatwire-bookmarks",', 2, "invalid JSON"),
        ("[1, 2]", 1, "not from"),
        ('{"format": "other"}', 1, "not from"),
        (file(version=3), None, "newer"),
        (file(version=0), None, "version"),
        (file(version="1"), None, "version"),
        (file(bookmarks={}), None, "not a list"),
        ("[" * 100_000, 1, "nested"),
        ('{"version": ' + "9" * 5000 + "}", 1, "digits"),
    ],
)
def test_a_damaged_file_is_refused_as_a_whole(text: str, line: int | None, reason: str) -> None:
    with pytest.raises(NotBookmarks, match=reason) as error:
        parsed(from_json, text)
    assert error.value.line == line


def test_deep_entries_are_refused_alone() -> None:
    deep = entry()
    for _ in range(300):
        deep = {"article": {**deep["article"], "related": [deep["article"]]}}
    taken = parsed(from_json, file(deep, entry()))
    assert taken.bookmarks
    assert all("nested" in reason for _, reason in taken.refused)


@slowly
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["x", "bookmarks"]), inner),
        max_leaves=8,
    ),
    st.lists(st.integers() | st.text() | st.lists(st.integers(), max_size=2), max_size=4),
    st.sampled_from([None, 1]),
)
def test_lines_are_those_where_elements_begin(other: object, entries: list[object], indent: int | None) -> None:
    text = json.dumps({"before": other, "bookmarks": entries, "after": other}, indent=indent)
    for piece in (1, 3, 1000):
        stream, found, lines = JsonStream(text[at : at + piece] for at in range(0, len(text), piece)), [], []
        for name in stream.members():
            if name != "bookmarks":
                assert stream.value() == other
                continue
            for element in stream.elements():
                found.append(element)
                lines.append(stream.start)
        assert (found, stream.peek()) == (entries, "")
    starts = [text.split("\n")[line - 1].strip() for line in lines]
    if indent:
        assert all(start.startswith(json.dumps(one)[:1]) for start, one in zip(starts, entries, strict=True))


def test_replacing_a_title_keeps_the_place() -> None:
    kept = bookmark(1)
    changed = replace(kept, article=replace(kept.article, title="Other"))
    assert parsed(from_json, "\n".join(to_json([changed]))).bookmarks[0].article.id == kept.article.id
