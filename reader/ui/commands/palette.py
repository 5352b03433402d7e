"""The commands of the main screen in the palette, with their keys and what they would do now."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.ui.commands.availability import answer
from reader.ui.commands.registry import UNBOUND, declared, keys_of, words_of
from reader.ui.main_screen import MainScreen
from reader.ui.view.situation import situation_of

PALETTE = "app.command_palette"


class Offer(NamedTuple):
    """A command as the palette shows it; it is dim where it can do nothing."""

    words: str
    help: str
    dim: bool
    run: Callable[[], None]

    def shown(self, words: Content) -> Content:
        """Its words, which may have the letters marked that were typed."""
        return words.stylize("dim") if self.dim else words


class MainCommands(Provider):
    """Offers every command of the main screen, and then Textual's; one that can do nothing says why.

    Providers of their own would come in any order.
    """

    def _offers(self) -> Iterator[Offer]:
        screen = next((screen for screen in self.app.screen_stack if isinstance(screen, MainScreen)), None)
        if screen is None:
            return
        situation = situation_of(screen)
        for binding in declared(screen.BINDINGS):
            if binding.action == PALETTE:
                continue
            found = answer(binding.id or "", situation)
            keys = keys_of(binding, screen.keymap)
            parts = (
                "" if keys == UNBOUND else f"key: {keys}",
                f"now: {found.now}" if found.now else "",
                f"not now: {found.why_not}" if found.why_not else "",
            )
            said = " · ".join(part for part in parts if part)
            run = self._saying(screen, found.why_not) if found.why_not else self._running(screen, binding)
            yield Offer(words_of(binding), said, bool(found.why_not), run)

    def _running(self, screen: MainScreen, binding: Binding) -> Callable[[], None]:
        def run() -> None:
            self.app.call_later(self.app.run_action, binding.action, screen)

        return run

    def _saying(self, screen: MainScreen, why: str) -> Callable[[], None]:
        return lambda: screen.say(why)

    async def discover(self) -> Hits:
        """All commands, in the order of the help; those that can act first."""
        for offer in sorted(self._offers(), key=lambda offer: offer.dim):
            yield DiscoveryHit(offer.shown(Content(offer.words)), offer.run, offer.words, offer.help)
        for command in self.app.get_system_commands(self.screen):
            yield DiscoveryHit(command.title, command.callback, help=command.help)

    async def search(self, query: str) -> Hits:
        """The commands whose words match."""
        matcher = self.matcher(query)
        for offer in self._offers():
            score = matcher.match(offer.words)
            if score > 0:
                found = matcher.highlight(offer.words)
                yield Hit(score / 2 if offer.dim else score, offer.shown(found), offer.run, offer.words, offer.help)
        for command in self.app.get_system_commands(self.screen):
            score = matcher.match(command.title)
            if score > 0:
                yield Hit(score, matcher.highlight(command.title), command.callback, command.title, command.help)
