"""How the newspapers print their stories: pages, feeds, sitemaps and pictures."""

import io
import json
from collections.abc import Sequence
from email.utils import format_datetime
from functools import cache
from html import escape

from PIL import Image

from tests.newspaper.stories import PAPERS, Paper, Story


def article(base: str, story: Story) -> str:
    """Return a story's page, with all that such pages have around a story."""
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "author": {"@type": "Person", "name": story.byline},
        "publisher": {"@type": "Organization", "name": PAPERS[story.paper]},
        "articleSection": story.section,
        "image": [base + story.image],
        "mainEntityOfPage": base + story.path,
    }
    body = "\n".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    return f"""<!doctype html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8">
<title>{escape(story.title)} | {PAPERS[story.paper]}</title>
<link rel="canonical" href="{base}{story.path}">
<meta property="og:image" content="{base}{story.image}">
<meta property="og:title" content="{escape(story.title)}">
<meta property="article:section" content="{story.section}">
<script type="application/ld+json">{json.dumps(facts, ensure_ascii=False)}</script>
</head><body>
<header><nav><a href="/{story.paper}/">首頁</a> <a href="/{story.paper}/about.html">關於</a></nav></header>
<main><article>
<h1>{escape(story.title)}</h1>
<p class="byline">記者{story.byline}／報導</p>
<time datetime="{story.published.isoformat()}">{story.published:%Y-%m-%d %H:%M}</time>
<figure><img src="{story.image}" alt=""><figcaption>圖／{PAPERS[story.paper]}提供</figcaption></figure>
<div class="story">
{body}
</div>
</article></main>
<footer><p>版權所有 © {PAPERS[story.paper]}</p></footer>
</body></html>
"""


def section(base: str, paper: Paper, stories: Sequence[Story]) -> str:
    """Return the page that lists a newspaper's stories; some links are doubled, most are relative."""
    items = "\n".join(
        f'<li><a class="picture" href="{story.path}"><img src="{story.image}" alt=""></a>'
        f'<h3><a href="2026/{story.name}.html?utm_source=front#top">{escape(story.title)}</a></h3></li>'
        for story in stories
    )
    return f"""<!doctype html>
<html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{PAPERS[paper]}</title>
<link rel="alternate" type="application/rss+xml" title="{PAPERS[paper]}" href="{base}/{paper}/rss.xml">
</head><body>
<nav><a href="/{paper}/">首頁</a> <a href="about.html">關於</a> <a href="mailto:a@b.example">信</a></nav>
<ul class="stories">
{items}
</ul>
<footer><a href="/{paper}/privacy.html">隱私權</a></footer>
</body></html>
"""


def rss(base: str, paper: Paper, stories: Sequence[Story]) -> str:
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{base}{story.path}</link>"
        f"<guid>{base}{story.path}</guid><category>{story.section}</category>"
        f"<pubDate>{format_datetime(story.published)}</pubDate></item>\n"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{PAPERS[paper]}</title><link>{base}/{paper}/</link><description>新聞</description>\n"
        f"{items}</channel></rss>\n"
    )


def atom(base: str, paper: Paper, stories: Sequence[Story]) -> str:
    entries = "".join(
        f"<entry><id>{base}{story.path}</id><title>{escape(story.title)}</title>"
        f'<link rel="alternate" href="{story.path}"/><category term="{story.section}"/>'
        f"<published>{story.published.isoformat()}</published>"
        f"<updated>{story.published.isoformat()}</updated></entry>\n"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{base}/"><id>{base}/{paper}/</id>'
        f"<title>{PAPERS[paper]}</title><updated>2026-01-09T00:00:00Z</updated>\n{entries}</feed>\n"
    )


def sitemap(base: str, paper: Paper, stories: Sequence[Story]) -> str:
    urls = "".join(
        f"<url><loc>{base}{story.path}</loc><news:news><news:publication>"
        f"<news:name>{PAPERS[paper]}</news:name><news:language>zh-tw</news:language></news:publication>"
        f"<news:publication_date>{story.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news></url>\n"
        for story in stories
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}</urlset>\n'
    )


@cache
def picture(name: str) -> bytes:
    """Return a JPEG; each story has another colour."""
    colour = tuple(sum(name.encode()[start::3]) % 256 for start in range(3))
    file = io.BytesIO()
    Image.new("RGB", (1200, 800), colour).save(file, "JPEG")
    return file.getvalue()
