"""The keys as text: for `heatwire keys` and the manual."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.ui.commands.command import DEFAULT_KEYMAP, Command, Keymap
from reader.ui.commands.registry import ALL_COMMANDS, UNBOUND, first_key
from reader.ui.render.text import cell_width, pad


class KeyRow(NamedTuple):
    """Keys and what they do."""

    keys: str
    label: str


def _by_group(commands: Iterable[Command]) -> dict[str, list[Command]]:
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return groups


def key_lines(keymap: Keymap) -> Iterator[str]:
    """Every command with its keys, its id and what it does, by group."""
    keys = {command.id: command.shown_keys(keymap) for command in ALL_COMMANDS}
    first, second = max(map(cell_width, keys.values())), max(map(cell_width, keys))
    for group, commands in _by_group(ALL_COMMANDS).items():
        yield group
        for command in commands:
            yield f"  {pad(keys[command.id], first)}  {pad(command.id, second)}  {command.help}"


def key_rows(keymap: Keymap) -> dict[str, list[KeyRow]]:
    """The keys and what they do, by group; keys that do the same in several panes once."""
    found: dict[str, list[KeyRow]] = {}
    for group, commands in _by_group(ALL_COMMANDS).items():
        rows: dict[str, KeyRow] = {}
        for command in commands:
            keys, label = command.shown_keys(keymap), command.help
            if command.id.startswith("related."):
                if command.id != "related.1":
                    continue
                keys = f"{keys.split()[0]} … {first_key('related.9', keymap)}"
                label = "Go to that related entry"
            # Moving is alike in all panes; Enter goes deeper, which is something else in each.
            same = command.id if keys == UNBOUND or command.keys == "enter" else keys
            rows.setdefault(same, KeyRow(keys, label))
        found[group] = list(rows.values())
    return found


def markdown() -> str:
    """The default keys as a table in Markdown."""
    lines = ["| keys | what they do |", "|---|---|"]
    for group, rows in key_rows(DEFAULT_KEYMAP).items():
        lines.append(f"| **{group}** | |")
        lines += [f"| {_as_code(row.keys)} | {row.label} |" for row in rows]
    return "\n".join(lines)


def _as_code(keys: str) -> str:
    if "…" in keys:
        first, last = keys.split(" … ")
        return f"`{first}` … `{last}`"
    return " ".join(f"`{key}`".replace("|", "\\|") for key in keys.split(" "))
