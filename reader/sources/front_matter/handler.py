"""Splits a file into front matter and body. Importing this module imports frontmatter and yaml (20 ms)."""

import re

import frontmatter
from frontmatter.default_handlers import BaseHandler

from reader.sources.files.file_reader import Unreadable
from reader.sources.front_matter.yaml_nodes import MappingNode, Node
from reader.sources.front_matter.yaml_parser import parse_nodes

_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")


def split_front_matter(text: str, first_line: int) -> tuple[MappingNode, str]:
    """The front matter of a file and its body; `first_line` is the number of its first line that is not blank."""
    handler = SeedHandler(first_line)
    _, body = frontmatter.parse(text, handler=handler)
    return handler.mapping, body


class SeedHandler(BaseHandler):
    """Reads the front matter of one file, and keeps it as nodes in `mapping`.

    Unlike the handlers of the library it never ignores what it cannot read: it raises `Unreadable`.
    """

    FM_BOUNDARY = _CLOSING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.first_line, self.mapping = first_line, MappingNode([], first_line)

    def split(self, text: str) -> tuple[str, str]:
        """The text between the two lines of dashes, and the text after them."""
        opening = _OPENING.match(text)
        if opening is None:
            raise Unreadable("no front matter: the first line is not ---", self.first_line)
        closing = _CLOSING.search(text, opening.end() - 1) if opening.end() < len(text) else None
        if closing is None:
            raise Unreadable("the front matter has no closing ---", self.first_line)
        return text[opening.end() : closing.start() + 1], text[closing.end() :]

    def load(self, fm: str) -> dict[str, Node]:
        """The fields of the front matter, which is a mapping in YAML."""
        root = parse_nodes(fm, self.first_line + 1)
        if root is None:
            raise Unreadable("the front matter is empty", self.first_line)
        if not isinstance(root, MappingNode):
            raise Unreadable("the front matter is not a mapping (name: value)", root.line)
        self.mapping = root
        return root.fields()
