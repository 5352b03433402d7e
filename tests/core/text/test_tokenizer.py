"""Words as search sees them."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.text.tokenizer import fold, fold_line, spans, tokens

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain TEXT", "plain text"),
        ("Über", "uber"),
        ("U\u0308ber", "uber"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("İstanbul, Diyarbakır", "istanbul, diyarbakir"),
        ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
        ("Ἀθῆναι", "αθηναι"),
        ("Łódź, Ørsted, Æther, Œuvre, Đà Nẵng", "lodz, orsted, aether, oeuvre, da nang"),
        ("Ёлка й", "елка и"),
        ("ﬁve ＡＩ２ ②", "five ai2 2"),
        ("カ\u3099 ガ ｶﾞ が か", "ガ ガ ガ が か"),
        ("\ud55c\uae00 \u1112\u1161\u11ab", "한글 한"),
        ("हिन्दी", "हिन्दी"),
        ("1\ufe0f\u20e3 🎉", "1 🎉"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("The AI Act, again.", ["the", "ai", "act", "again"]),
        ("AT&T C++ snake_case 3.5", ["at", "t", "c", "snake", "case", "3", "5"]),
        ("China’s “café” – naïve…", ["china", "s", "cafe", "naive"]),
        ("cafe\u0301s", ["cafes"]),
        ("CO₂ iPhone™ ½", ["co2", "iphone", "1", "2"]),
        ("顔認証とAI", ["顔", "認", "証", "と", "ai"]),
        ("ｶﾞｽ カ\u3099ス", ["ガ", "ス", "ガ", "ス"]),
        ("인공지능은", ["인", "공", "지", "능", "은"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("🎉 👩‍💻 — …", []),
        ("Привет, ΚΌΣΜΟΣ", ["привет", "κοσμοσ"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert tokens(text) == words


def test_places_are_those_of_the_text_as_it_is() -> None:
    text = "Die STRAßE, e\u0301te\u0301 und ½ 顔"
    found = [(word, text[start:end]) for word, start, end in spans(text)]
    assert found == [
        ("die", "Die"),
        ("strasse", "STRAßE"),
        ("ete", "e\u0301te\u0301"),
        ("und", "und"),
        ("1", "½"),
        ("2", "½"),
        ("顔", "顔"),
    ]


def test_every_assigned_character_folds_to_what_stays_so() -> None:
    for number in range(sys.maxunicode + 1):
        char = chr(number)
        if unicodedata.category(char) in ("Cn", "Co", "Cs"):
            continue
        folded, words = fold(char), tokens(char)
        assert fold(folded) == folded, hex(number)
        assert tokens(" ".join(words)) == words, hex(number)


def test_every_mark_stays_on_its_letter() -> None:
    marks = [chr(number) for number in range(sys.maxunicode + 1) if unicodedata.category(chr(number))[0] == "M"]
    assert [hex(ord(mark)) for mark in marks if len(tokens(f"x{mark}y")) != 1] == []


@given(TEXTS)
def test_words_are_the_same_with_places(text: str) -> None:
    found = spans(text)
    assert [word for word, _, _ in found] == tokens(text)
    places = [(start, end) for _, start, end in found]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)
    for word, start, end in found:
        assert word in tokens(text[start:end])


@given(TEXTS)
def test_folding_and_words_are_final(text: str) -> None:
    words = tokens(text)
    assert fold(fold(text)) == fold(text)
    assert tokens(" ".join(words)) == words
    assert tokens(text.upper()) == tokens(text.upper().lower())


def test_a_tag_is_without_regard_to_case_and_blanks() -> None:
    assert fold_line("  Für \t Später ") == "fur spater"
