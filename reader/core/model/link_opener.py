"""Opening a link in a browser: the plan, the outcome, and the protocol of what opens it."""

from typing import Protocol

from msgspec import Struct


class Detached(Struct, frozen=True):
    """A browser with its own window; pass this to `LinkOpener.watch` in a worker.

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
    """No browser can be started: show the whole link, copy it, and show `reason`."""

    url: str
    reason: str


class Refused(Struct, frozen=True):
    """The link is not opened, for `reason`."""

    reason: str


Plan = Detached | InTerminal | NoBrowser | Refused


class Failed(Struct, frozen=True):
    """The browser could not be started or failed: show the link and `reason`."""

    url: str
    reason: str


class LinkOpener(Protocol):
    """Opens links in a browser; implemented in `reader.services.browser`."""

    def plan(self, url: str) -> Plan:
        """How a link would be opened. Starts nothing and returns at once."""

    def watch(self, plan: Detached) -> Failed | None:
        """Start the browser and wait some seconds for a failing exit. Call it in a worker thread."""

    def close(self) -> None:
        """End every `watch` that is still waiting; the browsers go on."""
