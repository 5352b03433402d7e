"""A small made-up store, and stand-ins for all that the application needs from outside."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from msgspec.structs import replace
from textual.app import App
from textual.message import Message
from textual.pilot import Pilot

from reader.config.paths import styles
from reader.core.load_events import Finished, LoadEvent
from reader.core.model.article import Article, ArticleId, Kind, Links, Origin, OriginKind, Provider
from reader.core.model.bookmark import Exporter
from reader.core.model.link_opener import Detached, Failed, Plan
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.app import HeatwireApp
from reader.ui.commands.keymap import KeyChange
from reader.ui.composition import Dependencies
from tests.edition import SOURCE
from tests.ui.fake_marks import NOW as NOW
from tests.ui.fake_marks import Marks as Marks

Result = TypeVar("Result")
FIRST = ArticleId(1)
LONG_DWELL = 3600.0
NEWSWIRE = Provider("The Newswire", "newswire.example")
GAZETTE = Provider("Gazette", "gazette.example")
ELSEWHERE = ArticleId(901)
LIVE = "[@click=app.quit]Press here[/] to win"
WIDE = "顔認証と法律：プライバシーはどこへ行くのか、専門家に聞いた"
EMOJI = "Robots 🤖 learn to cook 👩‍🍳 and wave flags 🇪🇺"
CLOSING = "When a tag [/b] closes nothing"


def article(number: int, title: str, **fields: object) -> Article:
    """An article; its link and provider follow from its number unless given."""
    links = Links(web=f"https://news.example/{number}")
    base = Article(ArticleId(number), title, links=links, provider=NEWSWIRE if number % 2 else GAZETTE)
    return replace(base, **fields)


def entry(number: int, title: str, **fields: object) -> Article:
    """A related entry."""
    return article(number, title, published=NOW - timedelta(days=number % 90), **fields)


def articles() -> tuple[Article, ...]:
    """Thirty articles, the hottest first in order of their ids; two more are archived."""
    related = (
        entry(2, WIDE),
        entry(901, "Seen from elsewhere: what the other side says", excerpt="An entry the store does not have."),
        entry(5, "A long look back at a quarter of a century of portable telephones and those who made them"),
    )
    lead = article(
        1,
        "Privacy in the age of cameras: what a city learned when it counted every face",
        excerpt="A city counted faces for a year. What it found surprised its own engineers, "
        "who had expected less, and its citizens, who had expected more.\n\nThe report is public.",
        published=NOW - timedelta(hours=3),
        heat=183,
        quality=93,
        topics=("Computer Vision", "AI"),
        links=Links("https://news.example/1", "https://original.example/1", "https://news.example/1/amp"),
        related=related,
        origin=Origin(OriginKind.FILE, "seeds/1.md"),
    )
    special = (
        lead,
        article(2, WIDE, heat=150, quality=40, topics=("AI",), published=NOW - timedelta(days=1)),
        article(3, EMOJI, heat=125, topics=("Robotics",), published=NOW - timedelta(days=20)),
        article(4, CLOSING, heat=110, topics=("AI Ethics",), published=NOW - timedelta(days=400)),
        article(5, LIVE, heat=100, topics=("AI Ethics",), published=NOW - timedelta(days=40)),
        article(6, "How a video is made", heat=90, kind=Kind.VIDEO, topics=("Video",), related=(entry(1, "Privacy"),)),
        article(7, "Nobody knows when this was", heat=80, topics=("Machine Learning",)),
        article(8, "An article that leads nowhere", heat=70, links=Links(), published=NOW - timedelta(days=3)),
    )
    plain = (
        article(
            number,
            f"Plain news number {number} about nothing in particular",
            heat=61 - number if number < 28 else None,
            quality=11 + number,
            topics=("Machine Learning",) if number % 3 else ("AI Hardware",),
            published=NOW - timedelta(days=number * 2, minutes=number),
            excerpt=f"The whole story of number {number}.",
        )
        for number in range(9, 31)
    )
    archived = (
        article(31, "Off the front page", archived=True, topics=("AI",), published=NOW - timedelta(days=500)),
        article(32, "Long expired", archived=True, topics=("Video",), published=NOW - timedelta(days=900)),
    )
    return (*special, *plain, *archived)


TOPICS = (
    Topic("AI", place=0),
    Topic("Computer Vision", parent="AI", shortname="Vision", place=1),
    Topic("Machine Learning", parent="AI", place=2),
    Topic("AI Ethics", parent="AI", place=3),
    Topic("AI Hardware", parent="Machine Learning", place=4),
    Topic("Robotics", place=5),
    Topic("Nothing here", place=6),
)


async def go_to_related(pilot: Pilot[int], number: int) -> None:
    """Type the number of a related entry, and go there without waiting for a count that does not come."""
    await pilot.press(str(number))
    app = pilot.app
    assert isinstance(app, HeatwireApp)
    app.main.controllers.navigation.settle_count()
    await pilot.pause()


def a_store(found: Iterable[Article] | None = None) -> Store:
    """A store with the made-up articles, or others."""
    store = Store(TOPICS)
    store.apply(ArticleBatch.of(articles() if found is None else found))
    return store


def many(count: int) -> list[Article]:
    """Made-up articles in numbers, the hottest first."""
    return [
        article(
            number,
            f"Story {number} of a great many that are all alike",
            heat=count + 10 - number,
            topics=(f"Topic {number % 10}",),
            published=NOW - timedelta(minutes=number),
        )
        for number in range(1, count + 1)
    ]


class Opener:
    """A browser that is never started; `answer` makes the plan for a link."""

    def __init__(self, answer: Callable[[str], Plan] | None = None, outcome: Failed | None = None) -> None:
        self._answer = answer or (lambda url: Detached(url, "news.example", ("browser", url)))
        self._outcome = outcome
        self.planned: list[str] = []
        self.watched: list[Detached] = []
        self.closed = False

    def plan(self, url: str) -> Plan:
        """What would be done."""
        self.planned.append(url)
        return self._answer(url)

    def watch(self, plan: Detached) -> Failed | None:
        """What came of it."""
        self.watched.append(plan)
        return self._outcome

    def close(self) -> None:
        """Nothing waits."""
        self.closed = True


class Feed:
    """A loading that the test drives."""

    source = SOURCE

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[LoadEvent] = asyncio.Queue()

    def send(self, *arriving: LoadEvent) -> None:
        """Events arrive."""
        for event in arriving:
            self._waiting.put_nowait(event)

    async def events(self) -> AsyncIterator[LoadEvent]:
        """The events, up to `Finished`."""
        while True:
            event = await self._waiting.get()
            yield event
            if isinstance(event, Finished):
                return


class StoppedClock:
    """A clock that a test sets; it stands still."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """The time that was set."""
        return self.now


def pass_time(app: HeatwireApp, **span: int) -> None:
    """Set the clock of an application to some time after NOW, and let the screen see it."""
    clock = app.dependencies.clock
    assert isinstance(clock, StoppedClock)
    clock.now = NOW + timedelta(**span)
    app.main._tick()


def an_app(
    store: Store | None = None,
    marks: Marks | None = None,
    opener: Opener | None = None,
    loading: Feed | None = None,
    remembered: Mapping[str, str] | None = None,
    dwell: float = LONG_DWELL,
    theme: str = "",
    ascii_only: bool = False,
    warnings: Sequence[Problem] = (),
    welcome: str = "",
    dates: str = "short",
    widths: tuple[str, str] = ("", ""),
    keys: Sequence[KeyChange] = (),
    exporter: Exporter | None = None,
    editor: Sequence[str] = (),
    given: Mapping[str, str] | None = None,
) -> HeatwireApp:
    """The application on made-up news, with a clock that stands still."""
    marks = marks or Marks()
    store = store if store is not None else a_store()
    store.replace_marks(marks.load())
    store.set_mutes(marks.mutes(), NOW.timestamp())
    store.resurface(NOW.timestamp())
    return HeatwireApp(
        Dependencies(
            store=store,
            marks=marks,
            opener=opener or Opener(),
            loading=loading,
            clock=StoppedClock(),
            remembered={"density": "normal", **(marks.recall() if remembered is None else remembered)},
            given=given or {},
            styles=sorted(styles().glob("*.tcss")),
            dwell=dwell,
            theme=theme,
            ascii=ascii_only,
            warnings=warnings,
            welcome=welcome,
            dates=dates,
            widths=widths,
            keys=keys,
            exporter=exporter,
            editor=editor,
        )
    )


async def until(pilot: Pilot[Result], reached: Callable[[], bool]) -> None:
    """Let the application work until something is so; the test's own time limit ends a vain wait."""
    for _ in range(400):
        if reached():
            return
        await pilot.pause()
    raise AssertionError("it never came to that")


def screen_text(app: App[Result]) -> list[str]:
    """The lines of the screen as they are drawn."""
    strips = app.screen._compositor.render_strips(app.size)
    return ["".join(segment.text for segment in strip) for strip in strips] or [""]


@asynccontextmanager
async def running(
    app: HeatwireApp, size: tuple[int, int] = (140, 40), hook: Callable[[Message], None] | None = None
) -> AsyncIterator[Pilot[int]]:
    """Run the application until its screen is laid out and drawn."""
    async with app.run_test(size=size, message_hook=hook) as pilot:
        await until(pilot, lambda: app.main.article_list.page_size > 0 or app.main.detail.page_size > 0)
        yield pilot


def says(app: HeatwireApp, words: str) -> bool:
    """Whether the status line says something."""
    return words in screen_text(app)[-1]


def shows(app: HeatwireApp, words: str) -> bool:
    """Whether words are anywhere on the screen, on one line."""
    return any(words in line for line in screen_text(app))
