"""Quality floors: on the invented pages of this folder always, on real ones where they are."""

from pathlib import Path

import pytest

from bench.extract_corpus import digest, load, score, summarize
from tests.development import FOLDER, needs_development_sets
from tts.extractor.extract import extract
from tts.model.document import Document

INVENTED = Path(__file__).with_name("pages"), "72db3d05c295"
"""A folder of pages, and the digest of those that the floors belong to."""

REAL = FOLDER / "extract-zh", "25dea0f3460e"

ALL = {"f1": 1.0, "exact": 1.0, "paragraphs_intact": 1.0}
MOST = {"f1": 0.995, "exact": 0.92, "paragraphs_intact": 0.99}
NONE = {"noise_leaked": 0.0, "pages_lost": 0}
LITTLE = {"noise_leaked": 0.02, "pages_lost": 0}


@pytest.mark.parametrize(
    ("corpus", "floors", "ceilings"),
    [
        pytest.param(INVENTED, ALL, NONE, id="invented"),
        pytest.param(REAL, MOST, LITTLE, id="real", marks=needs_development_sets),
    ],
)
def test_corpus_is_extracted_as_well_as_ever(
    corpus: tuple[Path, str], floors: dict[str, float], ceilings: dict[str, float]
) -> None:
    folder, pinned = corpus
    cases = load(folder)
    assert digest(cases).startswith(pinned), (
        "the corpus changed: measure again, then set the floors on purpose"
    )
    articles = [extract(Document(case.html, case.name)) for case in cases]
    scores = [
        score(case, [p.text for p in article.paragraphs])
        for case, article in zip(cases, articles, strict=True)
    ]
    figures = summarize(cases, scores)
    for name, floor in floors.items():
        assert getattr(figures, name) >= floor, name
    for name, ceiling in ceilings.items():
        assert getattr(figures, name) <= ceiling, name
