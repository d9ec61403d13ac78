"""Lists of teasers as sites mark them up: a headline, one to three sentences, a date, more behind a link.

All is drawn from a page's own source of chance; the words are in extract_words.toml.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.extract_words import WORDS

_CLASSES = ("list", "item", "news", "post", "entry", "media", "box", "row", "block", "content", "main")
_CUT = (18, 24, 30, 38)
"""Characters after which lists cut their teasers off."""


@dataclass(frozen=True, slots=True)
class Teaser:
    """An entry of a list: what it shows of another page."""

    headline: str
    text: str
    date: str
    author: str
    address: str

    @property
    def link(self) -> str:
        """The headline as a link."""
        return f'<a href="{self.address}">{self.headline}</a>'


class Draw:
    """What one page draws: words, the facts in them, and class names, which some sites have none of."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.site = random.choice(WORDS["sites"])
        self.section = random.choice(WORDS["sections"])
        self._has_classes = self.chance(0.7)

    def filled(self, *texts: str) -> list[str]:
        """Return texts that belong together with their blanks filled in alike."""
        draw = self.random
        facts = {
            "place": draw.choice(WORDS["places"]),
            "name": draw.choice(WORDS["names"]),
            "n": draw.randint(12, 960),
            "month": draw.randint(1, 12),
            "site": self.site,
            "section": self.section,
        }
        return [text.format(**facts) for text in texts]

    def pick(self, words: Sequence[str]) -> str:
        """Return one of these words as it stands."""
        return self.random.choice(words)

    def number(self, least: int, most: int) -> int:
        """Return a number between these, both included."""
        return self.random.randint(least, most)

    def one(self, texts: Sequence[str]) -> str:
        """Return one of these texts, its blanks filled in."""
        return self.filled(self.random.choice(texts))[0]

    def chance(self, share: float) -> bool:
        """Tell whether this page is among this share of all."""
        return self.random.random() < share

    def named(self) -> str:
        """Return a class attribute, or nothing where the site has no names."""
        return f' class="{self.random.choice(_CLASSES)}"' if self._has_classes else ""

    def teasers(self, least: int = 6, most: int = 15) -> list[Teaser]:
        """Return the entries of a list, no two of them on the same news."""
        drawn = self.random.sample(WORDS["teasers"], self.random.randint(least, most))
        cut = self.random.choice((*_CUT, 0, 0, 0, 0))
        return [self._teaser(headline, text, cut) for headline, text in drawn]

    def _teaser(self, headline: str, text: str, cut: int) -> Teaser:
        headline, text = self.filled(headline, text)
        return Teaser(
            headline,
            f"{text[:cut]}…" if cut else text,
            self.date(),
            f"記者{self.random.choice(WORDS['names'])}",
            f"/news/{self.random.randint(10**5, 10**6)}",
        )

    def date(self) -> str:
        """Return a date as lists show it."""
        month, day = self.random.randint(1, 12), self.random.randint(1, 28)
        hour, minute = self.random.randint(0, 23), self.random.randint(0, 59)
        forms = (
            f"2026-{month:02}-{day:02} {hour:02}:{minute:02}",
            f"2026/{month}/{day}",
            f"{month}月{day}日",
            "3 小時前",
        )
        return self.random.choice(forms)


Markup = Callable[[Draw, Sequence[Teaser]], str]


def _items(draw: Draw, teasers: Sequence[Teaser]) -> str:
    items = (f"<li><h3>{one.link}</h3><p>{one.text}</p><span>{one.date}</span></li>" for one in teasers)
    return f"<ul{draw.named()}>{''.join(items)}</ul>"


def _cards(draw: Draw, teasers: Sequence[Teaser]) -> str:
    outer, inner = draw.named(), draw.named()
    return "".join(
        f'<div{outer}><a href="{one.address}"><img src="/i.jpg"></a><div{inner}>'
        f"<h2>{one.link}</h2><p>{one.text}</p><span>{one.date}</span></div></div>"
        for one in teasers
    )


