"""Topic files: one YAML file a topic, `NN-slug.yaml`."""

import os
import re

from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.text.normalization import quoted
from reader.sources.files.file_reader import Unreadable, decode, read_file
from reader.sources.front_matter.front_matter_fields import Fields
from reader.sources.front_matter.problem_list import ProblemList
from reader.sources.front_matter.yaml_nodes import Mapping, parse_nodes

_PLACE = re.compile(r"[0-9]{1,4}(?=[-_. ])")


def read_topic(path: str | os.PathLike[str]) -> tuple[Topic | None, tuple[Problem, ...]]:
    """Read one topic file; no input makes this raise or wait.

    Returns:
        The topic, None if the file is none (then one problem is an error), and all problems.
    """
    name = os.fspath(path)
    problems = ProblemList(name)
    try:
        return _topic(read_file(name), name, problems), problems.told()
    except Unreadable as error:
        problems.fail(error.reason, error.line)
        return None, problems.told()


def _topic(data: bytes, path: str, problems: ProblemList) -> Topic:
    text, bad = decode(data)
    if bad is not None:
        problems.warn("a byte that is not UTF-8 is shown as �", bad)
    root = parse_nodes(text)
    if not isinstance(root, Mapping):
        raise Unreadable("the topic is not a mapping (name: value)", root.line if root else 1)
    for key, line in root.doubles():
        problems.warn(f"duplicate key {quoted(key)}; the last one is used", line)
    nodes = root.fields()
    fields = Fields(nodes, problems)
    name = fields.name("name")
    if not name:
        raise Unreadable("the topic has no name", fields.line("name") or 1)
    services = nodes.get("services")
    service = Fields(services.fields(), problems, "services: ") if isinstance(services, Mapping) else None
    return Topic(
        name=name,
        parent=fields.name("parent"),
        shortname=fields.name("shortname"),
        description=fields.text("description"),
        keywords=tuple(dict.fromkeys(fields.names("keywords"))),
        hashtags=tuple(dict.fromkeys(fields.names("hashtags"))),
        news=service.link("news") if service else "",
        place=_place(path),
        source=problems.path,
        line=fields.line("parent") or fields.line("name"),
    )


def _place(path: str) -> int:
    match = _PLACE.match(os.path.basename(path))
    return int(match[0]) if match else 10_000
