"""The forms in which an article leaves the program: a link, a line, Markdown."""

from collections.abc import Iterator
from datetime import datetime

from reader.core.model.article import Article, to_timestamp
from reader.core.model.marks import NO_MARK, Mark
from reader.core.text.markdown_text import escaped, markdown_link
from reader.core.text.relative_time import long_date

FORMS = ("link", "title and link", "Markdown link", "excerpt")


def article_form(article: Article, form: str) -> str:
    """An article in one of the FORMS; "" if it has no such thing."""
    title, url = article.title, article.url
    match form:
        case "link":
            return url
        case "title and link":
            return f"{title}\n{url}" if url else title
        case "Markdown link":
            return markdown_link(title, url) if url else escaped(title)
        case _:
            return article.excerpt


def article_markdown(article: Article, now: datetime, mark: Mark = NO_MARK) -> str:
    """A whole article as a Markdown document."""
    return "\n".join(_lines(article, now, mark)) + "\n"


def _lines(article: Article, now: datetime, mark: Mark) -> Iterator[str]:
    yield f"# {escaped(article.title)}"
    yield ""
    date = long_date(to_timestamp(article.published), now)
    yield " · ".join(filter(None, (escaped(article.provider.label), escaped(date))))
    if article.url:
        yield ""
        yield f"<{article.url}>"
    if mark.tags:
        yield ""
        yield escaped(" · ".join(mark.tags))
    for text in (article.excerpt, mark.note and f"Note: {mark.note}"):
        if text:
            yield ""
            yield "\n".join(map(escaped, text.split("\n")))
    if article.body:
        yield ""
        yield article.body
    if article.related:
        yield ""
        yield "## Related"
        yield ""
        for entry in article.related:
            yield f"- {article_form(entry, 'Markdown link')} · {escaped(entry.provider.label)}"
