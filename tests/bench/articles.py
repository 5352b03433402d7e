"""Made-up articles, the same ones each time, in the proportions of real folders."""

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.bench.vocabulary import Words

TOPICS = (
    "AI", "AI Ethics", "AI in Finance", "AI in Healthcare", "AI in Security", "Biology", "Blockchain", "Chips",
    "Climate", "Cloud", "Computer Vision", "Cybersecurity", "Data Science", "Deep Learning", "Edge Computing",
    "Education", "Energy", "Games", "Language", "Machine Learning", "Open Source", "Physics", "Policy", "Privacy",
    "Quantum", "Robotics", "Self-Driving Cars", "Space", "Speech", "Startups",
)  # fmt: skip
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=5 * 365)
MOST_HEAT = 4000
_KINDS = ("Times", "Post", "News", "Daily", "Wire", "Journal")
_SECRET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass(frozen=True, slots=True)
class Provider:
    """Who published an article."""

    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up article; a related entry has neither heat, topics nor related of its own."""

    title: str
    excerpt: str
    when: datetime
    url: str
    provider: Provider
    kind: str
    quality: int
    image: str
    heat: int = -1
    topics: tuple[str, ...] = ()
    related: "tuple[Made, ...]" = ()
    secret: str = ""
    number: int = field(default=0, compare=False)

    @property
    def archived(self) -> bool:
        """Whether it is off the front page."""
        return self.heat < 0


class Newsroom:
    """Makes articles, one after the other.

    Args:
        seed: articles of the same seed and count are the same.
    """

    def __init__(self, seed: int = 1) -> None:
        self._rng = random.Random(seed)
        self._words = Words(self._rng)
        self._providers = [self._provider() for _ in range(300)]
        self._recent: deque[Made] = deque(maxlen=400)

    def _provider(self) -> Provider:
        name = f"{self._words.sentence(1, 1)} {self._rng.choice(_KINDS)}"
        return Provider(name, f"{'-'.join(self._words.draw(2, 2))}.com")

    def articles(self, count: int) -> Iterator[Made]:
        """`count` articles from the oldest to the newest: 30 % have four related entries, 2 % are archived."""
        for number in range(count):
            when = FIRST_DAY + SPAN * number / count + timedelta(seconds=self._rng.randrange(3600))
            made = self._article(number, when.replace(microsecond=0))
            yield made
            self._recent.append(made)

    def _article(self, number: int, when: datetime) -> Made:
        rng = self._rng
        base = self._entry(when, (6, 15), (25, 44))
        return Made(
            title=base.title,
            excerpt=base.excerpt,
            when=when,
            url=base.url,
            provider=base.provider,
            kind="video" if rng.random() < 0.15 else "article",
            quality=base.quality,
            image=base.image,
            heat=-1 if rng.random() < 0.02 else self._heat(),
            topics=tuple(rng.sample(TOPICS, 1 + rng.randrange(3))),
            related=self._related(when) if rng.random() < 0.3 else (),
            secret="".join(rng.choices(_SECRET, k=450)) + "==",
            number=number,
        )

    def _heat(self) -> int:
        heat = int(self._rng.paretovariate(1.2) * 60)
        return heat if heat <= MOST_HEAT else self._rng.randrange(MOST_HEAT)

    def _related(self, when: datetime) -> tuple[Made, ...]:
        """Four entries, of which the first is an article of the same folder where there is one."""
        known = (self._rng.choice(self._recent),) if self._recent else ()
        hours = self._rng.choices(range(1, 90), k=4 - len(known))
        return (*known, *(self._entry(when + timedelta(hours=number), (6, 13), (20, 35)) for number in hours))

    def _entry(self, when: datetime, title: tuple[int, int], excerpt: tuple[int, int]) -> Made:
        rng = self._rng
        words = self._words.draw(*title)
        provider = self._providers[min(int(rng.expovariate(1 / 40)), len(self._providers) - 1)]
        path = f"{when:%Y/%m/%d}/{'-'.join(words[:9])}-{rng.randrange(10**8)}"
        return Made(
            title=" ".join(words).capitalize(),
            excerpt=self._words.sentence(*excerpt) + ".",
            when=when,
            url=f"https://www.{provider.domain}/{path}",
            provider=provider,
            kind="article",
            quality=rng.randrange(20, 140),
            image=f"https://cdn.{provider.domain}/images/{rng.randrange(16**12):012x}.jpg",
        )
