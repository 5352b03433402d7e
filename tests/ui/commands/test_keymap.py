"""Keys that a person changed: what they are called, which clash, and that the screen heeds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.listing import Order
from reader.ui.app import HeatwireApp
from reader.ui.commands.command import Command, CommandState
from reader.ui.commands.key_names import InvalidKey, key_name, split_keys, textual_key
from reader.ui.commands.key_table import key_lines, markdown
from reader.ui.commands.keymap import remap
from reader.ui.commands.registry import ALL_COMMANDS, hints
from tests.ui.support import an_app, running, says, shows, until

COMMANDS = (
    Command("article.open", "o", "", "Open", "", pane=""),
    Command("article.copy", "y", "", "Copy", "", pane=""),
    Command("list.down", "j,down", "", "Down", "", pane="list"),
    Command("list.up", "k", "", "Up", "", pane="list"),
    Command("detail.down", "j", "", "Down", "", pane="detail"),
)


KEYS = ("o", "y", "j", "k", "x", "up", "x,y")


def changes(*entries: tuple[str, str]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(name, (keys,), f"config.toml:{line}") for line, (name, keys) in enumerate(entries, 1)]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("b", "b"),
        ("B", "B"),
        ("shift+b", "B"),
        ("ctrl+b", "ctrl+b"),
        ("Ctrl+B", "ctrl+b"),
        ("control + b", "ctrl+b"),
        ("alt+shift+x", "alt+shift+x"),
        ("shift+alt+X", "alt+shift+x"),
        ("?", "question_mark"),
        ("question_mark", "question_mark"),
        ("!", "exclamation_mark"),
        ("-", "minus"),
        ("+", "plus"),
        ("ctrl++", "ctrl+plus"),
        ("ctrl+]", "ctrl+right_square_bracket"),
        (",", "comma"),
        ("comma", "comma"),
        ("space", "space"),
        ("Space", "space"),
        (" ", "space"),
        ("Esc", "escape"),
        ("PgDn", "pagedown"),
        ("alt+←", "alt+left"),
        ("F5", "f5"),
        ("ctrl+space", "ctrl+@"),
        ("é", "é"),
        ("9", "9"),
    ],
)
def test_a_key_is_known_by_the_name_that_people_write(written: str, key: str) -> None:
    assert textual_key(written) == key
    if key != "ctrl+@":
        assert textual_key(key_name(key)) == key
        assert textual_key(key) == key


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("ctlr+b", "'ctlr+b' is not a key; did you mean 'ctrl+b'?"),
        ("pgdwn", "'pgdwn' is not a key; did you mean 'pgdown'?"),
        ("qqqqqq", "'qqqqqq' is not a key"),
        ("", "'' is not a key"),
        ("ctrl+", "'ctrl+' is not a key"),
        ("ctrl+i", "'ctrl+i' cannot be used: terminals send the same for Tab"),
        ("Ctrl+M", "'Ctrl+M' cannot be used: terminals send the same for Enter"),
        ("\x1b", "'\\x1b' is not a key"),
    ],
)
def test_what_is_no_key_is_said(written: str, said: str) -> None:
    with pytest.raises(InvalidKey) as caught:
        textual_key(written)
    assert str(caught.value) == said


@given(st.text(st.characters(codec="ascii"), max_size=8))
def test_any_text_is_a_key_or_said_to_be_none(text: str) -> None:
    for name in split_keys(text):
        try:
            key = textual_key(name)
        except InvalidKey:
            continue
        assert "," not in key
        assert textual_key(key) == key or key.startswith("ctrl+@")


def test_sound_changes_are_taken_by_textuals_names() -> None:
    keymap, warnings = remap(changes(("article.open", "ctrl+b, O"), ("article.copy", "?")), COMMANDS)
    assert keymap == {"article.open": "ctrl+b,O", "article.copy": "question_mark"}
    assert warnings == ()


def test_two_commands_may_change_places() -> None:
    keymap, warnings = remap(changes(("article.open", "y"), ("article.copy", "o")), COMMANDS)
    assert (keymap, warnings) == ({"article.open": "y", "article.copy": "o"}, ())


def test_two_panes_may_use_the_same_key() -> None:
    keymap, warnings = remap(changes(("list.down", "e"), ("detail.down", "e")), COMMANDS)
    assert (keymap, warnings) == ({"list.down": "e", "detail.down": "e"}, ())


def test_a_command_may_have_no_key() -> None:
    keymap, warnings = remap(changes(("article.open", ""), ("article.copy", "o")), COMMANDS)
    assert (keymap, warnings) == ({"article.open": "none", "article.copy": "o"}, ())


@pytest.mark.parametrize(
    ("entries", "kept", "said"),
    [
        (
            [("article.copy", "o"), ("list.up", "i")],
            {"list.up": "i"},
            ["config.toml:1: o is the key of article.open (Open); article.copy keeps y"],
        ),
        (
            [("article.open", "x"), ("article.copy", "x")],
            {"article.open": "x"},
            ["config.toml:2: x is the key of article.open (Open); article.copy keeps y"],
        ),
        # The screen against a pane, both ways.
        ([("article.open", "j")], {}, ["config.toml:1: j is the key of list.down (Down); article.open keeps o"]),
        ([("list.down", "y")], {}, ["config.toml:1: y is the key of article.copy (Copy); list.down keeps j ↓"]),
        # One that falls takes back its keys from whoever counted on them.
        (
            [("article.copy", "o"), ("article.open", "j")],
            {},
            [
                "config.toml:2: j is the key of list.down (Down); article.open keeps o",
                "config.toml:1: o is the key of article.open (Open); article.copy keeps y",
            ],
        ),
        (
            [("articles.open", "x"), ("article.copy", "x")],
            {"article.copy": "x"},
            ["config.toml:1: there is no command 'articles.open'; did you mean 'article.open'?"],
        ),
        ([("zzz", "x")], {}, ["config.toml:1: there is no command 'zzz'; `heatwire keys` lists them all"]),
        (
            [("article.open", "x,Ctlr+B")],
            {},
            ["config.toml:1: 'Ctlr+B' is not a key; did you mean 'ctrl+b'?"],
        ),
    ],
)
def test_a_faulty_change_falls_alone_and_is_said(
    entries: list[tuple[str, str]], kept: dict[str, str], said: list[str]
) -> None:
    keymap, warnings = remap(changes(*entries), COMMANDS)
    assert keymap == kept
    assert list(map(str, warnings)) == said


@given(
    st.lists(
        st.tuples(
            st.sampled_from([command.id for command in COMMANDS]),
            st.sampled_from(KEYS),
        )
    )
)
def test_no_key_is_ever_stolen(entries: list[tuple[str, str]]) -> None:
    keymap, _ = remap(changes(*entries), COMMANDS)
    owners: dict[tuple[str, str], str] = {}
    for pane in ("list", "detail"):
        for command in COMMANDS:
            if command.pane in ("", pane):
                for key in keymap.get(command.id, command.keys).split(","):
                    assert owners.setdefault((pane, key), command.id) == command.id


def test_the_declared_keys_do_not_clash() -> None:
    assert remap([(command.id, command.default_keys, "") for command in ALL_COMMANDS])[1] == ()


# -- the application


def an_app_with(*entries: tuple[str, str]) -> HeatwireApp:
    return an_app(keys=changes(*entries))


async def test_the_screen_heeds_the_keys_and_shows_them() -> None:
    app = an_app_with(("article.bookmark", "B"), ("list.sort", "ctrl+s"), ("list.down", "w"), ("program.keys", "f2"))
    async with running(app, (140, 100)) as pilot:
        assert says(app, "B bookmark")
        assert says(app, "F2 keys")
        await pilot.press("b", "s", "j", "question_mark")
        assert (app.main.article_list.article, app.main.view.listing.order) == (1, Order.HEAT)
        assert app.screen is app.main
        await pilot.press("ctrl+s")
        assert app.main.view.listing.order is Order.DATE
        await pilot.press("ctrl+s", "w", "B")
        assert app.main.article_list.article == 2
        await until(pilot, lambda: says(app, "bookmarked"))
        await pilot.press("f2")
        await until(pilot, lambda: shows(app, "Bookmark, or remove it"))
        assert shows(app, "B          Bookmark, or remove it")
        assert shows(app, "Ctrl+S     Sort by heat or by date")


async def test_keys_may_change_places_in_the_application() -> None:
    app = an_app_with(("list.down", "k"), ("list.up", "j"))
    async with running(app) as pilot:
        await pilot.press("k", "k", "j")
        assert app.main.article_list.article == 2


async def test_textuals_own_key_for_the_palette_can_be_had() -> None:
    app = an_app_with(("program.palette", "P"), ("list.up", "ctrl+p"), ("list.down", "ctrl+n"))
    async with running(app) as pilot:
        await pilot.press("ctrl+n", "ctrl+n", "ctrl+p")
        assert app.main.article_list.article == 2
        assert app.screen is app.main
        await pilot.press("P")
        await until(pilot, lambda: app.screen is not app.main)


async def test_the_key_that_quits_everywhere_can_be_had() -> None:
    app = an_app_with(("app.quit", "ctrl+x"), ("list.down", "ctrl+q"))
    async with running(app) as pilot:
        await pilot.press("ctrl+q")
        assert app.main.article_list.article == 2
        await pilot.press("ctrl+x")
        await until(pilot, lambda: app._exit)


async def test_a_command_without_a_key_is_in_the_palette_alone() -> None:
    app = an_app_with(("article.bookmark", ""))
    async with running(app) as pilot:
        await pilot.press("b")
        assert not says(app, "bookmark")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen is not app.main)
        await pilot.press(*"Bookmark")
        await until(pilot, lambda: shows(app, "▌Bookmark, or remove it (now: bookmark it)"))


async def test_a_change_that_cannot_be_made_is_a_problem_and_the_rest_holds() -> None:
    app = an_app_with(("article.copy", "o"), ("article.bookmark", "B"))
    async with running(app) as pilot:
        assert shows(app, "1 problem in the settings · ! show · Esc hide")
        (problem,) = app.main.view.problems()
        assert str(problem).startswith("config.toml:1: o is the key of article.open (Open the link, or those")
        await pilot.press("B")
        await until(pilot, lambda: says(app, "bookmarked"))


async def test_the_words_for_an_empty_list_name_the_mapped_keys() -> None:
    app = an_app(keys=changes(("article.bookmark", "B")), remembered={"view": "bookmarks"})
    async with running(app):
        assert shows(app, "Press B on an article")


# -- as text


def test_the_table_shows_the_mapped_keys_with_the_names_of_commands() -> None:
    keymap, _ = remap(changes(("article.bookmark", "ctrl+b,B"), ("related.1", "f2"), ("article.copy", "")))
    lines = list(key_lines(keymap))
    assert (
        "  Ctrl+B B         article.bookmark    Bookmark the article or the selection, or remove the bookmark" in lines
    )
    assert any(line.startswith("  –                article.copy        Copy the link") for line in lines)
    assert {line.split()[-1] for line in lines} >= {"Read", "Program", "Move"}
    assert "Ctrl+B" not in markdown()


@pytest.mark.parametrize("pane", ["sidebar", "list", "detail"])
def test_the_hints_leave_out_what_has_no_key(pane: str) -> None:
    keymap, _ = remap(changes(("pane.leave", ""), ("program.keys", "W")))
    found = hints(pane, keymap, CommandState())
    assert "q" not in [hint.key for hint in found]
    assert found[-1][:2] == ("W", "keys")
