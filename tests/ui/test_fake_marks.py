"""The stand-in for the marks does what the marks do."""

import random
from pathlib import Path

from reader.core.model.article import ArticleId
from reader.core.model.marks import NO_MARK, MarkChange, MarkKind, MarkStore
from reader.storage.marks.database import open_marks
from tests.ui.fake_marks import NOW, Marks
from tests.ui.support import article


def a_step(chance: random.Random) -> MarkChange:
    """Some step on few articles."""
    kind = chance.choice(list(MarkKind))
    numbers = tuple(ArticleId(chance.randint(1, 5)) for _ in range(chance.choice((1, 1, 4))))
    text = {MarkKind.TAG: "Law", MarkKind.NOTE: chance.choice(("", "note")), MarkKind.MUTED: "word:x"}.get(kind, "")
    copies = tuple(article(number, "Title") for number in numbers)
    muted = kind is MarkKind.MUTED
    until = chance.choice((0, 10, 20))
    return MarkChange(kind, chance.random() < 0.7, () if muted else numbers, "label", copies, "AI", text, until)


def test_the_stand_in_does_what_the_marks_do(tmp_path: Path) -> None:
    chance, now = random.Random(7), NOW.timestamp()
    both: tuple[MarkStore, MarkStore] = (Marks(), open_marks(tmp_path))
    for _ in range(300):
        step, target = a_step(chance), chance.randint(0, 40)
        match chance.choice("sssssuuurrg"):
            case "s":
                for store in both:
                    store.record(step, now)
            case "u":
                assert both[0].undo() == both[1].undo()
            case "r":
                assert both[0].redo() == both[1].redo()
            case _:
                fake, real = (store.go_back_to(target) for store in both)
                assert (fake is None) is (real is None)
        fake_marks, real_marks = (
            {number: mark for number, mark in store.load().items() if mark != NO_MARK} for store in both
        )
        assert fake_marks == real_marks
        assert both[0].history(99) == both[1].history(99)
        assert both[0].mutes() == both[1].mutes()
        kept = [sorted(found.article.id for found in store.bookmarks()) for store in both]
        assert kept[0] == kept[1]
    both[1].close()
