"""The fields of a mapping in front matter as clean values.

A field of the wrong kind causes a warning with its line and counts as missing; the article is never lost because of it.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from reader.core.model.article import MAX_HEAT, Image, Kind, Links, Provider
from reader.core.model.errors import LinkRefused
from reader.core.model.topic import topic_key
from reader.core.model.urls import check_link, safe_link
from reader.core.text.cleaning import clean_body, clean_line, clean_text
from reader.core.text.dates import parse_moment
from reader.core.text.normalization import quoted
from reader.sources.front_matter.mojibake import repair
from reader.sources.front_matter.problem_list import ProblemList
from reader.sources.front_matter.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_TOPICS: Final = 50
MAX_IMAGES: Final = 20
NAME_LIMIT: Final = 100

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]*)?")
_FALSE: Final = frozenset(["false", "no", "off", "n", "0"])
_TRUE: Final = frozenset(["true", "yes", "on", "y", "1", ""])

# The same providers and topics are in many files: each name is cleaned once and shared by all articles.
_folded_topic = lru_cache(maxsize=4096)(topic_key)


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    return clean_line(text, repair, NAME_LIMIT)


def distinct_topics(names: Iterable[str]) -> list[str]:
    """Names of topics without those that differ from an earlier one only in case and blanks."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(_folded_topic(name), name)
    return list(found.values())


