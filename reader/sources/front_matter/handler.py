"""Our handler for python-frontmatter. Imports it at once (20 ms), so it is itself imported where it is used."""

import re

import frontmatter
from frontmatter.default_handlers import BaseHandler

from reader.sources.files.file_reader import Unreadable
from reader.sources.front_matter.yaml_nodes import Mapping, Node
from reader.sources.front_matter.yaml_parser import parse_nodes

_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")


class SeedHandler(BaseHandler):
    """Finds the two lines of dashes itself and reads what is between them as nodes.

    One handler reads one file: afterwards `mapping` is the whole front matter, keys that come twice
    included. Unlike the stock handlers it is never silent: what it cannot read is `Unreadable`.
    """

    FM_BOUNDARY = _CLOSING
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, first_line: int = 1) -> None:
        """Make a handler for one file.

        Args:
            first_line: the line of the file that the text begins on.
        """
        super().__init__()
        self.first_line = first_line
        self.mapping = Mapping([], first_line)

    def split(self, text: str) -> tuple[str, str]:
        """The front matter and what follows it.

        Raises:
            Unreadable: one of the two lines of dashes is missing.
        """
        opening = _OPENING.match(text)
        if opening is None:
            raise Unreadable("no front matter: the first line is not ---", self.first_line)
        closing = _CLOSING.search(text, opening.end() - 1) if opening.end() < len(text) else None
        if closing is None:
            raise Unreadable("the front matter has no closing ---", self.first_line)
        return text[opening.end() : closing.start() + 1], text[closing.end() :]

    def load(self, fm: str) -> dict[str, Node]:
        """The front matter's fields.

        Raises:
            Unreadable: it is not sound YAML, or not a mapping.
        """
        root = parse_nodes(fm, self.first_line + 1)
        if root is None:
            raise Unreadable("the front matter is empty", self.first_line)
        if not isinstance(root, Mapping):
            raise Unreadable("the front matter is not a mapping (name: value)", root.line)
        self.mapping = root
        return root.fields()


def split_front_matter(text: str, handler: SeedHandler) -> str:
    """The text after the front matter, which is then in the handler (raises like its methods)."""
    return frontmatter.parse(text, handler=handler)[1]
