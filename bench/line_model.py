"""Learn how the lines that papers set around their stories read, and count how it does on what was left out.

    python bench/line_model.py [--learn] [--verbose] [FILE …]

Each kind of invented furniture and each real page is left out once, and what was learnt without it is counted
on it. A FILE holds further lines (columns place and line): how many of them score as furniture by all that is
known. --learn writes the weights that tts/extractor/noise/line_model.py reads; the same lines give the same.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.extract_corpus import DEFAULT_FOLDER, load
from bench.extract_invented import load_lines
from bench.line_corpus import Line, invented, real_prose
from tts.extractor import noise
from tts.extractor.noise.line_model import BUCKETS, WEIGHTS, features, least_score, packed

FOLDERS = (DEFAULT_FOLDER, DEFAULT_FOLDER.with_name("extract-real"))
STEPS = 300
RATE = 0.1
PENALTY = 0.05  # on the squares of the weights, against the sum of the lines' losses
SPREAD = 6  # parts of the real pages, each left out once

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Lines as their features: the buckets of all, where each line's begin, and how much each one counts."""

    buckets: NDArray[np.int64]
    starts: NDArray[np.int64]
    shares: Floats

    @classmethod
    def of(cls, found: Sequence[frozenset[int]]) -> "Sample":
        """Return the sample of lines whose features these are."""
        sizes = np.array([len(one) for one in found])
        buckets = np.concatenate([np.fromiter(sorted(one), np.int64) for one in found])
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        return cls(buckets, starts, np.repeat(1 / np.sqrt(sizes), sizes))

    def scores(self, weights: Floats, bias: float) -> Floats:
        """Return each line's score."""
        return bias + np.add.reduceat(weights[self.buckets] * self.shares, self.starts)

    def spread(self, values: Floats) -> Floats:
        """Return, by bucket, the sum of what each line has to say of it."""
        sizes = np.diff(np.append(self.starts, len(self.buckets)))
        return np.bincount(self.buckets, self.shares * np.repeat(values, sizes), BUCKETS).astype(np.float64)


def learn(lines: Sequence[Line], answers: Sequence[bool]) -> tuple[Floats, float]:
    """Return the weights and the bias of a logistic regression, by Adam's steps over all lines at once."""
    sample = Sample.of([features(line.text) for line in lines])
    wanted, counts = np.array(answers, float), np.array([line.weight for line in lines])
    weights, bias = np.zeros(BUCKETS), 0.0
    first, second = np.zeros(BUCKETS + 1), np.zeros(BUCKETS + 1)
    for step in range(1, STEPS + 1):
        wrong = counts * (1 / (1 + np.exp(-sample.scores(weights, bias))) - wanted)
        slope = np.append(sample.spread(wrong) + PENALTY * weights, wrong.sum())
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        move = RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights, bias = weights - move[:-1], bias - move[-1]
    return weights, float(bias)


def scored(lines: Sequence[Line], texts: Sequence[str], answers: Sequence[bool]) -> list[float]:
    """Return how the texts score by what is learnt from the lines."""
    found = [features(text) for text in texts]
    return [float(one) for one in Sample.of(found).scores(*learn(lines, answers))]


def kinds_left_out(furniture: Sequence[Line], prose: Sequence[Line], *, verbose: bool) -> None:
    """Print for each kind of furniture how many of its lines score as such by what the others teach."""
    told = known = count = 0
    for kind in dict.fromkeys(line.kind for line in furniture):
        rest = [line for line in furniture if line.kind != kind]
        texts = [line.text for line in furniture if line.kind == kind]
        answers = [True] * len(rest) + [False] * len(prose)
        scores = scored([*rest, *prose], texts, answers)
        found = [is_told(text, score) for text, score in zip(texts, scores, strict=True)]
        ruled = [noise.is_noise(text) or noise.stands_in(text) for text in texts]
        print(f"  {kind:13}{len(texts):5}  model {sum(found):4}  rules {sum(ruled):4}")
        told, known, count = told + sum(found), known + sum(ruled), count + len(texts)
        for text, is_found in zip(texts, found, strict=True) if verbose else ():
            if not is_found:
                print(f"      {text}")
    print(f"furniture by other kinds: model {told} of {count}; rules, their own kinds among them: {known}")


def pages_left_out(furniture: Sequence[Line], prose: Sequence[Line], *, verbose: bool) -> None:
    """Print how many lines of prose score as furniture by what all other pages and invented kinds teach."""
    kinds = list(dict.fromkeys(line.kind for line in prose))
    told = 0
    for part in range(SPREAD):
        hidden = set(kinds[part::SPREAD])
        rest = [line for line in prose if line.kind not in hidden]
        texts = [line.text for line in prose if line.kind in hidden]
        answers = [True] * len(furniture) + [False] * len(rest)
        scores = scored([*furniture, *rest], texts, answers)
        found = [text for text, score in zip(texts, scores, strict=True) if is_told(text, score)]
        told += len(found)
        for text in found if verbose else ():
            print(f"      {text[:70]}")
    print(f"prose taken for furniture: {told} of {len(prose)}")


def is_told(text: str, score: float) -> bool:
    """Tell whether a line with this score is left out."""
    return score > least_score(text)


def show_file(path: Path, weights: Floats, bias: float, *, verbose: bool) -> None:
    """Print how many lines of a file score as furniture."""
    texts = [line.text for line in load_lines(path)]
    scores = Sample.of([features(text) for text in texts]).scores(weights, bias)
    found = [is_told(text, score) for text, score in zip(texts, scores, strict=True)]
    print(f"{path}: {sum(found)} of {len(texts)} score as furniture")
    for text, score, is_found in zip(texts, scores, found, strict=True) if verbose else ():
        print(f"  {'furniture' if is_found else 'prose':10}{score:6.2f}  {text}")


def main() -> int:
    arguments = parsed()
    cases = [case for folder in FOLDERS for case in load(folder)]
    furniture, prose = invented("furniture.txt"), [*invented("prose.txt"), *real_prose(cases)]
    weights, bias = learn([*furniture, *prose], [True] * len(furniture) + [False] * len(prose))
    if arguments.learn:
        path = Path(noise.__file__).with_name(WEIGHTS)
        path.write_bytes(packed(weights.tolist(), bias))
        print(f"{path}: {path.stat().st_size} bytes, learnt from {len(furniture)} and {len(prose)} lines")
    elif not arguments.files:
        kinds_left_out(furniture, prose, verbose=arguments.verbose)
        pages_left_out(furniture, prose, verbose=arguments.verbose)
    for path in arguments.files:
        show_file(path, weights, bias, verbose=arguments.verbose)
    return 0


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--learn", action="store_true", help="write the weights")
    parser.add_argument("--verbose", action="store_true", help="print each line that is told wrongly")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
