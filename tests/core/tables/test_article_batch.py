"""Blocks: what is packed comes out equal, and damage is told as damage."""

import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.core.model.article import (
    MAX_HEAT,
    NO_HEAT,
    UNDATED,
    Article,
    ArticleId,
    Image,
    Kind,
    Links,
    Origin,
    Provider,
    from_timestamp,
    to_timestamp,
)
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.core.tables.article_codec import BatchFlag, encode
from tests.core.samples import article

_HEAD_SIZE = 32
_PADDING = range(9, 12)  # three bytes of the head that mean nothing

# What the sources promise of a text: no lone surrogates.
_text = st.text(st.characters(codec="utf-8"), max_size=12)
_numbers = st.none() | st.integers(0, 10**6)
_images = st.lists(
    st.builds(Image, _text, st.integers(0, 9999), st.integers(0, 9999), _text, _text, st.booleans()), max_size=2
).map(tuple)
_moments = st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda when: when.replace(microsecond=0))
_ids = st.integers(1, 2**63 - 1).map(ArticleId)


def _articles(
    heats: st.SearchStrategy[int | None],
    archived: st.SearchStrategy[bool],
    related: st.SearchStrategy[tuple[Article, ...]],
) -> st.SearchStrategy[Article]:
    return st.builds(
        Article,
        id=_ids,
        title=_text,
        excerpt=_text,
        published=_moments,
        links=st.builds(Links, _text, _text, _text, _text),
        kind=st.sampled_from(Kind),
        quality=_numbers,
        heat=heats,
        archived=archived,
        provider=st.builds(Provider, _text, _text, _images),
        topics=st.lists(_text, max_size=3).map(tuple),
        images=_images,
        related=related,
        featured=_text,
        body=_text,
        origin=st.builds(Origin.of_text, _text),
    )


_entries = st.lists(_articles(st.none(), st.just(False), st.just(())), max_size=2).map(tuple)
_whole = _articles(st.none() | st.integers(0, MAX_HEAT), st.booleans(), _entries)

_SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_FEW = [
    article(7, 133, 0, ["AI", "AI Ethics"], title="Privacy in China"),
    article(8, None, None, ["AI"], archived=True),
    article(9, 0, 3),
]


def _unpacked(block: ArticleBatch) -> list[Article]:
    return [block.article(place) for place in range(block.count)]


@_SLOW
@given(st.lists(_whole, max_size=4))
def test_what_is_packed_comes_out_equal_also_by_way_of_bytes(articles: list[Article]) -> None:
    packed = ArticleBatch.of(articles)
    assert _unpacked(packed) == articles
    assert _unpacked(ArticleBatch.from_bytes(packed.to_bytes())) == articles


@_SLOW
@given(st.lists(_whole, max_size=3))
def test_bytes_hold_the_columns_and_topics_too(articles: list[Article]) -> None:
    packed = ArticleBatch.of(articles)
    again = ArticleBatch.from_bytes(packed.to_bytes())
    assert (again.ids, again.when, again.heat, again.flags) == (packed.ids, packed.when, packed.heat, packed.flags)
    assert again.topics == packed.topics
    assert again.to_bytes() == packed.to_bytes()


def test_columns_say_what_lists_sort_and_count_by() -> None:
    block = ArticleBatch.of([*_FEW, article(5, MAX_HEAT + 1)])
    assert list(block.ids) == [7, 8, 9, 5]
    assert list(block.heat) == [133, NO_HEAT, 0, MAX_HEAT]
    assert [from_timestamp(when) for when in block.when] == [*(one.published for one in _FEW), None]
    assert [bool(flags & BatchFlag.ARCHIVED) for flags in block.flags] == [False, True, False, False]
    assert [(name, list(places)) for name, places in block.topics] == [("AI", [0, 1]), ("AI Ethics", [0])]


