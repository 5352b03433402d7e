"""What is promised of text from outside: it never drives the terminal, and it is shown as written."""

import re
import socket
import subprocess

import pytest
from rich.segment import ControlType, Segment
from textual.color import Color
from textual.pilot import Pilot

from reader.core.load_events import Finished
from reader.core.model.article import Article, ArticleId, Provider
from reader.core.model.marks import HistoryEntry
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import Topic, topic_key
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.app import HeatwireApp
from reader.ui.dialogs.choice_dialog import ChoiceDialog
from reader.ui.dialogs.confirm_dialog import ConfirmDialog
from reader.ui.dialogs.history_dialog import HistoryDialog
from reader.ui.dialogs.link_dialog import UnopenedLinkDialog
from reader.ui.dialogs.note_dialog import NoteDialog
from reader.ui.dialogs.problems_dialog import ProblemsDialog
from reader.ui.dialogs.tags_dialog import TagsDialog
from reader.ui.terminal.filters import REPLACEMENT, ControlFilter
from tests.edition import SOURCE
from tests.ui.payloads import CONTROLS, LEAD, MARKUP, TAIL, hostile
from tests.ui.pty_terminal import Terminal
from tests.ui.support import NOW, Feed, Marks, an_app, entry, running, says, screen_text, shows, until

# What a program has no business writing into its own screen, beside the sequences it makes itself.
_NEVER = re.compile("[\x00\x05\x08\x0b\x0c\x0e\x7f-\x9f\u2028\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")


def tour(entered: str, gate: str) -> str:
    with Terminal(["-m", "tests.ui.hostile_tour", entered, gate], {}, (120, 45)) as terminal:
        code = terminal.end()
        assert code == 0, terminal.output[-3000:]
        return terminal.output.decode("utf-8", "surrogateescape")


def leaks(output: str) -> set[str]:
    """The names of the controls that reached the terminal."""
    found = {name for name, control in CONTROLS.items() if control + TAIL in output}
    # A lone escape after the lead is also how the terminal's own sequences begin.
    return found | {name for name, control in CONTROLS.items() if control != "\x1b" and LEAD + control[:7] in output}


class TestControls:
    """No control in data reaches the terminal, whichever of the two gates is there."""

    def test_the_last_gate_alone_holds_all_back(self) -> None:
        output = tour("raw", "on")
        assert leaks(output) == set()
        assert _NEVER.findall(output) == []
        assert output.count(f"{LEAD}{REPLACEMENT}") > 10 * len(CONTROLS)

    def test_cleaning_alone_holds_all_back(self) -> None:
        output = tour("clean", "off")
        assert leaks(output) == set()
        assert _NEVER.findall(output) == []
        assert output.count(LEAD) > 10 * len(CONTROLS)
        assert REPLACEMENT not in output

    def test_without_both_they_would_reach_the_terminal(self) -> None:
        output = tour("raw", "off")
        assert {"title", "clipboard", "reset", "C1 sequence", "null", "right to left"} <= leaks(output)

    @pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
    def test_the_gate_replaces_what_is_text_and_leaves_what_is_control(self, control: str) -> None:
        own = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
        sound = Segment("顔認証 👩‍🍳 e\u0301 [/b]")
        found = ControlFilter().apply([sound, Segment(hostile(control)), own], Color(0, 0, 0))
        assert found[0] is sound
        assert found[2] is own
        assert control[0] not in found[1].text
        assert found[1].text.startswith(LEAD + REPLACEMENT)
        assert found[1].text.endswith(TAIL)


@pytest.fixture(params=MARKUP)
def words(request: pytest.FixtureRequest) -> str:
    """A text that looks like markup."""
    found: str = request.param
    return found


