"""What was searched for, in lines that were cut and wrapped."""

import pytest

from reader.core.model.article import Article, ArticleId
from reader.core.search.highlighter import highlighter
from reader.core.search.query_parser import parse
from reader.ui.render.article_page import ArticlePage, lay_out_page
from reader.ui.render.highlights import Highlighter, highlight_lines
from reader.ui.render.list_row import Density, row_lines
from reader.ui.render.text import Line, fit, wrap, wrap_to
from tests.ui.render.test_list_row import a_row, text
from tests.ui.support import EMOJI, NOW, WIDE


def marked(lines: list[Line] | tuple[Line, ...]) -> list[str]:
    return [span.text for line in lines for span in line if span.role.rpartition(" ")[2] == "match"]


def sought(query: str, unfinished: bool = False) -> Highlighter:
    return highlighter(parse(query, unfinished))


@pytest.mark.parametrize(
    ("query", "title", "expected"),
    [
        ("city", "A city, the City; cities", ["city", "City"]),
        ("cit*", "A city, the City; cities", ["city", "City", "cities"]),
        ('"two words"', "two words, two, words, two-words", ["two words", "two, words", "two-words"]),
        ("uber", "Über alles, ÜBER", ["Über", "ÜBER"]),
        ("a OR b", "b a c", ["b", "a"]),
        ("-a b", "a b", ["b"]),
        ("excerpt:a title:b", "a b", ["b"]),
        ("topic:ai is:unread", "ai unread", []),
        ("顔", WIDE, ["顔"]),
        ("robots", EMOJI, ["Robots"]),
        ("AT&T", "AT&T and AT T", ["AT&T", "AT T"]),
        ("x", "", []),
    ],
)
def test_what_is_found_in_a_title(query: str, title: str, expected: list[str]) -> None:
    assert [title[start:end] for start, end in sought(query)(title, "title")] == expected


@pytest.mark.parametrize("width", [5, 12, 20, 40, 80])
@pytest.mark.parametrize("title", ["one two three two one " * 4, WIDE * 2, EMOJI * 3, "two" * 60, "two"])
def test_lines_hold_the_same_text_as_without(title: str, width: int) -> None:
    terms = sought('two OR "three two" OR と OR robots')
    ranges = terms(title, "title")
    for lines in (wrap(title, width), wrap_to(title, width, 2), [fit(title, width)]):
        drawn = highlight_lines(title, lines, ranges, "title")
        assert [text(line) for line in drawn] == lines
        assert {span.role for line in drawn for span in line} <= {"title", "match"}


def test_a_phrase_that_is_broken_between_lines_is_marked_on_both() -> None:
    title = "a story about facial recognition in the city"
    drawn = highlight_lines(title, wrap(title, 22), sought('"facial recognition"')(title, "title"), "cursor title")
    assert marked(drawn) == ["facial", "recognition"]
    assert {span.role for line in drawn for span in line} == {"cursor title", "cursor match"}


def test_what_is_cut_off_is_not_marked() -> None:
    title = "one two three"
    assert marked(highlight_lines(title, [fit(title, 11)], sought("three")(title, "title"), "title")) == ["th"]
    assert marked(highlight_lines(title, [fit(title, 5)], sought("three")(title, "title"), "title")) == []


@pytest.mark.parametrize("density", list(Density))
@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("on", [True, False])
def test_rows_look_the_same_but_for_what_is_marked(density: Density, width: int, on: bool) -> None:
    row = a_row("Robots and cities: what robots do to a city, and cities to robots")
    plain = row_lines(row, density, width, NOW, on)
    lines = row_lines(row, density, width, NOW, on, highlights=sought("robots OR do"))
    assert [text(line) for line in lines] == [text(line) for line in plain]
    assert marked(lines)[0] == "Robots"
    assert marked(plain) == []


def test_every_paragraph_of_an_article_is_marked_where_its_field_was_asked_for() -> None:
    article = Article(ArticleId(1), "A word", "A word here.\n\nAnd a word there.", body="The word again.\nLast word")
    for query, count in (("word", 5), ("title:word", 1), ("excerpt:word", 2), ("nothing", 0)):
        page = lay_out_page(ArticlePage(article, highlights=sought(query)), 40, NOW)
        assert len(marked(page.lines)) == count
        assert [text(line) for line in page.lines] == [
            text(line) for line in lay_out_page(ArticlePage(article), 40, NOW).lines
        ]


def test_a_term_of_a_field_is_one_of_that_field() -> None:
    find = sought("excerpt:a")
    assert find("a", "title") == []
    assert find("a", "excerpt") == [(0, 1)]
