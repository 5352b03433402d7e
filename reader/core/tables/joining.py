"""Several blocks as one, written piece by piece so that no more than the columns is in memory."""

from array import array
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, chain, count, islice
from operator import eq

from reader.core.model.article import ArticleId
from reader.core.model.listing import Order
from reader.core.tables.article_batch import Block
from reader.core.tables.rank import sorted_places


def joined(blocks: Sequence[Block], without: AbstractSet[ArticleId] = frozenset()) -> "Iterator[bytes | memoryview]":
    """The bytes of a block with the articles of several; of one id the last counts.

    Args:
        blocks: in the order of their arrival.
        without: ids to leave out.
    """
    kept: list[Sequence[int]] = [range(block.count) for block in blocks]
    if without or not _are_distinct(blocks):
        kept = list(_last_of_each(blocks, without))
    chosen = list(zip(blocks, kept, strict=True))
    return _columns(chosen).parts(record for block, places in chosen for record in _records(block, places))


def _are_distinct(blocks: Sequence[Block]) -> bool:
    """Whether no id is there twice, as it mostly is."""
    ids = sorted(chain.from_iterable(block.ids for block in blocks))
    return not any(map(eq, ids, islice(ids, 1, None)))


def _last_of_each(blocks: Sequence[Block], without: AbstractSet[ArticleId]) -> "Iterator[array[int]]":
    """For each block the places of the articles to keep."""
    last: dict[int, int] = {}
    for number, block in enumerate(blocks):
        last.update(dict.fromkeys(block.ids, number))
    for number, block in enumerate(blocks):
        # Of one block the last place counts, too.
        places = {article: place for place, article in enumerate(block.ids) if last[article] == number}
        yield array("I", sorted(place for article, place in places.items() if article not in without))


def _records(block: Block, places: Sequence[int]) -> "Iterator[bytes | memoryview]":
    return block.records(None if len(places) == block.count else places)


def _columns(chosen: list[tuple[Block, Sequence[int]]]) -> Block:
    """A block of the chosen articles without their records."""
    ids, when, heat, sums = array("q"), array("q"), array("i"), array("I")
    keys = {order: array("q") for order in Order}
    flags = bytearray()
    sizes = array("Q")
    topics: dict[str, array[int]] = {}
    for block, places in chosen:
        base = len(ids)
        ids.extend(block.ids[place] for place in places)
        when.extend(block.when[place] for place in places)
        heat.extend(block.heat[place] for place in places)
        sums.extend(map(block.checksum, places))
        flags += bytes(block.flags[place] for place in places)
        sizes.extend(map(block.size, places))
        for order in Order:
            ranks = block.ranks[order][0]
            keys[order].extend(ranks[place] for place in places)
        place_now = {} if len(places) == block.count else dict(zip(places, count(base), strict=False))
        for name, having in block.topics:
            now = topics.setdefault(name, array("I"))
            if place_now:
                now.extend(place_now[place] for place in having if place in place_now)
            elif places:
                now.extend(base + place for place in having)
    starts = array("Q", accumulate(sizes, initial=0))
    ranks_now = {order: (column, sorted_places(column)) for order, column in keys.items()}
    # A topic that only left-out articles had is none any more.
    having_any = tuple((name, having) for name, having in topics.items() if having)
    return Block(ids, when, heat, bytes(flags), having_any, starts, sums, b"", ranks_now)
