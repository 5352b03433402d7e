"""YAML as small nodes that keep their text as written and their line; nothing is guessed."""

from typing import Final

from msgspec import Struct

_NULLS: Final = frozenset(["", "~", "null", "Null", "NULL"])


class Scalar(Struct, frozen=True):
    """A piece of text as written; `plain` is without quotes and not a block."""

    text: str
    plain: bool
    line: int

    @property
    def is_null(self) -> bool:
        """Whether it stands for nothing at all."""
        return self.plain and self.text in _NULLS


class Sequence(Struct, frozen=True):
    """A list of nodes."""

    nodes: "list[Node]"
    line: int


class Mapping(Struct, frozen=True):
    """Keys with their nodes and the key's line, in the order of the file; a key may come twice."""

    entries: "list[tuple[str, Node, int]]"
    line: int

    def fields(self) -> "dict[str, Node]":
        """The node of each key, the last one of a key that comes twice."""
        return {key: node for key, node, _ in self.entries}

    def doubles(self) -> list[tuple[str, int]]:
        """The keys that were there before, with their line."""
        seen: set[str] = set()
        doubles = []
        for key, _, line in self.entries:
            if key in seen:
                doubles.append((key, line))
            seen.add(key)
        return doubles


Node = Scalar | Sequence | Mapping
