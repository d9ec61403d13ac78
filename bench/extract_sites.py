"""The corpus site by site: whose pages come out how well."""

import re
from collections import defaultdict
from collections.abc import Sequence

from bench.extract_corpus import Case, Score, summarize

_ADDRESS = re.compile(
    rb"<(?:link|meta)\b[^>]{0,80}(?:canonical|og:url)[^>]{0,80}?(?:href|content)\s*=\s*[\"']?https?://([\w.-]+)",
    re.IGNORECASE,
)
_SECOND_LEVEL = frozenset({"com", "net", "org", "gov", "edu", "co"})
_COLLECTION = re.compile(r"^[a-z]{2}_")
_NUMBER = re.compile(r"_[0-9A-Za-z]*\d[0-9A-Za-z]*(?:_\d+)?$|_details$")


def site_of(case: Case) -> str:
    """Return the site of a page: by the address it gives itself, else by the outlet in its name."""
    if found := _ADDRESS.search(case.html):
        return _registered(found[1].decode().lower())
    name = _NUMBER.sub("", _COLLECTION.sub("", case.name))
    return name.split("_")[0]


def by_site(cases: Sequence[Case]) -> dict[str, list[int]]:
    """Return the places of each site's pages, the sites in order."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        places[site_of(case)].append(place)
    return dict(sorted(places.items()))


def show_sites(cases: Sequence[Case], scores: Sequence[Score]) -> None:
    """Print each site's figures, the worst first."""
    rows = []
    for site, places in by_site(cases).items():
        some = [scores[i] for i in places]
        rows.append((summarize([cases[i] for i in places], some), site, some))
    print(f"{'':24}{'pages':>6}{'F1':>7}{'exact':>7}{'leaked':>8}")
    for figures, site, some in sorted(rows, key=lambda row: (row[0].f1, row[1])):
        leaked = sum(len(one.leaked) for one in some)
        print(f"{site:24}{len(some):6}{figures.f1:7.3f}{figures.exact:7.0%}{leaked:8}")


def _registered(host: str) -> str:
    """Return the part of a host that one owner has: news.example.com.tw is of example.com.tw."""
    labels = host.split(".")
    kept = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2  # noqa: PLR2004 - labels of a host
    return ".".join(labels[-kept:])
