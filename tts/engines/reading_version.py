"""What the offline engines' speech depends on besides the engines: our own readings of the text."""

import hashlib
from functools import cache
from pathlib import Path

import tts.speech


@cache
def fingerprint() -> str:
    """Return eight characters that change whenever code or tables of `tts.speech` do.

    So no speech with an outdated reading is ever taken from a cache, and nobody has to count versions.
    """
    digest = hashlib.sha256()
    for folder in tts.speech.__path__:
        for path in sorted(Path(folder).rglob("*.*")):
            if path.suffix in (".py", ".txt"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
