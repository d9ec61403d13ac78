"""A publisher's own pages: the story as their program sets it, with the player, at an origin of their own."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Page

from tts.model.episode import Cue, Episode

LIT = """
  const lit = (name = "ting-sentence") => [...(CSS.highlights?.get(name) ?? [])].map(String).join("");
  const player = document.querySelector("ting-player")?.shadowRoot;
  const a = player?.querySelector("audio");
"""
"""What is painted, the player, and its sound."""

BESIDE = '<div>廣告：第一句，新法三讀通過。</div><figure><img alt=""><figcaption>{}</figcaption></figure>'
HEAD = '<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><title>報</title>'


@dataclass(frozen=True, slots=True)
class Paper:
    """Where a publisher's pages stand, and where the podcast that they embed is served."""

    folder: Path
    address: str
    podcast: str

    def script(self, slug: str, **said: str) -> str:
        """Return the tag that a publisher pastes."""
        more = "".join(f' data-{name}="{html.escape(value)}"' for name, value in said.items())
        return f'<script src="{self.podcast}/embed.js" data-episode="{slug}"{more} async></script>'

    def page(self, name: str, body: str, head: str = "") -> str:
        """Write a page and return its address."""
        text = f"{HEAD}{head}<body>{body}</body></html>"
        (self.folder / f"{name}.html").write_text(text, encoding="utf-8")
        return f"{self.address}/{name}.html"


def article(episode: Episode) -> str:
    """Return the story as a publisher's program sets it: marked up, in lines, between other things."""
    body = (cue for cue in episode.cues if cue.paragraph is not None)
    paragraphs = [list(cues) for _at, cues in groupby(body, key=lambda cue: cue.paragraph)]
    return f"<h1>{html.escape(episode.title)}</h1>{''.join(map(_paragraph, paragraphs))}"


def _paragraph(cues: Sequence[Cue]) -> str:
    sentences = "".join(_set(cue.text, nth) for nth, cue in enumerate(cues))
    return f"<p>\n  {sentences}\n</p>{BESIDE.format(cues[0].text)}"


def _set(text: str, nth: int) -> str:
    """Return a sentence as this or that program sets it: a link, a comment, wide signs, lines of its own."""
    middle = len(text) // 2
    first, second = html.escape(text[:middle]), html.escape(text[middle:])
    return (
        f'{first}<a href="#">{second}</a>',
        f"<strong>{first}</strong><!-- 廣告 -->\n      {second}",
        f"{first.translate(WIDE)}&#8203;{second}",
        f"<span>{first}</span><em><b>{second}</b></em>",
    )[nth % 4]


WIDE = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "0123456789%"}


def lit(page: Page, name: str = "ting-sentence") -> str:
    """Return the words that are painted."""
    return str(page.evaluate(f"(name) => {{ {LIT} return lit(name); }}", name))


def seek(page: Page, seconds: float) -> str:
    """Set the player's clock, and return the words that are lit when its page has been told of that."""
    return str(
        page.evaluate(
            f"""(seconds) => {{ {LIT}
              return new Promise((done) => {{
                a.addEventListener("seeking", () => done(lit()), {{ once: true }});
                a.currentTime = seconds;
              }});
            }}""",
            seconds,
        )
    )


def ready(page: Page) -> None:
    """Wait until the player knows the sound and the transcript, which comes first or last."""
    page.wait_for_function(f"() => {{ {LIT} return a?.readyState > 0; }}")
    page.wait_for_load_state("networkidle")


def letters(text: str) -> Iterator[str]:
    """Yield what is read of a text: no sign and no space."""
    return (sign for sign in text if sign.isalnum())
