"""Off the lists for a while: mutes, and snoozed articles, and how both come back."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from reader.core.model.article import Article
from reader.core.model.errors import MarksUnavailable
from reader.core.model.listing import View
from reader.core.model.marks import MarkChange, MarkKind, Mute, MuteKind
from reader.core.text.normalization import normalize_line, quoted
from reader.core.text.relative_time import format_datetime
from reader.ui.dialogs import lazy
from reader.ui.render.text import thousands
from reader.ui.view.news_view import Desk

_LASTING = (("a day", timedelta(days=1)), ("a week", timedelta(weeks=1)), ("good", None))
_AT_ONCE = 500
_SHOW_EVERY = 10
"""Slices of articles looked at between two drawings."""


class Hiding(Desk, inherit_bindings=False):
    """Actions on mutes and snoozes, and what time does to both."""

    _sifting = False

    # -- muting

    def action_mute(self) -> None:
        """Ask what to mute, beginning with what the article is about; among the muted, which mute to lift."""
        self.settle()
        if self.listing.view is View.MUTED:
            self.action_show_mutes()
            return
        offers = _mutable(self.reading.article)

        def answered(choice: int | str | None) -> None:
            if isinstance(choice, int):
                self._ask_how_long(*offers[choice])
            elif choice is not None:
                self._ask_how_long(MuteKind.WORD, choice)

        shown = [(kind.value, text) for kind, text in offers]
        self.app.push_screen(
            lazy.choice("Mute what?", shown, own="a word or words of your own", check=_no_word), answered
        )

    def _ask_how_long(self, kind: MuteKind, text: str) -> None:
        mute = Mute(kind, normalize_line(text).casefold() if kind is MuteKind.WORD else text)

        def answered(choice: int | str | None) -> None:
            if isinstance(choice, int):
                name, span = _LASTING[choice]
                until = 0 if span is None else int((self.clock() + span).timestamp())
                self._change_mute(Mute(kind, mute.text, until), True, f"muted {_named(mute)} for {name}")

        offers = [(f"for {name}", "") for name, _ in _LASTING]
        self.app.push_screen(lazy.choice(f"Mute {_named(mute)} for how long?", offers), answered)

    def action_show_mutes(self) -> None:
        """List the mutes in force, to lift one."""

        async def ask() -> None:
            now = self.clock()
            mutes = await self.keeper.ask(lambda marks, _: marks.mutes())
            found = [mute for mute in mutes if not mute.until or mute.until > now.timestamp()]
            if not found:
                self.say("nothing is muted")
                return

            def answered(choice: int | str | None) -> None:
                if isinstance(choice, int):
                    self._change_mute(found[choice], False, f"lifted the mute of {_named(found[choice])}")

            offers = [(_named(mute), self._reach(mute, now)) for mute in found]
            self.app.push_screen(lazy.choice("Mutes", offers, keys="Enter lift · Esc close"), answered)

        self.work(ask, "mutes")

    def _reach(self, mute: Mute, now: datetime) -> str:
        """How long a mute lasts, and how much it hides."""
        until = f"until {format_datetime(mute.until, now)}" if mute.until else "for good"
        count = self.store.muted_by(mute)
        return f"{until} · hides {thousands(count)} article{'' if count == 1 else 's'}"

    def _change_mute(self, mute: Mute, value: bool, label: str) -> None:
        step = MarkChange(MarkKind.MUTED, value, (), label, origin=self.origin, text=mute.key, until=mute.until)
        intent = self.keeper.intend(MarkKind.MUTED, value)

        async def make() -> MarkChange:
            return step

        async def keep() -> None:
            try:
                await self.keeper.keep(intent, make)
                self.take_mutes(await self.keeper.ask(lambda marks, _: marks.mutes()))
            except MarksUnavailable as error:
                self.marking.failed(error)
                return
            self.say(f"{label}, but not saved" if self.keeper.trouble else label)
            await self.marking.look()

        self.work(keep, "marks")

    def take_mutes(self, mutes: Sequence[Mute]) -> None:
        """Other mutes are in force."""
        self.show_change(self.store.set_mutes(mutes, self.clock().timestamp(), self.listing.order))
        self.sift()

    def sift(self) -> None:
        """Find the articles that mutes keep off the lists, a slice at a time."""
        if self._sifting or not self.store.mutes_pending:
            return
        self._sifting = True

        async def look() -> None:
            slices, hidden = 0, False
            try:
                while self.store.mutes_pending:
                    hidden = self.store.apply_mutes(_AT_ONCE).news or hidden
                    slices += 1
                    if hidden and (slices % _SHOW_EVERY == 1 or not self.store.mutes_pending):
                        self.relist(self.list.article)
                        hidden = False
                    await asyncio.sleep(0)
            finally:
                self._sifting = False

        self.work(look, "sifting")

    # -- snoozing

    def action_snooze(self) -> None:
        """Ask when the article or the selection is to come back."""
        self.settle()
        chosen, article = self.chosen, self.reading.article
        if not chosen and (article is None or self.reading.entry):
            self.say("no article to snooze")
            return
        ids = tuple(chosen) or ((article.id,) if article else ())
        what = f"{thousands(len(ids))} articles" if len(ids) > 1 or article is None else quoted(article.title)
        now = self.clock()
        times = self._times(ids, now)

        def answered(choice: int | str | None) -> None:
            if choice is None:
                return
            from reader.core.text.snooze_times import parse_snooze_time

            when = times[choice][1] if isinstance(choice, int) else parse_snooze_time(choice, now)
            until = int(when.timestamp()) if when else 0
            words = f"until {format_datetime(until, now)}" if until else ""
            name = f"“{article.title}”" if not chosen and article else thousands(len(ids))
            label = f"snoozed {name} {words}" if until else f"woke {name}"
            step = MarkChange(MarkKind.SNOOZED, bool(until), ids, label, origin=self.origin, until=until)
            self.marking.change(step, f"snoozed {words}" if until else "woken")
            self.list.clear_selection()

        def wrong(text: str) -> str:
            from reader.core.text.snooze_times import BadSnoozeTime, parse_snooze_time

            try:
                parse_snooze_time(text, now)
            except BadSnoozeTime as error:
                return str(error)
            return ""

        offers = [(name, format_datetime(int(when.timestamp()), now) if when else "") for name, when in times]
        own = "2026-12-01 14:30, 14:30, 5h, 3d or 2w"
        self.app.push_screen(lazy.choice(f"Snooze {what} until when?", offers, own=own, check=wrong), answered)

    def _times(self, ids: Sequence[int], now: datetime) -> list[tuple[str, datetime | None]]:
        from reader.core.text.snooze_times import snooze_choices

        snoozed = self.listing.view is View.SNOOZED
        wake: list[tuple[str, datetime | None]] = [("now: wake it" if len(ids) == 1 else "now: wake them", None)]
        return [*(wake if snoozed else []), *snooze_choices(now)]

    # -- time

    def wake(self) -> None:
        """Bring back what was to be off the lists until now."""
        now = self.clock().timestamp()
        due = self.store.next_due
        if due is None or due > now:
            return
        change = self.store.resurface(now)
        self.show_change(change)
        if change.resurfaced:
            count = len(change.resurfaced)
            self.say(f"{thousands(count)} snoozed article{' is' if count == 1 else 's are'} back")


def _no_word(text: str) -> str:
    """What is wrong with a word that is to be muted, or ""."""
    from reader.core.text.tokenizer import tokens

    return "" if tokens(text) else "a word of letters or digits, please"


def _named(mute: Mute) -> str:
    return f"{mute.kind.value} “{mute.text}”"


def _mutable(article: Article | None) -> list[tuple[MuteKind, str]]:
    """What of an article can be muted: its provider, its topics, the longer words of its title."""
    if article is None:
        return []
    from reader.core.text.tokenizer import tokens

    provider = article.provider
    found = [(MuteKind.PROVIDER, provider.label)] if provider.label else []
    found += [(MuteKind.TOPIC, topic) for topic in article.topics]
    words = dict.fromkeys(word for word in tokens(article.title) if len(word) > 4)
    return [*found, *((MuteKind.WORD, word) for word in list(words)[:6])]
