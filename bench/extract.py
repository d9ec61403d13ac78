"""Print how this project and the libraries of the field extract the same Chinese pages, in one run.

    python bench/extract.py [FOLDER …] [--verbose] [--only NAME]

The libraries are the dependency group `bench`; those not installed are left out, and named.
A FOLDER holds NAME.html, NAME.gold.txt and NAME.noise.txt, and may hold NAME.neutral.txt (lines that may
come or not) and meta.json (title, byline, date); by default it is ../shared/bench/extract-zh beside this
repository.

With one or more of these, this project alone is measured further:

    --facts               titles, bylines and dates; pages refused, and pages where another text was read
    --by-site             each site's figures, the worst first
    --left-out [SECONDS]  thresholds chosen without the site that they are scored on (some minutes)
    --mutations N         the pages changed as another template would, N times in each way
    --structures FOLDER   invented structures with what they must give
    --lines FILE          lines of furniture set into an invented story
    --refusals            200 invented pages without a story, and 60 with a short one
"""

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.extract_corpus import DEFAULT_FOLDER, Case, Score, digest, load, score, summarize
from bench.extract_facts import show_facts
from bench.extract_invented import load_lines, load_structures, show_lines, show_structures
from bench.extract_mutations import show_mutations
from bench.extract_own import outcome, scored, show_confidence
from bench.extract_refusals import show_refusals
from bench.extract_sites import show_sites
from bench.extract_thresholds import show_left_out

Extractor = Callable[[Case], Sequence[str]]


def ours(case: Case) -> Sequence[str]:
    result = outcome(case.name, case.html)
    if result.article is None:
        print(f"  {case.name}: {result.refusal}", file=sys.stderr)
    return result.paragraphs


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


OWN = "tingxinwen"
EXTRACTORS: dict[str, Extractor] = {
    OWN: ours,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "goose3": goose,
}


LEFT_OUT_S = 300


def main() -> int:
    arguments = parsed()
    cases = [case for folder in arguments.folders or [DEFAULT_FOLDER] for case in load(folder)]
    if not cases:
        folders = " or ".join(map(str, arguments.folders or [DEFAULT_FOLDER]))
        print(f"No corpus at {folders}: give the folder that holds it.", file=sys.stderr)
        return 2
    print(f"{len(cases)} pages, corpus {digest(cases)[:12]}")
    print(f"{'':18}{'F1':>7}{'P':>7}{'R':>7}{'exact':>7}{'lost':>6}{'leak':>7}{'intact':>8}{'pages/s':>9}")
    for name in arguments.only or ([OWN] if is_further(arguments) else EXTRACTORS):
        run(name, EXTRACTORS[name], cases, verbose=arguments.verbose)
    measure_further(arguments, cases)
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--only", action="append", choices=EXTRACTORS, help="run this one (may be repeated)")
    parser.add_argument("--verbose", action="store_true", help="print each page of ours that is not right")
    parser.add_argument("--facts", action="store_true")
    parser.add_argument("--by-site", action="store_true")
    parser.add_argument("--left-out", type=float, nargs="?", const=LEFT_OUT_S, metavar="SECONDS")
    parser.add_argument("--mutations", type=int, metavar="N")
    parser.add_argument("--structures", type=Path, metavar="FOLDER")
    parser.add_argument("--lines", type=Path, metavar="FILE")
    parser.add_argument("--refusals", action="store_true")
    return parser.parse_args()


def is_further(arguments: argparse.Namespace) -> bool:
    return any(value for name, value in vars(arguments).items() if name not in {"folders", "only", "verbose"})


def measure_further(arguments: argparse.Namespace, cases: Sequence[Case]) -> None:
    verbose = arguments.verbose
    results = scored(cases) if arguments.facts or arguments.by_site else []
    if arguments.facts:
        show_confidence(results)
        show_facts(cases, [result for result, _ in results], verbose=verbose)
    if arguments.by_site:
        show_sites(cases, [one for _, one in results])
    if arguments.left_out:
        show_left_out(cases, most_s=arguments.left_out, verbose=verbose)
    if arguments.mutations:
        show_mutations(cases, arguments.mutations, verbose=verbose)
    if arguments.structures:
        show_structures(load_structures(arguments.structures), verbose=verbose)
    if arguments.lines:
        show_lines(load_lines(arguments.lines), verbose=verbose)
    if arguments.refusals:
        show_refusals(verbose=verbose)


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
