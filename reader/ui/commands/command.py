"""A command: its keys, what it does, what it would do now, and why it may be blocked."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from msgspec import Struct

from reader.core.model.listing import Order
from reader.ui.commands.key_names import key_name, split_keys, textual_key
from reader.ui.render.list_row import Density

Keymap = Mapping[str, str]
"""By a command's id, the keys that a user gave it: Textual's names, with commas between them."""

DEFAULT_KEYMAP: Keymap = {}


class CommandState(Struct, frozen=True):
    """The state of the screen, as far as commands depend on it.

    Attributes:
        article: whether an article is shown.
        external: whether it is a related entry that is not in the store.
        links: how many links it has.
        related: how many related entries it has.
        bookmarked: whether it is bookmarked.
        read: whether it is read.
        back: whether there is a place to go back to.
        forward: whether there is a place to go forward to.
        pane: the pane in front.
        drawer: whether the sidebar is a drawer over the list.
        zoomed: whether one pane is shown alone.
        topics_hidden: whether the sidebar is out of sight.
        first_topic: whether the first entry of the sidebar is listed.
        last_topic: whether the last one is.
        listed: how many articles are listed.
        selected: how many of them are selected, if commands act on the selection.
        searching: whether a search is in force.
        unread: how many articles are unread, listed or not.
        new: how many new articles are held back.
        beyond: whether articles may be listed that `unread` leaves out, such as archived ones.
        order: the order of the listing.
        density: how many lines a row has.
        problems: how many problems the files have.
    """

    article: bool = True
    external: bool = False
    links: int = 1
    related: int = 0
    bookmarked: bool = False
    read: bool = False
    back: bool = False
    forward: bool = False
    pane: str = "list"
    drawer: bool = False
    zoomed: bool = False
    topics_hidden: bool = False
    first_topic: bool = False
    last_topic: bool = False
    listed: int = 1
    selected: int = 0
    searching: bool = False
    unread: int = 0
    new: int = 0
    beyond: bool = False
    order: Order = Order.HEAT
    density: Density = Density.NORMAL
    problems: int = 0


Describe = Callable[[CommandState], str]
"""Says something about a command in a state; "" for nothing."""


class Availability(NamedTuple):
    """What a command would do, if that depends on the state; or why it is blocked."""

    now: str = ""
    blocked: str = ""


def nothing(_: CommandState) -> str:
    """For commands that can always run, and always do the same."""
    return ""


class Command(Struct, frozen=True):
    """One command.

    Attributes:
        id: its name in the settings, as `scope.verb`.
        keys: its default keys as Textual calls them, with commas between them.
        label: one or two words for the footer.
        help: what it does, in full.
        group: the heading that it is under.
        run: calls one method of one controller (see `reader.ui.main_screen.Controllers`); may return an
            awaitable. None for a binding of a pane, whose widget has the action.
        blocked: why it cannot run, "" if it can.
        now: what it would do, where that depends on the state.
        title: what it does in at most 28 cells, where `help` is longer.
        synonyms: other words by which the palette finds it.
        footer: its position in the footer of each pane that shows it; after it, if need be, a label of its own, or
            what gives the label in a state, "" to leave it out.
        pane: the pane whose binding it is, "" for the whole screen.
        action: the action that a pane's binding runs.
        captures: whether the pane takes its keys before the screen does, so that both may use the same.
        counts: whether it uses the number typed before it.
        priority: whether the key goes before those of the focused widget.
    """

    id: str
    keys: str
    label: str
    help: str
    group: str
    run: Callable[[Any], object] | None = None
    blocked: Describe = nothing
    now: Describe = nothing
    title: str = ""
    synonyms: str = ""
    footer: Mapping[str, int | tuple[int, str | Describe]] = {}
    pane: str = ""
    action: str = ""
    captures: bool = False
    counts: bool = False
    priority: bool = False

    def availability(self, state: CommandState) -> Availability:
        """What the command would do in a state, or why it cannot."""
        blocked = self.blocked(state)
        return Availability(blocked=blocked) if blocked else Availability(self.now(state))

    @property
    def name(self) -> str:
        """What it does, in short."""
        return self.title or self.help

    @property
    def default_keys(self) -> tuple[str, ...]:
        """Its keys unless the settings change them, each as Textual calls it."""
        return tuple(map(textual_key, split_keys(self.keys)))

    def shown_keys(self, keymap: Keymap) -> str:
        """Its keys for display, such as `Ctrl+D PgDn`."""
        return " ".join(key_name(key) for key in split_keys(keymap.get(self.id, self.keys)))

    def clashes_with(self, other: "Command") -> bool:
        """Whether the two must not have the same key."""
        if self.pane and other.pane:
            return self.pane == other.pane
        return not (self.captures or other.captures)
