"""Loading in a process of its own and in this one."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from reader.core.load_events import Added, Discovered, Finished, IndexReady, LoadEvent, Removed, files_source
from reader.core.model.article import ArticleId
from reader.core.model.problem import Problem, Severity
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader.process import EventQueue, LoadingHere, LoadingProcess
from reader.services.loader.worker import LATER_NICENESS
from reader.storage.cache.article_cache import CachedArticles, open_cache
from tests.edition import ARTICLES, SOURCE, write_edition

AUTOGROUP = Path("/proc/self/autogroup")
PREAMBLE = """
import os, sys
from reader.core.model.article import Article, ArticleId
from reader.core.tables.article_batch import ArticleBatch
from reader.core.load_events import Added, Discovered, Finished
from reader.services.loader.wire import write_event
from tests.edition import SOURCE
from tests.edition import SOURCE
out = sys.stdout.buffer
write_event(out, Discovered(SOURCE, 1, ()))
write_event(out, Added(SOURCE, ArticleBatch.of([Article(ArticleId(1), "one")])))
"""


def scripted(script: str) -> LoadingProcess:
    """A loading whose process sends two events and then runs a script."""
    return LoadingProcess([], command=[sys.executable, "-c", PREAMBLE + script])


async def all_events(loading: LoadingProcess | LoadingHere) -> list[LoadEvent]:
    return [event async for event in loading.events()]


def stored(events: list[LoadEvent]) -> set[str]:
    store = Store()
    for event in events:
        if isinstance(event, Added):
            store.apply(event.batch)
            titles = {event.batch.headline(place)[0] for place in range(event.batch.count)}
    return titles if len(store) else set()


@pytest.mark.parametrize("kind", [LoadingProcess, LoadingHere])
async def test_a_folder_arrives(kind: type[LoadingProcess] | type[LoadingHere], tmp_path: Path) -> None:
    events = await all_events(kind([write_edition(tmp_path)]))
    assert isinstance(events[0], Discovered)
    assert events[0].files == len(ARTICLES)
    assert [topic.name for topic in events[0].topics] == ["AI", "Computer Vision"]
    assert "Cold news" in stored(events)
    assert isinstance(events[-1], Finished)
    assert events[-1].failure == ""


@pytest.mark.parametrize("kind", [LoadingProcess, LoadingHere])
async def test_nothing_to_read_is_said(kind: type[LoadingProcess] | type[LoadingHere], tmp_path: Path) -> None:
    (event,) = await all_events(kind([tmp_path / "nowhere"]))
    assert isinstance(event, Finished)
    assert "nowhere" in event.failure


async def test_it_starts_before_there_is_a_loop_and_only_once(tmp_path: Path) -> None:
    loading = LoadingProcess([write_edition(tmp_path)]).start()
    assert loading.start() is loading
    assert isinstance((await all_events(loading))[-1], Finished)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("out.flush(); os.kill(os.getpid(), 9)", "SIGKILL"),
        ("sys.exit(7)", "exit code 7"),
        ("raise RuntimeError('x')", "exit code 1"),
        ("out.write(b'L'); sys.exit(0)", "ended"),
        ("out.write(b'noise that is no frame'); out.flush(); import time; time.sleep(60)", "SIGKILL"),
    ],
)
async def test_a_process_that_dies_is_said_and_what_came_is_kept(script: str, words: str) -> None:
    events = await all_events(scripted(script))
    assert stored(events) == {"one"}
    assert isinstance(events[-1], Finished)
    assert words in events[-1].failure
    assert "the articles read so far are listed" in events[-1].failure


async def test_where_no_process_can_start_it_loads_here(tmp_path: Path) -> None:
    loading = LoadingProcess([write_edition(tmp_path)], command=["/nowhere/at/all"]).start()
    assert loading.queue.early_failure() == ""
    events = await all_events(loading)
    assert "Cold news" in stored(events)
    loading.stop()


async def test_cancelling_ends_the_process(tmp_path: Path) -> None:
    # The process holds the fifo open as long as it lives: reading it ends when the process does.
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    loading = scripted(f"out.flush(); file = open({str(alive)!r}, 'w'); import time; time.sleep(60)")
    loading.start()
    reader = await asyncio.to_thread(alive.open)
    arrived = asyncio.Event()

    async def take() -> None:
        async for event in loading.events():
            if isinstance(event, Added):
                arrived.set()

    task = asyncio.create_task(take())
    await arrived.wait()
    task.cancel()
    with reader:
        assert await asyncio.to_thread(reader.read) == ""
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_stop_ends_a_process_that_nobody_listened_to(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    loading = scripted(f"out.flush(); file = open({str(alive)!r}, 'w'); import time; time.sleep(60)").start()
    reader = await asyncio.to_thread(alive.open)
    loading.stop()
    loading.stop()
    with reader:
        assert await asyncio.to_thread(reader.read) == ""


async def test_the_process_has_a_session_of_its_own_and_no_input() -> None:
    script = (
        "ok = os.getsid(0) == os.getpid() and not sys.stdin.read()\nwrite_event(out, Finished(SOURCE, (), str(ok)))"
    )
    events = await all_events(scripted(script))
    assert events[-1] == Finished(SOURCE, (), "True")


async def test_what_a_process_prints_stays_out_of_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    await all_events(scripted("print('noise', file=sys.stderr)\nwrite_event(out, Finished(SOURCE, ()))"))
    assert capfd.readouterr() == ("", "")


async def test_odd_names_reach_the_process(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"--odd \xff name")
    events = await all_events(LoadingProcess([write_edition(folder)]))
    assert isinstance(events[0], Discovered)


async def test_the_process_imports_what_this_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_edition(tmp_path / "edition")
    (tmp_path / "json.py").write_text("raise SystemExit('imported from where it was started')")
    monkeypatch.chdir(tmp_path)
    events = await all_events(LoadingProcess([folder]))
    assert isinstance(events[-1], Finished)
    assert events[-1].failure == ""


async def test_a_fault_while_loading_here_is_the_last_event(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> Iterator[LoadEvent]:
        yield Discovered(SOURCE, 1, ())
        raise RuntimeError("x")

    monkeypatch.setattr("reader.services.loader.cached_load.load_cached", broken)
    events = await all_events(LoadingHere([]))
    assert isinstance(events[-1], Finished)
    assert "RuntimeError: x" in events[-1].failure


# -- with a cache


async def ended() -> None:
    """Wait until no process loads any more."""
    for thread in threading.enumerate():
        if thread.name == "loading":
            await asyncio.to_thread(thread.join)


def cached(cache: Path) -> CachedArticles:
    edition = open_cache(cache)
    assert edition is not None
    return edition


async def started(folder: Path, cache: Path, shown: CachedArticles | None = None) -> list[LoadEvent]:
    """What a start with a cache sends; all that the process does is done."""
    known = (shown.revision, shown.batch.ids) if shown else ()
    events = await all_events(LoadingProcess([folder], cache, *known))
    await ended()
    return events


async def test_the_second_start_sends_nothing_that_is_shown(tmp_path: Path) -> None:
    folder, cache = write_edition(tmp_path / "edition"), tmp_path / "cache" / "x.edition"
    events = await started(folder, cache)
    assert [type(event) for event in events] == [Discovered, Added, Finished, IndexReady]
    edition = cached(cache)
    assert edition.batch.count == len(ARTICLES)
    assert await started(folder, cache, edition) == [events[-1], events[-2]]
    assert [type(event) for event in await started(folder, cache)] == [Discovered, Added, Finished, IndexReady]
    (folder / "news" / "expired.md").unlink()
    changes = await started(folder, cache, edition)
    assert [type(event) for event in changes] == [IndexReady, Removed, Finished, IndexReady]
    assert sorted(file.name for file in cache.parent.iterdir()) == ["x.edition", "x.index"]
    # The file is another one by now: all comes, and what is left over goes.
    again = await started(folder, cache, edition)
    assert [type(event) for event in again] == [Discovered, Added, Removed, Finished, IndexReady]
    assert again[-3] == changes[1]


async def test_a_cache_that_is_gone_is_made_again(tmp_path: Path) -> None:
    folder, cache = write_edition(tmp_path / "edition"), tmp_path / "cache" / "x.edition"
    await started(folder, cache)
    edition = cached(cache)
    cache.unlink()
    (folder / "news" / "expired.md").unlink()
    assert [type(event) for event in await started(folder, cache, edition)] == [
        Discovered,
        Added,
        Removed,
        Finished,
        IndexReady,
    ]
    assert cached(cache).batch.count == len(ARTICLES) - 1


async def test_what_it_does_after_the_last_event_it_may_finish(tmp_path: Path) -> None:
    after = tmp_path / "after"
    os.mkfifo(after)
    loading = scripted(f"write_event(out, Finished(SOURCE, ()))\nopen({str(after)!r}, 'w').write('written')")
    events = loading.events()
    assert isinstance(events, AsyncGenerator)
    while await anext(events) != Finished(SOURCE, ()):
        pass
    await events.aclose()
    loading.stop()
    assert await asyncio.to_thread(after.read_text) == "written"
    await ended()


async def test_here_too_what_is_shown_and_not_read_again_is_gone(tmp_path: Path) -> None:
    folder = write_edition(tmp_path / "edition")
    events = await all_events(LoadingProcess([folder], None, 1, [5], command=["/nowhere/at/all"]))
    assert [type(event) for event in events] == [Discovered, Added, Removed, Finished]
    assert events[-2] == Removed(files_source([folder]), (ArticleId(5),))


# -- events from the thread


PROBLEM = Problem("bad.md", 1, Severity.ERROR, "no front matter")
FOUND, FAILED = Discovered(SOURCE, 1, ()), Finished(SOURCE, (), "why")


def test_a_failure_is_known_early_only_where_nothing_came_before() -> None:
    queue = EventQueue()
    assert queue.early_failure() == ""
    queue.put(FAILED)
    assert queue.early_failure() == "why"
    later = EventQueue()
    later.put(FOUND)
    later.put(FAILED)
    assert later.early_failure() == ""


def test_a_loading_without_articles_is_known_before_anyone_asks_for_its_events() -> None:
    queue = EventQueue()
    assert queue.early_problem() == ""
    queue.put(FOUND)
    assert queue.early_problem() == ""
    queue.put(Finished(SOURCE, (PROBLEM,)))
    assert queue.early_problem() == "bad.md:1: no front matter"
    queue = EventQueue()
    queue.put(Finished(SOURCE, ()))
    assert queue.early_problem() == ""
    queue.put(Added(SOURCE, ArticleBatch.of([])))
    queue.put(Finished(SOURCE, (PROBLEM,)))
    assert queue.early_problem() == ""


async def test_events_from_before_and_after_come_in_order() -> None:
    queue = EventQueue()
    queue.put(FOUND)
    events = queue.events()
    assert await anext(events) == FOUND
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    threading.Thread(target=queue.put, args=(FAILED,)).start()
    assert await asyncio.wait_for(waiting, 10) == FAILED
    threading.Thread(target=queue.put, args=(None,)).start()
    assert await asyncio.wait_for(anext(events, None), 10) is None


def test_events_for_a_loop_that_has_ended_are_no_error() -> None:
    queue = EventQueue()

    async def listen() -> None:
        queue.put(FOUND)
        await anext(queue.events())

    asyncio.run(listen())
    queue.put(FAILED)


@pytest.mark.skipif(not AUTOGROUP.exists(), reason="the system does not group processes by session")
@pytest.mark.parametrize("session", [True, False])
def test_it_makes_way_with_its_session_but_with_no_other(session: bool) -> None:
    before = AUTOGROUP.read_text()
    words = (
        "from reader.services.loader import worker\n"
        "worker._lower_priority()\n"
        "print(open('/proc/self/autogroup').read())"
    )
    shown = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, check=True, start_new_session=session, text=True
    ).stdout
    if session:
        assert shown.strip().endswith(f" nice {LATER_NICENESS}")
    assert AUTOGROUP.read_text() == before


async def test_reading_again_sends_only_what_has_changed(tmp_path: Path) -> None:
    folder, cache = write_edition(tmp_path / "news"), tmp_path / "cache" / "editions" / "x.edition"
    cache.parent.mkdir(parents=True)
    loading = LoadingProcess([folder], cache).start()
    shown = Store()
    for event in await all_events(loading):
        if isinstance(event, Added):
            shown.apply(event.batch)
    (folder / "news" / "new.md").write_text("---\ntitle: Brand new\nheat: 1\n---\n", encoding="utf-8")
    (folder / "news" / "expired.md").unlink()
    again = loading.again(list(shown.ids()))
    events = await all_events(again)
    assert stored(events) == {"Brand new"}
    assert sum(len(event.articles) for event in events if isinstance(event, Removed)) == 1
    assert not any(isinstance(event, Added | Removed) for event in await all_events(again.again(())))


async def test_reading_again_after_another_program_rewrote_the_cache_sends_all(tmp_path: Path) -> None:
    folder, cache = write_edition(tmp_path / "news"), tmp_path / "cache" / "editions" / "x.edition"
    cache.parent.mkdir(parents=True)
    loading = LoadingProcess([folder], cache).start()
    await all_events(loading)
    loading.revision = 7
    events = await all_events(loading.again([123]))
    assert sum(event.batch.count for event in events if isinstance(event, Added)) == len(ARTICLES)
    assert [event.articles for event in events if isinstance(event, Removed)] == [(123,)]
