"""Completion of a query while it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.search.query_completion import MAX_CANDIDATES, Vocabulary, complete
from reader.core.search.query_parser import parse

VOCABULARY = Vocabulary(
    topics=["AI", "AI Ethics", "Computer Vision", "Éthique", 'The "best"'],
    providers=["BBC", "AT&T", "South China Morning Post", "bbc.co.uk", "…"],
    tags=["later", "zum lesen"],
)


@pytest.mark.parametrize(
    ("text", "start", "candidates"),
    [
        ("t", 0, ["title:", "topic:", "type:", "tag:"]),
        ("foo TI", 4, ["title:"]),
        ("(h", 1, ["has:", "heat>"]),
        ("-(a) -q", 6, ["quality>="]),
        ("ag", 0, ["age<"]),
        ("xyz", 0, []),
        ("is:", 0, ["is:unread", "is:read", "is:bookmarked", "is:archived"]),
        ("a -is:RE", 3, ["is:read"]),
        ("is:read", 0, []),
        ("has:n", 0, ["has:note"]),
        ("type:", 0, ["type:article", "type:video"]),
        ("sort:d", 0, ["sort:date"]),
        ("-sort:d", 1, ["sort:date"]),
        ("sort:-d", 0, ["sort:-date"]),
        ("topic:ai", 0, ["topic:AI", 'topic:"AI Ethics"']),
        ("topic:aie", 0, ['topic:"AI Ethics"']),
        ("topic:eth", 0, ["topic:Éthique", 'topic:"AI Ethics"']),
        ('a topic:"ai e', 2, ['topic:"AI Ethics"']),
        ('topic:"the ""b', 0, ['topic:"The ""best"""']),
        ('"x"topic:v', 3, ['topic:"Computer Vision"']),
        ("provider:b", 0, ["provider:BBC", "provider:bbc.co.uk"]),
        ("provider:morning", 0, ['provider:"South China Morning Post"']),
        ("provider:at&", 0, ["provider:AT&T"]),
        ("tag:", 0, ["tag:later", 'tag:"zum lesen"']),
        ("title:a", 0, []),
        ("heat>", 0, []),
        ("unknown:a", 0, []),
        ('"a t', 4, []),
        ('"a t"', 5, []),
        ("(a)", 3, []),
    ],
)
def test_candidates(text: str, start: int, candidates: list[str]) -> None:
    assert complete(text, len(text), VOCABULARY) == (start, tuple(candidates))


def test_every_field_is_offered_where_nothing_was_begun() -> None:
    found = complete("a ", 2, VOCABULARY)
    assert found.start == 2
    assert found.candidates[:3] == ("title:", "excerpt:", "topic:")
    assert {"sort:", "heat>", "quality>=", "age<"} <= set(found.candidates)


def test_what_is_behind_the_cursor_is_left_alone() -> None:
    assert complete("is:unr foo", 4, VOCABULARY) == (0, ("is:unread",))
    assert complete("foo", -1, VOCABULARY).start == 0
    assert complete("is:u", 99, VOCABULARY) == (0, ("is:unread",))


def test_there_are_never_too_many() -> None:
    many = Vocabulary(topics=[f"Topic {number}" for number in range(1000)])
    assert len(complete("topic:", 6, many).candidates) == MAX_CANDIDATES


@given(st.text(), st.integers(-2, 40), st.sets(st.text(max_size=8), max_size=5))
def test_what_is_completed_can_be_understood(text: str, cursor: int, names: set[str]) -> None:
    vocabulary = Vocabulary(names, names, names)
    found = complete(text, cursor, vocabulary)
    assert 0 <= found.start <= len(text)
    for field in ("topic", "provider", "tag", "is", "has", "type", "sort"):
        for candidate in complete(f"a -{field}:", len(field) + 4, vocabulary).candidates:
            assert parse(f"a -{candidate}").text