class Fields:
    """Reads the fields of one mapping; every message begins with `place`, such as "related entry 2: "."""

    __slots__ = ("_nodes", "_place", "_problems")

    def __init__(self, nodes: Mapping[str, Node], problems: ProblemList, place: str = "") -> None:
        self._nodes = nodes
        self._problems = problems
        self._place = place

    def warn(self, message: str, line: int | None = None) -> None:
        """Add a warning about this mapping."""
        self._problems.warn(self._place + message, line)

    def node(self, name: str) -> Node | None:
        """The node of a field; None if it is missing or null."""
        node = self._nodes.get(name)
        return None if isinstance(node, ScalarNode) and node.is_null else node

    def line(self, name: str) -> int | None:
        """The line of a field's value."""
        node = self._nodes.get(name)
        return node.line if node else None

    def scalar(self, name: str) -> ScalarNode | None:
        """The text of a field as written; None, with a warning, for a list or a mapping."""
        node = self._nodes.get(name)
        if node is None or isinstance(node, ScalarNode):
            return None if node is None or node.is_null else node
        self.warn(f"{name} is {_kind_of(node)}, not text", node.line)
        return None

    def _written(self, name: str) -> str:
        scalar = self.scalar(name)
        return scalar.text if scalar else ""

    def title(self) -> str:
        """The title on one line, or ""."""
        return clean_line(self._written("title"), repair)

    def text(self, name: str) -> str:
        """A text as paragraphs without markup."""
        return clean_text(self._written(name), repair)

    def markup(self, name: str, limit: int) -> str:
        """A text with its markup but without controls."""
        return clean_body(self._written(name), repair, limit)

    def name(self, name: str) -> str:
        """A short name on one line."""
        return _name(self._written(name))

    def links(self) -> Links:
        """The links that can be opened, with a warning for each other one."""
        return Links(self.link("webUrl"), self.link("originalUrl"), self.link("ampWebUrl"), self.link("cdnAmpWebUrl"))

    def link(self, name: str) -> str:
        """A link unchanged; "", with a warning, for one that is refused."""
        scalar = self.scalar(name)
        url = scalar.text.strip(" \t\n") if scalar else ""
        if scalar is None or not url:
            return ""
        try:
            return check_link(url)
        except LinkRefused as refused:
            self.warn(f"{name} is ignored: {refused}", scalar.line)
            return ""

    def number(self, name: str) -> int | None:
        """A whole number, also in quotes; None, with a warning, for any other text and a number out of range."""
        scalar = self.scalar(name)
        if scalar is None or not (text := scalar.text.strip()):
            return None
        if not _NUMBER.fullmatch(text):
            self.warn(f"{name} is not a number: {quoted(text)}", scalar.line)
            return None
        number = int(text.partition(".")[0])
        if abs(number) > MAX_HEAT:
            self.warn(f"{name} is too large: {quoted(text)}", scalar.line)
            return None
        return number

    def is_published(self) -> bool:
        """False if `published` is false, no, off, n or 0, in upper or lower case; true if it is missing."""
        scalar = self.scalar("published")
        word = scalar.text.strip().casefold() if scalar else ""
        if scalar and word not in _FALSE and word not in _TRUE:
            self.warn(f"published is neither true nor false: {quoted(scalar.text)}", scalar.line)
        return word not in _FALSE

    def moment(self, name: str) -> datetime | None:
        """A time in UTC; None if it is missing or, with a warning, if there is no such date."""
        scalar = self.scalar(name)
        if scalar is None:
            return None
        try:
            return parse_moment(scalar.text)
        except ValueError as error:
            self.warn(f"{name} {quoted(scalar.text)} is ignored: {error}", scalar.line)
            return None

    def kind(self) -> Kind:
        """What is behind the link; an unknown type counts as an article."""
        scalar = self.scalar("type")
        word = scalar.text.strip().casefold() if scalar else ""
        if word == Kind.VIDEO:
            return Kind.VIDEO
        if scalar and word not in ("", Kind.ARTICLE):
            self.warn(f"type is neither article nor video: {quoted(scalar.text)}", scalar.line)
        return Kind.ARTICLE

    def provider(self) -> Provider:
        """The provider, of which only the name may be given."""
        node = self.node("provider")
        if node is None:
            return Provider()
        if isinstance(node, ScalarNode):
            return Provider(_name(node.text))
        if isinstance(node, SequenceNode):
            self.warn("provider is a list, not a mapping", node.line)
            return Provider()
        fields = Fields(node.fields(), self._problems, f"{self._place}provider: ")
        return Provider(fields.name("name"), fields.name("domain"), fields.images())

    def topics(self) -> tuple[str, ...]:
        """The names of the topics as written, without duplicates."""
        found = distinct_topics(self.names("topics"))
        if len(found) > MAX_TOPICS:
            self.warn(f"only the first {MAX_TOPICS} of {len(found):,} topics are kept", self.line("topics"))
        return tuple(found[:MAX_TOPICS])

    def names(self, field: str) -> list[str]:
        """The short texts of a list, or the text of a field that is not a list; empty ones are left out."""
        node = self.node(field)
        if isinstance(node, MappingNode):
            self.warn(f"{field} is a mapping, not a list", node.line)
            return []
        names = []
        for part in node.nodes if isinstance(node, SequenceNode) else [node]:
            if isinstance(part, ScalarNode):
                if not part.is_null and (name := _name(part.text)):
                    names.append(name)
            elif part is not None:
                self.warn(f"{field} has an entry that is {_kind_of(part)}, not text", part.line)
        return names

    def images(self) -> tuple[Image, ...]:
        """The pictures with a link that can be opened; the others are left out without a warning."""
        node = self.node("images")
        if not isinstance(node, SequenceNode):
            return ()
        images = (_image(part) for part in node.nodes[:MAX_IMAGES])
        return tuple(image for image in images if image)


def _image(node: Node) -> Image | None:
    if isinstance(node, ScalarNode):
        return Image(node.text) if safe_link(node.text) else None
    if isinstance(node, SequenceNode):
        return None
    texts = {key: part.text for key, part, _ in node.entries if isinstance(part, ScalarNode) and not part.is_null}
    url = texts.get("url", "")
    if not safe_link(url):
        return None
    return Image(
        url,
        _pixels(texts.get("width", "")),
        _pixels(texts.get("height", "")),
        clean_line(texts.get("title", ""), repair),
        clean_line(texts.get("attribution", ""), repair),
        texts.get("isCached", "").casefold() == "true",
    )


def _pixels(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _kind_of(node: Node) -> str:
    return "a list" if isinstance(node, SequenceNode) else "a mapping" if isinstance(node, MappingNode) else "text"
