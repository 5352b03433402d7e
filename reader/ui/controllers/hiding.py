"""Articles hidden for a while: mutes and snoozed articles, and how both come back."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import starmap
from time import monotonic

from reader.core.model.article import Article
from reader.core.model.listing import View
from reader.core.model.marks import MarkChange, MarkKind, Mute, MuteKind
from reader.core.store import Store
from reader.core.text.counting import count_noun
from reader.core.text.normalization import normalize_line
from reader.core.text.relative_time import format_datetime
from reader.ui.controllers.mark_writer import MarkWriter
from reader.ui.controllers.write_queue import WriteQueue
from reader.ui.view.callbacks import Ask, Clock, Notify, Spawn, choose
from reader.ui.view.news_view import NewsView, Targets

_SPANS = (("a day", timedelta(days=1)), ("a week", timedelta(weeks=1)), ("good", None))
_OWN_TIME = "2026-12-01 14:30, 14:30, 5h, 3d or 2w"
_SLICE_SECONDS = 0.01
"""For so long articles are checked against the mutes before the interface has its turn."""
_SLICE = 20
_SHOW_EVERY = 20
"""Slices between two drawings."""

Choice = int | str | None
"""The number of the chosen option, or what was written."""


class HidingController:
    """Mutes words, providers and topics, and snoozes articles."""

    def __init__(
        self,
        view: NewsView,
        store: Store,
        queue: WriteQueue,
        writer: MarkWriter,
        clock: Clock,
        notify: Notify,
        ask: Ask,
        spawn: Spawn,
    ) -> None:
        self._view = view
        self._store = store
        self._queue = queue
        self._writer = writer
        self._clock = clock
        self._notify = notify
        self._ask = ask
        self._spawn = spawn
        self._applying = False

    # -- muting

    def add_mute(self) -> None:
        """Ask what to mute, beginning with what the article is about; in the Muted view, which mute to remove."""
        self._view.mark_user_active()
        if self._view.listing.view is View.MUTED:
            self.show_mutes()
            return
        from reader.core.text.tokenizer import tokens  # lazy: search

        def check(text: str) -> str:
            return "" if tokens(text) else "enter a word"

        article = self._view.current.article
        offers = _mutable(article, [word for word in tokens(article.title) if len(word) > 4]) if article else []
        counted = self._count(list(starmap(Mute, offers)))
        answer = choose(
            self._ask, "Mute what?", next(counted), own="your own word or words", check=check, later=counted
        )
        self._spawn(self._add_mute(answer, offers), "dialogs")

    def _count(self, mutes: Sequence[Mute]) -> Iterator[list[tuple[str, str]]]:
        """Mutes as options that tell how much each would hide; no options, slice by slice, until all is counted."""
        trial = self._store.try_mutes(mutes)
        names = [f"{mute.kind.value:<9} {mute.text}" for mute in mutes]
        if _run_slice(trial.apply_mutes, lambda: trial.mutes_pending):
            yield [(name, "hides …") for name in names]
            while _run_slice(trial.apply_mutes, lambda: trial.mutes_pending):
                yield []
        counts = [f"hides {self._store.muted_by(mute, trial):,}" for mute in mutes]
        yield list(zip(names, counts, strict=True))

    async def _add_mute(self, answer: Awaitable[Choice], offers: Sequence[tuple[MuteKind, str]]) -> None:
        choice = await answer
        if choice is None:
            return
        mute = Mute(
            *(offers[choice] if isinstance(choice, int) else (MuteKind.WORD, normalize_line(choice).casefold()))
        )
        spans = [(f"for {name}", "") for name, _ in _SPANS]
        chosen = await choose(self._ask, f"Mute {_name(mute)} for how long?", spans)
        if isinstance(chosen, int):
            name, span = _SPANS[chosen]
            until = 0 if span is None else int((self._clock() + span).timestamp())
            self._change_mute(mute._replace(until=until), True, f"muted {_name(mute)} for {name}")

    def show_mutes(self) -> None:
        """List the mutes in force, and remove one."""
        self._spawn(self._remove_mute(), "mutes")

    async def _remove_mute(self) -> None:
        now = self._clock()
        mutes = await self._queue.run(lambda marks, _: marks.mutes())
        found = [mute for mute in mutes if not mute.until or mute.until > now.timestamp()]
        if not found:
            self._notify("nothing is muted")
            return
        offers = [(_name(mute), self._reach(mute, now)) for mute in found]
        choice = await choose(self._ask, "Mutes", offers, keys="Enter remove · Esc close")
        if isinstance(choice, int):
            self._change_mute(found[choice], False, f"removed the mute of {_name(found[choice])}")

    def _reach(self, mute: Mute, now: datetime) -> str:
        """How long a mute lasts, and how much it hides."""
        until = f"until {format_datetime(mute.until, now)}" if mute.until else "for good"
        return f"{until} · hides {count_noun(self._store.muted_by(mute), 'article')}"

    def _change_mute(self, mute: Mute, value: bool, label: str) -> None:
        change = MarkChange(MarkKind.MUTED, value, (), label, text=mute.key, until=mute.until)
        self._writer.record(change, label, then=self._reload_mutes)

    async def _reload_mutes(self) -> None:
        self.set_mutes(await self._queue.run(lambda marks, _: marks.mutes()))

    def set_mutes(self, mutes: Sequence[Mute]) -> None:
        """Take other mutes into force."""
        self._view.apply(self._store.set_mutes(mutes, self._clock().timestamp(), self._view.listing.order))
        self.apply_mutes()

    def apply_mutes(self) -> None:
        """Check all articles against the mutes, a slice at a time."""
        if not self._applying and self._store.mutes_pending:
            self._applying = True
            self._spawn(self._apply_mutes(), "mutes")

    async def _apply_mutes(self) -> None:
        slices, hidden, going = 0, False, True

        def test(count: int) -> None:
            nonlocal hidden
            hidden = self._store.apply_mutes(count).news or hidden

        try:
            while going:
                going = _run_slice(test, lambda: self._store.mutes_pending)
                slices += 1
                if hidden and (slices % _SHOW_EVERY == 1 or not going):
                    self._view.refresh(self._view.article_list.article)
                    hidden = False
                await asyncio.sleep(0)
        finally:
            self._applying = False

    # -- snoozing

    def snooze(self) -> None:
        """Ask until when the article or the selection is hidden."""
        from reader.core.text.snooze_times import BadSnoozeTime, parse_snooze_time, snooze_choices  # lazy: dialogs

        self._view.mark_user_active()
        targets, now = self._view.targets(), self._clock()
        times: list[tuple[str, datetime | None]] = [*snooze_choices(now)]
        if self._view.listing.view is View.SNOOZED:
            times.insert(0, ("now: end the snooze", None))

        def check(text: str) -> str:
            try:
                parse_snooze_time(text, now)
            except BadSnoozeTime as error:
                return str(error)
            return ""

        async def snooze(answer: Awaitable[Choice]) -> None:
            choice = await answer
            if choice is not None:
                when = times[choice][1] if isinstance(choice, int) else parse_snooze_time(choice, now)
                self._snooze(targets, when, now)

        offers = [(name, format_datetime(int(when.timestamp()), now) if when else "") for name, when in times]
        answer = choose(self._ask, f"Snooze {targets.name} until when?", offers, own=_OWN_TIME, check=check)
        self._spawn(snooze(answer), "dialogs")

    def _snooze(self, targets: Targets, when: datetime | None, now: datetime) -> None:
        until = int(when.timestamp()) if when else 0
        end = f"until {format_datetime(until, now)}" if until else ""
        label = f"snoozed {targets.label} {end}" if until else f"ended the snooze of {targets.label}"
        change = MarkChange(MarkKind.SNOOZED, bool(until), targets.ids, label, until=until)
        self._writer.record(change, f"snoozed {end}" if until else "snooze ended")
        self._view.article_list.clear_selection()

    def resurface(self) -> None:
        """Show what was to be hidden until now, and end mutes that have run out."""
        now = self._clock().timestamp()
        due = self._store.next_due
        if due is None or due > now:
            return
        change = self._store.resurface(now)
        self._view.apply(change)
        if change.resurfaced:
            count = len(change.resurfaced)
            self._notify(f"{count_noun(count, 'snoozed article')} {'is' if count == 1 else 'are'} back")


def _name(mute: Mute) -> str:
    return f"{mute.kind.value} “{mute.text}”"


def _mutable(article: Article, words: Sequence[str]) -> list[tuple[MuteKind, str]]:
    """What of an article can be muted: some words, its topics, its provider, which often hides the most."""
    found = [(MuteKind.WORD, word) for word in list(dict.fromkeys(words))[:6]]
    found += [(MuteKind.TOPIC, topic) for topic in article.topics]
    return [*found, (MuteKind.PROVIDER, article.provider.label)] if article.provider.label else found


def _run_slice(test: Callable[[int], object], pending: Callable[[], bool]) -> bool:
    """Test articles for a short time; whether there are more."""
    end = monotonic() + _SLICE_SECONDS
    while pending():
        test(_SLICE)
        if monotonic() > end:
            break
    return pending()
