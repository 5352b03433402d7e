"""Counts with their nouns."""

import pytest

from reader.core.text.counting import count_noun


@pytest.mark.parametrize(
    ("count", "noun", "plural", "expected"),
    [
        (0, "article", "", "0 articles"),
        (1, "article", "", "1 article"),
        (2, "related entry", "related entries", "2 related entries"),
        (1, "related entry", "related entries", "1 related entry"),
        (12345, "file", "", "12,345 files"),
    ],
)
def test_a_count_has_the_right_noun(count: int, noun: str, plural: str, expected: str) -> None:
    assert count_noun(count, noun, plural) == expected
