"""The gate for text from outside."""

import os
import time

import pytest

from reader.core.text.cleaning import clean_body, clean_line, clean_text
from reader.core.text.normalization import (
    BODY_LIMIT,
    LINE_LIMIT,
    TEXT_LIMIT,
    TEXT_LINES,
    printable_path,
    quoted,
    strip_controls,
)

SOUND = [
    "Privacy in China: the growth of facial recognition technology",
    "PARCE QUE C’EST MARQUÉ… São Paulo à Nẵng “ok”",
    "[red]x[/] [/] [@click=app.quit]Free[/] [b",
    'C[i] and A[0] = "q" \\[b] 100% $(id) `x` ~ ^',
    "a < b, <3, List<T>, x <- y, <b>bold</b>, <script>",
    "AT&T, R&D, Q&A; a&b, &copy2020, &c.",
    "👩‍👩‍👧 ❤️ 🇫🇷 1️⃣ 👍🏽 family, heart, flag",
    "می‌خواهم نامه‌ای בְּרֵאשִׁית हिन्दी ภาษาไทยที่นี้",
    "中国人脸识别技术、ニュース：한국어",
    "a\u200bb zero width space",
    "Zx́̂̃̄ four marks",
]

SEQUENCES = [
    ("Alpha\x1b[31mOmega", "AlphaOmega"),
    ("Alpha\x1b[2J\x1b[HOmega", "AlphaOmega"),
    ("Alpha\x1b[?1049lOmega", "AlphaOmega"),
    ("Alpha\x1b[6n\x1b[21tOmega", "AlphaOmega"),
    ("Alpha\x1b[2 qOmega", "AlphaOmega"),
    ("Alpha\x1b]0;PWNED\x07Omega", "AlphaOmega"),
    ("Alpha\x1b]52;c;cm0gLXJm\x1b\\Omega", "AlphaOmega"),
    ("Alpha\x1b]8;;http://evil.example/\x1b\\Omega", "AlphaOmega"),
    ("Alpha\x1bPq#0\x1b\\Omega", "AlphaOmega"),
    ("Alpha\x1b_G1\x1b\\\x1b^x\x1b\\\x1bXy\x1b\\Omega", "AlphaOmega"),
    ("Alpha\x9b31mOmega", "AlphaOmega"),
    ("Alpha\x9d0;PWNED\x9cOmega", "AlphaOmega"),
    ("Alpha\x90q\x9cOmega", "AlphaOmega"),
    ("Alpha\x1bcOmega", "AlphaOmega"),
    ("Alpha\x1b7\x1b8\x1b(B\x1b#8\x1b%GOmega", "AlphaOmega"),
    ("Alpha\x1bOmega", "AlphaOmega"),
    ("Alpha\x1b", "Alpha"),
    ("Alpha\x1b]0;never ended", "Alpha0;never ended"),
    ("Alpha\x1b\x1b[31m[32mOmega", "Alpha[32mOmega"),
    ("Alpha\x1b[", "Alpha"),
]

CONTROLS = [
    ("Alpha\x00\x05\x07\x08\x0e\x1f\x7fOmega", "AlphaOmega"),
    ("Alpha\x80\x84\x86\x9a\x9fOmega", "AlphaOmega"),
    ("Alpha\u202egpj.exe\u202c", "Alphagpj.exe"),
    ("\u2066a\u2067b\u2068c\u2069", "abc"),
    ("\ufeffa\u206ab\ufff9c\uffff", "abc"),
    ("שלום! \u200f(2020) \u200eend\u061c", "שלום! (2020) end"),
    ("a\U000e0041\U000e007fb", "ab"),
    ("soft\xadhyphen", "softhyphen"),
    ("a\ud800b", "a\ufffdb"),
    ("\ud83d\ude00", "😀"),
    ("Z" + "\u0301" * 300 + " end", "Z" + "\u0301" * 4 + " end"),
    ("Z" + "\u0301\u200d" * 300 + " end", "Z" + "\u0301\u200d" * 2 + " end"),
]


@pytest.mark.parametrize(
    "text", ["\u200b", "\u200d \u2060\u200c", "\u3164\u115f", "\u2800 \u2800", "\ufe0f\U000e0101", "&#8203;"]
)
def test_a_text_of_nothing_that_can_be_seen_is_empty(text: str) -> None:
    assert clean_line(text) == ""
    assert clean_text(f"<p>{text}</p>\n{text}") == ""


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_not_changed(text: str) -> None:
    assert clean_line(text) == text
    assert strip_controls(text) == text
    assert clean_body(text) == text


@pytest.mark.parametrize(("text", "wanted"), SEQUENCES + CONTROLS)
def test_controls_go_and_the_text_around_stays(text: str, wanted: str) -> None:
    assert strip_controls(text) == wanted
    assert clean_line(text) == wanted
    assert clean_text(text) == wanted
    assert clean_text(text + "\n\n<p>" + text) == wanted + "\n\n" + wanted
    assert clean_body("# x\n" + text) == "# x\n" + wanted


