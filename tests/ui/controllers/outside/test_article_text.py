"""Articles as text: copied in a chosen form, piped to a command."""

from contextlib import nullcontext
from subprocess import CompletedProcess
from typing import Any

import pytest

from reader.core.model.article import ArticleId
from reader.core.model.marks import MarkKind
from reader.ui.controllers.outside.article_text import ArticleTextController
from reader.ui.view.news_view import NewsView
from tests.ui.small_app import Services, viewing
from tests.ui.support import FIRST, NOW


def controller(view: NewsView, services: Services, copied: list[str]) -> ArticleTextController:
    async def copy(text: str) -> str:
        copied.append(text)
        return "copied"

    return ArticleTextController(
        view, view.store, copy, nullcontext, lambda: NOW, services.notify, services.ask, services.spawn
    )


async def test_the_article_is_copied_in_the_form_that_is_chosen() -> None:
    async with viewing() as view:
        copied: list[str] = []
        services = Services(view, None, 0, 1, 2, None)
        text = controller(view, services, copied)
        for _ in range(4):
            text.copy_as()
            await services.done()
        title = "Privacy in the age of cameras: what a city learned when it counted every face"
        url = "https://news.example/1"
        assert copied == [url, f"{title}\n{url}", f"[{title}](<{url}>)"]
        assert services.said == ["copied: the link", "copied: the title and link", "copied: the Markdown link"]


async def test_a_selection_is_copied_one_after_the_other_and_what_is_not_there_is_not_offered() -> None:
    async with viewing() as view:
        copied: list[str] = []
        services = Services(view, None, 0)
        view.article_list.select([FIRST, ArticleId(8)])
        controller(view, services, copied).copy_as()
        await services.done()
        assert copied == ["https://news.example/1"]
        view.article_list.select([ArticleId(8)])
        services.answers.append(0)
        controller(view, services, copied).copy_as()
        await services.done()
        assert copied[1:] == ["An article that leads nowhere"]


async def test_the_article_is_piped_as_markdown_and_the_command_is_offered_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs: list[tuple[str, str]] = []

    def run(words: list[str], input: bytes, check: bool) -> CompletedProcess[Any]:  # noqa: A002
        runs.append((words[-1], input.decode()))
        return CompletedProcess(words, 3 if words[-1] == "false" else 0)

    monkeypatch.setattr("reader.ui.controllers.outside.article_text.subprocess.run", run)
    async with viewing() as view:
        view.apply(view.store.set_mark(MarkKind.BOOKMARKED, True, [FIRST]))
        services = Services(view, None, " wc -w ", 0, "false", None)
        text = controller(view, services, [])
        for _ in range(4):
            text.pipe()
            await services.done()
        assert [command for command, _ in runs] == ["wc -w", "wc -w", "false"]
        assert runs[0][1].startswith(
            "# Privacy in the age of cameras: what a city learned when it counted every face\n"
        )
        assert "\n<https://news.example/1>\n" in runs[0][1]
        assert "\n## Related\n" in runs[0][1]
        assert services.messages == [("the command ended with status 3", "warning")]


async def test_ctrl_c_copies_what_is_selected_and_else_says_how_to_quit(monkeypatch: pytest.MonkeyPatch) -> None:
    async with viewing() as view:
        copied: list[str] = []
        services = Services(view)
        text = controller(view, services, copied)
        text.copy_selection()
        view.article_list.select([FIRST, ArticleId(2)])
        text.copy_selection()
        monkeypatch.setattr(type(view.detail), "selected_text", "some words")
        text.copy_selection()
        await services.done()
        assert copied == ["https://news.example/1\nhttps://news.example/2", "some words"]
        assert services.said == ["q quits from the list, Q from anywhere", "copied: 2 links", "copied: 10 characters"]
