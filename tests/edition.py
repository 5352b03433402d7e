"""A small edition that tests of several parts read."""

from pathlib import Path

from reader.core.load_events import SourceId

SOURCE = SourceId("test")

ARTICLES = {
    "2020-11-26-faces.md": (
        'title: "Faces: 顔認証 & the law"',
        "publishedDateTime: 2020-11-26T15:50:00Z",
        "webUrl: https://example.com/faces",
        "heat: 133",
        "quality: 93",
        "provider: {name: South China Morning Post, domain: scmp.com}",
        "topics: [Computer Vision]",
        "excerpt: Faces are everywhere.",
        "related:",
        "  - title: T tops",
        "    webUrl: https://example.org/t-tops",
        "    publishedDateTime: 2020-11-27T00:00:00Z",
        "    provider: {name: India Times, domain: indiatimes.com}",
    ),
    "2021-01-02-cold.md": (
        "title: Cold news",
        "publishedDateTime: 2021-01-02T00:00:00Z",
        "webUrl: https://example.com/cold",
        "heat: 7",
        "provider: {name: DW, domain: dw.com}",
        "topics: [Politics]",
    ),
    "expired.md": (
        "title: Expired",
        "webUrl: https://example.com/expired",
        "heat: -1",
        "published: false",
        "topics: [Politics]",
    ),
    "no-link.md": ("title: No link opens", 'webUrl: "javascript:alert(1)"', "topics: [Politics]"),
}

TOPICS = {
    "00-ai.yaml": "taxonomy: topic\nname: AI\n",
    "01-vision.yaml": "taxonomy: topic\nname: Computer Vision\nparent: AI\n",
}


def write_edition(folder: Path) -> Path:
    """Write the articles and topics below a folder, laid out like the built-in edition."""
    for name, lines in ARTICLES.items():
        path = folder / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", *lines, "---", ""]), encoding="utf-8")
    for name, text in TOPICS.items():
        path = folder / "topics" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
