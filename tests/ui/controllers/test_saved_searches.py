"""Saved searches without a screen."""

from typing import Any

from reader.core.model.marks import SavedSearch
from reader.core.search.query_parser import parse
from reader.ui.controllers.saved_searches import SavedSearchesController
from reader.ui.dialogs.search_dialogs import ArrangedSearches
from tests.ui.small_app import Services, viewing
from tests.ui.support import NOW, Marks

ROBOTS = SavedSearch("Robots", "robots sort:heat")
PLAIN = SavedSearch("Plain", "plain sort:date")


def controller(services: Services) -> SavedSearchesController:
    return SavedSearchesController(
        services.view, services.store, services.queue, lambda: NOW, services.notify, services.ask, services.spawn,
        services.later, lambda: None,
    )  # fmt: skip


def having(*searches: SavedSearch) -> Marks:
    marks = Marks()
    marks.save_searches(searches)
    return marks


async def test_a_search_is_saved_under_a_name_with_its_order() -> None:
    async with viewing() as view:
        services = Services(view, None, "Robots")
        view.show_results(parse("robots"))
        controller(services).save()
        await services.done()
        assert view.saved == services.marks.searches() == (ROBOTS,)
        assert services.said == ["saved as Robots"]
        assert view.listing_name == "Robots"


async def test_a_saved_search_is_not_saved_again() -> None:
    async with viewing() as view:
        services = Services(view, having(ROBOTS))
        saved = controller(services)
        saved.load()
        await services.done()
        view.show_results(parse("robots"))
        saved.save()
        assert services.said == ["already saved as Robots"]


async def test_what_another_window_saved_meanwhile_stays() -> None:
    async with viewing() as view:
        services = Services(view, having(ROBOTS))
        saved = controller(services)
        saved.load()
        await services.done()

        def arrange(_: Any) -> ArrangedSearches:
            services.marks.save_searches((ROBOTS, PLAIN))
            return ArrangedSearches((SavedSearch("Machines", ROBOTS.query),))

        services.answers.append(arrange)
        saved.save()
        await services.done()
        assert [search.name for search in view.saved] == ["Machines", "Plain"]


async def test_they_are_counted_one_at_a_time_when_nothing_changes() -> None:
    async with viewing() as view:
        while view.store.search.advance(1000):
            pass
        services = Services(view, having(ROBOTS, PLAIN))
        saved = controller(services)
        saved.load()
        await services.done()
        while services.timers:
            services.timers.pop(0)()
        counts = {entry.label: entry.count for entry in view.sidebar._entries}
        assert (counts["Robots"], counts["Plain"]) == (1, 22)


async def test_nothing_saved_says_how_to_save() -> None:
    async with viewing() as view:
        services = Services(view)
        controller(services).save()
        assert services.said[0].startswith("no saved searches: press / to search")


async def test_a_search_that_cannot_be_run_is_named() -> None:
    async with viewing() as view:
        services = Services(view)
        controller(services).show("topic:Nowhere")
        assert services.messages[0][1] == "error"
        assert services.said[0].startswith("this search cannot be run: ")


async def test_a_failure_to_save_is_shown() -> None:
    async with viewing() as view:
        services = Services(view, None, "Robots")
        view.show_results(parse("robots"))
        services.marks.refusal = "the disk is full"
        controller(services).save()
        await services.done()
        assert services.messages == [("the disk is full", "error")]
        assert view.saved == ()
