"""Order, density and the dialogs of the program, without a screen."""

from msgspec.structs import replace

from reader.core.model.listing import Order
from reader.core.search.query_parser import parse
from reader.ui.controllers.display import DisplayController
from reader.ui.dialogs.key_help import KeyHelp
from reader.ui.dialogs.manual_dialog import ManualDialog
from reader.ui.dialogs.problems_dialog import ProblemsDialog
from reader.ui.render.list_row import Density
from tests.ui.small_app import Services, viewing
from tests.ui.support import FIRST

PAGES = {"keys": "# Keys\n\nAll of them.", "searching": "# Searching\n\nWords."}


async def test_order_and_density_go_round() -> None:
    async with viewing() as view:
        services = Services(view)
        display = DisplayController(view, None, services.notify, services.ask, services.spawn)
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
        DisplayController(view, None, services.notify, services.ask, services.spawn).next_order()
        assert view.listing == before
        assert services.messages == [("this search sets its own order: edit the search to change it", "warning")]
        view.listing = replace(before, query=None)


async def test_the_dialogs_of_the_program() -> None:
    async with viewing() as view:
        services = Services(view)
        display = DisplayController(view, lambda: PAGES, services.notify, services.ask, services.spawn)
        assert display.manual_topics == ("keys", "searching")
        display.show_problems()
        display.show_keys()
        display.show_manual()
        display.show_manual("searching")
        await services.done()
        kinds = [ProblemsDialog, KeyHelp, ManualDialog, ManualDialog]
        assert [type(dialog) for dialog in services.dialogs] == kinds


async def test_the_help_leads_to_the_manual() -> None:
    async with viewing() as view:
        services = Services(view, None, True)
        DisplayController(view, lambda: PAGES, services.notify, services.ask, services.spawn).show_keys()
        await services.done()
        assert [type(dialog) for dialog in services.dialogs] == [KeyHelp, ManualDialog]


async def test_without_a_manual_that_is_said() -> None:
    async with viewing() as view:
        services = Services(view)
        display = DisplayController(view, None, services.notify, services.ask, services.spawn)
        display.show_manual()
        assert (services.dialogs, services.said, display.manual_topics) == ([], ["the manual is not installed"], ())
