"""Signs and lines in ASCII."""

import pytest
from rich.segment import Segment
from textual.color import Color

from reader.ui.terminal.filters import SIGNS, AsciiFilter
from tests.ui.support import LIVE, a_store, an_app, article, running, screen_text
from tests.ui.test_snapshots import some_marks

BLACK = Color.parse("black")


def test_each_sign_is_one_other_character() -> None:
    assert all(isinstance(sign, str) and len(sign) == 1 and sign.isascii() for sign in SIGNS.values())
    (segment,) = AsciiFilter().apply([Segment("★ a · b …")], BLACK)
    assert segment.text == "* a - b ~"


@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
@pytest.mark.parametrize("keys", [[], ["colon"], ["question_mark"], ["x"], ["slash"], ["l"], ["h"], ["space", "Z"]])
async def test_the_whole_screen_is_ascii_if_the_articles_are(keys: list[str], size: tuple[int, int]) -> None:
    store = a_store([article(number, LIVE, heat=number, related=(article(9, "x"),)) for number in range(1, 40)])
    app = an_app(store, some_marks(), ascii_only=True)
    async with running(app, size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert "".join(screen_text(app)).isascii()
