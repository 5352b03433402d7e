"""Links: comparing them, opening them, and the ids that follow from them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.article import ArticleId
from reader.core.model.errors import LinkRefused
from reader.core.model.urls import LINK_LIMIT, article_id, canonical, check_link, format_id, host_of, parse_id

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
    first, second = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    one = article_id(PAGE, "A title", first)
    assert one == 0x17377B27788AE939, "ids are kept with marks: they never change"
    assert one == article_id(PAGE, "Another", second), "the link alone counts"
    untied = article_id("", "A title", first)
    assert untied == article_id("javascript:1", "a TITLE", first)
    assert 0 < untied < 2**63
    assert len({one, untied, article_id("", "A title", second), article_id("", "B title", first)}) == 4


def test_ids_as_text() -> None:
    number = ArticleId(0x1F)
    assert format_id(number) == "000000000000001f"
    assert parse_id("000000000000001F") == number
    for wrong in ("", "0", "-1", "xyz", "8" + "0" * 15, "1" * 17, "1_0", " 1"):
        with pytest.raises(ValueError, match="id"):
            parse_id(wrong)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/a?b=c&d=%26%41;e=$(id)",
        "http://x.example",
        "HTTPS://X.EXAMPLE/",
        "https://x.example:8443/a#b",
        "https://x.example?q=1",
        "https://localhost/",
        "https://127.0.0.1:80/",
        "https://[::1]:8080/x",
        "https://user@x.example/",
        "https://a_b.example/",
        "https://münchen.de/straße",
        "https://x.example/[b]\\|`^{}\"'<>",
        "https://x.example/" + "a" * (LINK_LIMIT - 18),
    ],
    ids=lambda url: str(url)[:60],
)
def test_sound_links_pass_byte_for_byte(url: str) -> None:
    assert check_link(url) is url


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "no link"),
        ("javascript:alert(1)", r"only http and https.*javascript:"),
        ("JavaScript:alert(1)", "JavaScript:"),
        ("file:///etc/passwd", "file:"),
        ("data:text/html,x", "data:"),
        ("ssh://-oProxyCommand=x", "ssh:"),
        ("ftp://x.example/", "ftp:"),
        ("x" * 60 + "://y", "x…:"),
        ("/etc/passwd", "does not begin"),
        ("--remote-debugging-port=9222", "does not begin"),
        ("www.x.example", "does not begin"),
        (" https://x.example/", "does not begin"),
        ("\x1b]0;x\x07https://x.example/", "does not begin"),
        ("https://x.example/\n--foo", "blanks, line breaks"),
        ("https://x.example/a b", "blanks"),
        ("https://x.example/\t", "blanks"),
        ("https://x.example/\xa0", "blanks"),
        ("https://x.example/\x00", "invisible"),
        ("https://x.example/\x1b\\", "invisible"),
        ("https://x.example/\x9b", "invisible"),
        ("https://x.example/\u202e", "invisible"),
        ("https://x.example/\u2066", "invisible"),
        ("https://x.example/\u200b", "invisible"),
        ("https://x.example/\ud800", "invisible"),
        ("https:", "without a host"),
        ("https:x.example", "without a host"),
        ("https:/x.example", "without a host"),
        ("https:///x.example", "without a host"),
        ("https://", "without a host"),
        ("https://@/", "invalid host"),
        ("https://:80/", "invalid host"),
        ("https://good.example\\@evil.example/", "backslash"),
        ("https://a..b/", "invalid host"),
        ("https://-x.example/", "invalid host"),
        ("https://ex%61mple.com/", "invalid host"),
        ("https://" + "a" * 64 + ".com/", "invalid host"),
        ("https://" + "a." * 130 + "com/", "invalid host"),
        ("https://[::1/", "invalid host"),
        ("https://[::g]/", "invalid host"),
        ("https://[fe80::1%25eth0]/", "invalid host"),
        ("https://x..\u0301.de/", "invalid host"),
        ("https://x.example:99999/", "invalid port"),
        ("https://x.example:-1/", "invalid port"),
        ("https://x.example:٣/", "invalid port"),
        ("https://[::1]x/", "invalid port"),
        ("https://x.example/" + "a" * LINK_LIMIT, "4,096"),
    ],
    ids=lambda value: str(value.encode("unicode_escape"))[:60],
)
def test_refused_links_say_why_in_safe_words(url: str, reason: str) -> None:
    with pytest.raises(LinkRefused, match=reason) as refused:
        check_link(url)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.X.example:80/a", "www.x.example"),
        ("https://good.example@evil.example/", "evil.example"),
        ("https://münchen.de/", "xn--mnchen-3ya.de"),
        ("https://[::1]/", "[::1]"),
        ("https://x.example./", "x.example"),
        ("https://a..b/", ""),
        ("javascript:1", ""),
        ("", ""),
    ],
)
def test_the_host_to_show(url: str, host: str) -> None:
    assert host_of(url) == host


_PARTS = ["www.", "amp.", "/amp", "/amp/", ".", "/", "a", "x.com", "google.com", "cdn.ampproject.org", "/c/s/"]


@given(st.lists(st.sampled_from(_PARTS), max_size=8))
def test_plain_links_take_no_other_way_to_another_page(parts: list[str]) -> None:
    url = "https://" + "".join(parts)
    assert canonical(url) == canonical(url + "?") == canonical(f" {url}")
