"""The names of keys: as users write and read them, and as Textual calls them."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, key_to_character

NO_KEY: Final = "none"
"""What no terminal sends: Textual cannot leave a command without any key."""

_SHOWN: Final = {
    "exclamation_mark": "!", "question_mark": "?", "colon": ":", "enter": "Enter", "escape": "Esc",
    "backspace": "Backspace", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "left_square_bracket": "[", "right_square_bracket": "]", "tab": "Tab", "space": "Space",
    "delete": "Delete", "insert": "Insert",
    "up": "↑", "down": "↓", "left": "←", "right": "→", NO_KEY: "–",
}  # fmt: skip

_NAMES: Final = {
    name: name
    for name in (
        "escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
        "up", "down", "left", "right", *(f"f{number}" for number in range(1, 25)),
    )
} | {
    "esc": "escape", "return": "enter", "del": "delete", "ins": "insert", "back": "backspace",
    "pgup": "pageup", "page_up": "pageup", "pgdn": "pagedown", "pgdown": "pagedown", "page_down": "pagedown",
    "↑": "up", "↓": "down", "←": "left", "→": "right", " ": "space",
}  # fmt: skip

_MODIFIERS: Final = {
    "ctrl": "ctrl", "control": "ctrl", "^": "ctrl", "alt": "alt", "option": "alt", "shift": "shift",
    "super": "super", "cmd": "super", "hyper": "hyper", "meta": "meta",
}  # fmt: skip

_SENT_AS: Final = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+h": "Backspace", "ctrl+left_square_bracket": "Esc"}


class InvalidKey(ValueError):
    """A text names no key; the message says why."""


def key_name(key: str) -> str:
    """A key for display: "Ctrl+D", "?", "G"."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _SHOWN.get(last) or _character(last) or last
    if len(name) > 1 and name[0] == "f" and name[1:].isdecimal():
        name = name.upper()
    if modifiers and len(name) == 1 and name.isalpha():
        name = name.upper()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def split_keys(text: str) -> list[str]:
    """The names in a text such as "ctrl+b, B"; a comma alone is that key."""
    if text.strip() == ",":
        return ["comma"]
    return [name.strip() or name for name in text.split(",")] if text.strip() else []


def textual_key(text: str) -> str:
    """A key as Textual calls it, from the way users write it: `ctrl+b`, `B`, `?`, `Space`, `PgDn`.

    Raises:
        InvalidKey: there is no such key, or no terminal sends it.
    """
    *parts, last = [*text[:-2].split("+"), "+"] if text.endswith("++") else ["+"] if text == "+" else text.split("+")
    modifiers = {_MODIFIERS.get(part.strip().lower(), "") for part in parts}
    base = _base(last if len(last) == 1 else last.strip())
    if not base or "" in modifiers:
        raise InvalidKey(f"{text!r} is not a key{_guess(text)}")
    if len(base) == 1 and base.isalpha():
        if modifiers == {"shift"}:
            return base.upper()
        base = base.lower() if modifiers else base
    key = "+".join([*sorted(modifiers), base])
    if key in _SENT_AS:
        raise InvalidKey(f"{text!r} cannot be used: terminals send the same for {_SENT_AS[key]}")
    return "ctrl+@" if key == "ctrl+space" else key


def _base(text: str) -> str:
    """The key without modifiers, or ""."""
    if len(text) == 1 and text != " ":
        named = _NAMES.get(text)
        return named or _of_character(text)
    lowered = text.lower()
    if lowered in _NAMES:
        return _NAMES[lowered]
    return _of_character(_character(lowered))


def _character(name: str) -> str:
    """The character of a longer name, or ""."""
    return (len(name) > 1 and key_to_character(REPLACED_KEYS.get(name, name))) or ""


def _of_character(character: str) -> str:
    if not character or character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _guess(text: str) -> str:
    """The key that was probably meant, as the end of a message."""
    *parts, last = (part.strip() for part in text.lower().split("+"))
    meant = [*(_near(part, _MODIFIERS) for part in parts), last if _base(last) else _near(last, _NAMES)]
    return f"; did you mean {'+'.join(meant)!r}?" if all(meant) else ""


def _near(text: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(text, known, n=1)), "")
