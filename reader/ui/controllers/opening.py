"""Opening links from the screen: plan at once, start in a thread, say what came of it."""

import asyncio
import subprocess
from collections.abc import Sequence
from typing import Protocol

from textual.app import App, SuspendNotSupported

from reader.core.model.link_opener import Detached, Failed, InTerminal, LinkOpener, NoBrowser, Refused
from reader.ui.dialogs import lazy

MOST_AT_ONCE = 64
"""Browsers that are watched at the same time."""


class Speaker(Protocol):
    """A screen that can say something in its status line."""

    @property
    def app(self) -> App[object]:
        """The application."""

    def say(self, message: str, role: str = "message") -> None:
        """Say something."""


class Opening:
    """Opens links for a screen."""

    def __init__(self, screen: Speaker, opener: LinkOpener) -> None:
        self._screen = screen
        self._opener = opener

    def open(self, url: str) -> None:
        """Open a link, or say why not."""
        if not url:
            self._screen.say("this article has no link that can be opened", "warning")
            return
        match self._opener.plan(url):
            case Refused(reason=reason):
                self._screen.say(reason, "error")
            case NoBrowser(url=link, reason=reason):
                self._show(link, reason)
            case InTerminal() as plan:
                self._run_here(plan)
            case Detached() as plan:
                self._screen.say(f"opening {plan.host} …")
                self._screen.app.run_worker(self._watch(plan), group="opening")

    def open_all(self, urls: Sequence[str]) -> None:
        """Open several links; where there is no browser they are copied, a line each."""
        plans = [self._opener.plan(url) for url in urls]
        detached = [plan for plan in plans if isinstance(plan, Detached)]
        refused = sum(isinstance(plan, Refused) for plan in plans)
        if stopped := next((plan for plan in plans if isinstance(plan, NoBrowser)), None):
            self._screen.app.copy_to_clipboard("\n".join(urls))
            self._screen.say(f"{len(urls)} links copied, not opened: {stopped.reason}", "warning")
            return
        said = f"opening {len(urls) - refused} links …"
        self._screen.say(f"{said} {refused} cannot be opened" if refused else said, "warning" if refused else "message")
        if detached:
            self._screen.app.run_worker(self._watch_all(detached), group="opening")
        for plan in plans:
            if isinstance(plan, InTerminal):
                self._run_here(plan)

    async def _watch_all(self, plans: Sequence[Detached]) -> None:
        from concurrent.futures import ThreadPoolExecutor

        # Each is watched for seconds: in threads of their own, for marks wait for those of all.
        with_threads = ThreadPoolExecutor(min(len(plans), MOST_AT_ONCE), "opening")
        loop = asyncio.get_running_loop()
        waiting = [loop.run_in_executor(with_threads, self._opener.watch, plan) for plan in plans]
        try:
            outcomes = await asyncio.gather(*waiting)
        finally:
            with_threads.shutdown(wait=False, cancel_futures=True)
        failed = [outcome for outcome in outcomes if isinstance(outcome, Failed)]
        if failed:
            self._screen.app.copy_to_clipboard("\n".join(outcome.url for outcome in failed))
            self._screen.say(f"{len(failed)} links copied, not opened: {failed[0].reason}", "warning")

    def copy(self, url: str) -> None:
        """Copy a link, by way of the terminal."""
        if not url:
            self._screen.say("this article has no link", "warning")
            return
        self._screen.app.copy_to_clipboard(url)
        self._screen.say(f"copied {url}")

    async def _watch(self, plan: Detached) -> None:
        outcome = await asyncio.to_thread(self._opener.watch, plan)
        if isinstance(outcome, Failed):
            self._show(outcome.url, outcome.reason)

    def _show(self, url: str, reason: str) -> None:
        self._screen.say("the link was copied, not opened", "warning")
        self._screen.app.push_screen(lazy.link_shown(url, reason))

    def _run_here(self, plan: InTerminal) -> None:
        try:
            with self._screen.app.suspend():
                code = subprocess.run(plan.argv, check=False).returncode
        except (SuspendNotSupported, OSError) as error:
            self._show(plan.url, f"{plan.argv[0]} could not be started: {error}")
            return
        if code:
            self._screen.say(f"{plan.argv[0]} ended with status {code}", "warning")
