"""Parses topic files: one YAML file for each topic, `NN-slug.yaml`."""

import os
import re

from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.sources.files.file_reader import Unreadable, read_file
from reader.sources.front_matter.front_matter_fields import Fields
from reader.sources.front_matter.problem_list import ProblemList, decode_text, parse_file, warn_duplicate_keys
from reader.sources.front_matter.yaml_nodes import MappingNode

_PLACE = re.compile(r"[0-9]{1,4}(?=[-_. ])")


def read_topic(path: str | os.PathLike[str]) -> tuple[Topic | None, tuple[Problem, ...]]:
    """The topic in a file (None if a problem is an error) and all problems. Never raises or blocks."""
    name = os.fspath(path)
    return parse_file(name, lambda problems: _topic(read_file(name), name, problems))


def _topic(data: bytes, path: str, problems: ProblemList) -> Topic:
    from reader.sources.front_matter.yaml_parser import parse_nodes  # lazy: parsers

    root = parse_nodes(decode_text(data, problems))
    if not isinstance(root, MappingNode):
        raise Unreadable("the topic is not a mapping (name: value)", root.line if root else 1)
    warn_duplicate_keys(root, problems)
    nodes = root.fields()
    fields = Fields(nodes, problems)
    name = fields.name("name")
    if not name:
        raise Unreadable("the topic has no name", fields.line("name") or 1)
    services = nodes.get("services")
    service = Fields(services.fields(), problems, "services: ") if isinstance(services, MappingNode) else None
    return Topic(
        name=name,
        parent=fields.name("parent"),
        shortname=fields.name("shortname"),
        description=fields.text("description"),
        keywords=tuple(dict.fromkeys(fields.names("keywords"))),
        hashtags=tuple(dict.fromkeys(fields.names("hashtags"))),
        news=service.link("news") if service else "",
        place=int(place[0]) if (place := _PLACE.match(os.path.basename(path))) else 10_000,
        source=problems.path,
        line=fields.line("parent") or fields.line("name"),
    )
