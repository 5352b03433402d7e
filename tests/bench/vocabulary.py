"""Made-up words: a small vocabulary combined into a larger one, drawn as words are in real texts."""

import itertools
import random

_COMMON = """the of and to in for a on with is new that how as at by from are will be has it this its an more
over after than into can not they data says first could what now"""
_HEADS = """ac am ar bel bor cal car cor dan del dor el en fal far gal gor har hel in jor kal kor lan lor mal mar
mer nor ol or pal per qua ral ror sal sol tal tor ul val vor wil xan yor zel"""
_MIDDLES = """ba ce di fo gu la le li lo ma me mi mo na ne ni no pa pe pi ra re ri ro sa se si so ta te ti to
va ve vi"""
_TAILS = """n nd ng nt r rd rn rt s sh st t x ble dic fer form gate ing ism lar line logy mark ment ness nic
ples port ral ries sion tic ture ward ways"""


def vocabulary(rng: random.Random) -> list[str]:
    """Some 50,000 different words, the common ones first, the others in an order of their own."""
    common = _COMMON.split()
    parts = itertools.product(_HEADS.split(), _MIDDLES.split(), _TAILS.split())
    made = sorted({"".join(part) for part in parts}.difference(common))
    rng.shuffle(made)
    return [*common, *made]


class Words:
    """Draws words by Zipf's law: the n-th is drawn in proportion to 1/n."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._words = vocabulary(rng)
        self._weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(self._words))))

    def draw(self, least: int, most: int) -> list[str]:
        """Between `least` and `most` words."""
        count = self._rng.randint(least, most)
        return self._rng.choices(self._words, cum_weights=self._weights, k=count)

    def sentence(self, least: int, most: int) -> str:
        """The same as a text that begins with a capital letter."""
        return " ".join(self.draw(least, most)).capitalize()
