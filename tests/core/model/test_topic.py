"""The tree of topics: names without case and blanks, order by place, and nothing that loops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.problem import Severity
from reader.core.model.topic import Topic, TopicTree, topic_key


def _walk(tree: TopicTree) -> list[tuple[str, int]]:
    return [(tree.name(key), depth) for key, depth in tree.walk()]


@pytest.mark.parametrize(
    "written", ["Canvas Apps", "canvas apps", "CANVASAPPS", " Canvas\tApps ", "Canvas\u00a0Apps", "canvas  apps"]
)
def test_names_match_without_case_and_blanks(written: str) -> None:
    assert topic_key(written) == topic_key("Canvas Apps")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Stra\u00dfe", "STRASSE"), ("Ame\u0301lie", "Am\u00e9lie"), ("\u03a3\u03af\u03c3", "\u03c3\u03af\u03c2")],
)
def test_names_match_in_other_scripts(one: str, other: str) -> None:
    assert topic_key(one) == topic_key(other)


@pytest.mark.parametrize(("one", "other"), [("AI", "A-I"), ("C", "C++"), ("Caf\u00e9", "Cafe")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert topic_key(one) != topic_key(other)


def test_a_parent_is_found_however_it_is_written() -> None:
    tree = TopicTree([Topic("Portals", "power APPS"), Topic("Power Apps")])
    assert _walk(tree) == [("Power Apps", 0), ("Portals", 1)]
    assert tree.problems == []


def test_topics_of_a_level_go_by_place_and_then_by_name() -> None:
    topics = [
        Topic("zebra", place=2),
        Topic("Beta", place=5),
        Topic("alpha", place=5),
        Topic("Last"),
        Topic("under zebra 2", "zebra", place=2),
        Topic("under zebra 1", "zebra", place=1),
        Topic("below", "under zebra 2"),
    ]
    assert _walk(TopicTree(topics)) == [
        ("zebra", 0),
        ("under zebra 1", 1),
        ("under zebra 2", 1),
        ("below", 2),
        ("alpha", 0),
        ("Beta", 0),
        ("Last", 0),
    ]
    assert [topic.name for topic in TopicTree(topics).topics()][:2] == ["zebra", "under zebra 1"]


def test_an_unknown_parent_puts_the_topic_at_the_top_and_is_told() -> None:
    tree = TopicTree([Topic("Portals", "Power Apps", source="topics/01-portals.yaml", line=3)])
    assert _walk(tree) == [("Portals", 0)]
    [problem] = tree.problems
    assert (problem.path, problem.line, problem.severity) == ("topics/01-portals.yaml", 3, Severity.WARNING)
    assert "unknown parent topic 'Power Apps'" in problem.message


@pytest.mark.parametrize("names", ["A", "AB", "ABC", "ABCDEFGH"])
def test_a_cycle_is_cut_once_and_told(names: str) -> None:
    tree = TopicTree([Topic(name, parent) for name, parent in zip(names, names[1:] + names[0], strict=True)])
    [problem] = tree.problems
    assert "makes a cycle" in problem.message
    assert sorted(_walk(tree)) == [(name, len(names) - 1 - place) for place, name in enumerate(names)]
    assert len(tree.closure(topic_key("A"))) == len(names)


def test_topics_that_hang_on_a_cycle_stay_in_the_tree() -> None:
    tree = TopicTree([Topic("A", "B"), Topic("B", "A"), Topic("C", "A"), Topic("D", "C")])
    assert _walk(tree) == [("B", 0), ("A", 1), ("C", 2), ("D", 3)]


def test_of_two_definitions_the_first_counts_and_it_is_told() -> None:
    tree = TopicTree(
        [Topic("AI Ethics", place=1), Topic("ai ethics", "AI", source="second.yaml"), Topic("AI", place=2)]
    )
    assert _walk(tree) == [("AI Ethics", 0), ("AI", 0)]
    [problem] = tree.problems
    assert problem.path == "second.yaml"
    assert "defined twice" in problem.message


def test_topics_that_articles_name_come_last_at_the_top() -> None:
    tree = TopicTree([Topic("AI", place=1)])
    assert tree.add_named(["Robotics", "art"])
    assert _walk(tree) == [("AI", 0), ("art", 0), ("Robotics", 0)]


def test_naming_a_known_topic_changes_nothing() -> None:
    tree = TopicTree([Topic("AI Ethics")])
    assert not tree.add_named(["aiethics", "AI ETHICS", ""])
    assert len(tree.topics()) == 1


def test_of_two_spellings_by_articles_the_first_is_the_name() -> None:
    tree = TopicTree()
    tree.add_named(["Deep Learning", "deep learning"])
    assert _walk(tree) == [("Deep Learning", 0)]


def test_a_topic_knows_those_above_and_below() -> None:
    tree = TopicTree([Topic("AI"), Topic("Vision", "AI"), Topic("Faces", "Vision", shortname="F")])
    ai, vision, faces = map(topic_key, ("AI", "Vision", "Faces"))
    assert tree.closure(faces) == (faces, vision, ai)
    assert (tree.parent(faces), tree.parent(ai)) == (vision, None)
    assert (tree.children(ai), tree.children(None), tree.children(faces)) == ((vision,), (ai,), ())
    found = tree.get(faces)
    assert found is not None
    assert found.label == "F"


def test_an_unknown_topic_is_none_by_itself() -> None:
    tree, key = TopicTree(), topic_key("Nothing")
    assert (tree.get(key), tree.name(key), tree.parent(key), key in tree) == (None, "nothing", None, False)


_names = st.sampled_from("ABCDEF")


@given(st.lists(st.builds(Topic, _names, st.sampled_from(["", "X", *"ABCDEF"]), place=st.integers(0, 3))))
def test_whatever_the_parents_each_topic_is_walked_once_below_its_own(topics: list[Topic]) -> None:
    tree = TopicTree(topics)
    walked = [key for key, _ in tree.walk()]
    assert sorted(walked) == sorted({topic.key for topic in topics})
    for key, depth in tree.walk():
        parent = tree.parent(key)
        assert len(tree.closure(key)) == depth + 1
        assert parent is None or walked.index(parent) < walked.index(key)
