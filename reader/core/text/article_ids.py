"""The canonical form of a link, and the lasting id of an article that follows from it."""

import re
from datetime import datetime
from hashlib import blake2b
from typing import Final, NamedTuple

from reader.core.model.article import ArticleId
from reader.core.model.urls import WEB_LINK, ascii_host, split_host

_PAGE = re.compile(  # a link that is the canonical one but for www. and closing slashes, if nothing in it is AMP
    r"https?://(?:www\.|)((?!www\.)[a-z0-9-]+\.[a-z0-9.-]*[a-z0-9-](?:/[!-\"$->@-~]*|))"
)
_WRAPPED = re.compile(r"/(?:c|v|wp)/(?:s/)?(.+)", re.S)
_WRAPPED_BY_SEARCH = re.compile(r"/amp/(?:s/)?([^/]+\.[^/]+(?:/.*)?)", re.S)
_SEARCH_HOST = re.compile(r"(?:www\.)?(?:google(?:\.[a-z]{2,3}){1,2}|bing\.com)")
_NOISE = re.compile(  # query parameters that tell where a visitor came from, not what the page is
    r"(?:utm_[^=]*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|"
    r"mkt_tok|_hsenc|_hsmi|__hssc|__hstc|__hsfp|hsctatracking|vero_id|vero_conv|oly_enc_id|oly_anon_id|_branch_match_id|"
    r"at_medium|at_campaign|wt_mc|cmpid|spm|scid|smid|guccounter|guce_referrer|guce_referrer_sig|ref_src|ref_url|"
    r"usqp|amp_js_v|amp_gsa|amp_ct|aoh)(?:=.*)?|amp(?:=(?:1|true)?)?|outputtype=amp",
    re.I | re.S,
)
_MAX_WRAPPINGS: Final = 3
"""How many AMP caches around each other are removed."""


class _Address(NamedTuple):
    host: str
    port: str
    path: str
    query: str
    fragment: str


def article_id(url: str, title: str = "", published: datetime | None = None) -> ArticleId:
    """The lasting id of an article, made from its canonical link, or without a web link from its title and date."""
    return id_of_page(canonical(url) or f"{title.casefold()}\n{published.isoformat() if published else ''}")


def id_of_page(key: str) -> ArticleId:
    """The id of an article whose canonical link is known, or what stands for one."""
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return ArticleId((int.from_bytes(digest) >> 1) or 1)


def format_id(article: ArticleId) -> str:
    """An id as 16 hexadecimal digits."""
    return f"{article:016x}"


def canonical(url: str) -> str:
    """The canonical form of a link, for comparing and not for opening; "" if it is no web link. Never raises.

    http and https, upper and lower case, `www.`, default ports, tracking parameters, fragments, closing
    slashes and AMP forms make no difference.
    """
    page = _PAGE.fullmatch(url)
    if page and "/amp" not in url and ".amp" not in url:
        return "https://" + page[1].rstrip("/")
    address = _address(url.strip())
    for _ in range(_MAX_WRAPPINGS):
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


def _address(url: str) -> _Address | None:
    match = WEB_LINK.fullmatch(url)
    if match is None:
        return None
    host, port = split_host(match[1])
    host = host.lower().removesuffix(".") if host.isascii() else ascii_host(host) or host.lower()
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
