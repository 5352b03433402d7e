"""Opening links in plain mode."""

import queue
import subprocess
import threading
from collections.abc import Callable

from reader.core.model.link_opener import Detached, Failed, InTerminal, LinkOpener, NoBrowser, Refused
from reader.core.model.urls import has_user_info, host_of


class PlainLinks:
    """Opens links; a browser that fails is reported at the next prompt. With `terminal`, one may run in it."""

    def __init__(self, opener: LinkOpener, say: Callable[[str], None], terminal: bool) -> None:
        self._opener, self._say, self._terminal = opener, say, terminal
        self._failed: queue.SimpleQueue[Failed] = queue.SimpleQueue()

    def open(self, url: str) -> bool:
        """Open a link, or print it and why it was not opened; whether a browser was started."""
        if not url:
            self._say("This article has no link that can be opened.")
            return False
        if has_user_info(url):
            self._show(url, f"it has a user name in it and leads to {host_of(url)}")
            return False
        match self._opener.plan(url):
            case Refused(reason=reason):
                self._say(f"Not opened: {reason}.")
            case NoBrowser(url=link, reason=reason):
                self._show(link, reason)
            case InTerminal(url=link, argv=argv):
                return self._run(link, argv)
            case Detached() as plan:
                self._say(f"Opening {plan.host} in the browser.")
                threading.Thread(target=self._watch, args=(plan,), name="opening", daemon=True).start()
                return True
        return False

    def report_failures(self) -> None:
        """Report the browsers that have failed since the last call."""
        while not self._failed.empty():
            failed = self._failed.get()
            self._show(failed.url, failed.reason)

    def _watch(self, plan: Detached) -> None:
        if failed := self._opener.watch(plan):
            self._failed.put(failed)

    def _run(self, url: str, argv: tuple[str, ...]) -> bool:
        if not self._terminal:
            self._show(url, f"{argv[0]} needs a terminal")
            return False
        try:
            code = subprocess.run(argv, check=False).returncode
        except OSError as error:
            self._show(url, f"{argv[0]} could not be started: {error.strerror or error}")
            return False
        if code:
            self._say(f"{argv[0]} exited with status {code}.")
        return True

    def _show(self, url: str, reason: str) -> None:
        self._say(f"Not opened: {reason}. The link is:")
        self._say(url)