class TestMarkup:
    """A text that looks like markup is shown as written, and nothing in it is alive."""

    async def test_everywhere(self, words: str) -> None:
        lead = Article(
            ArticleId(1),
            words,
            words,
            provider=Provider(words, f"d{words}"),
            topics=(words,),
            related=(entry(2, words, provider=Provider(f"r{words}")),),
            body=f"body {words}",
        )
        store = Store([Topic(words)])
        store.apply(ArticleBatch.of([lead]))
        feed = Feed()
        feed.send(Finished(SOURCE, (Problem(f"p{words}", 1, Severity.ERROR, f"m{words}"),)))
        app = an_app(store, Marks(trouble=f"t{words}"), loading=feed, welcome=f"c{words}")
        async with running(app) as pilot:
            await until(pilot, lambda: says(app, "! 1 problem"))
            lines = screen_text(app)
            assert lines[0].startswith(f" t{words}")
            assert lines[1].startswith(f" c{words}")
            sidebar, rows, page = zip(*(_panes(line) for line in lines[4:-1]), strict=True)
            assert any(words.startswith(line[1:-5].strip().removesuffix("…")) for line in sidebar[5:6])
            assert rows[0].startswith(f"▌●  {words} ")
            assert rows[1].startswith(f"▌   {words} ")
            whole = "".join("".join(page).split())
            for shown in (words, f"{words} · d{words}", f"body {words}", f"1 {words}", f"r{words}"[:20]):
                assert "".join(shown.split()) in whole
            app.main.status.flash(words)
            await pilot.pause()
            assert screen_text(app)[-1].endswith(f" {words} ")
            await pilot.press("h", "G")
            await until(pilot, lambda: app.main.view.listing.topic == topic_key(words))
            assert shows(app, f"{words} · 1 · "[:30])
            await pilot.press("l")
            for y, line in enumerate(lines):
                if words in line:
                    await pilot.click(offset=(line.index(words) + len(words) // 2, y))
            await pilot.pause()
            assert app.is_running
            assert not app._exit
            await _dialogs(app, words)


def _panes(line: str) -> tuple[str, str, str]:
    sidebar, rows, page = line.split("│")
    return sidebar, rows, page


async def _dialogs(app: HeatwireApp, words: str) -> None:
    pilot = Pilot(app)

    async def steps(_before: int | None, _count: int) -> tuple[HistoryEntry, ...]:
        return (HistoryEntry(1, NOW.timestamp(), f"l{words}", f"o{words}", 1, False, 0),)

    dialogs = (
        (ChoiceDialog("x", [(f"n{words}", f"u{words}"), ("x", "y")], stacked=True), (f"n{words}", f"u{words}")),
        (UnopenedLinkDialog(f"u{words}", f"r{words}", app._copy_text), (f"u{words}", f"r{words}")),
        (ProblemsDialog([Problem(f"p{words}", 7, Severity.ERROR, f"m{words}")]), (f"m{words}", f"p{words}:7")),
        (ConfirmDialog(f"q{words}"), (f"q{words}",)),
        (
            ChoiceDialog(f"t{words}", [(f"o{words}", f"n{words}")], own=f"w{words}"),
            (f"t{words}", f"o{words}", f"w{words}"),
        ),
        (TagsDialog(f"t{words}", [f"b{words}"], [f"k{words}"]), (f"t{words}", f"b{words},", f"k{words}")),
        (NoteDialog(f"t{words}", f"b{words}", str), (f"t{words}", f"b{words}")),
        (HistoryDialog(steps, NOW), (f"l{words} in o{words}",)),
    )
    for screen, expected in dialogs:
        await app.push_screen(screen)
        for shown in expected:
            await until(pilot, lambda shown=shown: shows(app, f"{shown} "))  # type: ignore[misc]
        app.pop_screen()


class TestOffline:
    """Nothing goes over the network, and no program is started, unless a link is opened."""

    async def test_a_session_opens_no_socket_and_starts_no_program(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[object] = []

        def refuse(*words: object, **named: object) -> None:
            made.append(words)
            raise AssertionError("a socket or program in a session on files")

        monkeypatch.setattr(socket, "socket", refuse)
        monkeypatch.setattr(socket, "create_connection", refuse)
        monkeypatch.setattr(subprocess, "Popen", refuse)
        app = an_app()
        async with running(app) as pilot:
            await pilot.press(
                "j", "enter", "j", "1", "backspace", "b", "m", "s", "d", "y", "!", "escape", "?", "escape"
            )
            await pilot.press("]", "]", "h", "l", "z", "Q")
            await until(pilot, lambda: app._exit)
        assert made == []
