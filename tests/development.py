"""The development sets: real material that lives beside the repository and is never part of it.

They are looked for in the folder that TING_BENCH names, and then must be there; else in ../shared/bench, and
where that is not, their floors are not held. The invented sets inside tests/ always are.
"""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("TING_BENCH") or Path(__file__).resolve().parents[2] / "shared" / "bench")

needs_development_sets = pytest.mark.skipif(
    not FOLDER.is_dir() and not os.environ.get("TING_BENCH"),
    reason=f"the development sets are not at {FOLDER}, and TING_BENCH names no other folder",
)
