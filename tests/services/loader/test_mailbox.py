"""Events from a thread to a coroutine."""

import asyncio
import threading

from reader.core.model.load_events import Discovered, Finished
from reader.services.loader.mailbox import Mailbox
from tests.edition import SOURCE

FOUND, LOADED = Discovered(SOURCE, 1, ()), Finished(SOURCE, (), "why")


def test_a_failure_is_known_early_only_where_nothing_came_before() -> None:
    mailbox = Mailbox()
    assert mailbox.failure() == ""
    mailbox.put(LOADED)
    assert mailbox.failure() == "why"
    later = Mailbox()
    later.put(FOUND)
    later.put(LOADED)
    assert later.failure() == ""


async def test_events_from_before_and_after_come_in_order() -> None:
    mailbox = Mailbox()
    mailbox.put(FOUND)
    events = mailbox.events()
    assert await anext(events) == FOUND
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    threading.Thread(target=mailbox.put, args=(LOADED,)).start()
    assert await asyncio.wait_for(waiting, 10) == LOADED
    threading.Thread(target=mailbox.close).start()
    assert await asyncio.wait_for(anext(events, None), 10) is None


def test_events_for_a_loop_that_has_ended_are_no_fault() -> None:
    mailbox = Mailbox()

    async def listen() -> None:
        mailbox.put(FOUND)
        events = mailbox.events()
        await anext(events)

    asyncio.run(listen())
    mailbox.put(LOADED)
