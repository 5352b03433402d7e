"""The article in full, as lines."""

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from reader.core.model.article import UNTITLED, Article, ArticleId, Kind, Links, Provider
from reader.core.model.marks import Mark
from reader.ui.render.article_page import ArticlePage, lay_out_page
from tests.ui.support import CLOSING, EMOJI, LIVE, NOW, WIDE, article, articles, entry

WIDTHS = (20, 40, 80)
LEAD = articles()[0]


def lines_of(page: ArticlePage, width: int = 80, chosen: int | None = None) -> list[str]:
    return ["".join(span.text for span in line) for line in lay_out_page(page, width, NOW, chosen).lines]


def squeezed(lines: list[str]) -> str:
    return "".join("".join(lines).split())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("shown", articles(), ids=lambda shown: str(shown.id))
def test_every_line_fits(shown: Article, width: int) -> None:
    page = ArticlePage(shown, Mark(False, True), [True, False] * 5)
    for chosen in (None, *range(len(shown.related))):
        assert all(cell_len(line) <= width for line in lines_of(page, width, chosen))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", [WIDE, EMOJI, CLOSING, LIVE, "word " * 60, "x" * 300])
def test_title_and_excerpt_are_shown_whole(text: str, width: int) -> None:
    drawn = squeezed(lines_of(ArticlePage(article(1, text, excerpt=text, body=text)), width))
    assert drawn.count(squeezed([text])) == 3


def test_all_that_is_known_is_said() -> None:
    assert lines_of(ArticlePage(LEAD, Mark(read=False, bookmarked=True), (True, False, True), topics=LEAD.topics)) == [
        "Privacy in the age of cameras: what a city learned when it counted every face",
        "",
        "The Newswire · newswire.example",
        "Thu 15 Jan 2026, 09:00 · 3 h ago",
        "heat 183 · quality 93",
        "★ bookmarked · ● unread",
        "Computer Vision · AI",
        "",
        "A city counted faces for a year. What it found surprised its own engineers, who",
        "had expected less, and its citizens, who had expected more.",
        "",
        "The report is public.",
        "",
        "→ https://news.example/1",
        "",
        "Related (3)",
        f"1 {WIDE}".ljust(80 - cell_len(WIDE) + len(WIDE)),
        "  Gazette · 13 Jan".ljust(80),
        "2 Seen from elsewhere: what the other side says".ljust(80),
        "  The Newswire · 14 Jan · ↗ web".ljust(80),
        "3 A long look back at a quarter of a century of portable telephones and those".ljust(80),
        "  who made them".ljust(80),
        "  The Newswire · 10 Jan".ljust(80),
    ]


def test_what_is_unknown_is_left_out_or_said() -> None:
    bare = Article(ArticleId(1), UNTITLED)
    assert lines_of(ArticlePage(bare, Mark(read=True))) == [
        "(untitled)",
        "",
        "date unknown",
        "○ read",
        "",
        "no link to open",
    ]


@pytest.mark.parametrize(
    ("page", "line"),
    [
        (ArticlePage(article(1, "x", kind=Kind.VIDEO), Mark(read=True)), "▶ video · ○ read"),
        (ArticlePage(article(1, "x", archived=True), Mark(read=True)), "archived · ○ read"),
        (ArticlePage(article(1, "x", heat=7), Mark(read=True)), "heat 7"),
        (ArticlePage(article(1, "x", quality=7), Mark(read=True)), "quality 7"),
        (ArticlePage(article(1, "x", provider=Provider("", "a.example")), Mark(read=True)), "a.example"),
        (ArticlePage(article(1, "x", provider=Provider("a.example", "a.example")), Mark(read=True)), "a.example"),
        (ArticlePage(entry(1, "x"), is_external=True), "related article, not in your library"),
        (
            ArticlePage(entry(1, "x"), Mark(bookmarked=True), is_external=True),
            "★ bookmarked · related article, not in your library",
        ),
    ],
)
def test_facts(page: ArticlePage, line: str) -> None:
    assert line in lines_of(page)


def test_what_is_read_moves_no_line() -> None:
    unread, read = (lines_of(ArticlePage(LEAD, Mark(read=read))) for read in (False, True))
    assert [line.replace("○ read", "● unread") for line in read] == unread


def test_titles_of_related_entries_are_whole() -> None:
    lead = replace(LEAD, related=(entry(7, "A title that goes on " * 9 + "to its end"),))
    assert "to its end" in " ".join(lines_of(ArticlePage(lead), 30))


def test_excerpts_of_related_entries_fill_a_wide_page() -> None:
    related = tuple(entry(number, f"Entry {number}", excerpt="Some words. " * 40) for number in (1, 2))
    page = ArticlePage(replace(LEAD, related=related), known=(True, True))

    def excerpts(width: int, height: int) -> list[int]:
        drawn = lay_out_page(page, width, NOW, height=height)
        assert len(drawn.lines) == len(lay_out_page(page, width, NOW).lines) or len(drawn.lines) <= height
        return [count - 2 for _, count in drawn.places]

    least = len(lay_out_page(page, 80, NOW).lines)
    assert excerpts(80, least) == [0, 0]
    assert excerpts(80, least + 4) == [1, 1]
    assert excerpts(80, least + 8) == [3, 3]
    assert excerpts(69, 100) == [0, 0]


def test_a_link_is_cut_in_its_middle() -> None:
    long = replace(LEAD, links=Links("https://news.example/" + "a" * 80 + "/end"), related=())
    (link,) = [line for line in lines_of(ArticlePage(long), 40) if line.startswith("→")]
    assert link.startswith("→ https://news.example/")
    assert link.endswith("a/end")
    assert "…" in link


def test_places_are_where_the_related_entries_stand() -> None:
    drawn = lay_out_page(ArticlePage(LEAD, known=(True, False, True)), 40, NOW, chosen=1)
    for number, (first, count) in enumerate(drawn.places):
        lines = drawn.lines[first : first + count]
        assert lines[0][0].text == f"{number + 1} "
        on = number == 1
        assert all(span.role.startswith("cursor ") == on for line in lines for span in line)
        assert all(sum(cell_len(span.text) for span in line) == 40 for line in lines)


def test_what_the_store_has_looks_different_and_says_so() -> None:
    drawn = lay_out_page(ArticlePage(LEAD, known=(True, False, True)), 80, NOW)
    roles = [drawn.lines[first][1].role for first, _ in drawn.places]
    assert roles == ["related", "external", "related"]
    last = ["".join(span.text for span in drawn.lines[first + count - 1]) for first, count in drawn.places]
    assert ["↗ web" in line for line in last] == [False, True, False]


def test_numbers_of_many_related_entries_are_aligned() -> None:
    lead = replace(LEAD, related=tuple(entry(number, f"Entry {number}") for number in range(1, 13)))
    drawn = lay_out_page(ArticlePage(lead), 40, NOW)
    assert [drawn.lines[first][0].text for first, _ in drawn.places][::11] == [" 1 ", "12 "]
