"""Print how this project and the libraries of the field extract the same Chinese pages, in one run.

    python bench/extract.py [FOLDER] [--verbose] [--only NAME]

The libraries are the dependency group `bench`; those not installed are left out, and named.
FOLDER holds NAME.html, NAME.gold.txt and NAME.noise.txt; by default
it is ../shared/bench/extract-zh beside this repository.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.extract_corpus import DEFAULT_FOLDER, Case, Score, digest, load, score, summarize
from tts.errors import ArticleNotFound
from tts.extractor.extract import extract
from tts.model.document import Document

Extractor = Callable[[Case], Sequence[str]]


def ours(case: Case) -> Sequence[str]:
    try:
        article = extract(Document(case.html, origin=case.name))
    except ArticleNotFound as error:
        print(f"  {case.name}: {error}", file=sys.stderr)
        return []
    return [paragraph.text for paragraph in article.paragraphs]


def trafilatura(case: Case) -> Sequence[str]:
    library = importlib.import_module("trafilatura")
    return str(library.extract(_text(case), include_comments=False) or "").splitlines()


def readability(case: Case) -> Sequence[str]:
    library = importlib.import_module("readability")
    html = importlib.import_module("lxml.html")
    summary = library.Document(_text(case)).summary()
    return [line for line in html.fromstring(summary).text_content().splitlines() if line.strip()]


def newspaper(case: Case) -> Sequence[str]:
    article = importlib.import_module("newspaper").Article(
        "https://example.org/", language="zh", fetch_images=False
    )
    article.download(input_html=_text(case))
    article.parse()
    return str(article.text).splitlines()


def goose(case: Case) -> Sequence[str]:
    library = importlib.import_module("goose3")
    words = importlib.import_module("goose3.text").StopWordsChinese
    article = library.Goose({"stopwords_class": words, "enable_image_fetching": False}).extract(
        raw_html=_text(case)
    )
    return str(article.cleaned_text).splitlines()


EXTRACTORS: dict[str, Extractor] = {
    "tingxinwen": ours,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "goose3": goose,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--only", action="append", choices=EXTRACTORS, help="run this one (may be repeated)")
    parser.add_argument("--verbose", action="store_true", help="print each page of ours that is not exact")
    arguments = parser.parse_args()
    cases = load(arguments.folder)
    if not cases:
        print(f"No corpus at {arguments.folder}: give the folder that holds it.", file=sys.stderr)
        return 2
    print(f"{len(cases)} pages, corpus {digest(cases)[:12]}")
    print(f"{'':18}{'F1':>7}{'P':>7}{'R':>7}{'exact':>7}{'lost':>6}{'leak':>7}{'intact':>8}{'pages/s':>9}")
    for name in arguments.only or EXTRACTORS:
        run(name, EXTRACTORS[name], cases, verbose=arguments.verbose)
    return 0


def run(name: str, extractor: Extractor, cases: Sequence[Case], *, verbose: bool) -> None:
    try:
        extractor(cases[0])  # loads the library
    except ImportError as error:
        print(f"{name:18}not installed: {str(error).splitlines()[0]}")
        return
    started = time.process_time()
    outputs = [attempt(extractor, case) for case in cases]
    seconds = time.process_time() - started
    scores = [score(case, output) for case, output in zip(cases, outputs, strict=True)]
    figures = summarize(cases, scores)
    print(
        f"{name:18}{figures.f1:7.3f}{figures.precision:7.3f}{figures.recall:7.3f}{figures.exact:7.0%}"
        f"{figures.pages_lost:6}{figures.noise_leaked:7.1%}{figures.paragraphs_intact:8.3f}"
        f"{len(cases) / seconds:9.1f}"
    )
    if verbose:
        explain(scores)


def attempt(extractor: Extractor, case: Case) -> Sequence[str]:
    try:
        return extractor(case)
    except Exception as error:  # noqa: BLE001 - a library that fails on a page has lost the page, nothing more
        print(f"  {case.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return []


def explain(scores: Sequence[Score]) -> None:
    for one in scores:
        if not one.is_exact or one.leaked or one.broken:
            print(f"  {one.name}: P {one.precision:.3f} R {one.recall:.3f}")
            for mark, lines in (("leaked", one.leaked), ("broken", one.broken)):
                for line in lines:
                    print(f"    {mark}: {line[:90]}")


def _text(case: Case) -> str:
    try:
        return case.html.decode("utf-8")
    except UnicodeDecodeError:
        return case.html.decode("gb18030", "replace")


if __name__ == "__main__":
    sys.exit(main())