def _articles(_draw: Draw, teasers: Sequence[Teaser]) -> str:
    return "".join(
        f"<article><h2>{one.link}</h2><p>{one.author} {one.date}</p>"
        f'<p>{one.text}</p><footer><a href="{one.address}">閱讀更多</a></footer></article>'
        for one in teasers
    )


def _definitions(draw: Draw, teasers: Sequence[Teaser]) -> str:
    items = (f"<dt>{one.link}</dt><dd>{one.text}</dd>" for one in teasers)
    return f"<dl{draw.named()}>{''.join(items)}</dl>"


def _rows(draw: Draw, teasers: Sequence[Teaser]) -> str:
    rows = (
        f'<tr><td><img src="/i.jpg"></td><td><b>{one.link}</b><br>{one.text}<br>'
        f"<font color=gray>{one.date}</font></td></tr>"
        for one in teasers
    )
    return f"<table{draw.named()} width=600>{''.join(rows)}</table>"


def _breaks(draw: Draw, teasers: Sequence[Teaser]) -> str:
    items = (f"<b>{one.link}</b><br>{one.text}<br><br>" for one in teasers)
    return f"<div{draw.named()}>{''.join(items)}</div>"


def _linked_whole(draw: Draw, teasers: Sequence[Teaser]) -> str:
    name = draw.named()
    return "".join(
        f'<a href="{one.address}"{name}><h3>{one.headline}</h3><p>{one.text}</p><time>{one.date}</time></a>'
        for one in teasers
    )


def _excerpts(draw: Draw, teasers: Sequence[Teaser]) -> str:
    name = draw.named()
    return "".join(
        f"<div{name}><h2>{one.link}</h2><div>{one.date} by {one.author}</div>"
        f"<div>{''.join(f'<p>{part}</p>' for part in _sentences(one.text))}"
        f'<p><a href="{one.address}">（繼續閱讀…）</a></p></div></div>'
        for one in teasers
    )


def _flat(draw: Draw, teasers: Sequence[Teaser]) -> str:
    items = (f"<h3>{one.link}</h3><p>{one.text}</p>" for one in teasers)
    return f"<div{draw.named()}>{''.join(items)}</div>"


def _trailing_links(draw: Draw, teasers: Sequence[Teaser]) -> str:
    items = (f'<p>【{one.headline}】{one.text}<a href="{one.address}">[詳全文]</a></p>' for one in teasers)
    return f"<div{draw.named()}>{''.join(items)}</div>"


def _flat_paragraphs(draw: Draw, teasers: Sequence[Teaser]) -> str:
    items = (f"<p>{one.link}</p><p>{one.text}</p><p>{one.date}</p>" for one in teasers)
    return f"<div{draw.named()}>{''.join(items)}</div>"


def _scripted(draw: Draw, teasers: Sequence[Teaser]) -> str:
    """Entries that a script opens: no link tells that there is more of them."""
    name = draw.named()
    return "".join(
        f"<div{name} onclick=\"go('{one.address}')\"><div>{one.headline}</div><div>{one.text}</div>"
        f"<div>{one.date}</div></div>"
        for one in teasers
    )


MARKUPS: Mapping[str, Markup] = {
    "items": _items,
    "cards": _cards,
    "articles": _articles,
    "definitions": _definitions,
    "rows": _rows,
    "breaks": _breaks,
    "linked whole": _linked_whole,
    "excerpts": _excerpts,
    "flat": _flat,
    "trailing links": _trailing_links,
    "flat paragraphs": _flat_paragraphs,
    "scripted": _scripted,
}


def _sentences(text: str) -> list[str]:
    return [
        f"{sentence}。" if not sentence.endswith(("。", "…", "」")) else sentence
        for sentence in text.split("。")
        if sentence
    ]
