"""Opens links in the user's browser: without a shell, in a session of its own, and watched for a failing exit."""

import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import cached_property

from reader.core.model.errors import LinkRefused
from reader.core.model.link_opener import Detached, Failed, InTerminal, NoBrowser, Plan, Refused
from reader.core.model.urls import check_link, host_of
from reader.services.browser_command import (
    WATCHED,
    BrowserCommand,
    Unusable,
    Which,
    environment_command,
    named_command,
    system_command,
)
from reader.services.signals import describe_exit


class Opener:
    """Opens links; see `reader.core.model.link_opener.LinkOpener`.

    The user's own `browser` takes precedence over $BROWSER. `watched` is for how many seconds a failing exit of a
    browser is noticed.
    """

    def __init__(
        self,
        browser: str = "",
        environment: Mapping[str, str] | None = None,
        watched: float = WATCHED,
        which: Which = shutil.which,
        platform: str = sys.platform,
    ) -> None:
        self._browser = browser.strip()
        self._environment = dict(os.environ if environment is None else environment)
        self._watched, self._which, self._platform = watched, which, platform
        self._waiting: set[queue.SimpleQueue[int | None]] = set()

    def plan(self, url: str) -> Plan:
        """What would be done with a link. Starts nothing; looks for programs the first time only."""
        try:
            link = check_link(url)
        except LinkRefused as error:
            return Refused(str(error))
        if isinstance(self._command, Unusable):
            return NoBrowser(link, str(self._command))
        argv = self._command.argv(link) if self._command.words else ()
        kind = InTerminal if self._command.terminal else Detached
        return kind(link, host_of(link), argv)

    @cached_property
    def _command(self) -> BrowserCommand | Unusable:
        try:
            if self._browser:
                return named_command(self._browser, self._which)
            if named := self._environment.get("BROWSER", "").strip():
                return environment_command(named, self._which)
            return system_command(self._platform, self._environment, self._which)
        except Unusable as error:
            return error

    def watch(self, plan: Detached) -> Failed | None:
        """Start the browser and watch it for a failing exit.

        A browser that is still running after that time counts as opened. No other browser is tried.
        """
        if not plan.argv:
            return _start_file(plan)
        ended: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._waiting.add(ended)
        try:
            status = self._run(plan.argv, ended)
        except (OSError, ValueError) as error:
            return Failed(plan.url, f"{plan.argv[0]} could not be started: {_reason(error)}")
        finally:
            self._waiting.discard(ended)
        if status:
            return Failed(plan.url, f"{plan.argv[0]} {describe_exit(status)}")
        return None

    def _run(self, argv: tuple[str, ...], ended: "queue.SimpleQueue[int | None]") -> int | None:
        """Start a browser; its return code, or None if it is still running."""
        process = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        # A daemon thread, so that a browser that stays open does not keep the program alive.
        threading.Thread(target=lambda: ended.put(process.wait()), name="browser", daemon=True).start()
        try:
            return ended.get(timeout=self._watched)
        except queue.Empty:
            return None

    def close(self) -> None:
        """End every `watch` that still waits; the browsers keep running."""
        for ended in tuple(self._waiting):
            ended.put(None)


def _start_file(plan: Detached) -> Failed | None:
    if sys.platform == "win32":
        try:
            os.startfile(plan.url)
        except OSError as error:
            return Failed(plan.url, f"Windows could not open it: {_reason(error)}")
        return None
    return Failed(plan.url, "this system has no default browser")


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
