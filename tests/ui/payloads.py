"""Text that would drive a terminal, and text that looks like markup."""

CONTROLS: dict[str, str] = {
    "colour": "\x1b[38;5;196m",
    "clear": "\x1b[2J",
    "home": "\x1b[1;1H",
    "title": "\x1b]0;PWN\x07",
    "title by ST": "\x1b]2;PWN\x1b\\",
    "link": "\x1b]8;;http://evil.example/\x1b\\",
    "clipboard": "\x1b]52;c;UFdO\x07",
    "device control": "\x1bPqPWN\x1b\\",
    "application command": "\x1b_PWN\x1b\\",
    "privacy message": "\x1b^PWN\x1b\\",
    "start of string": "\x1bXPWN\x1b\\",
    "reset": "\x1bc",
    "status query": "\x1b[6n",
    "title query": "\x1b[21t",
    "main screen": "\x1b[?1049l",
    "mouse": "\x1b[?1003h",
    "character set": "\x1b(0",
    "lone escape": "\x1b",
    "C1 sequence": "\x9b31m",
    "C1 command": "\x9d0;PWN\x9c",
    "C1 line": "\x85",
    "bell": "\x07",
    "backspace": "\x08\x08\x08",
    "return": "\r",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "null": "\x00",
    "shift out": "\x0e",
    "enquiry": "\x05",
    "delete": "\x7f",
    "right to left": "\u202e",
    "isolate": "\u2067\u2069",
    "tags": "\U000e0041\U000e007f",
    "byte order": "\ufeff",
    "line separator": "\u2028",
}

MARKUP: tuple[str, ...] = (
    "[/]",
    "[/b]",
    "[/red]",
    "[red]x[/]",
    "[b]bold[/b]",
    'C[i] and [x="]',
    "[on]",
    "a \\[b]",
    "[@click=app.quit]x[/]",
    "[@click=screen.leave]y[/@click]",
    "[link=https://evil.example]x[/link]",
    "[$accent]x[/]",
    "Review [2020]",
    "[[b]]",
    "[b",
    "[/ z",
    ":smile: [bold red on white]x",
)

LEAD, TAIL = "qA", "Zq"
"""What stands before and after a control in a hostile text, to find it by in what a terminal gets."""


def hostile(control: str) -> str:
    """A text with a control in it."""
    return f"{LEAD}{control}{TAIL}"
