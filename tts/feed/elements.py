"""The elements that feeds are made of, in the namespaces that podcast apps know."""

from lxml import etree

from tts.feed.xml_text import legal

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
PSC = "{http://podlove.org/simple-chapters}"

PREFIXES = {
    prefix: namespace[1:-1]
    for prefix, namespace in {
        "atom": ATOM,
        "content": CONTENT,
        "fh": HISTORY,
        "itunes": ITUNES,
        "podcast": PODCAST,
        "psc": PSC,
    }.items()
}

Element = etree._Element  # noqa: SLF001 - lxml's own name for it


def add(parent: Element, tag: str, text: str = "", /, **attributes: str | None) -> Element:
    """Return a new child of the element, with those attributes that are not None; any text is made legal."""
    child = etree.SubElement(parent, tag)
    if text:
        child.text = legal(text)
    for name, value in attributes.items():
        if value is not None:
            child.set(name, legal(value))
    return child
