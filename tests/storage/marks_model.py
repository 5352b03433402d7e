"""A simple model of the marks: a tree of steps, each with all that it changed."""

from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import HistoryEntry, Mark, MarkChange, MarkKind

State = dict[tuple[str, Any], Any]
"""All that is kept: by kind and article when it was read or bookmarked, its other marks and its copy; and mutes."""


def mark_of(state: State, article: ArticleId) -> Mark:
    """The marks of an article."""
    tags, note, snoozed = (state.get((kind, article)) for kind in ("tags", "note", "snoozed"))
    read, bookmarked = ((kind, article) in state for kind in ("read", "bookmarked"))
    return Mark(read, bookmarked, tags or (), note or "", snoozed or 0)


def after(state: State, step: MarkChange, now: float) -> State:
    """The state that a step makes of another."""
    new = dict(state)
    for article in step.articles:
        old, mark = mark_of(state, article), step.after(mark_of(state, article))
        for kind, was, value in (("read", old.read, mark.read), ("bookmarked", old.bookmarked, mark.bookmarked)):
            if value and not was:
                new[kind, article] = now
            elif not value:
                new.pop((kind, article), None)
        for kind, other in (("tags", mark.tags), ("note", mark.note), ("snoozed", mark.snoozed)):
            new[kind, article] = other
            if not other:
                del new[kind, article]
        if mark.bookmarked and not old.bookmarked:
            new |= {("copy", copy.id): copy for copy in step.copies if copy.id == article}
    if step.kind is MarkKind.MUTED:
        new.pop(("mute", step.text), None)
        if step.value:
            new["mute", step.text] = step.until
    return new


@dataclass
class Step:
    """A step: what the history says of it, and of each thing that it changed the value before and after."""

    entry: HistoryEntry
    diff: dict[tuple[str, Any], tuple[Any, Any]]
    left: int = 0

    @property
    def concerned(self) -> set[ArticleId]:
        """The articles whose marks it changed."""
        return {article for kind, article in self.diff if kind not in ("copy", "mute")}


@dataclass
class Model:
    """The tree of steps, the last in force, and the present state."""

    now: State = field(default_factory=dict)
    steps: dict[int, Step] = field(default_factory=dict)
    last: int = 0
    counter: int = 0

    def record(self, step: MarkChange, now: float) -> None:
        """Do a step; one that changes nothing leaves no trace, and neither does an automatic one."""
        new = after(self.now, step, now)
        keys = {key for key in self.now.keys() | new.keys() if self.now.get(key) != new.get(key)}
        diff = {key: (self.now.get(key), new.get(key)) for key in keys}
        self.now = new
        if diff and not step.automatic:
            number = max(self.steps, default=0) + 1
            done = Step(HistoryEntry(number, now, step.label, step.origin, 0, False, self.last), diff)
            done.entry = replace(done.entry, count=len(done.concerned))
            self.steps[number] = done
            self.last = number

    def branch(self, step: int) -> list[int]:
        """A step and all that it follows, the first one first."""
        found: list[int] = []
        while step:
            found.insert(0, step)
            step = self.steps[step].entry.parent
        return found

    def path(self, step: int) -> tuple[list[int], list[int]]:
        """What is undone, and then redone, to go to a step."""
        present, wanted = self.branch(self.last), self.branch(step)
        undone = [number for number in reversed(present) if number not in wanted]
        return undone, [number for number in wanted if number not in present]

    def undo_target(self) -> int:
        """Where an undo goes, -1 for nowhere."""
        return self.steps[self.last].entry.parent if self.last else -1

    def redo_target(self) -> int:
        """Where a redo goes, -1 for nowhere: of several branches to the one that was left last."""
        found = [(step.left, number) for number, step in self.steps.items() if step.entry.parent == self.last]
        return max(found)[1] if found else -1

    def go(self, step: int) -> None:
        """Go to a step."""
        undone, redone = self.path(step)
        self.counter += 1
        for number, side in (*((number, 0) for number in undone), *((number, 1) for number in redone)):
            self.steps[number].left = self.counter
            for key, values in self.steps[number].diff.items():
                self.now.pop(key, None)
                if values[side] is not None:
                    self.now[key] = values[side]
        self.last = step

    def compact(self, before: float) -> None:
        """Forget old steps: those in force from the start on, undone ones that no recent one follows or goes off."""
        in_force = self.branch(self.last)
        wanted = {
            number for other, done in self.steps.items() if done.entry.at >= before for number in self.branch(other)
        }
        old = in_force[
            : next((i for i, one in enumerate(in_force) if self.steps[one].entry.at >= before), len(in_force))
        ]
        fork = old[-1] if old else 0
        kept = [
            number
            for number in self.steps
            if (number in in_force and number not in old)
            or (number in wanted and number not in in_force and self._leaves(number) >= fork)
        ]
        self.last = self.last if self.last in kept else 0
        self.steps = {number: self.steps[number] for number in kept}
        for done in self.steps.values():
            if done.entry.parent not in kept:
                done.entry = replace(done.entry, parent=0)

    def _leaves(self, step: int) -> int:
        """The step in force at which a branch begins."""
        in_force = {0, *self.branch(self.last)}
        while step not in in_force:
            step = self.steps[step].entry.parent
        return step

    def history(self) -> tuple[HistoryEntry, ...]:
        """All steps, the newest first."""
        in_force = self.branch(self.last)
        return tuple(
            replace(self.steps[number].entry, undone=number not in in_force)
            for number in sorted(self.steps, reverse=True)
        )

    def marks(self) -> dict[ArticleId, Mark]:
        """All marks."""
        articles = {article for kind, article in self.now if kind not in ("copy", "mute")}
        return {article: mark_of(self.now, article) for article in articles}

    def values(self, kind: str) -> dict[Any, Any]:
        """What there is of a kind."""
        return {key: value for (found, key), value in self.now.items() if found == kind}

    def kept(self) -> tuple[Bookmark, ...]:
        """The bookmarks with their copies, the newest first."""
        copies = self.values("copy")
        found = [(when, article) for article, when in self.values("bookmarked").items() if article in copies]
        ordered = sorted(found, key=lambda pair: (-pair[0], pair[1]))
        return tuple(Bookmark(copies[article], int(when)) for when, article in ordered)
