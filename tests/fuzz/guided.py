"""One target under coverage guidance: `python -m tests.fuzz.guided TARGET [libFuzzer's options]`."""

import sys
from functools import partial

import atheris  # type: ignore[import-untyped]  # in the dependency group `fuzz`, which nothing else needs

with atheris.instrument_imports(include=["tts"]):
    from tests.fuzz.targets import outcome


def main() -> None:
    """Fuzz until libFuzzer's options say that it is over."""
    program, target, *options = sys.argv
    outcome(target, b"")  # what is imported and made for the first input is not the input's doing
    atheris.Setup([program, *options], partial(outcome, target))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
