"""The programs under test, each with folders of its own."""

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.corpus import Corpus
from tests.bench.session import Session
from tests.bench.view import View

_DROPPED = ("PYTHON", "HEATWIRE_", "TEXTUAL", "XDG_", "NO_COLOR", "BROWSER", "LC_", "COLUMNS", "LINES")


@dataclass(frozen=True, slots=True)
class Bench:
    """What all measurements need: the command, a folder to work in, how often to measure."""

    command: Sequence[str]
    work: Path
    runs: int

    def environment(self, home: Path | None = None) -> dict[str, str]:
        """The variables of a program that sees nothing of the person's own folders."""
        home = home or self.work / "home"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
        own = {f"HEATWIRE_{kind.upper()}_DIR": str(home / kind) for kind in ("config", "data", "cache")}
        return {
            **kept,
            **own,
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            # The view reads rows of two lines, whatever the width of the list asks for.
            "HEATWIRE_DENSITY": "normal",
            # Compiled modules are kept, as in any installation, whatever this process was told.
            "PYTHONPYCACHEPREFIX": str(self.work / "compiled"),
        }

    def home(self, corpus: Corpus, name: str, new: bool = False) -> Path:
        """A home folder for runs on a folder of articles.

        Args:
            corpus: what is read there.
            name: tells several homes apart.
            new: whether it has to be empty.
        """
        home = self.work / f"home-{corpus.count}-{name}"
        if new:
            shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True, exist_ok=True)
        return home

    def open(self, corpus: Corpus | None, home: Path) -> tuple[Session, View]:
        """Start the program on a folder of articles, or on the built-in edition."""
        session = Session([*self.command, *([corpus.folder] if corpus else [])], self.environment(home))
        return session, View(session.screen)

    def open_floor(self) -> Session:
        """Start the program without articles."""
        script = Path(__file__).with_name("floor_app.py")
        return Session([sys.executable, "-P", str(script)], self.environment())


def floor_shown(session: Session, number: int = 0) -> bool:
    """Whether the program without articles shows all its panes, and a number."""
    text = "\n".join(session.screen.text)
    return all(words in text for words in ("No topics", "No articles", f"End of {number} "))
