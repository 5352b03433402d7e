"""The check of a link before it is opened."""

import re
from ipaddress import IPv6Address
from typing import Final

from reader.core.model.errors import LinkRefused

LINK_LIMIT: Final = 4_096

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
WEB_LINK: Final = re.compile(r"https?://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.I | re.S)
"""A web link, in groups: its authority, path, query and fragment."""
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_PLAIN = re.compile(  # nearly every real link; the others take longer to check
    r"(?i:https?)://(?=[^/]{4,253}(?:/|\Z))(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}(?<!-)\.)+[A-Za-z]{2,20}(?:/[!-~]*|)"
)
_UNSAFE = re.compile(
    "[\\s\x00-\x20\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def check_link(url: str) -> str:
    """Check a link before it is opened, kept or written to a terminal; returns it unchanged.

    Raises:
        LinkRefused: it is not a valid http or https link; the message gives the reason and is safe to show.
    """
    if len(url) <= LINK_LIMIT and _PLAIN.fullmatch(url):
        return url
    if not url:
        raise LinkRefused("there is no link")
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise LinkRefused("only http and https links are opened (this one does not begin with https://)")
    if scheme[1].lower() not in ("http", "https"):
        shown = scheme[1] if len(scheme[1]) <= 20 else scheme[1][:19] + "…"
        raise LinkRefused(f"only http and https links are opened (this one is {shown}:)")
    if len(url) > LINK_LIMIT:
        raise LinkRefused(f"a link of {len(url):,} characters is not opened (the limit is {LINK_LIMIT:,})")
    if _UNSAFE.search(url):
        raise LinkRefused("a link with blanks, line breaks or invisible characters is not opened")
    _check_authority(url)
    return url


def safe_link(url: str) -> str:
    """The link, or "" if `check_link` refuses it."""
    try:
        return check_link(url)
    except LinkRefused:
        return ""


def host_of(url: str) -> str:
    """The host of a link in ASCII (punycode), to show before opening it; "" if there is none."""
    match = WEB_LINK.fullmatch(url)
    return ascii_host(split_host(match[1])[0]) if match else ""


def has_user_info(url: str) -> bool:
    """Whether a link has a user name before its host, which can look like the host and be another."""
    match = WEB_LINK.fullmatch(url)
    return match is not None and "@" in match[1]


def _check_authority(url: str) -> None:
    match = WEB_LINK.fullmatch(url)
    if match is None or not match[1]:
        raise LinkRefused("a link without a host is not opened")
    if "\\" in match[1]:
        raise LinkRefused("a link with a backslash in its host is not opened")
    host, port = split_host(match[1])
    if not ascii_host(host):
        raise LinkRefused("a link with an invalid host name is not opened")
    if port and not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65_535):
        raise LinkRefused("a link with an invalid port is not opened")


def split_host(authority: str) -> tuple[str, str]:
    """The host and the port of the authority of a link; the port may be ""."""
    rest = authority.rpartition("@")[2]
    if rest.startswith("["):
        host, bracket, port = rest.partition("]")
        return host + bracket, port.removeprefix(":") if port[:1] in ("", ":") else "?"
    host, _, port = rest.partition(":")
    return host, port


def ascii_host(host: str) -> str:
    """A host in lower case and ASCII (punycode); "" if it is invalid."""
    if host.startswith("["):
        return host.lower() if _is_ipv6(host) else ""
    try:
        plain = host.lower() if host.isascii() else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    plain = plain.removesuffix(".")
    sound = len(plain) <= 253 and all(_LABEL.fullmatch(label) for label in plain.split("."))
    return plain if sound else ""


def _is_ipv6(host: str) -> bool:
    try:
        address = IPv6Address(host[1:-1])
    except ValueError:
        return False
    return host.endswith("]") and address.scope_id is None
