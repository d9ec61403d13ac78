"""The extraction corpus and its measures: pages, what should come out of them, and how near a text comes."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

GRAM = 4
EXACT = 0.99
LOST = 0.5
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "bench" / "extract-zh"
# Pages that write “ as &#147; came into the gold files as that control character; browsers show the quote.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of its story; a byline of None is that the page names nobody, "*" is any answer."""

    title: str
    byline: str | None
    date: str


@dataclass(frozen=True, slots=True)
class Case:
    """A page, its body a paragraph a line, and the blocks that must not come out of it.

    `neutral` lines may come or not: they count for nothing. `facts` is None where nobody noted them.
    """

    name: str
    html: bytes
    gold: tuple[str, ...]
    noise: tuple[str, ...]
    neutral: tuple[str, ...] = ()
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How near one output comes to its gold."""

    name: str
    precision: float
    recall: float
    leaked: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def is_exact(self) -> bool:
        """Whether precision and recall are both as good as perfect."""
        return min(self.precision, self.recall) >= EXACT


@dataclass(frozen=True, slots=True)
class Summary:
    """A corpus's figures, each a share of one; `pages_lost` is a count."""

    f1: float
    precision: float
    recall: float
    exact: float
    pages_lost: int
    noise_leaked: float
    paragraphs_intact: float


def load(folder: Path = DEFAULT_FOLDER) -> list[Case]:
    """Return the cases of a folder, in order of name.

    Each is NAME.html, NAME.gold.txt and NAME.noise.txt; NAME.neutral.txt and its entry in meta.json may be.
    """
    facts = _facts(folder / "meta.json")
    return [
        Case(
            page.stem,
            page.read_bytes(),
            _lines(page.with_suffix(".gold.txt")),
            _lines(page.with_suffix(".noise.txt")),
            _lines(page.with_suffix(".neutral.txt")),
            facts.get(page.stem),
        )
        for page in sorted(folder.glob("*.html"))
    ]


def digest(cases: Sequence[Case]) -> str:
    """Return a hash of all pages and answers: floors hold for this corpus and no other."""
    answers = ("\n".join((case.name, *case.gold, "", *case.noise, *case.neutral)) for case in cases)
    parts = (case.html + answer.encode() for case, answer in zip(cases, answers, strict=True))
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def score(case: Case, paragraphs: Sequence[str]) -> Score:
    """Compare the paragraphs that came out of a page with what should have."""
    gold = normal("".join(case.gold))
    neutral = [normal(line) for line in case.neutral]
    text = _without(normal("".join(paragraphs)), [line for line in neutral if line not in gold])
    came, wanted = _grams(text), _grams(gold)
    common = (came & wanted).total()
    normal_paragraphs = [normal(paragraph) for paragraph in paragraphs]
    noise = [line for line in case.noise if normal(line) not in neutral]
    return Score(
        case.name,
        common / came.total() if came else 0.0,
        common / wanted.total() if wanted else 0.0,
        tuple(line for line in noise if _leaks(normal(line), normal_paragraphs, gold)),
        tuple(line for line in case.gold if not any(normal(line) in one for one in normal_paragraphs)),
    )


def summarize(cases: Sequence[Case], scores: Sequence[Score]) -> Summary:
    """Return the corpus's figures: macro means, and shares of all noise blocks and paragraphs."""
    pages = len(scores)
    return Summary(
        f1=sum(one.f1 for one in scores) / pages,
        precision=sum(one.precision for one in scores) / pages,
        recall=sum(one.recall for one in scores) / pages,
        exact=sum(one.is_exact for one in scores) / pages,
        pages_lost=sum(one.recall < LOST for one in scores),
        noise_leaked=sum(len(one.leaked) for one in scores) / max(1, sum(len(case.noise) for case in cases)),
        paragraphs_intact=1 - sum(len(one.broken) for one in scores) / sum(len(case.gold) for case in cases),
    )


def _leaks(line: str, paragraphs: Sequence[str], gold: str) -> bool:
    """Tell whether a noise block came out: as a paragraph, or in one where the story does not say it."""
    return any(line == one or (line in one and line not in gold) for one in paragraphs)


def _without(text: str, lines: Sequence[str]) -> str:
    """Return a normal text without these lines, the longest first: a short one may stand in a long one."""
    for line in sorted(lines, key=len, reverse=True):
        text = text.replace(line, "")
    return text


def _lines(path: Path) -> tuple[str, ...]:
    if not path.exists():
        return ()
    return tuple(line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _facts(path: Path) -> dict[str, Facts]:
    if not path.exists():
        return {}
    noted = json.loads(path.read_text(encoding="utf-8"))
    return {name: Facts(one["title"], one["byline"], one["date"]) for name, one in noted.items()}


def normal(text: str) -> str:
    """Return the text as texts are compared: compatibility forms made one, without spaces."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text.translate(_C1)))


def _grams(text: str) -> Counter[str]:
    return Counter(text[i : i + GRAM] for i in range(max(1, len(text) - GRAM + 1))) if text else Counter()
