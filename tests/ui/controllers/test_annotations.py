"""Tags and notes, in the whole application."""

import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, TextArea

from reader.core.model.article import ArticleId
from reader.core.model.marks import Mark, MarkChange, MarkKind
from reader.ui.app import HeatwireApp
from reader.ui.controllers.annotations import AnnotationsController
from reader.ui.dialogs.confirm_dialog import ConfirmDialog
from reader.ui.dialogs.note_dialog import NoteDialog, clean_note
from reader.ui.dialogs.tags_dialog import TagsDialog, TagSuggester, parse_tags
from reader.ui.view.session_state import NoteDraft
from tests.ui.small_app import Services, viewing
from tests.ui.support import ELSEWHERE, FIRST, Marks, an_app, running, says, shows, until

THIRD = ArticleId(3)


def tagged() -> Marks:
    marks = Marks()
    marks.elsewhere(
        MarkChange(MarkKind.TAG, True, (FIRST, THIRD), text="later"),
        MarkChange(MarkKind.TAG, True, (FIRST,), text="Privacy"),
    )
    marks.changed_elsewhere()
    return marks


# -- tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("", ()),
        (" , ,", ()),
        ("later", ("later",)),
        ("later, Ideas ,later,LATER", ("later", "Ideas")),
        ("#later, two  words", ("later", "two words")),
        ("a\x1b[31mb", ("ab",)),
    ],
)
def test_tags_are_parted_by_commas(text: str, tags: tuple[str, ...]) -> None:
    assert parse_tags(text) == tags


@given(st.text())
def test_written_again_tags_are_the_same(text: str) -> None:
    found = parse_tags(text)
    assert parse_tags(", ".join(found)) == found
    assert all(tag == tag.strip() and "," not in tag for tag in found)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("l", "later"),
        ("lat", "later"),
        ("LAT", "LATer"),
        ("later, p", "later, privacy"),
        ("later,p", "later,privacy"),
        ("later, l", "later, life"),
        ("x", None),
        ("", None),
        ("later, ", None),
        ("later ", None),
    ],
)
async def test_the_tag_that_is_being_written_is_completed(line: str, expected: str | None) -> None:
    found = await TagSuggester(["later", "life", "privacy"]).get_suggestion(line)
    assert found == expected
    assert found is None or found.startswith(line)


async def test_a_tag_bookmarks_the_article_and_is_shown() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("t", *"later", "enter")
        await until(pilot, lambda: says(app, "tagged later"))
        assert shows(app, "★ bookmarked")
        assert shows(app, "#later")
        assert app.main.view.store.mark(FIRST) == Mark(bookmarked=True, tags=("later",))
        step = marks.steps[0]
        assert (step.kind, step.text, step.origin) == (MarkKind.TAG, "later", "All")
        assert step.label.startswith("tagged later: “Privacy in")
        assert [copy.id for copy in step.copies] == [1]
        await pilot.press("u")
        await until(pilot, lambda: app.main.view.store.mark(FIRST) == Mark())


async def test_what_is_written_replaces_the_tags_of_before() -> None:
    app = an_app(marks=(marks := tagged()))
    async with running(app) as pilot:
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, TagsDialog))
        line = app.screen.query_one(Input)
        assert line.value == "later, Privacy, "
        assert shows(app, "in use: later, Privacy")
        line.value = "PRIVACY, new"
        await pilot.press("enter")
        await until(pilot, lambda: app.main.view.store.mark(FIRST).tags == ("new", "Privacy"))
        (step,) = marks.steps
        assert (step.value, step.text, step.more) == (True, "new", (("later", False),))
        assert step.label.startswith("tagged new · removed later: “Privacy in")
        await pilot.press("u")
        await until(pilot, lambda: app.main.view.store.mark(FIRST).tags == ("later", "Privacy"))


async def test_escape_changes_no_tag() -> None:
    app = an_app(marks=(marks := tagged()))
    async with running(app) as pilot:
        await pilot.press("t", *"new", "escape")
        await pilot.pause()
        assert app.screen is app.main
        assert marks.steps == []


async def test_the_selection_is_tagged_in_one_step() -> None:
    app = an_app(marks=(marks := tagged()))
    async with running(app) as pilot:
        await pilot.press("v", "j", "j", "t")
        await until(pilot, lambda: shows(app, "Tags of 3 articles"))
        assert app.screen.query_one(Input).value == ""
        await pilot.press(*"later", "enter")
        await until(pilot, lambda: app.main.view.store.mark(ArticleId(2)).tags == ("later",))
        # Two of them had it already.
        assert [(step.articles, step.label) for step in marks.steps] == [((2,), f"tagged later: “{_title(app, 2)}”")]
        assert len(app.main.article_list.selection) == 0


def _title(app: HeatwireApp, number: int) -> str:
    found = app.main.view.store.article(ArticleId(number))
    assert found is not None
    return found.title


async def test_a_related_entry_of_its_own_page_can_be_tagged() -> None:
    app = an_app(marks=Marks())
    async with running(app) as pilot:
        await pilot.press("2", "t", *"x", "enter")
        await until(pilot, lambda: says(app, "tagged x"))
        assert app.main.view.store.mark(ELSEWHERE).tags == ("x",)
        assert ELSEWHERE in app.main.view.store


# -- notes


