"""The keys that a user gave to commands. Textual lets one command take another's key silently; this warns instead."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from reader.core.model.problem import Problem, Severity
from reader.ui.commands.command import Command, Keymap
from reader.ui.commands.key_names import NO_KEY, InvalidKey, key_name, split_keys, textual_key
from reader.ui.commands.registry import ALL_COMMANDS

KeyChange = tuple[str, tuple[str, ...], str]
"""What the settings say: the command's id, its keys, and where that is written, as `file:line`."""


def remap(
    changes: Iterable[KeyChange], commands: Sequence[Command] = ALL_COMMANDS
) -> tuple[Keymap, tuple[Problem, ...]]:
    """The changes that can be made, and a problem for each of the others.

    A change is made or dropped as a whole. Of two that claim one key the first counts; one that claims the key of
    a command that was not changed is dropped, and its own command keeps its default keys.
    """
    known = {command.id: command for command in commands}
    wanted: dict[str, tuple[str, ...]] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    for name, written, place in changes:
        try:
            wanted[name] = _keys(name, written, known)
            places[name] = place
        except InvalidKey as error:
            problems.append(Problem(place, None, Severity.WARNING, str(error)))
    while clash := _clash(commands, wanted):
        name, key, other = clash
        del wanted[name]
        message = (
            f"{key_name(key)} is the key of {other.id} ({other.help}); "
            f"{name} keeps {' '.join(map(key_name, known[name].default_keys))}"
        )
        problems.append(Problem(places[name], None, Severity.WARNING, message))
    return {name: ",".join(keys) or NO_KEY for name, keys in wanted.items()}, tuple(problems)


def _keys(name: str, written: Iterable[str], known: Mapping[str, Command]) -> tuple[str, ...]:
    if name not in known:
        close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]!r}?" if close else "`heatwire keys` lists them all"
        raise InvalidKey(f"there is no command {name!r}; {hint}")
    return tuple(dict.fromkeys(textual_key(key) for text in written for key in split_keys(text)))


def _clash(commands: Sequence[Command], wanted: Mapping[str, tuple[str, ...]]) -> tuple[str, str, Command] | None:
    """A change that claims the key of another command: its id, the key, the other; the last one if there are more."""
    owners: dict[str, list[Command]] = {}
    for command in commands:
        for key in wanted.get(command.id, command.default_keys):
            owners.setdefault(key, []).append(command)
    known = {command.id: command for command in commands}
    for name in reversed(list(wanted)):
        for key in wanted[name]:
            for other in owners[key]:
                if other.id != name and other.clashes_with(known[name]):
                    return name, key, other
    return None
