"""All forms of a link have one canonical form, from which the article's id is made."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.article import ArticleId
from reader.core.text.article_ids import article_id, canonical, format_id

PAGE = "https://scmp.com/lifestyle/article/3111428/privacy"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.scmp.com/lifestyle/article/3111428/privacy",
        "http://www.scmp.com/lifestyle/article/3111428/privacy",
        "HTTPS://WWW.SCMP.COM:443/lifestyle/article/3111428/privacy",
        "http://scmp.com:80/lifestyle/article/3111428/privacy",
        "https://scmp.com./lifestyle/article/3111428/privacy/",
        " https://scmp.com/lifestyle/article/3111428/privacy//#comments ",
        "https://user:pass@scmp.com/lifestyle/article/3111428/privacy",
        "https://scmp.com/lifestyle/article/3111428/privacy?utm_source=x&UTM_Medium=y&fbclid=1&gclid=2&mc_cid=3&igshid=4",
        "https://scmp.com/lifestyle/article/3111428/privacy?",
        "https://scmp.com/lifestyle/article/3111428/privacy?amp",
        "https://scmp.com/lifestyle/article/3111428/privacy?amp=1&",
        "https://scmp.com/lifestyle/article/3111428/privacy?outputType=amp",
        "https://amp.scmp.com/lifestyle/article/3111428/privacy",
        "https://www.amp.scmp.com/lifestyle/article/3111428/privacy",
        "https://scmp.com/lifestyle/article/3111428/privacy/amp",
        "https://scmp.com/lifestyle/article/3111428/privacy/amp/",
        "https://scmp.com/amp/lifestyle/article/3111428/privacy",
        "https://amp-scmp-com.cdn.ampproject.org/c/s/amp.scmp.com/lifestyle/article/3111428/privacy",
        "https://cdn.ampproject.org/v/s/amp.scmp.com/lifestyle/article/3111428/privacy?usqp=mq331&amp_js_v=0.1",
        "https://amp-scmp-com.cdn.ampproject.org/c/amp.scmp.com/lifestyle/article/3111428/privacy",
        "https://www.google.com/amp/s/amp.scmp.com/lifestyle/article/3111428/privacy",
        "https://google.co.uk/amp/scmp.com/lifestyle/article/3111428/privacy",
        "https://www.google.com/amp/s/x.cdn.ampproject.org/c/s/scmp.com/lifestyle/article/3111428/privacy",
    ],
)
def test_all_forms_of_a_page_are_one(url: str) -> None:
    assert canonical(url) == PAGE
    assert article_id(url) == article_id(PAGE)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://x.com/city/amp_articleshow/79454173.cms", "https://x.com/city/articleshow/79454173.cms"),
        ("https://x.com/a?id=1&utm_id=2&page=3", "https://x.com/a?id=1&page=3"),
        ("https://x.com/a?amp=maybe", "https://x.com/a?amp=maybe"),
        ("https://x.com/A/B", "https://x.com/A/B"),
        ("https://x.com:8080/", "https://x.com:8080"),
        ("https://x.com/amp/", "https://x.com/amp"),
        ("https://amp.dev/documentation", "https://amp.dev/documentation"),
        ("https://x.com/camp/tents", "https://x.com/camp/tents"),
        ("https://x.com/#!/story/1", "https://x.com#!/story/1"),
        ("https://[::1]:443/a", "https://[::1]/a"),
        ("https://münchen.de/a", "https://xn--mnchen-3ya.de/a"),
        ("https://www.google.com/search?q=amp", "https://google.com/search?q=amp"),
        ("https://x.cdn.ampproject.org/", "https://x.cdn.ampproject.org"),
    ],
)
def test_different_pages_stay_different(url: str, wanted: str) -> None:
    assert canonical(url) == wanted


@pytest.mark.parametrize(
    "url", ["", "x", "javascript:alert(1)", "https://", "https:///x", "mailto:a@b.c", "https://@/"]
)
def test_what_is_no_web_link_has_no_canonical_form(url: str) -> None:
    assert canonical(url) == ""


@pytest.mark.parametrize(
    "url", ["https://[", "https://[::1", "https://\ud800/", "http://a:b:c/\0", "https://%/%", "\x1b"]
)
def test_canonical_never_raises(url: str) -> None:
    canonical(url)
    assert article_id(url, "\ud800") > 0


def test_ids() -> None:
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    one = article_id(PAGE, "A title", old)
    assert one == 0x17377B27788AE939, "ids are kept with marks: they never change"
    assert one == article_id(PAGE, "Another", new), "the link alone counts"
    untied = article_id("", "A title", old)
    assert untied == article_id("javascript:1", "a TITLE", old)
    assert 0 < untied < 2**63
    assert len({one, untied, article_id("", "A title", new), article_id("", "B title", old)}) == 4


def test_ids_as_text() -> None:
    number = ArticleId(0x1F)
    assert format_id(number) == "000000000000001f"


_PARTS = ["www.", "amp.", "/amp", "/amp/", ".", "/", "a", "x.com", "google.com", "cdn.ampproject.org", "/c/s/"]


@given(st.lists(st.sampled_from(_PARTS), max_size=8))
def test_plain_links_take_no_other_way_to_another_page(parts: list[str]) -> None:
    url = "https://" + "".join(parts)
    assert canonical(url) == canonical(url + "?") == canonical(f" {url}")