async def test_a_note_is_written_kept_and_shown() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))
        await pilot.press(*"Ask [/b]", "enter", *"Anna", "ctrl+s")
        await until(pilot, lambda: says(app, "note saved"))
        assert app.main.view.store.mark(FIRST) == Mark(bookmarked=True, note="Ask [/b]\nAnna")
        assert shows(app, "│ Ask [/b]")
        assert shows(app, "│ Anna")
        assert marks.steps[0].label.startswith("wrote a note on “Privacy")
        await pilot.press("e", "ctrl+s")
        await pilot.pause()
        assert len(marks.steps) == 1
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))
        app.screen.query_one(TextArea).text = "  \n"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: says(app, "note removed"))
        assert app.main.view.store.mark(FIRST) == Mark(bookmarked=True)


@pytest.mark.parametrize("answer", ["y", "n"])
async def test_escape_asks_only_if_the_note_was_changed(answer: str) -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("e", "escape")
        await until(pilot, lambda: app.screen is app.main)
        await pilot.press("e", "x", "escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press(answer)
        if answer == "y":
            await until(pilot, lambda: app.screen is app.main)
        else:
            await until(pilot, lambda: isinstance(app.screen, NoteDialog))
            assert app.screen.query_one(TextArea).text == "x"
        assert marks.steps == []


@pytest.mark.parametrize(
    ("text", "note"),
    [("", ""), (" \n\n", ""), ("a  \n\n- b\n", "a\n\n- b"), ("\n  a", "  a"), ("a\x1b]0;x\x07b\r\nc", "ab\nc")],
)
def test_a_note_is_kept_without_blanks_at_its_ends_and_without_controls(text: str, note: str) -> None:
    assert clean_note(text) == note


def editor(tmp_path: Path, code: str) -> tuple[str, ...]:
    script = tmp_path / "editor.py"
    script.write_text(f"import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\n{code}\n", encoding="utf-8")
    return (sys.executable, str(script))


async def test_a_note_can_be_written_in_an_editor_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shout = editor(tmp_path, "file.write_text(file.read_text().upper() + '\\n- more')")
    app = an_app(marks=Marks(), editor=shout)
    async with running(app) as pilot:
        monkeypatch.setattr(app, "suspend", nullcontext)
        await pilot.press("e", *"text")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))
        await pilot.press("ctrl+e")
        await until(pilot, lambda: app.screen.query_one(TextArea).text == "TEXT\n\n- more")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.main.view.store.mark(FIRST).note == "TEXT\n\n- more")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ((), "no editor found: set EDITOR"),
        (("/nowhere/editor",), "could not be started"),
        (None, "ended with status 3"),
    ],
)
async def test_an_editor_that_does_not_work_leaves_the_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...] | None, words: str
) -> None:
    app = an_app(marks=Marks(), editor=editor(tmp_path, "sys.exit(3)") if command is None else command)
    async with running(app) as pilot:
        monkeypatch.setattr(app, "suspend", nullcontext)
        await pilot.press("e", *"text", "ctrl+e")
        await until(pilot, lambda: any(words in str(said.message) for said in app._notifications))
        assert app.screen.query_one(TextArea).text == "text"


async def test_a_signal_keeps_the_note_that_is_being_written_for_the_next_start() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("e", *"ten words", "enter", "x")
        app._end_by_signal(143)
        await until(pilot, lambda: app.return_code == 143)
    assert marks.state["draft"] == "1\nten words\nx"
    app = an_app(marks=marks, remembered=marks.state)
    async with running(app) as pilot:
        await until(pilot, lambda: says(app, "was not saved: press e there to go on writing"))
        assert app.main.session.draft == NoteDraft(FIRST, "ten words\nx")
        await pilot.press("e", "escape")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog))
        assert app.screen.query_one(TextArea).text == "ten words\nx"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.main.view.store.mark(FIRST).note == "ten words\nx")
        assert app.main.session.draft is None


@pytest.mark.parametrize("answer", ["y", "n"])
async def test_quitting_asks_before_a_note_is_lost(answer: str) -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("e", "x", "ctrl+q")
        await until(pilot, lambda: shows(app, "Quit and discard the note?"))
        await pilot.press("ctrl+q", answer)
        if answer == "y":
            await until(pilot, lambda: app.return_code == 0)
            assert marks.state["draft"] == ""
        else:
            await until(pilot, lambda: isinstance(app.screen, NoteDialog))
            assert app.main.session.draft == NoteDraft(FIRST, "x")


# -- without a screen


def controller(services: Services, draft: NoteDraft | None = None) -> AnnotationsController:
    view, writer = services.view, services.writer
    return AnnotationsController(
        view, view.store, writer, services.notify, services.ask, services.spawn, lambda _: None, draft
    )


async def test_tags_and_notes_without_a_screen() -> None:
    async with viewing() as view:
        services = Services(view, None, ("later", "ideas"), ("ideas",), "To be read twice", "")
        annotations = controller(services)
        for edit in (annotations.edit_tags, annotations.edit_tags, annotations.edit_note, annotations.edit_note):
            edit()
            await services.done()
        assert services.said == ["tagged later, ideas", "removed later", "note saved", "note removed"]
        assert view.store.mark(FIRST) == Mark(bookmarked=True, tags=("ideas",))
        assert len(services.marks.bookmarks()) == 1


async def test_a_closed_dialog_changes_nothing() -> None:
    async with viewing() as view:
        services = Services(view)
        annotations = controller(services)
        annotations.edit_tags()
        annotations.edit_note()
        await services.done()
        assert (services.marks.steps, services.said, len(services.dialogs)) == ([], [], 2)
