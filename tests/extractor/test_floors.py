"""Quality floors on the extraction corpus, which lives beside the repository and is never part of it."""

import os

import pytest

from bench.extract_corpus import DEFAULT_FOLDER, digest, load, score, summarize
from tts.extractor.extract import extract
from tts.model.document import Document

CORPUS = "25dea0f3460e"
FLOORS = {"f1": 0.995, "exact": 0.92, "paragraphs_intact": 0.99}
CEILINGS = {"noise_leaked": 0.02, "pages_lost": 0}
IS_CI = bool(os.environ.get("CI"))


@pytest.mark.skipif(
    not DEFAULT_FOLDER.exists() and not IS_CI, reason="no corpus at ../shared/bench/extract-zh"
)
def test_corpus_is_extracted_as_well_as_ever() -> None:
    cases = load()
    assert digest(cases).startswith(CORPUS), (
        "the corpus changed: measure again, then set the floors on purpose"
    )
    articles = [extract(Document(case.html, case.name)) for case in cases]
    scores = [
        score(case, [p.text for p in article.paragraphs])
        for case, article in zip(cases, articles, strict=True)
    ]
    figures = summarize(cases, scores)
    for name, floor in FLOORS.items():
        assert getattr(figures, name) >= floor, name
    for name, ceiling in CEILINGS.items():
        assert getattr(figures, name) <= ceiling, name
