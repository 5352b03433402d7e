"""What a step makes of a mark, and how mutes are named."""

import pytest

from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind, Mute, MuteKind

FULL = Mark(True, True, ("ai", "Later"), "a note", 99)


def step(kind: MarkKind, value: bool, text: str = "", until: int = 0) -> MarkChange:
    """A step on no article in particular."""
    return MarkChange(kind, value, (), text=text, until=until)


@pytest.mark.parametrize(
    ("done", "before", "after"),
    [
        (step(MarkKind.READ, True), NO_MARK, Mark(read=True)),
        (step(MarkKind.READ, False), FULL, Mark(False, True, ("ai", "Later"), "a note", 99)),
        (step(MarkKind.BOOKMARKED, True), FULL, FULL),
        (step(MarkKind.BOOKMARKED, False), FULL, Mark(True, snoozed=99)),
        (step(MarkKind.TAG, True, "law"), NO_MARK, Mark(bookmarked=True, tags=("law",))),
        (step(MarkKind.TAG, True, "Law"), FULL, Mark(True, True, ("ai", "Later", "Law"), "a note", 99)),
        (step(MarkKind.TAG, True, "LATER"), FULL, FULL),
        (step(MarkKind.TAG, True, ""), NO_MARK, NO_MARK),
        (step(MarkKind.TAG, False, "AI"), FULL, Mark(True, True, ("Later",), "a note", 99)),
        (step(MarkKind.TAG, False, "none"), NO_MARK, NO_MARK),
        (
            MarkChange(MarkKind.TAG, True, (), text="law", more=(("ai", False), ("New", True), ("none", False))),
            FULL,
            Mark(True, True, ("Later", "law", "New"), "a note", 99),
        ),
        (step(MarkKind.NOTE, True, "new"), NO_MARK, Mark(bookmarked=True, note="new")),
        (step(MarkKind.NOTE, True, ""), FULL, Mark(True, True, ("ai", "Later"), "", 99)),
        (step(MarkKind.NOTE, False, ""), NO_MARK, NO_MARK),
        (step(MarkKind.SNOOZED, True, until=7), Mark(read=True), Mark(snoozed=7)),
        (step(MarkKind.SNOOZED, True, until=99), FULL, FULL),
        (step(MarkKind.SNOOZED, False), FULL, Mark(True, True, ("ai", "Later"), "a note")),
        (step(MarkKind.MUTED, True, "word:x"), FULL, FULL),
    ],
)
def test_a_step_makes_one_mark_of_another(done: MarkChange, before: Mark, after: Mark) -> None:
    assert done.after(before) == after


def test_a_mute_is_named_by_its_key() -> None:
    for kind in MuteKind:
        mute = Mute(kind, "a: b", 5)
        assert Mute.of(mute.key, 5) == mute


@pytest.mark.parametrize("key", ["", "word", "word:", ":x", "colour:red"])
def test_what_names_no_mute_is_none(key: str) -> None:
    assert Mute.of(key, 0) is None
