"""The queue of changes: in order, in threads, and with what is pending known at once."""

import asyncio
import threading

import pytest

from reader.core.model.article import ArticleId
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import MarkChange, MarkKind
from reader.ui.controllers.write_queue import WriteQueue
from tests.ui.support import FIRST, NOW, Marks

READ, SECOND = MarkKind.READ, ArticleId(2)


def queue_of(marks: Marks) -> WriteQueue:
    return WriteQueue(marks, NOW.timestamp)


async def write(queue: WriteQueue, value: bool, article: ArticleId = FIRST) -> None:
    async def make() -> MarkChange:
        return MarkChange(READ, value, (article,))

    await queue.write(queue.announce(READ, value, (article,)), make)


async def test_changes_are_written_in_order_and_not_on_this_thread() -> None:
    queue = queue_of(marks := Marks())
    await asyncio.gather(*(write(queue, value) for value in (True, False, True)))
    assert [change.value for change in marks.steps] == [True, False, True]
    assert threading.get_ident() not in marks.threads
    assert queue.idle


async def test_the_last_announcement_counts_until_everything_is_written() -> None:
    queue = queue_of(marks := Marks())
    marks.gate.clear()
    writes = [asyncio.create_task(write(queue, value)) for value in (True, False)]
    await asyncio.sleep(0)
    assert not queue.idle
    assert (queue.pending_value(READ, FIRST, True), queue.pending_value(READ, SECOND, True)) == (False, True)
    queue.retract()
    assert queue.pending_value(READ, FIRST, False)
    marks.gate.set()
    await asyncio.gather(*writes)
    assert not queue.pending_value(READ, FIRST, False)


async def test_a_change_that_fails_is_no_longer_pending() -> None:
    queue = queue_of(marks := Marks())
    marks.refusal = "the disk is full"
    with pytest.raises(MarksUnavailable, match="the disk is full"):
        await write(queue, True)
    assert queue.idle
    marks.refusal = ""
    assert await queue.run(lambda marks, _: marks.history(9)) == ()


async def test_draining_waits_for_all_that_was_handed_over() -> None:
    queue = queue_of(marks := Marks())
    marks.gate.clear()
    writing, draining = asyncio.create_task(write(queue, True)), asyncio.create_task(queue.drain())
    await asyncio.sleep(0.01)
    assert not draining.done()
    marks.gate.set()
    await draining
    assert len(marks.steps) == 1
    await writing


async def test_only_what_another_window_changed_is_reloaded() -> None:
    queue = queue_of(marks := Marks())
    await write(queue, True)
    assert await queue.reload_external() is None
    marks.elsewhere(MarkChange(READ, True, (SECOND,)))
    found = await queue.reload_external()
    assert found is not None
    assert set(found.marks) == {FIRST, SECOND}
