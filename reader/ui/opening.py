"""Opening links from the screen: plan at once, start in a thread, say what came of it."""

import asyncio
import subprocess
from typing import Protocol

from textual.app import App, SuspendNotSupported

from reader.core.opening import Detached, Failed, InTerminal, LinkOpener, NoBrowser, Refused
from reader.ui.screens import dialogs


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
        self._screen.app.push_screen(dialogs.link_shown(url, reason))

    def _run_here(self, plan: InTerminal) -> None:
        try:
            with self._screen.app.suspend():
                code = subprocess.run(plan.argv, check=False).returncode
        except (SuspendNotSupported, OSError) as error:
            self._show(plan.url, f"{plan.argv[0]} could not be started: {error}")
            return
        if code:
            self._screen.say(f"{plan.argv[0]} ended with status {code}", "warning")
