"""A simple model of the marks: every state is kept whole, so that undoing is looking it up."""

from copy import deepcopy
from dataclasses import dataclass, field

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import NO_MARK, HistoryEntry, Mark, MarkChange, MarkKind


@dataclass(frozen=True)
class State:
    """All that is kept: marks, when they were set, copies and mutes."""

    marks: dict[ArticleId, Mark] = field(default_factory=dict)
    read_at: dict[ArticleId, float] = field(default_factory=dict)
    bookmarked_at: dict[ArticleId, float] = field(default_factory=dict)
    copies: dict[ArticleId, Article] = field(default_factory=dict)
    mutes: dict[str, int] = field(default_factory=dict)

    def after(self, step: MarkChange, now: float) -> "State":
        """The state that a step makes of this one."""
        after = deepcopy(self)
        for article in step.articles:
            old = self.marks.get(article, NO_MARK)
            new = step.after(old)
            after.marks[article] = new
            if not new.read:
                after.read_at.pop(article, None)
            elif not old.read:
                after.read_at[article] = now
            if not new.bookmarked:
                after.bookmarked_at.pop(article, None)
            elif not old.bookmarked:
                after.bookmarked_at[article] = now
                after.copies.update((copy.id, copy) for copy in step.copies if copy.id == article)
            if new == NO_MARK:
                del after.marks[article]
        if step.kind is MarkKind.MUTED:
            after.mutes.pop(step.text, None)
            if step.value:
                after.mutes[step.text] = step.until
        return after

    def kept(self) -> tuple[Bookmark, ...]:
        """The bookmarks with their copies, the newest first."""
        found = [(when, article) for article, when in self.bookmarked_at.items() if article in self.copies]
        ordered = sorted(found, key=lambda pair: (-pair[0], pair[1]))
        return tuple(Bookmark(self.copies[article], int(when)) for when, article in ordered)


@dataclass
class Model:
    """The states one after the other, and which of them is the present one."""

    states: list[State] = field(default_factory=lambda: [State()])
    steps: list[HistoryEntry] = field(default_factory=list)
    place: int = 0
    last: int = 0

    @property
    def now(self) -> State:
        """The present state."""
        return self.states[self.place]

    def record(self, step: MarkChange, now: float) -> None:
        """Do a step; one that changes nothing leaves no trace."""
        after = self.now.after(step, now)
        if (after.marks, after.mutes) == (self.now.marks, self.now.mutes):
            return
        changed = {
            article
            for article in step.articles
            if self.now.marks.get(article, NO_MARK) != after.marks.get(article, NO_MARK)
        }
        number = max((done.id for done in self.steps), default=0) + 1
        del self.steps[self.place :], self.states[self.place + 1 :]
        self.steps.append(HistoryEntry(number, now, step.label, step.origin, len(changed), False))
        self.states.append(after)
        self.place += 1

    def go(self, place: int) -> set[ArticleId] | None:
        """Go to a place; gives the articles concerned, or None if there is nothing to do."""
        if place == self.place or not 0 <= place <= len(self.steps):
            return None
        low, high = sorted((place, self.place))
        self.place = place
        concerned = set()
        for before, after in zip(self.states[low:high], self.states[low + 1 : high + 1], strict=True):
            for article in before.marks.keys() | after.marks.keys():
                if before.marks.get(article, NO_MARK) != after.marks.get(article, NO_MARK):
                    concerned.add(article)
        return concerned

    def place_of(self, step: int) -> int:
        """The place at which a step is the last in force; -1 for an unknown one."""
        places = {done.id: place for place, done in enumerate(self.steps, 1)}
        return {0: 0, **places}.get(step, -1)

    def compact(self, before: float) -> None:
        """Forget old steps: those in force from the start on, those undone only all together."""
        while self.place and self.steps[0].at < before:
            del self.steps[0], self.states[0]
            self.place -= 1
        if all(done.at < before for done in self.steps[self.place :]):
            del self.steps[self.place :], self.states[self.place + 1 :]

    def history(self) -> tuple[HistoryEntry, ...]:
        """All steps, the newest first."""
        told = [
            HistoryEntry(done.id, done.at, done.label, done.origin, done.count, place > self.place)
            for place, done in enumerate(self.steps, 1)
        ]
        return tuple(reversed(told))