@pytest.mark.parametrize("kept", [False, True])
def test_a_copy_is_told_from_an_article(kept: bool) -> None:
    block = ArticleBatch.of(_FEW, kept)
    assert {bool(flags & BatchFlag.KEPT) for flags in block.flags} == {kept}
    assert _unpacked(block) == _FEW


@pytest.mark.parametrize(
    ("provider", "label"), [(Provider("Name", "a.example"), "Name"), (Provider("", "a.example"), "a.example")]
)
def test_a_headline_is_the_title_and_the_providers_label(provider: Provider, label: str) -> None:
    block = ArticleBatch.of([Article(ArticleId(1), "Title", provider=provider)])
    assert block.headline(0) == ("Title", label)


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        (None, UNDATED),
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (datetime(1969, 12, 31, 23, 59, 58, 999_999, tzinfo=UTC), -2),
        (datetime(2020, 11, 26, 15, 50, 0, 999_999, tzinfo=UTC), 1_606_405_800),
    ],
)
def test_a_time_is_whole_seconds_rounded_down(when: datetime | None, wanted: int) -> None:
    assert to_timestamp(when) == wanted


def test_a_lone_surrogate_does_not_stop_the_packing() -> None:
    block = ArticleBatch.of([article(1, title="a\ud800b", topics=["\ud800"])])
    assert ArticleBatch.from_bytes(block.to_bytes()).article(0).title == "a?b"


def test_a_block_crosses_to_another_process() -> None:
    assert _unpacked(pickle.loads(pickle.dumps(ArticleBatch.of(_FEW)))) == _FEW


def test_a_view_of_a_larger_buffer_is_used_in_place() -> None:
    data = b"before" + ArticleBatch.of(_FEW).to_bytes()
    assert _unpacked(ArticleBatch.from_bytes(memoryview(data)[6:])) == _FEW


def test_no_articles_are_a_block_too() -> None:
    assert ArticleBatch.from_bytes(ArticleBatch.of([]).to_bytes()).count == 0


@pytest.mark.parametrize("bit", range(8))
def test_any_bit_changed_is_told_as_damage(bit: int) -> None:
    whole = ArticleBatch.of(_FEW).to_bytes()
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1 << bit
        if place in _PADDING:
            assert _unpacked(ArticleBatch.from_bytes(bytes(data))) == _FEW
            continue
        with pytest.raises(DamagedBatch):
            _unpacked(ArticleBatch.from_bytes(bytes(data)))


def test_any_piece_cut_off_is_told_as_damage() -> None:
    whole = ArticleBatch.of(_FEW).to_bytes()
    for length in range(len(whole)):
        with pytest.raises(DamagedBatch):
            _unpacked(ArticleBatch.from_bytes(whole[:length]))


@given(st.binary(max_size=80), st.booleans())
def test_bytes_that_are_no_block_are_told_as_damage(data: bytes, with_head: bool) -> None:
    head = ArticleBatch.of(_FEW).to_bytes()[:_HEAD_SIZE] if with_head else b""
    with pytest.raises(DamagedBatch):
        ArticleBatch.from_bytes(head + data)


def test_one_damaged_record_leaves_the_others_readable() -> None:
    whole = ArticleBatch.of(_FEW).to_bytes()
    block = ArticleBatch.from_bytes(whole.replace(b"Privacy in China", b"Privacy in Chile"))
    with pytest.raises(DamagedBatch, match="record 0"):
        block.article(0)
    with pytest.raises(DamagedBatch, match="record 0"):
        block.headline(0)
    assert [block.article(1), block.article(2)] == _FEW[1:]


@_SLOW
@given(st.lists(_whole, max_size=4, unique_by=lambda entry: entry.id))
def test_a_packed_article_comes_back_as_it_was_packed(articles: list[Article]) -> None:
    block = ArticleBatch.of(articles)
    again = [block.encoded(place) for place in range(block.count)]
    assert again == [encode(entry) for entry in articles]
    assert [entry.article for entry in again] == articles
    assert ArticleBatch.of_encoded(again).to_bytes() == block.to_bytes()
