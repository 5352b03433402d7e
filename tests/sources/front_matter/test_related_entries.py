"""The related entries of an article."""

from reader.core.model.article import NO_ORIGIN, UNTITLED, Article, Kind, Provider
from reader.core.text.article_ids import article_id
from tests.sources.seeds import loaded, seed


def related(*entries: str, **fields: str | None) -> tuple[tuple[Article, ...], list[tuple[int | None, str]]]:
    article, warnings = loaded(seed(**fields, related="\n" + "\n".join(f"  - {entry}" for entry in entries)))
    return article.related, warnings


def test_an_entry_is_a_small_article() -> None:
    entries, warnings = related(
        "{title: A &amp; B, excerpt: widely â€“ <b>at</b>, publishedDateTime: 2020-11-27T18:48:00Z, type: video, "
        "webUrl: 'https://www.dw.com/en/x/av-1', ampWebUrl: 'https://amp.dw.com/en/x/av-1', quality: 59, heat: 7, "
        "provider: {name: Deutsche Welle, domain: dw.com}, images: [{url: 'https://dw.com/i.jpg'}], related: [x]}"
    )
    assert warnings == []
    (entry,) = entries
    assert entry.id == article_id("https://dw.com/en/x/av-1")
    assert (entry.title, entry.excerpt, entry.kind) == ("A & B", "widely – at", Kind.VIDEO)
    assert (entry.quality, entry.heat, entry.archived, entry.related, entry.origin) == (59, None, False, (), NO_ORIGIN)
    assert entry.provider == Provider("Deutsche Welle", "dw.com")
    assert entry.links.amp == "https://amp.dw.com/en/x/av-1"
    assert entry.published is not None
    assert len(entry.images) == 1


def test_none_at_all() -> None:
    for value in ("", "null", "[]", None):
        assert loaded(seed(related=value)) == (loaded(seed())[0], [])


def test_the_article_itself_and_doubles_go() -> None:
    entries, warnings = related(
        "{title: Self, webUrl: 'http://www.x.example/a?utm_source=y'}",
        "{title: Self by its original link, webUrl: 'https://x.example/original/'}",
        "{title: ordinary TITLE, provider: Example, webUrl: 'https://x.example/copy'}",
        "{title: One, webUrl: 'https://y.example/1'}",
        "{title: One once more, webUrl: 'https://y.example/1/amp/'}",
        "{title: one, webUrl: 'https://y.example/1-copy'}",
        "{title: One, provider: Other, webUrl: 'https://z.example/1'}",
    )
    assert warnings == []
    assert [entry.url for entry in entries] == ["https://y.example/1", "https://z.example/1"]


def test_bad_entries_are_named_and_summed_up() -> None:
    entries, warnings = related(
        "{title: Only a title}",
        "{webUrl: 'https://only.example/link'}",
        "just text",
        "null",
        "[nested]",
        "{}",
        "{title: null, webUrl: 'javascript:1'}",
    )
    assert [entry.title for entry in entries] == ["Only a title", UNTITLED]
    messages = [message for _, message in warnings]
    assert "related entry 2 has no title" in messages
    assert "related entry 3 is ignored: it is not a mapping" in messages
    assert "2 more related entries are ignored" in messages
    assert sum("is ignored: it" in message for message in messages) == 3
    assert (18, "related entry 3 is ignored: it is not a mapping") in warnings


def test_fields_of_the_wrong_kind_name_their_entry() -> None:
    entries, warnings = related("{title: T, publishedDateTime: soon, quality: [1], webUrl: 'file:///x'}")
    assert len(entries) == 1
    assert all(message.startswith("related entry 1: ") and line == 16 for line, message in warnings)
    assert len(warnings) == 3


def test_not_a_list() -> None:
    article, warnings = loaded(seed(related="{title: x}"))
    assert article.related == ()
    assert warnings == [(15, "related is not a list")]


def test_at_most_fifty() -> None:
    entries, warnings = related(*(f"{{title: t{number}}}" for number in range(60)))
    assert len(entries) == 50
    assert [message for _, message in warnings] == ["only the first 50 of 60 related entries are kept"]
