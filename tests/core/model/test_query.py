"""Queries in memory."""

import pytest

from reader.core.model.query import Field, Words, highlights
from reader.core.search.query_parser import parse


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("  A   (b c) ", "a b c"),
        ("a (b OR (c OR d))", "a (b OR c OR d)"),
        ("(a b) OR -(c d) OR -e", "a b OR -(c d) OR -e"),
        ('Wörter "AT&T"* C++', 'worter "at t"* c'),
        ("TITLE:x*", "title:x*"),
        ('topic:"AI" topic:"AI Ethics" topic:"-x"', 'topic:AI topic:"AI Ethics" topic:"-x"'),
        ('topic:"the ""x"""', 'topic:"the ""x"""'),
        ("provider:BBC.co.uk", 'provider:"bbc co uk"'),
        ("age<24h age>365d age>=0w age<=60d", "age<1d age>1y age>=0y age<=2mo"),
        ("-sort:Date a", "a -sort:date"),
    ],
)
def test_a_query_is_written_in_one_way(text: str, written: str) -> None:
    assert parse(text).text == written


def test_words_that_find_are_highlighted_and_those_that_leave_out_are_not() -> None:
    query = parse('a (b* OR -c) -(d e) -(-title:f) "g h" a heat>5 topic:i')
    assert highlights(query) == (
        Words(("a",)),
        Words(("b",), prefix=True),
        Words(("f",), field=Field.TITLE),
        Words(("g", "h")),
    )
    assert highlights(parse("")) == ()


def test_equal_queries_are_equal_keys() -> None:
    assert len({parse("a topic:b"), parse("A  topic:b"), parse("(a) topic:b")}) == 1
