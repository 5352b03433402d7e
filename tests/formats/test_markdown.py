"""Bookmarks as Markdown: shown as they are, whatever they hold."""

from itertools import pairwise

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.text.markdown_text import escaped
from reader.formats.markdown import hash_tag, to_markdown
from tests.formats.samples import bookmark, bookmarks, lines, slowly

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(source: str) -> list[tuple[str, str]]:
    """What a reader of the file sees: each heading and paragraph as (kind, text)."""
    tokens = MARKDOWN.parse(source)
    found = []
    for opening, token in pairwise(tokens):
        if token.type == "inline":
            text = "".join(
                "\n" if part.type in ("hardbreak", "softbreak") else part.content for part in token.children or ()
            )
            found.append((opening.tag, text))
    return found


def test_a_bookmark_reads_well() -> None:
    kept = bookmark(5, "Faces & the law", "Ask *Ann*.\n- first", ("AI law", "later"))
    assert list(to_markdown([kept])) == [
        "# Bookmarks",
        "",
        "## Faces & the law",
        "",
        "[Open the article](<https://x.example/5>)  ",
        "The Example · 2020-11-05 · heat 5 · bookmarked 2023-11-14",
        "",
        "#AI-law #later",
        "",
        "**Note**",
        "",
        "Ask \\*Ann\\*.\\",
        "\\- first",
        "",
        "> Excerpt 5.",
    ]


@slowly
@given(lines)
def test_a_heading_shows_any_title_as_it_is(title: str) -> None:
    source = f"## {escaped(title)}\n"
    assert shown(source) == [("h2", title)]


@slowly
@given(lines.filter(bool))
def test_so_does_a_paragraph(line: str) -> None:
    assert shown(escaped(line)) == [("p", line)]


@slowly
@given(bookmarks)
def test_nothing_in_a_bookmark_makes_a_heading_a_link_or_html(kept: Bookmark) -> None:
    tokens = MARKDOWN.parse("\n".join(to_markdown([kept])))
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    kinds = {part.type for token in tokens for part in token.children or ()} | {token.type for token in tokens}
    assert not kinds & {"html_inline", "html_block", "image", "code_inline", "fence", "code_block", "hr", "em"}
    targets = [str(part.attrs["href"]) for token in tokens for part in token.children or () if part.type == "link_open"]
    assert len(targets) == bool(kept.link)
    if kept.link:
        assert targets[0] == MARKDOWN.normalizeLink(kept.link.replace("\\", "%5C"))


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("later", "#later"),
        ("to read", "#to-read"),
        ("C++", "#C"),
        ("a/b", "#a/b"),
        ("#x", "#x"),
        ("…", ""),
        ("法", "#法"),
    ],
)
def test_a_tag_is_one_word(name: str, tag: str) -> None:
    assert hash_tag(name) == tag


def test_a_bookmark_of_which_nothing_is_known() -> None:
    kept = Bookmark(Article(ArticleId(1), "Title", ""))
    assert list(to_markdown([kept])) == ["# Bookmarks", "", "## Title", "", "date unknown"]


def test_no_bookmarks() -> None:
    assert list(to_markdown([])) == ["# Bookmarks"]
