"""What all dialogs share: keys and clicks that arrive together are no crash."""

import pytest
from textual import events
from textual.content import Content

from reader.ui.app import HeatwireApp
from reader.ui.dialogs.choice_dialog import ChoiceDialog
from reader.ui.dialogs.confirm_dialog import ConfirmDialog, dismiss_if_confirmed
from reader.ui.dialogs.dialog import option_list
from tests.ui.support import an_app, running, until


def together(app: HeatwireApp, *keys: str) -> None:
    """Press keys that arrive in one read."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize(
    ("opened", "keys"),
    [
        (["Z"], ["enter", "enter", "enter"]),
        (["x"], ["enter", "enter"]),
        (["t"], [*"later", "enter", "enter"]),
        (["b", "H"], ["enter", "enter"]),
        (["E"], ["enter", "enter", "enter"]),
        (["A"], ["y", "y"]),
        (["question_mark"], ["f1", "f1", "escape", "escape"]),
        (["exclamation_mark"], ["escape", "escape"]),
        (["colon", *"undo"], ["enter", "enter"]),
        (["colon", *"undo"], ["escape", "escape"]),
        (["colon"], ["t", "escape"]),
        (["colon", "t"], ["h", "e", "escape", "escape"]),
        (["colon", *"theme", "enter"], ["down", "enter", "enter"]),
        ([], ["x", "pagedown", "enter", "enter"]),
        ([], ["e", *"note", "ctrl+s", "ctrl+s"]),
    ],
    ids=lambda keys: " ".join(keys),
)
async def test_keys_that_arrive_together(opened: list[str], keys: list[str]) -> None:
    app = an_app()
    async with running(app) as pilot:
        for key in opened:
            await pilot.press(key)
            await pilot.pause()
        together(app, *keys)
        await pilot.pause()
        await pilot.pause()
    assert app.crash is None


async def test_a_dialog_that_is_not_in_front_is_not_dismissed() -> None:
    app = an_app()
    async with running(app) as pilot:
        answers: list[int | str | None] = []
        dialog = ChoiceDialog("Which?", [("one", ""), ("two", "")])
        app.push_screen(dialog, answers.append)
        await until(pilot, lambda: app.screen is dialog)
        dismiss_if_confirmed(dialog, "Sure?")
        dismiss_if_confirmed(dialog, "Sure?")
        await pilot.pause()
        assert [type(screen) for screen in app.screen_stack[1:]] == [ChoiceDialog, ConfirmDialog]
        dialog.dismiss(1)
        assert len(app.screen_stack) == 3
        await pilot.press("n")
        dialog.dismiss(0)
        dialog.dismiss(1)
        await pilot.pause()
        assert app.screen is app.main
        assert answers == [0]


def test_a_page_down_before_a_list_is_laid_out() -> None:
    options = option_list([Content("one"), Content("two")])
    options._move_page(1)
    options._move_page(-1)
    assert options.highlighted == 0
