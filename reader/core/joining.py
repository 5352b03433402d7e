"""Several blocks as one, written piece by piece so that no more than the columns is in memory."""

from array import array
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

from reader.core.article import ArticleId
from reader.core.block import Block
from reader.core.listing import Order
from reader.core.rank import sorted_places


def joined(blocks: Sequence[Block], without: AbstractSet[ArticleId] = frozenset()) -> "Iterator[bytes | memoryview]":
    """The bytes of a block with the articles of several; of one id the last counts.

    Args:
        blocks: in the order of their arrival.
        without: ids to leave out.
    """
    last: dict[int, tuple[int, int]] = {}
    for number, block in enumerate(blocks):
        last.update((article, (number, place)) for place, article in enumerate(block.ids))
    kept: list[list[int]] = [[] for _ in blocks]
    for article, (number, place) in last.items():
        if article not in without:
            kept[number].append(place)
    for places in kept:
        places.sort()
    chosen = list(zip(blocks, kept, strict=True))
    return _columns(chosen).parts(record for block, places in chosen for record in _records(block, places))


def _records(block: Block, places: list[int]) -> "Iterator[bytes | memoryview]":
    return block.records(None if len(places) == block.count else places)


def _columns(chosen: list[tuple[Block, list[int]]]) -> Block:
    """A block of the chosen articles without their records."""
    ids, when, heat, sums = array("q"), array("q"), array("i"), array("I")
    keys = {order: array("q") for order in Order}
    flags = bytearray()
    sizes: list[int] = []
    topics: dict[str, array[int]] = {}
    for block, places in chosen:
        base = len(ids)
        ids.extend(block.ids[place] for place in places)
        when.extend(block.when[place] for place in places)
        heat.extend(block.heat[place] for place in places)
        sums.extend(block.checksum(place) for place in places)
        flags += bytes(block.flags[place] for place in places)
        sizes.extend(block.size(place) for place in places)
        for order in Order:
            ranks = block.ranks[order][0]
            keys[order].extend(ranks[place] for place in places)
        place_now = {place: base + number for number, place in enumerate(places)}
        for name, having in block.topics:
            topics.setdefault(name, array("I")).extend(place_now[place] for place in having if place in place_now)
    starts = array("Q", accumulate(sizes, initial=0))
    ranks_now = {order: (column, sorted_places(column)) for order, column in keys.items()}
    # A topic that only left-out articles had is none any more.
    having_any = tuple((name, having) for name, having in topics.items() if having)
    return Block(ids, when, heat, bytes(flags), having_any, starts, sums, b"", ranks_now)
