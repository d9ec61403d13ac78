"""What this project makes of a page: its article, or the words in which it was refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.extract_corpus import LOST, Case, Score, score
from tts.errors import ArticleNotFound
from tts.extractor.extract import extract
from tts.model.article import Article
from tts.model.document import Document

UTF8 = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one page; without an article, `refusal` says why."""

    name: str
    article: Article | None
    refusal: str = ""

    @property
    def paragraphs(self) -> list[str]:
        """What would be read aloud."""
        return [paragraph.text for paragraph in self.article.paragraphs] if self.article else []


def outcome(name: str, html: bytes | str) -> Outcome:
    """Return what comes of a page as served, or of a page's text."""
    document = (
        Document(html.encode(), name, content_type=UTF8) if isinstance(html, str) else Document(html, name)
    )
    try:
        return Outcome(name, extract(document))
    except ArticleNotFound as error:
        return Outcome(name, None, str(error))


def scored(cases: Sequence[Case]) -> list[tuple[Outcome, Score]]:
    """Return what comes of each page, and how near it is."""
    outcomes = [outcome(case.name, case.html) for case in cases]
    return [(one, score(case, one.paragraphs)) for case, one in zip(cases, outcomes, strict=True)]


def is_wrong(result: Outcome, one: Score) -> bool:
    """Tell whether something else was read in the story's place: worse than a page refused."""
    return result.article is not None and one.recall < LOST


def show_confidence(results: Sequence[tuple[Outcome, Score]]) -> None:
    """Print which pages were refused, and on which something else was read."""
    refused = [result.name for result, _ in results if not result.article]
    wrong = [result.name for result, one in results if is_wrong(result, one)]
    print(f"refused: {len(refused)}  {' '.join(refused)}".rstrip())
    print(f"wrong text with confidence: {len(wrong)}  {' '.join(wrong)}".rstrip())
