"""Order, density and the dialogs of the program, without a screen."""

from collections.abc import Callable
from types import SimpleNamespace

from msgspec.structs import replace

from reader.core.model.listing import Order
from reader.core.model.problem import Problem, Severity
from reader.core.search.query_parser import parse
from reader.ui.commands.palette import Run
from reader.ui.controllers.display import DisplayController, Manual, ThemeChoice
from reader.ui.dialogs.manual_dialog import ManualDialog
from reader.ui.dialogs.palette_dialog import PaletteDialog
from reader.ui.dialogs.problems_dialog import ProblemsDialog
from reader.ui.render.list_row import Density
from reader.ui.view.news_view import NewsView
from tests.ui.small_app import Services, viewing
from tests.ui.support import FIRST

PAGES = {"keys": "# Keys\n\nAll of them.", "searching": "# Searching\n\nWords."}


def displaying(
    view: NewsView,
    services: Services,
    manual: Manual | None = None,
    edit_file: Callable[[str, int | None], object] = lambda *_: None,
) -> tuple[DisplayController, list[str]]:
    """A controller whose palette runs things on the controller itself, and the themes that were chosen."""
    chosen: list[str] = []
    themes = ThemeChoice(lambda: {"ink": "dark"}, chosen.append)

    def run(action: Run) -> object:
        return action(SimpleNamespace(display=display))

    display = DisplayController(view, manual, edit_file, services.notify, services.ask, services.spawn, themes, run)
    return display, chosen


async def test_order_and_density_go_round() -> None:
    async with viewing() as view:
        services = Services(view)
        display, _ = displaying(view, services)
        display.next_order()
        assert (view.listing.order, view.article_list.article) == (Order.DATE, FIRST)
        for density in (Density.ROOMY, Density.COMPACT, Density.NORMAL):
            display.next_density()
            assert view.article_list.density is density
        assert services.said == ["roomy rows", "compact rows", "normal rows"]
        display.next_order()
        assert services.said[-1] == "heat: the attention a story gets"


async def test_an_order_of_the_search_is_not_changed() -> None:
    async with viewing() as view:
        services = Services(view)
        view.show_results(parse("plain sort:title"))
        before = view.listing
        displaying(view, services)[0].next_order()
        assert view.listing == before
        assert services.messages == [("this search sets its own order: edit the search to change it", "warning")]
        view.listing = replace(before, query=None)


async def test_the_dialogs_of_the_program() -> None:
    async with viewing() as view:
        services = Services(view)
        display, _ = displaying(view, services, lambda: PAGES)
        display.show_problems()
        display.show_keys()
        display.show_palette()
        display.show_manual()
        display.show_manual("searching")
        await services.done()
        kinds = [ProblemsDialog, PaletteDialog, PaletteDialog, ManualDialog, ManualDialog]
        assert [type(dialog) for dialog in services.dialogs] == kinds


async def test_what_the_help_and_the_palette_return_is_run() -> None:
    async with viewing() as view:
        runs: list[Run] = [lambda c: c.display.show_manual("keys"), lambda c: c.display.set_theme("ink")]
        services = Services(view, None, lambda _: runs[0], lambda _: runs[1])
        display, chosen = displaying(view, services, lambda: PAGES)
        display.show_keys()
        display.show_palette()
        await services.done()
        assert [type(dialog) for dialog in services.dialogs] == [PaletteDialog, PaletteDialog, ManualDialog]
        assert chosen == ["ink"]


async def test_an_order_and_a_density_are_chosen() -> None:
    async with viewing() as view:
        display, _ = displaying(view, Services(view))
        display.set_order(Order.DATE)
        display.set_density(Density.ROOMY)
        assert (view.listing.order, view.article_list.density) == (Order.DATE, Density.ROOMY)


async def test_titles_are_found_by_the_beginnings_of_words() -> None:
    async with viewing() as view:
        display, _ = displaying(view, Services(view))
        found, growing = display._find_titles(["vid", "how"])
        assert ([row.title for row in found], growing) == (["How a video is made"], False)
        assert display._find_titles(["vi"]) == ((), False)


async def test_without_a_manual_that_is_said() -> None:
    async with viewing() as view:
        services = Services(view)
        display, _ = displaying(view, services)
        display.show_manual()
        assert (services.dialogs, services.said) == ([], ["the manual is not installed"])


async def test_a_problem_is_opened_in_the_editor_at_its_line() -> None:
    async with viewing() as view:
        opened: list[tuple[str, int | None]] = []
        problem = Problem("news/a.md", 7, Severity.ERROR, "not YAML")
        services = Services(view, None, problem, None)
        display, _ = displaying(view, services, None, lambda path, line: opened.append((path, line)))
        display.show_problems()
        display.show_problems()
        await services.done()
        assert opened == [("news/a.md", 7)]
        assert services.said == ["r reads the folders again"]
