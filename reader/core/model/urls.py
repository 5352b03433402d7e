"""Links: which page one stands for, which may be opened, and the article's id that follows from it."""

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.model.article import ArticleId
from reader.core.model.errors import LinkRefused

if TYPE_CHECKING:
    import hashlib

LINK_LIMIT: Final = 4_096

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = re.compile(r"https?://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.I | re.S)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_PLAIN = re.compile(  # nearly every real link; all that is odd takes the long way
    r"(?i:https?)://(?=[^/]{4,253}(?:/|\Z))(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}(?<!-)\.)+[A-Za-z]{2,20}(?:/[!-~]*|)"
)
_PAGE = re.compile(  # a link that is the canonical one but for www. and closing slashes, if nothing in it is AMP
    r"https?://(?:www\.|)((?!www\.)[a-z0-9-]+\.[a-z0-9.-]*[a-z0-9-](?:/[!-\"$->@-~]*|))"
)
_UNSAFE = re.compile(
    "[\\s\x00-\x20\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_WRAPPED = re.compile(r"/(?:c|v|wp)/(?:s/)?(.+)", re.S)
_WRAPPED_BY_SEARCH = re.compile(r"/amp/(?:s/)?([^/]+\.[^/]+(?:/.*)?)", re.S)
_SEARCH_HOST = re.compile(r"(?:www\.)?(?:google(?:\.[a-z]{2,3}){1,2}|bing\.com)")
_NOISE = re.compile(  # query parameters that say where a reader came from, not what the page is
    r"(?:utm_[^=]*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|"
    r"mkt_tok|_hsenc|_hsmi|__hssc|__hstc|__hsfp|hsctatracking|vero_id|vero_conv|oly_enc_id|oly_anon_id|_branch_match_id|"
    r"at_medium|at_campaign|wt_mc|cmpid|spm|scid|smid|guccounter|guce_referrer|guce_referrer_sig|ref_src|ref_url|"
    r"usqp|amp_js_v|amp_gsa|amp_ct|aoh)(?:=.*)?|amp(?:=(?:1|true)?)?|outputtype=amp",
    re.I | re.S,
)
_WRAPPINGS: Final = 3
"""How often an AMP cache may hold the address of another before the rest is taken as it is."""


class _Address(NamedTuple):
    host: str
    port: str
    path: str
    query: str
    fragment: str


def canonical(url: str) -> str:
    """The page that a link stands for, the same for all its forms; "" for what is no web link. Never raises.

    http and https, upper and lower case, `www.`, default ports, tracking parameters, fragments, closing
    slashes and AMP forms make no difference. It is for comparing, not for opening.
    """
    page = _PAGE.fullmatch(url)
    if page and "/amp" not in url and ".amp" not in url:
        return "https://" + page[1].rstrip("/")
    address = _address(url.strip())
    for _ in range(_WRAPPINGS):
        inner = _unwrapped(address) if address else ""
        if not inner:
            break
        address = _address("https://" + inner)
    if address is None:
        return ""
    port = f":{address.port}" if address.port not in ("", "80", "443") else ""
    query = "&".join(part for part in address.query.split("&") if part and not _NOISE.fullmatch(part))
    # "#!/story/1" and "#/story/1" are pages of their own; other fragments are places in a page.
    fragment = f"#{address.fragment}" if address.fragment.startswith(("!", "/")) else ""
    path = _page_path(address.path)
    return f"https://{_page_host(address.host)}{port}{path}{'?' + query if query else ''}{fragment}"


def article_id(url: str, title: str = "", published: datetime | None = None) -> ArticleId:
    """The lasting id of an article: of its canonical link, else of its title and date.

    Args:
        url: the article's best link, or "".
        title: its title, which counts only without a web link.
        published: its date, likewise.
    """
    return id_of_page(canonical(url) or f"{title.casefold()}\n{published.isoformat() if published else ''}")


def id_of_page(key: str) -> ArticleId:
    """The id of an article whose canonical link is known, or what stands for one."""
    digest = _blake2b()(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return ArticleId((int.from_bytes(digest) >> 1) or 1)


def format_id(article: ArticleId) -> str:
    """An id as 16 hexadecimal digits."""
    return f"{article:016x}"


def parse_id(text: str) -> ArticleId:
    """The id that `format_id` wrote.

    Raises:
        ValueError: the text is no id.
    """
    if not re.fullmatch(r"[0-9a-fA-F]{1,16}", text):
        raise ValueError("an id has up to 16 hexadecimal digits")
    number = int(text, 16)
    if not 0 < number < 2**63:
        raise ValueError("an id is above 0 and below 2**63")
    return ArticleId(number)


def check_link(url: str) -> str:
    """The one gate before a link is opened, kept or handed to a terminal: gives it back byte for byte.

    Raises:
        LinkRefused: it is not a sound http or https link; the message says why and is safe to show.
    """
    if len(url) <= LINK_LIMIT and _PLAIN.fullmatch(url):
        return url
    if not url:
        raise LinkRefused("there is no link")
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise LinkRefused("only http and https links are opened (this one does not begin with https://)")
    if scheme[1].lower() not in ("http", "https"):
        raise LinkRefused(f"only http and https links are opened (this one is {_short(scheme[1])}:)")
    if len(url) > LINK_LIMIT:
        raise LinkRefused(f"a link of {len(url):,} characters is not opened (the limit is {LINK_LIMIT:,})")
    if _UNSAFE.search(url):
        raise LinkRefused("a link with blanks, line breaks or invisible characters is not opened")
    _check_authority(url)
    return url


def safe_link(url: str) -> str:
    """The link, or "" for one that `check_link` refuses."""
    try:
        return check_link(url)
    except LinkRefused:
        return ""


def host_of(url: str) -> str:
    """The host that a link leads to, in ASCII (punycode), to show before opening; "" where there is none."""
    match = _WEB.fullmatch(url)
    return _ascii_host(_host_and_port(match[1])[0]) if match else ""


@cache
def _blake2b() -> "type[hashlib.blake2b]":
    from hashlib import blake2b  # 10 ms at start (OpenSSL), and not every start needs an id

    return blake2b


def _check_authority(url: str) -> None:
    match = _WEB.fullmatch(url)
    if match is None or not match[1]:
        raise LinkRefused("a link without a host is not opened")
    if "\\" in match[1]:
        raise LinkRefused("a link with a backslash in its host is not opened")
    host, port = _host_and_port(match[1])
    if not _ascii_host(host):
        raise LinkRefused("a link with an invalid host name is not opened")
    if port and not (port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= 65_535):
        raise LinkRefused("a link with an invalid port is not opened")


def _short(scheme: str) -> str:
    return scheme if len(scheme) <= 20 else scheme[:19] + "…"


def _host_and_port(authority: str) -> tuple[str, str]:
    rest = authority.rpartition("@")[2]
    if rest.startswith("["):
        host, bracket, port = rest.partition("]")
        return host + bracket, port.removeprefix(":") if port[:1] in ("", ":") else "?"
    host, _, port = rest.partition(":")
    return host, port


def _ascii_host(host: str) -> str:
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
    from ipaddress import IPv6Address  # hardly any link needs it

    try:
        address = IPv6Address(host[1:-1])
    except ValueError:
        return False
    return host.endswith("]") and address.scope_id is None


def _address(url: str) -> _Address | None:
    match = _WEB.fullmatch(url)
    if match is None:
        return None
    host, port = _host_and_port(match[1])
    host = host.lower().removesuffix(".") if host.isascii() else _ascii_host(host) or host.lower()
    return _Address(host, port, match[2], match[3] or "", match[4] or "") if host else None


def _unwrapped(address: _Address) -> str:
    """The address inside an AMP cache's, without its scheme, or ""."""
    match = None
    if address.host.endswith("cdn.ampproject.org"):
        match = _WRAPPED.fullmatch(address.path)
    elif _SEARCH_HOST.fullmatch(address.host):
        match = _WRAPPED_BY_SEARCH.fullmatch(address.path)
    if match is None:
        return ""
    return f"{match[1]}?{address.query}" if address.query else match[1]


def _page_host(host: str) -> str:
    while host.startswith(("www.", "amp.")) and host.count(".") > 1:
        host = host[4:]
    return host


def _page_path(path: str) -> str:
    path = path.rstrip("/")
    if "amp" not in path:
        return path
    path = path.replace("/amp_articleshow", "/articleshow")
    if path.endswith("/amp") and len(path) > 4:
        path = path[:-4].rstrip("/")
    if path.startswith("/amp/"):
        path = path[4:]
    return path
