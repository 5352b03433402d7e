"""Highlighting the words of a query."""

import pytest

from reader.core.search.highlighter import highlighter
from reader.core.search.query_parser import parse


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("uber", "Das ÜBER, u\u0308ber!", ["ÜBER", "u\u0308ber"]),
        ("strasse", "Die Straße", ["Straße"]),
        ("le*", "machine learning, Lemma, sole", ["learning", "Lemma"]),
        ('"a b"', "a b, a-b b a B", ["a b", "a-b", "a B"]),
        ("認証", "顔認証とAI認証", ["認証", "認証"]),
        ('"a b" "b c"', "x a b c", ["a b c"]),
        ("人人", "人人人", ["人人人"]),
        ("a -b", "a b", ["a"]),
        ("title:a excerpt:b", "a b", ["a"]),
        ("x", "", []),
    ],
)
def test_what_is_highlighted(query: str, text: str, shown: list[str]) -> None:
    assert [text[start:end] for start, end in highlighter(parse(query))(text, "title")] == shown
