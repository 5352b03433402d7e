"""Text and links in Markdown, so that programs show them unchanged."""

import re
from typing import Final

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|~$^%=!]|&(?=#?\w)|@(?=\w)")
"""Characters with a meaning in CommonMark, in GitHub's tables and in the usual programs for notes."""
_OPENING: Final = re.compile(r"^[ \t]*(?=[-+:](?:[-+:\s]|\Z)|[0-9]{1,9}[.)](?:\s|\Z))[0-9]*")
"""Beginnings of a line that make it a list, a rule or a definition, up to the sign that does."""
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")


def escaped(text: str) -> str:
    """One line of text, escaped so that Markdown shows it unchanged."""
    return _OPENING.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", text))


def markdown_link(text: str, url: str) -> str:
    """A link with a text, which is escaped."""
    # Between < and >, only these end the link or have a meaning.
    target = url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    return f"[{escaped(text)}](<{_ENTITY.sub('&amp;', target)}>)"
