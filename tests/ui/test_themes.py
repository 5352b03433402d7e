"""Text can be read in every theme that is offered, whatever the terminal can show.

At least 4.5:1 for text and 3:1 for signs, as WCAG 2.2 asks (success criteria 1.4.3 and 1.4.11); rules and guides are
neither.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from reader.config.manual import read_manual
from reader.core.model.problem import Problem, Severity
from reader.ui import themes
from reader.ui.app import HeatwireApp
from reader.ui.contrast import SIGN, TEXT, contrast, readable_variables, shown_color
from reader.ui.dialogs.manual_dialog import ManualDialog
from tests.ui.support import an_app, running
from tests.ui.test_snapshots import some_marks

DEPTHS = (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD)
TEXTS = ("block-cursor-foreground", "foreground", "text-muted", "accent", "text-accent", "secondary", "text-secondary",
         "text-primary", "text-success", "text-warning", "heat", "thumb")  # fmt: skip
BACKGROUNDS = ("background", "surface", "panel", "block-cursor-background", "block-cursor-blurred-background",
               "chosen-background")  # fmt: skip
BOXES = (".dialog",)
NEITHER = set("─│├└┬╭╮╰╯┃▁▔▊▎ ")
SIGNS = set("▌●○★✓▪◷⊘━╸→▶↗▁▂▃▄▅▆▇█")
# The sixteen colours differ between terminals: those of Rich, VGA and xterm.
VGA = ((0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170),
       (85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85), (85, 85, 255), (255, 85, 255), (85, 255, 255),
       (255, 255, 255))  # fmt: skip
XTERM = ((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
         (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
         (255, 255, 255))  # fmt: skip


def test_the_formula() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_every_theme_with_colours_is_offered() -> None:
    assert set(BUILTIN_THEMES) - set(themes.NAMES) == {"ansi-dark", "ansi-light"}
    assert set(themes.NAMES) == set(an_app().available_themes)


def ratios(color: RichColor, background: RichColor, depth: ColorSystem) -> Iterator[float]:
    """The contrast of two colours, on each kind of terminal of a depth."""
    yield contrast(*(shown_color(Color.from_rich_color(one), depth) for one in (color, background)))
    if depth is ColorSystem.STANDARD:
        numbers = [one.downgrade(depth).number for one in (color, background)]
        for palette in (VGA, XTERM):
            yield contrast(*(Color(*palette[number]) for number in numbers if number is not None))


def poor_cells(app: HeatwireApp, depth: ColorSystem, only: str = "") -> Iterator[str]:
    """What cannot be read on the screen, or in what a selector finds."""
    area = app.screen.query_one(only).region if only else app.screen.region
    for y, strip in enumerate(app.screen._compositor.render_strips(app.size)):
        if area.y <= y < area.bottom:
            for text, style, _ in strip.crop(area.x, area.right):
                signs = set(text) - NEITHER
                if not signs or style is None:
                    continue
                assert style.color is not None, text
                assert style.bgcolor is not None, text
                assert not style.dim, text
                least = SIGN if signs <= SIGNS else TEXT
                ratio = min(ratios(style.color, style.bgcolor, depth))
                if ratio < least:
                    yield f"{ratio:.2f} {text.strip()!r} {style}"


async def restyle(app: HeatwireApp, pilot: Pilot[int], theme: str, depth: ColorSystem) -> None:
    """Another theme, in another depth."""
    app.console._color_system = depth
    app.theme = theme
    app.refresh_css(animate=False)
    await pilot.pause()


@pytest.mark.parametrize("theme", themes.NAMES)
def test_every_text_can_be_read_on_every_background(theme: str) -> None:
    chosen = {one.name: one for one in (*BUILTIN_THEMES.values(), *themes.OURS)}[theme]
    own = {**chosen.to_color_system().generate(), **chosen.variables}
    for depth in DEPTHS:
        found = {name: Color.parse(value) for name, value in readable_variables(own, chosen.dark, depth).items()}
        for text in TEXTS:
            for background in BACKGROUNDS:
                color, under = (found[name].rich_color for name in (text, background))
                ratio = min(ratios(color, under, depth))
                assert ratio >= (SIGN if text == "thumb" else TEXT), f"{text} on {background}: {ratio:.2f}"
        current = [contrast(shown_color(found[text], depth), found["background"]) for text in TEXTS]
        assert max(current) == current[0], "the row under the cursor is the strongest"


@pytest.mark.parametrize("depth", DEPTHS)
async def test_every_theme_can_be_read_in_every_pane(depth: ColorSystem) -> None:
    app = an_app(marks=some_marks(), warnings=[Problem("config.toml", 3, Severity.WARNING, "wrong")])
    poor: list[str] = []
    async with running(app, (112, 30)) as pilot:
        await pilot.press("j", "space", "j", "l", "j", "h")
        app.main.status.flash("an error", "error")
        for theme in themes.NAMES if depth is not ColorSystem.STANDARD else [theme.name for theme in themes.OURS]:
            for pane in ("detail", "list"):
                app.main.view.panes.go_to(pane)
                await restyle(app, pilot, theme, depth)
                poor += [f"{theme}, {pane}: {what}" for what in poor_cells(app, depth)]
    assert not poor, "\n".join(poor)


@pytest.mark.parametrize("key", ["!", "?", "O", "x", "Z", "t", "e", "H", "f1", "colon", "slash"])
async def test_dialogs_can_be_read(key: str) -> None:
    app = an_app(marks=some_marks())
    poor: list[str] = []
    async with running(app) as pilot:
        if key == "f1":
            app.push_screen(ManualDialog(read_manual(), "keys"))
        else:
            await pilot.press(key, *("title:story heat>" if key == "slash" else ""))
        await pilot.pause()
        box = next((found for found in BOXES if app.screen.query(found)), "")
        assert box or key in ("slash", "H"), app.screen
        for theme, depth in product(themes.OURS, DEPTHS):
            await restyle(app, pilot, theme.name, depth)
            poor += [f"{theme.name}, {depth.name}: {what}" for what in poor_cells(app, depth, box)]
    assert not poor, "\n".join(poor)


async def test_the_default_theme_of_textual_can_be_the_first() -> None:
    app = an_app(theme="textual-dark")
    async with running(app):
        assert app.theme == "textual-dark"
    assert app.crash is None
