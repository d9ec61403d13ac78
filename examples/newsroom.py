"""A newsroom's own loop: articles from its own system, several at once, no page to be read.

python examples/newsroom.py [OUTPUT]           each line of standard input: {"title", "byline", "text"}
"""

import asyncio
import json
import sys
from pathlib import Path

import tts


def article_of(line: str) -> tts.Article:
    """Return the article in a line of the newsroom's export; its text has a paragraph a line."""
    story = json.loads(line)
    return tts.Article(
        title=story["title"],
        byline=story.get("byline"),
        paragraphs=(tts.Paragraph(story["text"]),),
        publisher="本報",
    )


async def main() -> int:
    """Narrate every story; one that fails is told of, and costs no other."""
    settings = tts.Settings(
        engine="espeak",  # "auto": the best that works here
        show=tts.ShowSettings(output=Path(sys.argv[1] if len(sys.argv) > 1 else "output")),
    )
    articles = list(map(article_of, sys.stdin))
    async with tts.Narrator(settings, notice=lambda sentence: print(sentence, file=sys.stderr)) as narrator:
        results = await asyncio.gather(*map(narrator.narrate, articles), return_exceptions=True)
    failed = False
    for article, result in zip(articles, results, strict=True):
        if isinstance(result, tts.Episode):
            print(result.files.mp3)
        else:
            print(f"{article.title}: {result}", file=sys.stderr)
            failed = True
    return tts.ExitCode.SOME_FAILED if failed else tts.ExitCode.OK


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