def test_no_control_is_left_whatever_stands_beside_it() -> None:
    awkward = [chr(code) for code in [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066, 0xFEFF, 0xE0041, 0xD800]]
    for one in awkward:
        for other in awkward:
            cleaned = strip_controls(f"a{one}{other}[31m{one}]0;x{other}b")
            assert not any(char in cleaned for char in awkward)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Alpha\nBeta\tGamma\r\nDelta", "Alpha Beta Gamma Delta"),
        ("a\xa0b\u2007c\u202fd", "a b c d"),
        ("a\u2028b\u2029c\x85d\x0be", "a b c d e"),
        ("  a   b  ", "a b"),
        ("", ""),
        ("   ", ""),
        ("AT&amp;T &#8217;s &quot;x&quot; &hellip;", 'AT&T ’s "x" …'),
        ("&amp;lt;", "&lt;"),
        ("don&#8217t", "don’t"),
        ("&#27;[31m &#8238;x &#x9b;31m&#13;&#10;y", "[31m x ›31m y"),
        ("&#xd800;a&#0;", "\ufffda\ufffd"),
    ],
)
def test_one_line(text: str, wanted: str) -> None:
    assert clean_line(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("one\r\ntwo", "one two"),
        ("one\r\rtwo\n \n\nthree", "one\n\ntwo\n\nthree"),
        (r"one.\r\ntwo\n\nthree", "one. two\n\nthree"),
        (r"C:\new\nabla \nu", r"C:\new\nabla \nu"),
        ("<p>one</p><p>two<br/>three</p>", "one\n\ntwo three"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("a <b>b</b>c <a href='x'>d</a>", "a bc d"),
        ("a<script>alert(1)</script>b<style>p {}</style><!-- no -->c", "a b c"),
        ("a<script>never closed", "a"),
        ("a<IMG SRC=x onerror=y>b", "ab"),
        ("a < b > c <3 List<T> <-", "a < b > c <3 List<T> <-"),
        ("&lt;b&gt; is a tag", "<b> is a tag"),
        ("x\xa0\xa0y  z", "x y z"),
    ],
)
def test_paragraphs(text: str, wanted: str) -> None:
    assert clean_text(text) == wanted


def test_repair_is_asked_only_where_it_may_be_needed() -> None:
    asked: list[str] = []

    def repair(text: str) -> str:
        asked.append(text)
        return text.replace("â€“", "\u2013\x1b[31m")

    assert clean_line("plain – sound’s", repair) == "plain – sound’s"
    assert not asked
    assert clean_line("widely â€“ at", repair) == "widely – at"
    assert clean_text("widely\n\nâ€“ at &lt;", repair) == "widely\n\n– at <"
    assert asked == ["widely â€“ at", "widely\n\nâ€“ at <"]


def test_limits() -> None:
    assert len(clean_line("x" * 300_000)) == LINE_LIMIT
    assert clean_line("x" * 300_000).endswith("x…")
    assert clean_line("x" * LINE_LIMIT) == "x" * LINE_LIMIT
    assert len(clean_text("x" * 300_000)) == TEXT_LIMIT
    assert len(clean_text("a\n" * 200_000)) <= TEXT_LIMIT
    assert clean_text("a\n\n" * 2_000).count("\n") < TEXT_LINES
    assert clean_text("a\n\n" * 2_000).endswith("a …")
    assert len(clean_body("x" * 300_000)) == BODY_LIMIT


def test_what_is_cut_anyway_costs_no_repair() -> None:
    lengths: list[int] = []

    def repair(text: str) -> str:
        lengths.append(len(text))
        return text

    clean_line("Ã" * 300_000, repair)
    clean_text("Ã" * 300_000, repair)
    clean_text("Ã\n" * 300_000, repair)
    clean_body("Ã" * 300_000, repair)
    assert lengths == [LINE_LIMIT * 8, TEXT_LIMIT * 8, TEXT_LIMIT * 4, BODY_LIMIT]


def test_body_keeps_lines_and_indents() -> None:
    assert clean_body("# A\r\n\r\n    code\n\tmore é\x1b[2J\n&amp;") == "# A\n\n    code\n    more é\n&amp;"


def test_names_of_files_in_messages() -> None:
    assert printable_path("news/a b.md") == "news/a b.md"
    assert printable_path("x-\x1b]0;PWNED\x07-\n-\u202ey.md") == "x-- -y.md"
    assert printable_path(os.fsdecode(b"zed\xe9.md")) == "zed\ufffd.md"


def test_quoted_pieces_are_short_and_safe() -> None:
    assert quoted("a\nb\x1b[31m") == "“a b”"
    assert len(quoted("x" * 1000)) == 42


@pytest.mark.parametrize(
    "piece",
    ["<", "<b ", "<script", "<script>", "<!--", "&", "&#1", "\x1b]", "\x1b[", "\x9d", "\\n", "\n ", "\u0301", "\u200d"],
)
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    clean_text(piece * 200_000)
    clean_line(piece * 200_000)
    assert time.process_time() - started < 1
