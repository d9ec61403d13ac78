"""How like two texts are: by their shingles, all runs of SHINGLE characters, and by 64 bits made of those."""

import hashlib

SHINGLE = 4

_BITS = 64


def shingles(text: str) -> frozenset[int]:
    """Return the numbers of the text's runs of characters; punctuation and spaces do not count."""
    letters = "".join(filter(str.isalnum, text)).lower()
    runs = {letters[start : start + SHINGLE] for start in range(len(letters) - SHINGLE + 1)}
    return frozenset(map(_number, runs))


def simhash(text: str) -> int:
    """Return 64 bits of which like texts have most in common (Charikar 2002)."""
    votes = [0] * _BITS
    for number in shingles(text):
        for bit in range(_BITS):
            votes[bit] += 1 if number >> bit & 1 else -1
    return sum(1 << bit for bit, vote in enumerate(votes) if vote > 0)


def _number(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(errors="replace"), digest_size=_BITS // 8).digest())
