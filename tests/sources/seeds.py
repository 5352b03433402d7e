"""Small front-matter files for tests."""

import os
from pathlib import Path

from reader.core.model.article import Article
from reader.core.model.problem import Problem, Severity
from reader.sources.front_matter.article_parser import parse_article

FIELDS = {
    "category": "news",
    "title": '"Ordinary title"',
    "excerpt": '"Ordinary excerpt."',
    "publishedDateTime": "2020-11-26T15:50:00Z",
    "originalUrl": '"https://x.example/original"',
    "webUrl": '"https://x.example/a"',
    "type": "article",
    "quality": "50",
    "heat": "60",
    "published": "true",
    "provider": "{name: Example, domain: x.example}",
    "topics": "[AI, Robotics]",
    "secured": '"c2VjcmV0"',
}


def seed(**fields: str | None) -> str:
    """A sound file with some fields as raw YAML instead; None leaves one out."""
    lines = [f"{name}: {value}" for name, value in {**FIELDS, **fields}.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", "Body.", ""])


def parsed(text: str | bytes, path: str = "x.md") -> tuple[Article | None, tuple[Problem, ...]]:
    """What a file of this text gives."""
    return parse_article(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"), path)


def loaded(text: str | bytes, path: str = "x.md") -> tuple[Article, list[tuple[int | None, str]]]:
    """The article of a file that must give one, and its warnings as (line, message)."""
    article, problems = parsed(text, path)
    assert article is not None, [str(problem) for problem in problems]
    assert all(problem.severity is Severity.WARNING for problem in problems)
    assert all(problem.path == path for problem in problems)
    return article, [(problem.line, problem.message) for problem in problems]


def refused(text: str | bytes, path: str = "x.md") -> tuple[int | None, str]:
    """Line and message of the one error of a file that must give no article."""
    article, problems = parsed(text, path)
    assert article is None
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert len(errors) == 1
    assert errors[0].message.isprintable()
    return errors[0].line, errors[0].message


def write(folder: Path, name: str, text: str | bytes = "") -> str:
    """Write a file below a folder; its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return os.fspath(path)
