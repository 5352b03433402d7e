import pytest

from reader.core.model.article import NO_ORIGIN, Origin, OriginKind


@pytest.mark.parametrize(
    ("origin", "text"),
    [
        (NO_ORIGIN, ""),
        (Origin(OriginKind.FILE, "news/2020-11-26-a.md"), "news/2020-11-26-a.md"),
        (Origin(OriginKind.FILE, "feed:a.md"), "feed:a.md"),
        (Origin(OriginKind.FEED, "https://x.example/rss"), "feed:https://x.example/rss"),
        (Origin(OriginKind.SERVER, "http://localhost:8080/"), "server:http://localhost:8080/"),
    ],
)
def test_an_origin_is_one_text_in_records(origin: Origin, text: str) -> None:
    assert (origin.text, Origin.of_text(text)) == (text, origin)
