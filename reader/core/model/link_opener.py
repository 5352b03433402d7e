"""Opening a link: what will be done with it, what came of it, and who does it."""

from typing import Protocol

from msgspec import Struct


class Detached(Struct, frozen=True):
    """A browser with a window of its own; hand this to `LinkOpener.watch` in a worker.

    `argv` is empty where the system opens links without a command (Windows).
    """

    url: str
    host: str
    argv: tuple[str, ...]


class InTerminal(Struct, frozen=True):
    """A browser that needs this terminal: suspend the application, run `argv`, come back."""

    url: str
    host: str
    argv: tuple[str, ...]


class NoBrowser(Struct, frozen=True):
    """Nothing can be started here: show the whole link, copy it, and say `reason`."""

    url: str
    reason: str


class Refused(Struct, frozen=True):
    """The link is not one that is opened; `reason` says why."""

    reason: str


Plan = Detached | InTerminal | NoBrowser | Refused


class Opened(Struct, frozen=True):
    """The browser took the link, or is still at it without having failed."""

    host: str


class Failed(Struct, frozen=True):
    """The browser could not be started or ended with a failure: show the link and say `reason`."""

    url: str
    reason: str


Outcome = Opened | Failed


class LinkOpener(Protocol):
    """Opens links in a browser; implemented in `reader.services.browser`."""

    def plan(self, url: str) -> Plan:
        """Say what would be done with a link. Starts nothing and answers at once."""

    def watch(self, plan: Detached) -> Outcome:
        """Start the browser and watch it for a failing exit.

        Blocks for seconds, so it is called in a worker thread.
        """

    def close(self) -> None:
        """End every `watch` that still waits; the browsers go on."""
