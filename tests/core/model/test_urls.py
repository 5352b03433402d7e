"""Links are checked before they are opened."""

import pytest

from reader.core.model.errors import LinkRefused
from reader.core.model.urls import LINK_LIMIT, check_link, host_of


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
