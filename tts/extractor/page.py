"""A page's article: from its elements, its scripts' data, and what is known of its site."""

from dataclasses import replace
from html import unescape

from tts.extractor.authorship import sign
from tts.extractor.blocks import read_blocks
from tts.extractor.byline import tidy_byline
from tts.extractor.doubts import doubts
from tts.extractor.evidence import Evidence
from tts.extractor.facts import Facts
from tts.extractor.markup import parse
from tts.extractor.metadata import Metadata, address_of, names_of, read_metadata, selected
from tts.extractor.noise import without_closing_credit
from tts.extractor.plugin_sites import plugged_sites
from tts.extractor.site_names import without_site_name
from tts.extractor.sites import Selection, site_of
from tts.extractor.stories import Kept, trusted_story
from tts.model.article import Article, Paragraph

_DESCRIPTIONS = ("description", "og:description", "twitter:description")


def read_page(text: str, url: str | None) -> Article:
    """Return the article of a page's markup, its title empty where none can be found.

    Raises ArticleNotFound when no body can be told from the text around it.
    """
    page = parse(text)
    facts = Facts(page)
    known_by = address_of(facts, url), tuple(names_of(facts))
    site = site_of(*known_by) or site_of(*known_by, plugged_sites())
    selection = site.select(page.root) if site else Selection()
    blocks = read_blocks(page.root)
    said = read_metadata(facts, blocks, selection, site=site, url=url)
    story = trusted_story(
        Kept(
            blocks,
            said.title,
            _evidence_of(facts, said),
            selected=selection.body,
            linked=next((text for _, text in facts.linked_data("articleBody")), ""),
            scripts=page.scripts,
        )
    )
    known = selected(tidy_byline(selection.byline or ""))
    byline, signed = sign(facts, blocks, story, title=said.title, known=known)
    paragraphs = tuple(map(_without_credit, signed))
    return Article(
        title=said.title or "",
        paragraphs=paragraphs,
        byline=byline,
        published=said.published,
        publisher=said.publisher,
        url=said.url,
        language=said.language,
        tags=said.tags,
        image_url=said.image_url,
        modified=said.modified,
        section=said.section,
        next_page_url=said.next_page_url,
        warnings=tuple(doubts(paragraphs, blocks, paid=facts.data.is_paid, next_page_url=said.next_page_url)),
        origins=tuple(facts.origins),
    )


def _without_credit(paragraph: Paragraph) -> Paragraph:
    if paragraph.kind == "heading":
        return paragraph
    return replace(paragraph, text=without_closing_credit(paragraph.text))


def _evidence_of(facts: Facts, said: Metadata) -> Evidence:
    """Return what a page says by which its story can be known."""
    stated = (*facts.named("h1", "title"), *facts.meta("og:title"), *facts.linked_data("headline"))
    called = (said.publisher or "", *(name for _, name in facts.meta("og:site_name")), *names_of(facts))
    names = frozenset(name for name in called if name not in (said.title or ""))
    titles = (without_site_name(unescape(text), names) for _, text in stated)
    head = (without_site_name(unescape(text), names) for _, text in facts.named("title"))
    described = (*facts.meta(*_DESCRIPTIONS), *facts.linked_data("description"))
    return Evidence(
        titles=(said.title or "", *titles),
        descriptions=tuple(unescape(text) for _, text in described),
        names=tuple(names),
        calls_itself=next(head, ""),
        declares_story=_declares_story(facts),
    )


def _declares_story(facts: Facts) -> bool:
    """Tell whether a page's data say when it was published; og:type is article on lists too."""
    return any(facts.linked_data("datePublished")) or any(facts.meta("article:published_time"))
