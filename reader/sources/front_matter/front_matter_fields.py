"""The fields of one mapping of front matter as clean values.

A field of the wrong kind is warned about, with its line, and taken as missing; it never costs the article.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Nodes
from datetime import datetime
from functools import lru_cache
from typing import Final

from reader.core.model.article import MAX_HEAT, Image, Kind, Links, Provider
from reader.core.model.errors import LinkRefused
from reader.core.model.topic import topic_key
from reader.core.model.urls import check_link
from reader.core.text.cleaning import clean_body, clean_line, clean_text
from reader.core.text.dates import parse_moment
from reader.core.text.normalization import quoted
from reader.sources.front_matter.mojibake import repair
from reader.sources.front_matter.problem_list import ProblemList
from reader.sources.front_matter.yaml_nodes import Mapping, Node, Scalar, Sequence

MAX_TOPICS: Final = 50
MAX_IMAGES: Final = 20
NAME_LIMIT: Final = 100

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]*)?")
_FALSE: Final = frozenset(["false", "no", "off", "n", "0"])
_TRUE: Final = frozenset(["true", "yes", "on", "y", "1", ""])

# Providers and topics repeat in every file: each name is cleaned once and shared by all articles.
_folded_topic = lru_cache(maxsize=4096)(topic_key)


@lru_cache(maxsize=4096)
def _name(text: str) -> str:
    return clean_line(text, repair, NAME_LIMIT)


def distinct_topics(names: Iterable[str]) -> list[str]:
    """Names of topics, each once without regard to case and blanks, as first written."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(_folded_topic(name), name)
    return list(found.values())


class Fields:
    """Reads the fields of one mapping; `place` begins every message, as in "related entry 2: "."""

    __slots__ = ("_nodes", "_place", "_problems")

    def __init__(self, nodes: Nodes[str, Node], problems: ProblemList, place: str = "") -> None:
        self._nodes = nodes
        self._problems = problems
        self._place = place

    def warn(self, message: str, line: int | None = None) -> None:
        """Note a problem of this mapping."""
        self._problems.warn(self._place + message, line)

    def node(self, name: str) -> Node | None:
        """The node of a field, None where it is missing or null."""
        node = self._nodes.get(name)
        return None if isinstance(node, Scalar) and node.is_null else node

    def line(self, name: str) -> int | None:
        """The line of a field's value."""
        node = self._nodes.get(name)
        return node.line if node else None

    def scalar(self, name: str) -> Scalar | None:
        """The text of a field as written; a list or a mapping is warned about."""
        node = self._nodes.get(name)
        if node is None or isinstance(node, Scalar):
            return None if node is None or node.is_null else node
        self.warn(f"{name} is {_kind_of(node)}, not text", node.line)
        return None

    def title(self) -> str:
        """The title on one line, "" where there is none."""
        scalar = self.scalar("title")
        return clean_line(scalar.text, repair) if scalar else ""

    def text(self, name: str) -> str:
        """A text as paragraphs without markup."""
        scalar = self.scalar(name)
        return clean_text(scalar.text, repair) if scalar else ""

    def markup(self, name: str, limit: int) -> str:
        """A text whose markup is kept, without controls."""
        scalar = self.scalar(name)
        return clean_body(scalar.text, repair, limit) if scalar else ""

    def name(self, name: str) -> str:
        """A short name on one line."""
        scalar = self.scalar(name)
        return _name(scalar.text) if scalar else ""

    def links(self) -> Links:
        """The links that can be opened; each other one is warned about."""
        return Links(self.link("webUrl"), self.link("originalUrl"), self.link("ampWebUrl"), self.link("cdnAmpWebUrl"))

    def link(self, name: str) -> str:
        """A link byte for byte, or "" (with a warning) for one that is refused."""
        scalar = self.scalar(name)
        url = scalar.text.strip(" \t\n") if scalar else ""
        if scalar is None or not url:
            return ""
        try:
            return check_link(url)
        except LinkRefused as refused:
            self.warn(f"{name} is left out: {refused}", scalar.line)
            return ""

    def number(self, name: str) -> int | None:
        """A whole number, also in quotes; None (with a warning) for what is none or beyond all scores."""
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
        """False where `published` is false, no, off, n or 0 in any writing; true where it is missing."""
        scalar = self.scalar("published")
        word = scalar.text.strip().casefold() if scalar else ""
        if scalar and word not in _FALSE and word not in _TRUE:
            self.warn(f"published is neither true nor false: {quoted(scalar.text)}", scalar.line)
        return word not in _FALSE

    def moment(self, name: str) -> datetime | None:
        """A moment in UTC; None where it is missing or (with a warning) where there is no such date."""
        scalar = self.scalar(name)
        if scalar is None:
            return None
        try:
            return parse_moment(scalar.text)
        except ValueError as error:
            self.warn(f"{name} {quoted(scalar.text)} is left out: {error}", scalar.line)
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
        """The provider, also where only its name is given."""
        node = self.node("provider")
        if node is None:
            return Provider()
        if isinstance(node, Scalar):
            return Provider(_name(node.text))
        if isinstance(node, Sequence):
            self.warn("provider is a list, not a mapping", node.line)
            return Provider()
        fields = Fields(node.fields(), self._problems, f"{self._place}provider: ")
        return Provider(fields.name("name"), fields.name("domain"), fields.images())

    def topics(self) -> tuple[str, ...]:
        """The topics' names as written, each once without regard to case and blanks."""
        found = distinct_topics(self.names("topics"))
        if len(found) > MAX_TOPICS:
            self.warn(f"only the first {MAX_TOPICS} of {len(found):,} topics are kept", self.line("topics"))
        return tuple(found[:MAX_TOPICS])

    def names(self, field: str) -> list[str]:
        """The short texts of a list, or the one of a field that is no list; empty ones are left out."""
        node = self.node(field)
        if isinstance(node, Mapping):
            self.warn(f"{field} is a mapping, not a list", node.line)
            return []
        names = []
        for part in node.nodes if isinstance(node, Sequence) else [node]:
            if isinstance(part, Scalar):
                if not part.is_null and (name := _name(part.text)):
                    names.append(name)
            elif part is not None:
                self.warn(f"{field} has an entry that is {_kind_of(part)}, not text", part.line)
        return names

    def images(self) -> tuple[Image, ...]:
        """The pictures with an address that can be fetched; others are of no use and not worth a word."""
        node = self.node("images")
        if not isinstance(node, Sequence):
            return ()
        images = (_image(part) for part in node.nodes[:MAX_IMAGES])
        return tuple(image for image in images if image)


def _image(node: Node) -> Image | None:
    if isinstance(node, Scalar):
        return Image(node.text) if _opens(node.text) else None
    if isinstance(node, Sequence):
        return None
    texts = {key: part.text for key, part, _ in node.entries if isinstance(part, Scalar) and not part.is_null}
    url = texts.get("url", "")
    if not _opens(url):
        return None
    return Image(
        url,
        _pixels(texts.get("width", "")),
        _pixels(texts.get("height", "")),
        clean_line(texts.get("title", ""), repair),
        clean_line(texts.get("attribution", ""), repair),
        texts.get("isCached", "").casefold() == "true",
    )


def _opens(url: str) -> bool:
    try:
        return bool(check_link(url))
    except LinkRefused:
        return False


def _pixels(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0


def _kind_of(node: Node) -> str:
    return "a list" if isinstance(node, Sequence) else "a mapping" if isinstance(node, Mapping) else "text"
