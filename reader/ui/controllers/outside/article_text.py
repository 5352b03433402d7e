"""The article as text: copied in a form that the user chooses, or piped to a command."""

import subprocess
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager

from textual.app import SuspendNotSupported

from reader.core.model.article import Article
from reader.core.store import Store
from reader.core.text.counting import count_noun
from reader.ui.commands.registry import first_key
from reader.ui.render.article_forms import FORMS, article_form, article_markdown
from reader.ui.render.text import fit
from reader.ui.view.callbacks import Ask, Clock, Copy, Notify, Spawn, choose
from reader.ui.view.news_view import NewsView, Targets

_PIPE = 'sh -c "$1"; code=$?; printf "\\n[%s · Enter] " "status $code"; read -r _ </dev/tty; exit $code'
"""A shell that runs a command and waits for Enter: what the command printed is to be read."""
_MOST_COMMANDS = 9
_SHOWN = 64
"""Cells of a text that is offered."""


class ArticleTextController:
    """Copies articles in several forms, and pipes them to commands.

    Args:
        copy: copies a text to the clipboard.
        suspend: lends the terminal to another program.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        copy: Copy,
        suspend: Callable[[], AbstractContextManager[None]],
        clock: Clock,
        notify: Notify,
        ask: Ask,
        spawn: Spawn,
    ) -> None:
        self._view = view
        self._store = store
        self._copy = copy
        self._suspend = suspend
        self._clock = clock
        self._notify = notify
        self._ask = ask
        self._spawn = spawn
        self._commands: tuple[str, ...] = ()

    def _articles(self, targets: Targets) -> Sequence[Article]:
        if targets.article is not None:
            return (targets.article,)
        return tuple(article for article in map(self._store.article, targets.ids) if article is not None)

    # -- copying

    def copy_as(self) -> None:
        """Offer the forms of the article or the selection, and copy one."""
        articles = self._articles(self._view.targets())
        texts = {form: self._in_form(articles, form) for form in FORMS}
        options = [(form, fit(text.replace("\n", " · "), _SHOWN)) for form, text in texts.items() if text]
        answer = choose(self._ask, "Copy as", options, keys="Enter copy · Esc close", stacked=True)
        self._spawn(self._copy_choice(answer, options, texts), "dialogs")

    @staticmethod
    def _in_form(articles: Sequence[Article], form: str) -> str:
        between = "\n\n" if form in ("title and link", "excerpt") else "\n"
        return between.join(filter(None, (article_form(article, form) for article in articles)))

    async def _copy_choice(
        self, answer: Awaitable[int | str | None], options: Sequence[tuple[str, str]], texts: dict[str, str]
    ) -> None:
        choice = await answer
        if isinstance(choice, int):
            form = options[choice][0]
            self._notify(f"{await self._copy(texts[form])}: the {form}")

    def copy_selection(self) -> None:
        """Copy the text that the mouse has selected, else the links of the selected articles; else say how to quit."""
        text, selected = self._view.detail.selected_text, self._view.selected
        if text:
            self._spawn(self._copy_text(text, count_noun(len(text), "character")), "copying")
        elif selected:
            links = self._in_form(self._articles(self._view.targets()), "link")
            self._spawn(self._copy_text(links, count_noun(len(links.splitlines()), "link")), "copying")
        else:
            leave, out = (first_key(name, self._view.keymap) for name in ("pane.leave", "program.quit"))
            self._notify(f"{leave} quits from the list, {out} from anywhere")

    async def _copy_text(self, text: str, what: str) -> None:
        self._notify(f"{await self._copy(text)}: {what}")

    def tell_selection(self) -> None:
        """Say how to copy the text that the mouse has selected."""
        self._notify(f"{first_key('text.copy', self._view.keymap)} copies the selected text")

    # -- piping

    def pipe(self) -> None:
        """Ask for a command, and give it the article or the selection as Markdown."""
        targets = self._view.targets()
        options = [(command, "") for command in self._commands]
        title = f"Pipe {targets.name} as Markdown to"
        answer = choose(self._ask, title, options, "a command, such as: wc -w", keys="Enter run · Esc close")
        self._spawn(self._pipe_to(answer, self._articles(targets)), "dialogs")

    async def _pipe_to(self, answer: Awaitable[int | str | None], articles: Sequence[Article]) -> None:
        choice = await answer
        if choice is None:
            return
        command = self._commands[choice] if isinstance(choice, int) else choice.strip()
        others = (other for other in self._commands if other != command)
        self._commands = (command, *others)[:_MOST_COMMANDS]
        now = self._clock()
        whole = [await self._view.loader.load(article) for article in articles]
        text = "\n".join(article_markdown(article, now, self._store.mark(article.id)) for article in whole)
        self._run(command, text)

    def _run(self, command: str, text: str) -> None:
        try:
            with self._suspend():
                done = subprocess.run(["sh", "-c", _PIPE, "sh", command], input=text.encode(), check=False)
        except (SuspendNotSupported, OSError) as error:
            self._notify(f"the command could not be started: {error}", "error")
            return
        if done.returncode:
            self._notify(f"the command ended with status {done.returncode}", "warning")
