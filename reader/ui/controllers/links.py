"""Links: opened in a browser, chosen, copied; those of the article or of the selection."""

import asyncio
import concurrent.futures
import subprocess
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager

from textual.app import SuspendNotSupported

from reader.core.model.article import Article
from reader.core.model.link_opener import Detached, InTerminal, LinkOpener, NoBrowser, Refused
from reader.core.model.urls import has_user_info, host_of
from reader.core.store import Store
from reader.core.text.counting import count_noun
from reader.ui.controllers.mark_writer import MarkWriter
from reader.ui.view.callbacks import Ask, Copy, Notify, Spawn, choose, confirm, run_if
from reader.ui.view.news_view import NewsView, Targets

ASK_ABOVE = 10
"""More links than these are opened only after asking."""

_MOST_WATCHED = 64
"""Browsers that are watched at the same time."""

_NO_LINKS = "none of the selected articles has a link"


class LinksController:
    """Opens and copies links.

    Args:
        opener: decides how a link is opened, and watches the browser.
        copy: copies a text to the clipboard, and says how in words.
        suspend: lends the terminal to another program.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        writer: MarkWriter,
        opener: LinkOpener,
        copy: Copy,
        suspend: Callable[[], AbstractContextManager[None]],
        notify: Notify,
        ask: Ask,
        spawn: Spawn,
    ) -> None:
        self._view = view
        self._store = store
        self._writer = writer
        self._opener = opener
        self._copy = copy
        self._suspend = suspend
        self._notify = notify
        self._ask = ask
        self._spawn = spawn

    # -- commands

    def open_link(self) -> None:
        """Open the link of the article or those of the selection; the articles count as read."""
        targets = self._view.targets()
        if targets.article is not None:
            self._open(targets.article, targets.article.url)
        elif len(targets.ids) > ASK_ABOVE:
            answer = confirm(self._ask, f"Open {count_noun(len(targets.ids), 'link')} at once?")
            self._spawn(run_if(answer, lambda: self._open_selection(targets)), "dialogs")
        else:
            self._open_selection(targets)

    def choose_link(self) -> None:
        """Offer the links of the article."""
        article = self._view.current.article
        if article is None:
            return
        choices = article.links.choices()
        if len(choices) < 2:
            self._open(article, article.url)
        else:
            answer = choose(self._ask, "Open which link?", choices, keys="Enter open · Esc close", stacked=True)
            self._spawn(self._open_choice(article, answer), "dialogs")

    async def _open_choice(self, article: Article, answer: Awaitable[int | str | None]) -> None:
        choice = await answer
        if isinstance(choice, int):
            self._open(article, article.links.choices()[choice][1])

    def copy_link(self) -> None:
        """Copy the link of the article, or those of the selection, one a line."""
        targets = self._view.targets()
        if targets.article is not None:
            self._spawn(self._copy_links([targets.article.url], targets.article.url), "copying")
            return
        urls = [article.url for article in self._with_links(targets)]
        if not urls:
            self._notify(_NO_LINKS, "warning")
            return
        without = len(targets.ids) - len(urls)
        what = count_noun(len(urls), "link")
        self._spawn(self._copy_links(urls, f"{what}, {without:,} without one" if without else what), "copying")

    async def _copy_links(self, urls: Sequence[str], what: str, level: str = "message") -> None:
        how = await self._copy("\n".join(urls))
        self._notify(f"{how}: {what}", level)

    # -- one link

    def _open(self, article: Article, url: str) -> None:
        if has_user_info(url) and (host := host_of(url)):
            answer = confirm(self._ask, f"This link has a user name in it. It leads to {host}. Open it?")
            self._spawn(run_if(answer, lambda: self._open_now(article, url)), "dialogs")
        else:
            self._open_now(article, url)

    def _open_now(self, article: Article, url: str) -> None:
        match self._opener.plan(url):
            case Refused(reason=reason):
                self._notify(reason, "error")
            case NoBrowser(url=link, reason=reason):
                self._show_unopened(link, reason)
            case InTerminal() as plan:
                self._run_here(plan)
            case Detached() as plan:
                self._notify(f"opening {plan.host} …")
                self._spawn(self._watch(plan), "opening")
        if not self._view.current.is_external:
            self._writer.read_automatically((article.id,))

    async def _watch(self, plan: Detached) -> None:
        if failed := await asyncio.to_thread(self._opener.watch, plan):
            self._show_unopened(failed.url, failed.reason)

    def _show_unopened(self, url: str, reason: str) -> None:
        from reader.ui.dialogs.link_dialog import UnopenedLinkDialog  # lazy: dialogs

        self._notify("the link was not opened", "warning")
        self._ask(UnopenedLinkDialog(url, reason, self._copy))

    def _run_here(self, plan: InTerminal) -> None:
        try:
            with self._suspend():
                code = subprocess.run(plan.argv, check=False).returncode
        except (SuspendNotSupported, OSError) as error:
            self._show_unopened(plan.url, f"{plan.argv[0]} could not be started: {error}")
            return
        if code:
            self._notify(f"{plan.argv[0]} ended with status {code}", "warning")

    # -- the links of the selection

    def _with_links(self, targets: Targets) -> tuple[Article, ...]:
        found = map(self._store.article, targets.ids)
        return tuple(article for article in found if article is not None and article.url)

    def _open_selection(self, targets: Targets) -> None:
        """Open every link; where there is no browser they are copied, one a line."""
        articles = self._with_links(targets)
        if not articles:
            self._notify(_NO_LINKS, "warning")
            return
        self._open_all([article.url for article in articles])
        self._writer.read_automatically([article.id for article in articles])
        self._view.article_list.clear_selection()

    def _open_all(self, urls: Sequence[str]) -> None:
        # What needs a question is not opened among others.
        refused = sum(map(has_user_info, urls))
        plans = [self._opener.plan(url) for url in urls if not has_user_info(url)]
        if stopped := next((plan for plan in plans if isinstance(plan, NoBrowser)), None):
            self._copy_unopened(urls, stopped.reason)
            return
        detached = [plan for plan in plans if isinstance(plan, Detached)]
        refused += sum(isinstance(plan, Refused) for plan in plans)
        message = f"opening {count_noun(len(urls) - refused, 'link')} …"
        if refused:
            self._notify(f"{message} {refused} cannot be opened", "warning")
        else:
            self._notify(message)
        if detached:
            self._spawn(self._watch_all(detached), "opening")
        for plan in plans:
            if isinstance(plan, InTerminal):
                self._run_here(plan)

    async def _watch_all(self, plans: Sequence[Detached]) -> None:
        # Each is watched for seconds: in threads of their own, for marks use those that everybody shares.
        threads = concurrent.futures.ThreadPoolExecutor(min(len(plans), _MOST_WATCHED), "opening")
        loop = asyncio.get_running_loop()
        try:
            outcomes = await asyncio.gather(
                *(loop.run_in_executor(threads, self._opener.watch, plan) for plan in plans)
            )
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
        failed = [outcome for outcome in outcomes if outcome is not None]
        if failed:
            self._copy_unopened([outcome.url for outcome in failed], failed[0].reason)

    def _copy_unopened(self, urls: Sequence[str], reason: str) -> None:
        what = f"{count_noun(len(urls), 'link')}, not opened: {reason}"
        self._spawn(self._copy_links(urls, what, "warning"), "copying")
