"""Bookmarks as the HTML of browsers, written and read."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.core.model.article import UNTITLED, Links
from reader.core.model.bookmark import Bookmark
from reader.core.text.article_ids import article_id
from reader.formats.bookmark_file import NotBookmarks
from reader.formats.netscape_reader import from_netscape
from reader.formats.netscape_writer import to_netscape
from tests.formats.samples import bookmark, bookmarks, parsed, raw, slowly

FIREFOX = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     It will be read and overwritten.
     DO NOT EDIT! -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<meta http-equiv="Content-Security-Policy"
      content="default-src 'self'; script-src 'none'; img-src data: *; object-src 'none'"></meta>
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>

<DL><p>
    <DT><A HREF="place:type=6&sort=14&maxResults=10" ADD_DATE="1700000000" LAST_MODIFIED="1700000001">Recent Tags</A>
    <DT><H3 ADD_DATE="1700000000" LAST_MODIFIED="1700000002">Work &amp; law</H3>
    <DD>What the folder is for
    <DL><p>
        <DT><A HREF="https://a.example/?x=1&amp;y=2" ADD_DATE="1606409400" ICON_URI="https://a.example/favicon.ico" \
ICON="data:image/png;base64,AAAA" TAGS="later,AI">Faces &lt;b&gt; &amp; the law</A>
        <DD>Ask Ann &amp; Bob.
Second line.
        <HR>
        <DT><H3>Deeper</H3>
        <DL><p>
            <DT><A HREF="https://b.example/" ADD_DATE="1606409401">B</A>
        </DL><p>
        <DT><A HREF="https://c.example/" ADD_DATE="1606409402">C</A>
    </DL><p>
    <DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Lesezeichen-Symbolleiste</H3>
    <DL><p>
        <DT><A HREF="javascript:alert(1)" SHORTCUTURL="js">A bookmarklet</A>
        <DT><A HREF="https://d.example/">D</A>
    </DL><p>
</DL>
"""
CHROME = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1690000000" LAST_MODIFIED="1700000000" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="https://a.example/1" ADD_DATE="1690000001" ICON="data:image/png;base64,iVBORw0KGgo=">One</A>
        <DT><H3 ADD_DATE="1690000002" LAST_MODIFIED="0">News</H3>
        <DL><p>
            <DT><A HREF="https://a.example/2" ADD_DATE="1690000003"></A>
            <DT><A HREF="chrome://settings/" ADD_DATE="1690000004">Settings</A>
        </DL><p>
    </DL><p>
    <DT><A HREF="http://a.example/3" ADD_DATE="1690000005">Three</A>
</DL><p>
"""
SAFARI = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
	<HTML>
	<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
	<Title>Bookmarks</Title>
	<H1>Bookmarks</H1>
	<DT><H3 FOLDED>Favorites</H3>
	<DL><p>
		<DT><A HREF="https://a.example/1">One</A>
		<DT><A HREF="https://a.example/2">Two</A>
	</DL><p>
	<DT><H3 FOLDED>Bookmarks Menu</H3>
	<DL><p>
	</DL><p>
	<DT><H3 FOLDED id="com.apple.ReadingList">Reading List</H3>
	<DL><p>
		<DT><A HREF="https://a.example/3">Three</A>
	</DL><p>
	</HTML>
"""


def brief(text: str) -> list[tuple[str, str, int, tuple[str, ...], str]]:
    """The bookmarks of a file as (link, title, when, tags, note)."""
    return [
        (kept.article.links.web, kept.article.title, kept.when, kept.tags, kept.note)
        for kept in parsed(from_netscape, text).bookmarks
    ]


