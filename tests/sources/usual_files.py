"""Files of the usual shape: their sections, a maker of many, and mutants of them."""

import random
from collections.abc import Callable

HEAD = """---
category: news
title: "Ordinary title"
excerpt: "Ordinary excerpt."
publishedDateTime: 2020-11-26T15:50:00Z
originalUrl: "https://x.example/original"
webUrl: "https://www.x.example/a"
ampWebUrl: "https://x.example/a/amp"
cdnAmpWebUrl: "https://x-example.cdn.ampproject.org/c/s/x.example/a/amp"
type: video
quality: 50
heat: 60
published: true

"""
PROVIDER = "provider:\n  name: Example\n  domain: x.example\n"
TOPICS = "\ntopics:\n  - AI\n  - Self-driving Cars\n"
USUAL = HEAD + PROVIDER + TOPICS + "\n---\n"

FEATURED = 'featuredContent: "<iframe width=\\"8\\" src=\\"https://x.example/\\"></iframe>"\n\n'
PROVIDER_IMAGES = '  images:\n    - url: "https://x.example/i.png"\n      width: 50\n      height: 50\n'
IMAGES = (
    'images:\n  - url: "https://x.example/i.png"\n    width: 50\n    height: 50\n    title: "A picture: #1"\n'
    "    isCached: true\n  - url: https://x.example/j.png\n    attribution: J. Doe (Example)\n\n"
)
RELATED = """related:
  - title: "One"
    excerpt: "It is said: &amp; \\"so\\""
    publishedDateTime: 2020-11-27T23:08:00Z
    webUrl: "https://y.example/1"
    type: article
    provider:
      name: Y
      domain: y.example
    quality: 12
    images:
      - url: "https://y.example/i.png"
        width: 800
        isCached: true
  - title: Two
    webUrl: https://y.example/2
    originalUrl: "https://y.example/2"
    provider:
      name: Z
      domain: z.example
      images:
        - url: "https://z.example/i.png"
          width: 50
    topics:
      - name: no list of texts
    heat: 12
  - title: "Ordinary title"

"""
SECRET = 'secured: "c2VjcmV0+/="\n'
FULL = HEAD + FEATURED + PROVIDER + PROVIDER_IMAGES + TOPICS + "\n" + IMAGES + RELATED + SECRET + "---\n\nA *body*.\n"


_WORDS = [
    "Robots",
    "café",
    "&amp;",
    "AT&T",
    "it's",
    "—",
    "\\n",
    '\\"so\\"',
    "  ",
    "3:2",
    "C#",
    "日本",
    "â€“",
    "(a)",
    "[b]",
]
_LINKS = ["https://www.x.example/2020/a-b/", "http://amp.y.example/a?b=c&utm_source=d", "https://z.example/\u00e9"]


