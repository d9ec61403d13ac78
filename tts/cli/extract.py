"""`ting extract`: the article as it will be read."""

import asyncio
import sys
from pathlib import Path

import click
import msgspec

from tts.cli import options
from tts.cli.screen import notify
from tts.model.article import Article


@click.command(epilog="Example: ting extract page.html --json")
@click.argument("source", metavar="SOURCE")
@options.cookies_option
@options.json_option
def command(source: str, *, cookies: Path | None, as_json: bool) -> None:
    """Show the article as it will be read.

    SOURCE is an address, a file (a page, text, PDF, letter), or - for standard input; of a book or
    a mailbox one text is named, as in book.epub#3. With --json one Article
    object is printed.
    """
    from tts.narration.wiring import read_article, with_cookies

    article = asyncio.run(read_article(with_cookies(options.settings(), cookies, [source]), source))
    for warning in article.warnings:
        notify(f"Note: {warning}")
    sys.stdout.write(f"{msgspec.json.encode(article).decode()}\n" if as_json else as_text(article))


def as_text(article: Article) -> str:
    """Return the article for a reader: headline, byline and day, then its paragraphs."""
    day = article.published.date().isoformat() if article.published else ""
    head = [article.title, "  ".join(part for part in (article.byline, article.publisher, day) if part)]
    return "\n\n".join([part for part in head if part] + [p.text for p in article.paragraphs]) + "\n"
