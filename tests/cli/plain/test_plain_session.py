"""What each line of a plain session does, with a store in memory."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.cli.plain.phrases import wrapped
from reader.cli.plain.plain_links import PlainLinks
from reader.cli.plain.plain_marks import PlainMarks
from reader.cli.plain.plain_session import PlainSession
from reader.core.model.article import Article, ArticleId, Kind, Links, Provider
from reader.core.model.errors import MarksUnavailable
from reader.core.model.link_opener import Detached, Failed, InTerminal, NoBrowser, Plan, Refused
from reader.core.model.marks import Mark, MarkChange, MarkKind, Mute, MuteKind
from reader.core.model.topic import Topic
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.storage.marks.database import MarkDatabase

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
FACES = Article(
    ArticleId(1),
    "Faces & the law",
    "Faces are everywhere.\n\nSo are laws.",
    datetime(2020, 11, 26, 15, 50, tzinfo=UTC),
    Links(web="https://example.com/faces"),
    quality=93,
    heat=133,
    provider=Provider("South China Morning Post", "scmp.com"),
    topics=("Computer Vision",),
    related=(Article(ArticleId(2), "Cold news"), Article(ArticleId(99), "Elsewhere", provider=Provider("DW"))),
)
COLD = Article(ArticleId(2), "Cold news", published=datetime(2026, 11, 26, 9, 5, tzinfo=UTC), heat=7, topics=("AI",))
VIDEO = Article(ArticleId(3), "A video", kind=Kind.VIDEO, links=Links(web="https://example.com/v"))
OLD = Article(ArticleId(4), "Old news on faces", archived=True)


class Opener:
    """Returns the plan and the outcome that a test sets."""

    def __init__(self) -> None:
        self.made: Callable[[str], Plan] = lambda url: Detached(url, "example.com", ("browser", url))
        self.outcome: Failed | None = None

    def plan(self, url: str) -> Plan:
        return self.made(url)

    def watch(self, plan: Detached) -> Failed | None:
        return self.outcome

    def close(self) -> None:
        return


class Talk:
    """A session, and what it prints."""

    def __init__(self, folder: Path, *articles: Article) -> None:
        self.said: list[str] = []
        self.store = Store([Topic("AI"), Topic("Computer Vision", "AI")])
        self.store.apply(ArticleBatch.of(articles or (FACES, COLD, VIDEO, OLD)))
        self.marks = MarkDatabase(folder)
        self.opener = Opener()
        self.links = PlainLinks(self.opener, self.said.append, terminal=False)
        self.plain_marks = PlainMarks(self.store, self.marks, NOW.timestamp, lambda article: article)
        self.plain_marks.load()
        self.session = PlainSession(self.store, self.plain_marks, self.links, lambda: NOW, self.said.append)

    def type(self, line: str) -> list[str]:
        """Type a line that does not end the session; what is printed."""
        self.said.clear()
        assert self.session.answer(line)
        return list(self.said)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    talk = Talk(tmp_path)
    yield talk
    talk.marks.close()


def test_it_begins_with_what_there_is(talk: Talk) -> None:
    talk.session.begin()
    assert talk.said == [
        "Heatwire: 3 articles, 3 unread.",
        "All articles, hottest first: 1 to 3 of 3.",
        "1. Faces & the law; South China Morning Post, 26 November 2020, heat 133, unread",
        "2. Cold news; today at 09:05, heat 7, unread",
        "3. A video; date unknown, video, unread",
    ]


def test_a_number_reads_an_article_and_marks_it_read(talk: Talk) -> None:
    assert talk.type("1\n") == [
        "Faces & the law",
        "By South China Morning Post, scmp.com.",
        "26 November 2020, heat 133, quality 93.",
        "Unread.",
        "Topics: Computer Vision.",
        "Faces are everywhere.",
        "So are laws.",
        "Link: https://example.com/faces",
        "2 related entries:",
        "r1. Cold news; date unknown",
        "r2. Elsewhere; DW, date unknown",
    ]
    assert talk.marks.load() == {ArticleId(1): Mark(read=True)}
    assert "heat 133, read" in talk.type("l")[1]
    assert "Read." in talk.type("1")


def test_what_is_not_known_is_said_so(talk: Talk) -> None:
    said = talk.type("3")
    assert said[1:3] == ["Provider unknown.", "Date unknown."]
    assert "Video, unread." in said
    assert "There is no link that can be opened." in talk.type("2")


def test_related_entries_are_read_by_their_number(talk: Talk) -> None:
    assert talk.type("r1") == ["Read an article first: type its number."]
    talk.type("1")
    assert talk.type("r 1")[0] == "Cold news"
    assert talk.type("r1") == ["There are no related entries."]
    talk.type("1")
    elsewhere = talk.type("r2")
    assert "A related entry, not in your library, unread." in elsewhere
    assert ArticleId(99) not in talk.marks.load()
    talk.type("1")
    assert talk.type("r3") == talk.type("r") == talk.type("r x") == ["Type r and a number from 1 to 2."]


def test_tags_and_a_note_are_said(talk: Talk) -> None:
    talk.marks.record(MarkChange(MarkKind.TAG, True, (ArticleId(1),), text="later"), 1.0)
    talk.marks.record(MarkChange(MarkKind.NOTE, True, (ArticleId(1),), text="Ask Ann.\nAnd Bob."), 1.0)
    talk.plain_marks.load()
    said = talk.type("1")
    assert "Unread, bookmarked." in said
    assert said[said.index("Tags: later.") :][:4] == ["Tags: later.", "Note:", "Ask Ann.", "And Bob."]


@pytest.mark.parametrize(("line", "last"), [("0", 3), ("4", 3), ("999999999", 3), ("b 7", 3)])
def test_a_number_that_is_not_listed(talk: Talk, line: str, last: int) -> None:
    assert talk.type(line)[0].endswith(f"the last is {last}.")


@pytest.mark.parametrize("line", ["hello", "1 2", "9999999999", "n 2", "-1", "٣", "q q", "\x1b[2J", "s x"])
def test_what_is_no_command(talk: Talk, line: str) -> None:
    (said,) = talk.type(line)
    assert said.startswith("Unknown command “")
    assert said.isprintable()


def test_bookmarks_and_read_marks_go_by_the_article_or_a_number(talk: Talk) -> None:
    assert talk.type("b") == ["Read an article first: type its number."]
    assert talk.type("b 2") == ["Bookmarked: Cold news"]
    assert talk.type("b2") == ["Bookmark removed: Cold news"]
    assert talk.type("m 2") == ["Marked read: Cold news"]
    assert talk.type("M 2") == ["Marked unread: Cold news"]
    talk.type("1")
    assert talk.type("b") == ["Bookmarked: Faces & the law"]
    assert talk.marks.bookmarks()[0].article == FACES
    assert talk.type("m") == ["Marked read: Faces & the law"]
    assert talk.type("M") == ["Marked unread: Faces & the law"]
    assert talk.type("b x") == ["“x” is not a number."]
    talk.type("1")
    talk.type("r2")
    assert talk.type("b") == ["Bookmarked: Elsewhere"]
    assert ArticleId(99) in talk.store


def test_undo_and_redo(talk: Talk) -> None:
    assert talk.type("u") == ["There is nothing to undo."]
    talk.type("b 1")
    assert talk.type("undo") == ["Undone: bookmarked “Faces & the law”"]
    assert talk.store.mark(ArticleId(1)) == Mark()
    assert talk.type("redo") == ["Redone: bookmarked “Faces & the law”"]
    assert talk.store.mark(ArticleId(1)).bookmarked
    assert talk.type("redo") == ["There is nothing to redo."]


def test_marks_that_cannot_be_kept_are_said_and_not_shown(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise MarksUnavailable("not saved: the disk is full")

    monkeypatch.setattr(talk.marks, "record", fails)
    assert talk.type("b 1") == ["not saved: the disk is full."]
    assert talk.type("1")[-1] == "not saved: the disk is full."
    assert talk.store.mark(ArticleId(1)) == Mark()


def test_what_another_window_marks_is_seen(talk: Talk, tmp_path: Path) -> None:
    other = MarkDatabase(tmp_path)
    kept = Article(ArticleId(50), "Bookmark elsewhere")
    other.record(MarkChange(MarkKind.BOOKMARKED, True, (kept.id,), copies=(kept,)), 1.0)
    other.record(MarkChange(MarkKind.READ, True, (ArticleId(1),)), 1.0)
    other.close()
    assert "heat 133, read" in talk.type("l")[1]
    assert ArticleId(50) in talk.store


def test_pages(tmp_path: Path) -> None:
    talk = Talk(
        tmp_path, *(Article(ArticleId(number), f"Title {number}", heat=100 - number) for number in range(1, 26))
    )
    assert talk.type("")[0] == "All articles, hottest first: 11 to 20 of 25."
    assert [line.split(".")[0] for line in talk.type("n")[1:]] == ["21", "22", "23", "24", "25"]
    assert talk.type("next") == ["This is the end of the list."]
    assert talk.type("1")[0] == "Title 1"
    assert talk.type("p")[0] == "All articles, hottest first: 11 to 20 of 25."
    talk.type("p")
    assert talk.type("p") == ["This is the beginning of the list."]
    talk.marks.close()


def test_the_order(talk: Talk) -> None:
    assert talk.type("s")[:2] == [
        "All articles, newest first: 1 to 3 of 3.",
        "1. Cold news; today at 09:05, heat 7, unread",
    ]
    assert talk.type("s")[0].startswith("All articles, hottest first")


def test_topics_are_chosen_by_number_or_name(talk: Talk) -> None:
    assert talk.type("t") == [
        "1. All articles, 3",
        "2. Unread articles, 3",
        "3. Bookmarks, 0",
        "4. Archived articles, 1",
        "5. AI, 2",
        "6. Computer Vision, under AI, 1",
    ]
    assert talk.session.prompt == "Number of a topic, or Enter to cancel: "
    assert talk.type("6")[0] == "Computer Vision, hottest first: 1 to 1 of 1."
    assert talk.session.prompt == "Number, command, or ? for help: "
    talk.type("t")
    assert talk.type("7") == ["There is no topic 7; the last is 6."]
    talk.type("t")
    assert talk.type("") == ["Topic not changed."]
    talk.type("t")
    assert talk.type("ai")[0] == "AI, hottest first: 1 to 2 of 2."
    assert talk.type("t computer vision")[0] == "Computer Vision, hottest first: 1 to 1 of 1."
    assert "Computer Vision" in talk.type("t Computr Vision")[0]
    talk.type("t")
    assert talk.type("4")[1].endswith("date unknown, archived, unread")
    talk.type("t")
    assert talk.type("3") == ["Bookmarks: no articles."]


def test_muted_articles_are_off_the_list_and_have_a_view(talk: Talk) -> None:
    mute = Mute(MuteKind.WORD, "cold")
    talk.marks.record(MarkChange(MarkKind.MUTED, True, (), "muted", text=mute.key), 1.0)
    talk.plain_marks.load()
    assert "5. Muted articles, 1" in talk.type("t")
    assert "Cold news" in talk.type("5")[1]
    assert talk.type("u") == ["Undone: muted"]
    talk.type("t")
    assert talk.type("1")[0].endswith("of 3.")


def test_a_search(talk: Talk) -> None:
    assert talk.type("/ faces") == [
        "Results for “faces”: 1 to 2 of 2.",
        "1. Faces & the law; South China Morning Post, 26 November 2020, heat 133, unread",
        "2. Old news on faces; date unknown, archived, unread",
    ]
    assert talk.type("2")[0] == "Old news on faces"
    assert talk.type("/faces sort:title")[1].startswith("1. Faces")
    assert talk.type("/nothing") == ["Results for “nothing”: no articles."]
    assert talk.type("/faces is:read")[1].startswith("1. Old news")
    assert talk.type("/")[0] == "All articles, hottest first: 1 to 3 of 3."


def test_a_search_that_takes_long_is_announced_once(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.plain.plain_session.MANY", 3)
    assert talk.type("/ faces")[0] == "Searching; the first search takes a few seconds."
    assert talk.type("/ news")[0].startswith("Results for “news”")


def test_a_search_stays_one_when_the_order_changes(talk: Talk) -> None:
    talk.type("/ heat>0")
    assert talk.type("s")[:2] == [
        "Results for “heat>0”: 1 to 2 of 2.",
        "1. Cold news; today at 09:05, heat 7, unread",
    ]


@pytest.mark.parametrize(
    ("line", "place"), [('/ "x', "at character 1."), ("/ heat>x", "at character 6."), ("/ topic:nowhere", "character")]
)
def test_a_bad_search_is_said_with_its_place_and_changes_nothing(talk: Talk, line: str, place: str) -> None:
    talk.type("/ faces")
    (said,) = talk.type(line)
    assert place in said
    assert talk.type("l")[0] == "Results for “faces”: 1 to 2 of 2."


@pytest.mark.parametrize(
    ("plan", "said", "read"),
    [
        (Detached("https://example.com/faces", "example.com", ()), ["Opening example.com in the browser."], True),
        (Refused("only http"), ["Not opened: only http."], False),
        (NoBrowser("https://x", "no browser"), ["Not opened: no browser. The link is:", "https://x"], False),
        (
            InTerminal("https://x", "x", ("w3m", "https://x")),
            ["Not opened: w3m needs a terminal. The link is:", "https://x"],
            False,
        ),
    ],
)
def test_links_are_opened_or_said(talk: Talk, plan: Plan, said: list[str], read: bool) -> None:
    talk.opener.made = lambda _: plan
    assert talk.type("o 1") == said
    assert talk.store.mark(ArticleId(1)).read is read


def test_a_link_with_a_user_name_is_shown_with_its_host_and_not_opened(talk: Talk) -> None:
    link = "https://login.example@other.example/"
    talk.said.clear()
    assert not talk.links.open(link)
    assert talk.said == ["Not opened: it has a user name in it and leads to other.example. The link is:", link]


def test_an_article_without_a_link(talk: Talk) -> None:
    assert talk.type("o 2") == ["This article has no link that can be opened."]


def test_a_browser_that_failed_is_told_of_later(talk: Talk) -> None:
    talk.opener.outcome = Failed("https://example.com/faces", "browser ended with exit code 1")
    talk.type("o 1")
    for thread in threading.enumerate():
        if thread.name == "opening":
            thread.join(10)
    talk.said.clear()
    talk.links.report_failures()
    assert talk.said == ["Not opened: browser ended with exit code 1. The link is:", "https://example.com/faces"]


def test_help_and_the_end(talk: Talk) -> None:
    assert talk.type("?") == talk.type("help")
    assert len(talk.type("h")) > 8
    assert not any(map(talk.session.answer, ["q", " QUIT ", "exit\n"]))
    talk.type("t")
    assert not talk.session.answer("q")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", None, ["one two three"]),
        ("one two three", 20, ["one two three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "three"]),
        ("https://example.com/long x", 5, ["https://example.com/long", "x"]),
        ("新闻 新闻", 5, ["新闻", "新闻"]),
        ("", 5, [""]),
    ],
)
def test_lines_are_broken_at_blanks(text: str, width: int | None, lines: list[str]) -> None:
    assert list(wrapped(text, width)) == lines