class Maker:
    """Makes usual files, each other than the last."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def file(self) -> bytes:
        """The bytes of a usual file."""
        some, chance = self._some, self._chance
        parts = [some(1, "category: news\n"), f"title: {self._quoted()}\n", some(1, f"excerpt: {self._quoted(30)}\n")]
        parts += [some(1, f"publishedDateTime: {self._date()}\n"), f'originalUrl: "{chance.choice(_LINKS)}"\n']
        parts += [some(0, f'{name}: "{chance.choice(_LINKS)}"\n') for name in ("webUrl", "ampWebUrl", "cdnAmpWebUrl")]
        parts += [some(1, f"type: {chance.choice(['article', 'video'])}\n"), some(1, f"quality: {self._number()}\n")]
        parts += [some(1, f"heat: {self._number()}\n"), some(1, f"published: {chance.choice(['true', 'false'])}\n")]
        parts += ["\n", some(0, FEATURED), some(1, self._provider(2) + some(0, PROVIDER_IMAGES) + "\n")]
        parts += [some(1, "topics:\n" + self._lines(lambda: f"  - {self._value()}\n") + "\n"), some(0, IMAGES)]
        parts += [some(0, chance.choice([RELATED, "related:\n" + self._lines(self._entry) + "\n"]))]
        text = "".join(["---\n", *parts, some(0, SECRET), "---\n", some(0, "\nBody.\n")])
        return (text.replace("\n", "\r\n") if chance.random() < 0.2 else text).encode()

    def _some(self, often: int, text: str) -> str:
        return text if self._chance.random() < (0.5, 0.9)[often] else ""

    def _lines(self, line: Callable[[], str]) -> str:
        return "".join(line() for _ in range(self._chance.randrange(1, 4)))

    def _number(self) -> int:
        return self._chance.choice([-1, 0, 7, 50, 133, 999_999])

    def _date(self) -> str:
        year, month, day = (self._chance.randrange(10, limit) for limit in (30, 13, 29))
        return f"20{year}-{month}-{day}T15:50:59Z"

    def _quoted(self, most: int = 8) -> str:
        words = [self._chance.choice(_WORDS) for _ in range(self._chance.randrange(most))]
        return f'"{" ".join(["Title", *words])}"'

    def _value(self) -> str:
        return self._chance.choice([self._quoted(3), "AI", "Self-driving Cars", "null", "C# 12:30", "Übung & Co."])

    def _provider(self, indent: int) -> str:
        blank = " " * indent
        return f"{blank[2:]}provider:\n{blank}name: {self._value()}\n" + self._some(1, f"{blank}domain: x.example\n")

    def _entry(self) -> str:
        some = self._some
        parts = [f"  - title: {self._value()}\n", some(1, f"    excerpt: {self._quoted()}\n")]
        parts += [some(1, f"    publishedDateTime: {self._date()}\n"), some(1, '    webUrl: "https://y.example/"\n')]
        parts += [some(1, "    type: article\n"), some(1, self._provider(6)), some(1, "    quality: 5\n")]
        return "".join([*parts, some(0, '    images:\n      - url: "https://y.example/i.png"\n        width: 800\n')])


_PIECES = [
    *(
        '"',
        "'",
        "---",
        "...",
        ":",
        ": ",
        "- ",
        "\t",
        "&",
        "&a ",
        "*",
        "*a",
        "!!",
        "! ",
        "#",
        " #",
        "|",
        ">",
        "\ufeff",
        "\r",
    ),
    *(
        "\\",
        '\\"',
        "\\\\",
        "\\x41",
        "\\u2019",
        "\\",
        "\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "%",
        "@",
        "`",
    ),
    *(
        "? ",
        "<<: ",
        "~",
        "null",
        "-",
        "=",
        "\0",
        "\x1b[1m",
        "\x7f",
        "\x85",
        "\xa0",
        "\u2028",
        "\u200b",
        "\uffff",
        "é",
        "日",
    ),
    *(
        "<p>",
        "&#27;",
        "â€“",
        "javascript:",
        "https://",
        "é.example",
        "2020-13-45T99:99:99Z",
        "-1",
        "9999999",
        "1e9",
        "true",
    ),
    *(
        "title: a\n",
        "webUrl: \n",
        'webUrl: ""\n',
        "heat: 5\n",
        "  - x\n",
        "    y: z\n",
        "      - w\n",
        "images:\n",
        "related:\n",
    ),
]


def mutant(chance: random.Random, data: bytes) -> bytes:
    """A file with one or some of its bytes, values or lines changed."""
    for _ in range(chance.choice([1, 1, 1, 2, 3, 8])):
        data = chance.choice([_with_piece, _with_piece, _with_value, _with_lines, _with_indent, _with_byte])(
            chance, data
        )
    return data


def _with_piece(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(_PIECES).encode() + data[place + chance.choice([0, 0, 1, 5]) :]


def _with_byte(chance: random.Random, data: bytes) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _with_value(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    name, colon, value = lines[place].partition(b": ")
    piece = chance.choice(_PIECES).encode()
    lines[place] = name + colon + chance.choice([piece, piece + value, value + piece, b'"' + piece + b'"', b""])
    return b"\n".join(lines)


def _with_lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    start = chance.randrange(len(lines))
    moved = lines[start : start + chance.choice([1, 1, 2, 5])]
    if chance.random() < 0.7:
        del lines[start : start + len(moved)]
    if chance.random() < 0.7:
        place = chance.randrange(len(lines) + 1)
        lines[place:place] = moved
    return b"\n".join(lines)


def _with_indent(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    line = lines[place]
    lines[place] = chance.choice(
        [b" " + line, b"  " + line, line[1:], line[2:], line + b" ", line.lstrip(), b"- " + line]
    )
    return b"\n".join(lines)
