"""How like two texts are: by their shingles, all runs of SHINGLE characters, and by 64 bits made of those."""

import hashlib

SHINGLE = 4

_BITS = 64
_LOWEST = (1).to_bytes(_BITS // 8)


def shingles(text: str) -> frozenset[int]:
    """Return the numbers of the text's runs of characters; punctuation and spaces do not count."""
    return frozenset(map(int.from_bytes, _digests(text)))


def simhash(text: str) -> int:
    """Return 64 bits of which like texts have most in common (Charikar 2002)."""
    digests = _digests(text)
    rows, lowest = int.from_bytes(b"".join(digests)), int.from_bytes(_LOWEST * len(digests))
    most = len(digests) // 2
    return sum(1 << bit for bit in range(_BITS) if (rows >> bit & lowest).bit_count() > most)


def _digests(text: str) -> set[bytes]:
    letters = "".join(filter(str.isalnum, text)).lower()
    runs = {letters[start : start + SHINGLE] for start in range(len(letters) - SHINGLE + 1)}
    return {_digest(run) for run in runs}


def _digest(run: str) -> bytes:
    return hashlib.blake2b(run.encode(errors="replace"), digest_size=_BITS // 8).digest()
