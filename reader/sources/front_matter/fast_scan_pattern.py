"""The pattern of a usual file: one regular expression that matches less than YAML allows, and never more.

A YAML parser reads every line that it matches in the same way: a short key, and a value in double quotes or a plain
value without characters that have a meaning in YAML, at the right indent.
"""

import re
from typing import Final

_USUAL_BYTES: Final = bytes([*b"\n\r", *range(0x20, 0x7F)])
# Characters that YAML refuses, that break lines, or that are no characters.
_ODD: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ESCAPE: Final = re.compile(r'\\[\\"/nrt]')
_UNESCAPED: Final = {r"\\": "\\", r"\"": '"', r"\/": "/", r"\n": "\n", r"\r": "\r", r"\t": "\t"}
_HIDDEN: Final = "\0\0"  # replaces an escape: as long as one, and in no valid text

_KEY: Final = "[A-Za-z]++"
# The look-ahead ensures that the next quote ends the line; both halves are as fast as memory.
_INSIDE: Final = r'(?=[^"]*"\n).*'
_QUOTED: Final = f'"{_INSIDE}"'
_PLAIN: Final = (
    r"""[^ \n"'#:\\\[\]{},&*!|>%@`?=<~\0-][^\n:#"\\\0]*+"""  # no indicator in front
    r"""(?:(?:(?<! )#|:(?=[^ \n]))[^\n:#"\\\0]*+)*"""  # no comment, no further key
)
_VALUE: Final = f"(?:{_QUOTED}|{_PLAIN})"
_NUMBER: Final = "-?[0-9]{1,6}"
_TIME: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"


def _line(indent: int, value: str = _VALUE, key: str = _KEY) -> str:
    return rf"{' ' * indent}{key}: {value}\n"


def _maybe(*patterns: str) -> str:
    """Each of some patterns or nothing; an alternative is much faster than an optional group."""
    return "".join(f"(?:{pattern}|)" for pattern in patterns)


def _block(indent: int, lines: str, key: str = _KEY) -> str:
    return rf"{' ' * indent}{key}:\n{lines}"


def _entries(indent: int) -> str:
    """A list of flat mappings, such as images; their fields in the usual order are only a faster alternative."""
    field = indent + 2
    usual = _maybe(
        _line(field, _NUMBER, "width"), _line(field, _NUMBER, "height"), _line(field, "(?:true|false)", "isCached")
    )
    first = f"(?:{_line(0, _QUOTED, 'url')}|{_line(0)})"
    return f"(?:(?>{' ' * indent}- {first}{usual}(?:{_line(field)})*))+"


def _articles(indent: int) -> str:
    """A list of articles, whose fields may be lists of flat mappings, or mappings with such a list in them.

    The usual fields in their usual order are only a faster alternative to the general form after them.
    """
    field, inner = indent + 2, indent + 4
    usual = _maybe(
        _line(field, _QUOTED, "excerpt"),
        _line(field, _TIME, "publishedDateTime"),
        _line(field, _QUOTED, "webUrl"),
        _line(field, _QUOTED, "ampWebUrl"),
        _line(field, _QUOTED, "cdnAmpWebUrl"),
        _line(field, "[a-z]+", "type"),
        _block(field, _line(inner, key="name") + _line(inner, key="domain") + f"(?! {{{inner}}})", "provider"),
        _line(field, _NUMBER, "quality"),
        _block(field, _entries(inner), "images"),
    )
    mapping = rf"(?:{_line(inner)}|{_block(inner, _entries(inner + 2))})+"
    general = rf"(?:{_line(field)}|{_block(field, f'(?:{_entries(inner)}|{mapping})')})*"
    # Atomic, because a file that does not match at its end would otherwise be tried in all ways through all entries.
    return f"(?:(?>{' ' * indent}- {_line(0)}{usual}{general}))+"


def _head() -> str:
    return rf"""---\n{_maybe(_line(0, key="category"))}title: "(?P<title>{_INSIDE})"\n""" + _maybe(
        _line(0, f'"(?P<excerpt>{_INSIDE})"', "excerpt"),
        _line(0, f"(?P<date>{_TIME})", "publishedDateTime"),
        _line(0, f'"(?P<original>{_INSIDE})"', "originalUrl"),
        _line(0, f'"(?P<web>{_INSIDE})"', "webUrl"),
        _line(0, f'"(?P<amp>{_INSIDE})"', "ampWebUrl"),
        _line(0, f'"(?P<cdn_amp>{_INSIDE})"', "cdnAmpWebUrl"),
        _line(0, "(?P<kind>article|video)", "type"),
        _line(0, f"(?P<quality>{_NUMBER})", "quality"),
        _line(0, f"(?P<heat>{_NUMBER})", "heat"),
        _line(0, "(?P<published>true|false)", "published"),
    )


def _tail() -> str:
    # The empty groups tell that a section is there; its content does not matter.
    provider = f"(?P<provider>{_line(2, key='name')}{_maybe(_line(2, key='domain'))})" + _maybe(
        f"(?P<provider_images>){_block(2, _entries(4), 'images')}"
    )
    sections = (
        "(?P<featured>)" + _line(0, _QUOTED, "featuredContent"),
        _block(0, provider, "provider"),
        _block(0, f"(?P<topics>(?:  - {_VALUE}\n)+)", "topics"),
        f"(?P<images>){_block(0, _entries(2), 'images')}",
        f"(?P<related>){_block(0, _articles(2), 'related')}",
        _line(0, _QUOTED, "secured"),
    )
    return _maybe(*(section + r"\n*+" for section in sections)) + r"---(?:\n|\Z)"


USUAL_FILE: Final = re.compile(_head() + r"\n*+" + _tail())


def usual_text(data: bytes) -> str | None:
    """The text of a file with `\\n` for line breaks; None if it is not UTF-8 or has a control or a rare line break."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    rest = data.translate(None, _USUAL_BYTES)
    if rest and _ODD.search(rest.decode()):
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        return None if "\r" in text else text
    return text


def without_escapes(text: str) -> str:
    """The text with every known escape replaced, so that each quote in it begins or ends a value; lengths stay."""
    return _ESCAPE.sub(_HIDDEN, text) if "\\" in text else text


def unescape(inside: str) -> str:
    """The text that is written between double quotes."""
    return _ESCAPE.sub(lambda escape: _UNESCAPED[escape[0]], inside) if "\\" in inside else inside