def test_firefox() -> None:
    assert brief(FIREFOX) == [
        (
            "https://a.example/?x=1&y=2",
            "Faces <b> & the law",
            1606409400,
            ("AI", "later", "Work & law"),
            "Ask Ann & Bob.\nSecond line.",
        ),
        ("https://b.example/", "B", 1606409401, ("Deeper", "Work & law"), ""),
        ("https://c.example/", "C", 1606409402, ("Work & law",), ""),
        ("https://d.example/", "D", 0, (), ""),
    ]
    refused = parsed(from_netscape, FIREFOX).refused
    assert [line for line, _ in refused] == [12, 28]
    assert "place:" in refused[0].reason
    assert "javascript:" in refused[1].reason


@pytest.mark.parametrize("piece", [1, 7, 64])
@pytest.mark.parametrize("text", [FIREFOX, CHROME, SAFARI])
def test_a_file_that_comes_in_pieces_gives_the_same(text: str, piece: int) -> None:
    assert parsed(from_netscape, text, piece) == parsed(from_netscape, text)


def test_chrome() -> None:
    assert brief(CHROME) == [
        ("https://a.example/1", "One", 1690000001, (), ""),
        ("https://a.example/2", UNTITLED, 1690000003, ("News",), ""),
        ("http://a.example/3", "Three", 1690000005, (), ""),
    ]
    assert [line for line, _ in parsed(from_netscape, CHROME).refused] == [13]


def test_safari() -> None:
    assert brief(SAFARI) == [
        ("https://a.example/1", "One", 0, (), ""),
        ("https://a.example/2", "Two", 0, (), ""),
        ("https://a.example/3", "Three", 0, ("Reading List",), ""),
    ]


@pytest.mark.parametrize(
    ("date", "when"),
    [
        ("1606409400", 1606409400),
        ("1606409400000", 1606409400),
        ("1606409400000000", 1606409400),
        ("0", 0),
        ("-5", 0),
        ("soon", 0),
        ("٣", 0),
        ("9" * 30, 0),
        ("13316881400000000000", 0),
    ],
)
def test_dates_of_every_kind(date: str, when: int) -> None:
    assert brief(f'<DL><DT><A HREF="https://a.example/" ADD_DATE="{date}">x</A></DL>')[0][2] == when


@slowly
@given(st.lists(bookmarks.filter(lambda kept: bool(kept.link)), max_size=3))
def test_what_a_browser_keeps_comes_back(kept: list[Bookmark]) -> None:
    found = parsed(from_netscape, "\n".join(to_netscape(kept)))
    assert found.refused == ()
    assert [(one.article.id, one.article.title, one.article.url, one.when, one.note) for one in found.bookmarks] == [
        (article_id(one.link), one.article.title, one.link, one.when, one.note) for one in kept
    ]
    for one, other in zip(found.bookmarks, kept, strict=True):
        if not any("," in tag for tag in other.tags):
            assert one.tags == other.tags


@slowly
@given(raw)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(NotBookmarks):
        assert all(kept.link for kept in parsed(from_netscape, f"<DL><DT>{text}").bookmarks)


def test_a_bookmark_without_a_link_is_left_out() -> None:
    kept = bookmark(1)
    assert "HREF" in "".join(to_netscape([kept]))
    unlinked = replace(kept, article=replace(kept.article, links=Links(web="javascript:alert(1)")))
    assert "HREF" not in "".join(to_netscape([unlinked]))


def test_a_page_that_is_no_list_of_bookmarks() -> None:
    with pytest.raises(NotBookmarks, match="no list of bookmarks"):
        parsed(from_netscape, "<html><body><p>Hello</p></body></html>")


@pytest.mark.parametrize(
    "part",
    ["<", "<a ", '<a href="', "<!--", "<![", "<!", "&", "<DL>", "<DT><H3>x<DL>", "<?", "</", "<![CDATA[", "<script>"],
)
@pytest.mark.timeout(60)
def test_a_hostile_file_costs_no_more_than_moments(part: str) -> None:
    with suppress(NotBookmarks):
        assert parsed(from_netscape, "<DL><DT>" + part * (500_000 // len(part))).bookmarks == ()


def test_a_script_does_not_swallow_what_follows() -> None:
    assert len(brief('<DL><script><DT><A HREF="https://a.example/">x</A>')) == 1
