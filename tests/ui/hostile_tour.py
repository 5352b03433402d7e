"""Run in a terminal: the application with hostile text in every place, shown from end to end.

    python -m tests.ui.hostile_tour raw|clean on|off

The first word says whether the text was cleaned where it entered, the second whether the last gate is there.
"""

import sys
from collections.abc import Callable

from textual.app import App
from textual.pilot import Pilot

from reader.core.load_events import Finished
from reader.core.model.article import Article, ArticleId, Links, Provider
from reader.core.model.link_opener import NoBrowser
from reader.core.model.listing import Listing, View
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import Topic
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.core.text.cleaning import clean_line, clean_text
from reader.ui.app import HeatwireApp
from tests.edition import SOURCE
from tests.ui.payloads import CONTROLS, hostile
from tests.ui.support import Feed, Marks, Opener, an_app

Clean = Callable[[str], str]


def _article(number: int, control: str, line: Clean, text: Clean) -> Article:
    words = hostile(control)
    provider = Provider(line(words), line(f"d{words}"))
    url = line(f"https://a.example/{words}")
    links = Links(url, line(f"https://b.example/{words}"), line(f"https://c.example/{words}"))
    related = tuple(
        Article(ArticleId(1000 + 2 * number + place), line(words), text(words), links=links, provider=provider)
        for place in range(2)
    )
    return Article(
        ArticleId(number),
        line(words),
        text(f"{words} and {words}\n\n{words}"),
        links=links,
        heat=200 - number,
        provider=provider,
        topics=(line(words),),
        related=related,
        body=text(words),
    )


async def _tour(pilot: Pilot[object]) -> None:
    app = pilot.app
    assert isinstance(app, HeatwireApp)
    main = app.main
    while not main.article_list.rows:
        await pilot.pause()
    topics = main.view.store.topics.children(None)
    for place in range(app.far):  # type: ignore[attr-defined]
        main.article_list.move_to(main.article_list.rows.id_at(place))
        main.view.show_article(main.article_list.article)
        main.status.flash(app.made(hostile([*CONTROLS.values()][place])), "error")  # type: ignore[attr-defined]
        await pilot.pause()
        main.controllers.navigation.show_related(1)
        await pilot.pause()
        main.controllers.navigation.go_back()
        main.view.show(Listing(View.TOPIC, topics[place % len(topics)]), None)
        await pilot.pause()
        main.view.show(Listing(), None)
    await pilot.press("d", "d", "l", "G", "h", "h", "G", "l", "O", "escape", "o", "escape", "!")
    for _ in range(0, len(CONTROLS), 5):
        await pilot.press(*["j"] * 5)
    app.exit(0)


def main(words: list[str]) -> int:
    """Make the tour."""
    entry, gate = words
    line: Clean = clean_line if entry == "clean" else str
    text: Clean = clean_text if entry == "clean" else str
    made = [_article(number, control, line, text) for number, control in enumerate(CONTROLS.values(), 1)]
    problems = tuple(
        Problem(line(hostile(control)), 1, Severity.ERROR, line(f"m{hostile(control)}"))
        for control in CONTROLS.values()
    )
    store = Store(Topic(line(hostile(control))) for control in CONTROLS.values())
    store.apply(ArticleBatch.of(made))
    if gate == "off":
        HeatwireApp.get_line_filters = App.get_line_filters  # type: ignore[method-assign]
    every = line(" ".join(map(hostile, CONTROLS.values())))
    opener = Opener(lambda url: NoBrowser(url, every))
    feed = Feed()
    feed.send(Finished(SOURCE, problems))
    mistakes = [Problem(every, 3, Severity.WARNING, every)]
    app = an_app(store, Marks(trouble=every), opener, feed, warnings=mistakes, welcome=every)
    app.made = line  # type: ignore[attr-defined]
    app.far = len(CONTROLS) if (entry, gate) != ("raw", "off") else 6  # type: ignore[attr-defined]
    app.run(auto_pilot=_tour)
    if app.crash is not None:
        raise app.crash
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
