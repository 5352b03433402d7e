"""Text can be read in our themes: at least 4.5:1, as WCAG 2.2 asks (success criterion 1.4.3).

The formula is that of https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. Rules, guides and scroll bars are no text.
"""

import pytest
from rich.color import Color
from textual.widget import Widget

from reader.ui import themes
from reader.ui.widgets.line_view import LineView
from reader.ui.widgets.status_line import StatusLine
from tests.ui.support import an_app, running, until

NO_TEXT = {"rule", "line", "thumb", "cursor", "chosen", "caret", "guide"}
LEAST = 4.5


def luminance(color: Color) -> float:
    """The relative luminance of a colour, 0 … 1."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, color.get_truecolor())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 … 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_formula() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


def roles(widget: Widget) -> set[str]:
    """The component classes of a widget that draw text."""
    return set(widget._get_component_classes()) - NO_TEXT


@pytest.mark.parametrize("theme", [theme.name for theme in themes.OURS])
async def test_every_role_can_be_read(theme: str) -> None:
    app = an_app(theme=theme)
    async with running(app) as pilot:
        poor: list[str] = []
        main = app.main

        def judge(words: str, color: Color | None, background: Color | None) -> None:
            assert color is not None, words
            assert background is not None, words
            ratio = contrast(color, background)
            if ratio < LEAST:
                poor.append(f"{words}: {ratio:.2f}")

        for focused in (main.sidebar, main.article_list, main.detail):
            focused.focus()
            await until(pilot, lambda focused=focused: main.focused is focused)  # type: ignore[misc]
            await pilot.pause()
            for pane in (main.sidebar, main.article_list, main.detail):
                assert isinstance(pane, LineView)
                for role in sorted(roles(pane)):
                    for under in ("", "cursor ", "chosen ") if pane is main.article_list else ("", "cursor "):
                        if under and role in ("heading", "hint"):
                            continue
                        style = pane.role_style(under + role)
                        where = f"{type(pane).__name__}{' in front' if pane is focused else ''} {under}{role}"
                        judge(where, style.color, style.bgcolor)
        assert isinstance(main.status, StatusLine)
        for role in sorted(roles(main.status)):
            style = main.status.get_component_rich_style(role)
            judge(f"StatusLine {role}", style.color, style.bgcolor)
        banner = main.query_one("#banner").rich_style
        judge("banner", banner.color, banner.bgcolor)
        assert not poor, "\n".join(poor)


@pytest.mark.parametrize("theme", [theme.name for theme in themes.OURS])
@pytest.mark.parametrize("key", ["!", "?", "O", "x", "Z", "t", "e"])
async def test_dialogs_can_be_read(theme: str, key: str) -> None:
    app = an_app(theme=theme)
    async with running(app) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: bool(app.screen.query(".dialog-foot")))
        await pilot.pause()
        for found in app.screen.query(".dialog-title, .dialog-foot, .dialog-link, .dialog Static"):
            style = found.rich_style
            assert style.color is not None
            assert style.bgcolor is not None
            assert contrast(style.color, style.bgcolor) >= LEAST, found
