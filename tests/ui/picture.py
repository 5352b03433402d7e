"""The picture of the README: the real screen on the built-in edition. `python -m tests.ui.picture` makes it anew."""

import asyncio
import os
import re
from pathlib import Path

from reader.config.paths import seeds
from reader.core.load_events import Added, Discovered
from reader.core.store import Store
from reader.sources.files.folder_loader import load_files
from tests.ui.support import an_app, running

FILE = Path(__file__).with_name("screen.svg")
SIZE = (132, 36)
_LEADING = re.compile(r'x="([\d.]+)" (y="[\d.]+") textLength="([\d.]+)"([^>]*)>((?:&#160;)+)(?=[^<&\s])')
_CELL = 12.2


def built_in_edition() -> Store:
    """The store with the articles that come with the program."""
    store = Store()
    for event in load_files([seeds()]):
        match event:
            case Discovered(topics=topics):
                store.add_topics(topics)
            case Added(batch=block):
                store.apply(block)
    return store


def _moved(match: re.Match[str]) -> str:
    """Blanks before a text as a place and not as blanks, which some viewers drop."""
    x, y, length, rest, blanks = match.groups()
    width = blanks.count("&#160;") * _CELL
    return f'x="{float(x) + width:g}" {y} textLength="{float(length) - width:g}"{rest}>'


async def draw() -> str:
    """The picture, as SVG."""
    app = an_app(built_in_edition(), remembered={"density": "auto"})
    async with running(app, size=SIZE) as pilot:
        await pilot.press("j", "b", "j")
        await pilot.pause()
        app.main.status.clear()
        await pilot.pause()
        return _LEADING.sub(_moved, app.export_screenshot(title="heatwire"))


if __name__ == "__main__":
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    FILE.write_text(asyncio.run(draw()), encoding="utf-8")
