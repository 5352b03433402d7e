"""Random mutants of sound files: each loads or gets one error with a line, quickly, and is never silent."""

import random
import time

import pytest

from reader.core.model.problem import Severity
from reader.core.tables.article_batch import ArticleBatch
from tests.sources.seeds import parsed, seed

_PIECES = [
    *(b"---", b"\n", b'"', b"'", b"[", b"]", b"{", b"}", b": ", b"- ", b"&a ", b"*a", b"!!", b"!", b"|", b">", b"\t"),
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\\e", b"\\x9b", b"\\0", b"\\ud800", b"#", b"%", b"@", b"`"),
    *(b"<<: ", b"? ", b"\r", b"0x", b".nan", b"9" * 400, b"2020-13-45T99:99:99Z", b"\x1b[31m", b"\xc2\x9b", b"    "),
    *(b"<script>", b"&#27;", b"\\n", b"\xc3\xa2\xe2\x82\xac\xe2\x80\x9c", b"javascript:", b"\xe2\x80\xa8", b"..."),
]
_SOURCES = [
    seed().encode(),
    seed().replace("\n", "\r\n").encode(),
    seed(
        excerpt='"<p>AT&amp;T &#8217;s â€“ \\r\\n more</p>"',
        related='\n  - title: One\n    webUrl: "https://y.example/1"\n    publishedDateTime: 2020-11-27T23:08:00Z\n'
        "    provider:\n      name: Y\n    images:\n      - url: https://y.example/i.png\n  - title: Two",
        provider="\n  name: Example\n  domain: x.example",
        topics="\n  - AI\n  - Robotics",
    ).encode(),
]


def mutant(chance: random.Random) -> bytes:
    data = bytearray(chance.choice(_SOURCES))
    for _ in range(chance.choice([1, 1, 2, 3, 8, 30])):
        place = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0 if data:
                data[place % len(data)] = chance.randrange(256)
            case 1:
                data[place:place] = chance.choice(_PIECES)
            case 2:
                del data[place : place + chance.randrange(1, 60)]
            case _:
                data[place:place] = data[max(0, place - chance.randrange(1, 200)) : place]
    return bytes(data)


def judge(data: bytes) -> None:
    started = time.perf_counter()
    article, problems = parsed(data)
    assert time.perf_counter() - started < 2
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert len(errors) == (article is None), "loaded, or one error"
    assert all(error.line for error in errors)
    assert all(problem.message.isprintable() for problem in problems)
    if article is None:
        return
    back = ArticleBatch.of([article]).article(0)
    for text in (back.title, back.provider.label, *back.topics, *(entry.title for entry in back.related)):
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char == "\u202e" for char in text)
    assert not any(ord(char) < 32 and char != "\n" for char in back.excerpt + back.body + back.featured)


def run(rounds: int, start: int) -> None:
    chance = random.Random(start)
    for _ in range(rounds):
        data = mutant(chance)
        try:
            judge(data)
        except BaseException as error:
            error.add_note(f"the mutant: {data!r}")
            raise


def test_mutants() -> None:
    run(300, start=1)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_many_mutants() -> None:
    run(20_000, start=2)
