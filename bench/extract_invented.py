"""Invented pages in structures that real ones have, and lines of furniture set into an invented story.

A folder of structures holds NAME.html and expected.json: by NAME `want` (texts that must come, in order; null
is any article), `bad` (texts that must not) and `meta` (title, byline; `nonext`: no next page; `warn`: a
warning). A file of lines has two columns, `place` (m: amid the story, e: at its end) and `line`.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.extract_corpus import normal
from bench.extract_facts import byline_is_right, title_is_right
from bench.extract_own import Outcome, outcome
from tts.model.article import Article

STORY = (
    "溪尾里的老碾米廠昨天重新開張，停了二十年的木製碾米機再度轉動，附近居民一早就帶著稻穀來排隊。",
    "里長黃素蘭說，碾米廠是里內最老的房子，去年颱風把屋頂掀掉一半，大家湊了八十萬元才修好。",
    "修復工程由三名退休的木匠負責，他們照著一張民國五十年的舊照片，把門窗一扇一扇重做。",
    "負責操作機器的張火旺今年七十六歲，他說機器的聲音沒有變，只是自己的耳朵不如從前了。",
    "市公所表示，碾米廠每週六開放參觀，學校可以預約體驗，第一個月的名額已經額滿。",
    "居民陳太太說，孩子第一次看到米是怎麼來的，回家以後把碗裡的飯吃得一粒不剩。",
)
TITLE = "老碾米廠重新轉動 居民帶稻穀排隊"
VARIANTS = ("p", "div", "br")
"""A line in a paragraph of its own, in a division, or after a line break."""


@dataclass(frozen=True, slots=True)
class Structure:
    """An invented page, and what must come of it."""

    name: str
    html: bytes
    want: tuple[str, ...] | None
    bad: tuple[str, ...]
    title: str | None
    byline: str | None
    is_whole: bool
    must_warn: bool


@dataclass(frozen=True, slots=True)
class FurnitureLine:
    """A line that is never part of a story, and where it stands: amid it or at its end."""

    is_amid: bool
    text: str

    def page(self, variant: str) -> str:
        """Return the page of an invented story with this line in it."""
        story = list(STORY)
        story.insert(len(story) // 2 if self.is_amid else len(story), self.text)
        if variant == "br":
            body = f"<div>{'<br><br>'.join(story)}</div>"
        else:
            body = "".join(f"<{variant}>{one}</{variant}>" for one in story)
        return (
            f'<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{TITLE}</title></head>'
            f"<body><h1>{TITLE}</h1><div>{body}</div></body></html>"
        )


def load_structures(folder: Path) -> list[Structure]:
    """Return the structures of a folder, in order of name."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return [
        Structure(
            name,
            (folder / f"{name}.html").read_bytes(),
            None if one["want"] is None else tuple(one["want"]),
            tuple(one.get("bad", ())),
            one.get("meta", {}).get("title"),
            one.get("meta", {}).get("byline"),
            bool(one.get("meta", {}).get("nonext")),
            bool(one.get("meta", {}).get("warn")),
        )
        for name, one in sorted(expected.items())
    ]


def faults(wanted: Structure, result: Outcome) -> list[str]:
    """Return in words what is not as it must be; nothing when all is right."""
    if result.article is None:
        return [f"refused: {result.refusal}"]
    return [*_faults_of_text(wanted, result), *_faults_of_facts(wanted, result.article)]


def _faults_of_text(wanted: Structure, result: Outcome) -> Iterator[str]:
    text = normal("".join(result.paragraphs))
    place = 0
    for part in wanted.want or ():
        found = text.find(normal(part), place)
        if found < 0:
            yield f"{'misplaced' if normal(part) in text else 'missing'}: {part[:40]}"
        place = max(place, found)
    for part in wanted.bad:
        if normal(part) in text:
            yield f"read: {part}"


def _faults_of_facts(wanted: Structure, article: Article) -> Iterator[str]:
    if wanted.title is not None and not title_is_right(wanted.title, article.title):
        yield f"title: {article.title[:60]}"
    if wanted.byline is not None and not byline_is_right(wanted.byline, article.byline):
        yield f"byline: {article.byline}"
    if wanted.is_whole and article.next_page_url:
        yield f"next page: {article.next_page_url}"
    if wanted.must_warn and not article.warnings:
        yield "no warning"


def load_lines(path: Path) -> list[FurnitureLine]:
    """Return the lines of a file with the columns place and line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [FurnitureLine(row["place"] == "m", row["line"]) for row in rows]


def read_lines(line: FurnitureLine, variant: str) -> list[str]:
    """Return what is read of a page though it is none of its story: the line, or what was left of it."""
    return [text for text in outcome(line.text, line.page(variant)).paragraphs if text not in STORY]


def is_harmed(line: FurnitureLine, variant: str) -> bool:
    """Tell whether the line takes a part of the story with it."""
    return not set(STORY) <= set(outcome(line.text, line.page(variant)).paragraphs)


def show_structures(structures: Sequence[Structure], *, verbose: bool) -> None:
    """Print how many structures come out right, and what is wrong with each other one."""
    found = [(one.name, faults(one, outcome(one.name, one.html))) for one in structures]
    print(f"structures right: {sum(not wrong for _, wrong in found)} of {len(found)}")
    for name, wrong in found if verbose else ():
        if wrong:
            print(f"  {name}: {'; '.join(wrong)}")


def show_lines(lines: Sequence[FurnitureLine], *, verbose: bool) -> None:
    """Print how many lines are read aloud, in each variant and in any."""
    read = {variant: [bool(read_lines(line, variant)) for line in lines] for variant in VARIANTS}
    harmed = sum(is_harmed(line, variant) for line in lines for variant in VARIANTS)
    counts = "  ".join(f"{variant} {sum(answers)}" for variant, answers in read.items())
    anywhere = [any(answers) for answers in zip(*read.values(), strict=True)]
    print(f"furniture lines read: {counts}  any {sum(anywhere)}  of {len(lines)}; stories harmed: {harmed}")
    for line, is_read in zip(lines, anywhere, strict=True) if verbose else ():
        if is_read:
            print(f"  {'amid' if line.is_amid else 'end '} {line.text}")
