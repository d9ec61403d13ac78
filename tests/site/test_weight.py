"""What a page weighs beside its words: script, style and markup, in bytes, of which none is another's."""

import re
from pathlib import Path

import html5lib
import pytest

from tests.site import invented
from tests.site.conftest import ROOT
from tests.site.test_pages import rendered
from tts.model.episode import Episode
from tts.site.bare import bare

pytestmark = pytest.mark.slow

SENTENCES = 500
MOST_WEIGHT = 60_000
MOST_MARKUP = 90
"""Of a sentence: its share of paragraphs and chapters, a number that is held whole, the times of 22 words."""


@pytest.fixture
def article() -> Episode:
    """An article of 500 sentences, every four of which are a paragraph and a chapter."""
    return invented.episode("2026-01-09-story-00000010", sentences=SENTENCES)


@pytest.fixture
def digest() -> Episode:
    """A digest of ten stories, of 500 sentences together."""
    slugs = [f"2026-01-09-story-{number:08}" for number in range(10)]
    return invented.digest([invented.episode(slug, sentences=SENTENCES // 10) for slug in slugs])


def weight(episode: Episode) -> int:
    """Return how many bytes the page, its script and its style have beside the words that are seen."""
    files = rendered([episode])
    page = next(text for path, text in files.items() if episode.slug in path)
    (body,) = html5lib.parse(page, namespaceHTMLElements=False).iter("body")
    seen = re.sub(r"\s+", " ", "".join(body.itertext()))
    sent = (page, files["assets/ting.css"], files["assets/ting.js"])
    return sum(len(text.encode()) for text in sent) - len(seen.encode())


def test_five_hundred_sentences_weigh_little_beside_their_words(article: Episode, digest: Episode) -> None:
    for told in (article, digest, invented.worded(digest)):
        assert len(told.cues) == SENTENCES
        assert 30_000 < weight(told) < MOST_WEIGHT


def test_a_sentence_weighs_little_whatever_it_says(article: Episode) -> None:
    told = invented.worded(invented.financial(article))
    none = invented.episode(article.slug, sentences=0)
    assert weight(told) - weight(none) < MOST_MARKUP * SENTENCES


def test_what_stands_in_the_assets_for_those_who_read_them_is_not_sent(article: Episode) -> None:
    files = rendered([article])
    for name in ("ting", "lists"):
        assert not re.search(r"^\s|/\*(?! ting:)|\n//| // ", files[f"assets/{name}.js"], re.MULTILINE)
        assert files[f"assets/{name}.css"].count("\n") == 1
        assert "  " not in files[f"assets/{name}.css"]
    assert "text-wrap:balance" in files["assets/ting.css"]
    assert 'content:" / "' in files["assets/ting.css"]
    assert "${minutes} 分 ${whole % 60} 秒" in files["assets/ting.js"]


def test_what_a_script_quotes_is_sent_as_it_was_written() -> None:
    told = bare(
        "told.js",
        'const a = [/ b, c | d/, "e = f , \\" g"]; // x\n say(`h , ${i ? `j=${k.l}` : 0} , n`, 1 - -2);\n',
    )
    assert told == 'const a=[/ b, c | d/,"e = f , \\" g"];say(`h , ${i ? `j=${k.l}` : 0} , n`,1- -2);'


@pytest.mark.parametrize("script", sorted(ROOT.glob("tts/**/*.js")), ids=lambda path: path.name)
def test_no_template_within_another_has_spaces_to_lose(script: Path) -> None:
    inner = re.findall(r"\$\{[^{}`]*`((?:[^`$]|\$\{[^{}]*\})*)`", script.read_text(encoding="utf-8"))
    assert [text for text in inner if " " in re.sub(r"\$\{[^{}]*\}", "", text)] == []
