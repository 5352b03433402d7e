"""YAML as nodes that keep their text as written, and their line."""

from typing import Final

from msgspec import Struct

_NULLS: Final = frozenset(["", "~", "null", "Null", "NULL"])


class ScalarNode(Struct, frozen=True):
    """A text as written; `plain` means that it is neither quoted nor a block."""

    text: str
    plain: bool
    line: int

    @property
    def is_null(self) -> bool:
        """Whether it means that there is no value."""
        return self.plain and self.text in _NULLS


class SequenceNode(Struct, frozen=True):
    """A list of nodes."""

    nodes: "list[Node]"
    line: int


class MappingNode(Struct, frozen=True):
    """Keys with their nodes and the keys' lines, in the order of the file; a key may occur twice."""

    entries: "list[tuple[str, Node, int]]"
    line: int

    def fields(self) -> "dict[str, Node]":
        """The node of each key, the last one of a key that occurs twice."""
        return {key: node for key, node, _ in self.entries}

    def duplicate_keys(self) -> list[tuple[str, int]]:
        """The keys that occurred before, with their lines."""
        seen: set[str] = set()
        found = []
        for key, _, line in self.entries:
            if key in seen:
                found.append((key, line))
            seen.add(key)
        return found


Node = ScalarNode | SequenceNode | MappingNode
