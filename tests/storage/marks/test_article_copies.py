"""A bookmark's copy is the article again, whatever was in it."""

import pytest
from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.storage.marks.article_copies import DamagedRecord, decode_copy, encode_copy
from tests.storage.samples import article


def test_every_field_comes_back() -> None:
    assert decode_copy(encode_copy(article(7))) == article(7)


def test_an_empty_article_comes_back() -> None:
    bare = Article(id=ArticleId(2**63 - 1))
    assert decode_copy(encode_copy(bare)) == bare


@pytest.mark.parametrize(("heat", "quality"), [(0, 0), (None, None), (133, 93)])
def test_unknown_scores_are_told_from_zero(heat: int | None, quality: int | None) -> None:
    scored = replace(article(7), heat=heat, quality=quality)
    assert decode_copy(encode_copy(scored)) == scored


def test_a_lone_surrogate_is_replaced_and_the_rest_kept() -> None:
    assert decode_copy(encode_copy(replace(article(7), title="a\ud800b"))).title == "a?b"


def test_ids_are_numbers_or_texts() -> None:
    record = encode_copy(article(2**62 + 1), text_ids=True)
    assert record.count('"id":"400000000000000') == 2
    assert decode_copy(record) == article(2**62 + 1)


def test_unknown_fields_are_passed_over() -> None:
    assert decode_copy('{"id": 3, "from_the_future": [1]}') == Article(id=ArticleId(3), title="")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "null",
        "{}",
        '{"id": 0}',
        '{"id": "1"}',
        '{"id": "8000000000000000"}',
        '{"id": "0000000000000000"}',
        '{"id": 9223372036854775808}',
        '{"id": 1, "title": 5}',
        '{"id": 1, "heat": "hot"}',
        '{"id": 1, "heat": 1.5}',
        '{"id": 1, "published": "yesterday"}',
        '{"id": 1, "links": []}',
        '{"id": 1, "related": [4]}',
        '{"id": 1, "topics": "AI"}',
        '{"id": 1, "images": [{"width": "wide"}]}',
        '{"id": 1, "related": ' + "[" * 100_000,
    ],
)
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(DamagedRecord):
        decode_copy(text)
