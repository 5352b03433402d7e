"""Topic files."""

from pathlib import Path

import pytest

from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import Topic, TopicTree
from reader.sources.front_matter.topic_parser import read_topic
from tests.sources.seeds import write

VISION = """taxonomy: topic
_id: computer-vision
name: Computer &amp; Vision
shortname: Vision
parent: AI
description: "<p>Seeing â€“ by machine.</p>"
keywords: [vision, vision, 2020]
hashtags: ["#Vision"]
images: [https://x.example/i.png]
services: {news: "https://x.example/api/news/computer-vision/"}
"""


def test_every_field(tmp_path: Path) -> None:
    path = write(tmp_path, "07-computer-vision.yaml", VISION)
    assert read_topic(path) == (
        Topic(
            name="Computer & Vision",
            parent="AI",
            shortname="Vision",
            description="Seeing – by machine.",
            keywords=("vision", "2020"),
            hashtags=("#Vision",),
            news="https://x.example/api/news/computer-vision/",
            place=7,
            source=path,
            line=5,
        ),
        (),
    )


def test_a_name_is_enough(tmp_path: Path) -> None:
    path = write(tmp_path, "x.yaml", "name: 2020")
    assert read_topic(path) == (Topic("2020", source=path, line=1), ())


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "not a mapping"),
        ("- name: x", 1, "not a mapping"),
        ("a: b\nname: null", 2, "no name"),
        ("a: b", 1, "no name"),
        ("name: a: b", 1, "colon"),
        ("name: !!python/name:os.system x", 1, "tag"),
        ("x: &x 1\nname: *x", 2, "alias"),
    ],
)
def test_what_is_no_topic(tmp_path: Path, text: str, line: int, reason: str) -> None:
    topic, problems = read_topic(write(tmp_path, "x.yaml", text))
    assert topic is None
    (problem,) = problems
    assert (problem.line, problem.severity) == (line, Severity.ERROR)
    assert reason in problem.message


def test_a_missing_file(tmp_path: Path) -> None:
    topic, problems = read_topic(tmp_path / "x.yaml")
    assert topic is None
    assert "no such file" in problems[0].message


def test_what_costs_no_topic_is_a_warning(tmp_path: Path) -> None:
    path = write(
        tmp_path, "x.yaml", b"name: a\nname: Zed\xe9\nparent: [x]\nservices: {news: 'file:///x'}\nkeywords: {}"
    )
    topic, problems = read_topic(path)
    assert topic is not None
    assert (topic.name, topic.parent, topic.news, topic.keywords) == ("Zed\ufffd", "", "", ())
    assert [problem.line for problem in problems] == [2, 2, 3, 4, 5]
    assert {problem.severity for problem in problems} == {Severity.WARNING}


def test_the_tree_is_checked(tmp_path: Path) -> None:
    one = write(tmp_path, "01-a.yaml", "name: A\nparent: B")
    two = write(tmp_path, "02-b.yaml", "name: B\nparent: a")
    three = write(tmp_path, "03-c.yaml", "name: C\nparent: Nowhere")
    bad = write(tmp_path, "04-d.yaml", "name: [")
    read = [read_topic(path) for path in (one, two, three, bad)]
    topics = [topic for topic, _ in read if topic]
    problems = [*TopicTree(topics).problems, *(problem for _, found in read for problem in found)]
    assert [topic.name for topic in topics] == ["A", "B", "C"]
    assert {(problem.path, problem.severity) for problem in problems} == {
        (two, Severity.WARNING),
        (three, Severity.WARNING),
        (bad, Severity.ERROR),
    }
    assert all(isinstance(problem, Problem) and problem.line for problem in problems)
