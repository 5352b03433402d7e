"""Which keys lead to which commands when a person changed some. Textual takes a stolen key in silence; this tells."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from reader.ui.commands.key_names import NO_KEY, NoKey, key_name, split_keys, textual_key

Keymap = Mapping[str, str]
"""By a command's id, the keys that a person gave it: Textual's names, with commas between them."""

PLAIN: Final[Keymap] = {}

KeyChange = tuple[str, tuple[str, ...], str]
"""What a person wrote: the command's id, its keys, and where, as `file:line`."""


class Command(NamedTuple):
    """What can have keys.

    Attributes:
        id: its name.
        keys: those it has unless somebody changes them, as Textual calls them.
        pane: where they count, "" for everywhere.
        words: what it does.
        apart: whether the pane takes its keys before the screen does, and may use the same.
    """

    id: str
    keys: tuple[str, ...]
    pane: str
    words: str
    apart: bool = False

    def meets(self, other: "Command") -> bool:
        """Whether the two must not have the same key."""
        if self.pane and other.pane:
            return self.pane == other.pane
        return not (self.apart or other.apart)


def mapped(commands: Sequence[Command], changes: Iterable[KeyChange]) -> tuple[Keymap, tuple[str, ...]]:
    """The changes that can be made, and what is wrong with the others, in words.

    A change falls whole. Of two that want one key the first counts; one that wants the key of a command
    that nobody changed falls, and its own command keeps the keys that it has without it.
    """
    known = {command.id: command for command in commands}
    wanted: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    complaints: list[str] = []
    for name, written, place in changes:
        try:
            wanted[name] = _keys(name, written, known)
            places[name] = place
        except NoKey as error:
            complaints.append(f"{place}: {error}")
    while fault := _clash(commands, wanted):
        name, key, other = fault
        del wanted[name]
        complaints.append(
            f"{places[name]}: {key_name(key)} is the key of {other.id} ({other.words}); "
            f"{name} keeps {' '.join(map(key_name, known[name].keys))}"
        )
    return {name: ",".join(keys) or NO_KEY for name, keys in wanted.items()}, tuple(complaints)


def _keys(name: str, written: Iterable[str], known: Mapping[str, Command]) -> tuple[str, ...]:
    if name not in known:
        # Not at the top: only a mistake needs it.
        from difflib import get_close_matches

        close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
        raise NoKey(
            f"there is no command {name!r}; "
            + (f"did you mean {close[0]!r}?" if close else "`heatwire keys` has them all")
        )
    return tuple(dict.fromkeys(textual_key(key) for text in written for key in split_keys(text)))


def _clash(commands: Sequence[Command], wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, str, Command] | None:
    """A change that takes a key from another command: its id, the key, the other; the last one if there are more."""
    owners: dict[str, list[Command]] = {}
    for command in commands:
        for key in wanted.get(command.id, command.keys):
            owners.setdefault(key, []).append(command)
    known = {command.id: command for command in commands}
    for name in reversed(list(wanted)):
        for key in wanted[name]:
            for other in owners[key]:
                if other.id != name and other.meets(known[name]):
                    return name, key, other
    return None
