"""Steps undone and redone in every order, by two windows and across restarts, are what a simple model says."""

import random
from pathlib import Path

import pytest

from reader.core.model.article import ArticleId
from reader.core.model.marks import NO_MARK, MarkChange, MarkKind, UndoResult
from reader.storage.marks.database import MarkDatabase
from tests.storage.conftest import Opener
from tests.storage.marks_model import Model
from tests.storage.samples import NOW, article, is_sound, rows

ARTICLES = 14


class Replay:
    """Two windows on one file and the model, to which the same is done."""

    def __init__(self, opened: Opener, chance: random.Random) -> None:
        self.opened, self.chance, self.model = opened, chance, Model()
        self.windows = [opened(), opened()]
        self.now = NOW

    @property
    def window(self) -> MarkDatabase:
        """One of the windows."""
        return self.chance.choice(self.windows)

    def a_step(self) -> MarkChange:
        """Some step of any kind; now and then a large one."""
        chance = self.chance
        if chance.random() < 0.1:
            read = tuple(ArticleId(chance.randint(1, ARTICLES)) for _ in range(2))
            return MarkChange(MarkKind.READ, True, read, automatic=True)
        kind = chance.choices(list(MarkKind), (4, 4, 3, 3, 3, 1))[0]
        count = chance.choice((1, 1, 1, 2, 5, ARTICLES))
        numbers = [ArticleId(chance.randint(1, ARTICLES)) for _ in range(count)]
        text, until = "", 0
        more: tuple[tuple[str, bool], ...] = ()
        match kind:
            case MarkKind.TAG:
                text = chance.choice(("later", "Later", "Recht", "ÄRZTE", "ärzte"))
                more = tuple(
                    (tag, chance.random() < 0.5) for tag in chance.sample(("x", "Y"), chance.choice((0, 0, 1, 2)))
                )
            case MarkKind.NOTE:
                text = chance.choice(("", "one\ntwo", "“three”"))
            case MarkKind.SNOOZED:
                until = chance.choice((0, 1_900_000_000, 1_900_000_001))
            case MarkKind.MUTED:
                numbers, until = [], chance.choice((0, 1_900_000_000))
                text = chance.choice(("word:crypto", "provider:bbc", "topic:AI Ethics"))
        copies = tuple(article(number, chance.choice(("", "Anew"))) for number in numbers)
        label = f"step {self.now}"
        value = chance.random() < 0.65 or any(put_on for _, put_on in more)
        return MarkChange(kind, value, tuple(numbers), label, copies, "AI", text, until, more)

    def do_something(self) -> None:
        """One operation, in one of the windows."""
        self.now += self.chance.choice((0.5, 1.0, 90.0))
        chance, model = self.chance, self.model
        match chance.choices(("step", "undo", "redo", "go", "compact", "restart"), (50, 22, 16, 8, 2, 2))[0]:
            case "step":
                step = self.a_step()
                self.window.record(step, self.now)
                model.record(step, self.now)
            case "undo":
                self.check_went(model.undo_target(), self.window.undo())
            case "redo":
                self.check_went(model.redo_target(), self.window.redo())
            case "go":
                known = sorted(model.steps)[-12:]
                step_id = chance.choice([0, 999_999, *known] if chance.random() < 0.1 else known or [0])
                self.check_went(step_id, self.window.go_back_to(step_id))
            case "compact":
                before = self.now - chance.choice((0.0, 200.0, 2_000.0))
                self.window.compact(before)
                model.compact(before)
            case "restart":
                number = chance.randrange(2)
                self.windows[number].close()
                self.windows[number] = self.opened()

    def check_went(self, step: int, result: UndoResult | None) -> None:
        """Go to a step in the model, too: what was said of it is right."""
        model = self.model
        if step == model.last or step not in (0, *model.steps):
            assert result is None
            return
        assert result is not None
        undone, redone = model.path(step)
        shown = redone or undone
        label = model.steps[shown[0]].entry.label if len(shown) == 1 else f"{len(shown)} steps"
        assert result.label == (f"{label}, after undoing {len(undone)}" if undone and redone else label)
        assert result.back is not bool(redone)
        mutes = model.values("mute")
        model.go(step)
        assert set(result.marks) == {one for number in undone + redone for one in model.steps[number].concerned}
        marks = model.marks()
        assert result.marks == {number: marks.get(number, NO_MARK) for number in result.marks}
        assert result.mutes or mutes == model.values("mute")

    def check(self) -> None:
        """All that can be asked of a window is what the model says."""
        window = self.window
        assert window.load() == self.model.marks()
        assert window.bookmarks() == self.model.kept()
        assert {mute.key: mute.until for mute in window.mutes()} == self.model.values("mute")
        assert window.history(10_000) == self.model.history()
        assert (window.trouble, window.notice) == ("", "")

    def check_file(self, file: Path) -> None:
        """The times are those of the model, and nothing is left over."""
        found = rows(file, "SELECT article, read_at FROM mark WHERE read_at IS NOT NULL")
        assert sorted(found) == sorted(self.model.values("read").items())
        found = rows(file, "SELECT article, bookmarked_at FROM mark WHERE bookmarked_at IS NOT NULL")
        assert sorted(found) == sorted(self.model.values("bookmarked").items())
        for table in ("change", "edit"):
            assert rows(file, f"SELECT 1 FROM {table} WHERE step NOT IN (SELECT id FROM step)") == []
        assert is_sound(file)


def check_replay(opened: Opener, file: Path, seed: int, operations: int = 1_000) -> None:
    """Replay a random sequence."""
    replay = Replay(opened, random.Random(seed))
    for _ in range(operations):
        replay.do_something()
        replay.check()
    replay.check_file(file)
    for window in replay.windows:
        window.close()
    replay.windows = [opened()] * 2
    replay.check()


def test_a_thousand_operations_are_what_the_model_says(opened: Opener, file: Path) -> None:
    check_replay(opened, file, 1)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(2, 22))
def test_many_thousand_operations_are_what_the_model_says(opened: Opener, file: Path, seed: int) -> None:
    check_replay(opened, file, seed)
