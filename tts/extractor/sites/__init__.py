"""Sites: where the parts of an article stand on the pages of the papers that readers use most.

An adapter is a declaration, not code. All selectors are CSS, tried in order, those of a paper's present
pages before those of its older ones; the first that finds text wins. What an adapter does not name is found
as on any other page. The class names are facts of the papers' pages, as public readers of them tell.
"""

from collections.abc import Iterable, Sequence

from tts.extractor.sites.hong_kong import HONG_KONG
from tts.extractor.sites.overseas import OVERSEAS
from tts.extractor.sites.site import Selection, Site
from tts.extractor.sites.taiwan import TAIWAN
from tts.extractor.sites.united_daily import UNITED_DAILY
from tts.model.address import host_of

__all__ = ["SITES", "Selection", "Site", "site_of"]

SITES: tuple[Site, ...] = (*UNITED_DAILY, *TAIWAN, *HONG_KONG, *OVERSEAS)


def site_of(url: str | None, names: Iterable[str] = (), sites: Sequence[Site] = SITES) -> Site | None:
    """Return the adapter for an address, or failing that for a name the page gives its site; or None."""
    host = host_of(url)
    called = set(names)
    by_host = (site for site in sites if any(_is_within(host, known) for known in site.hosts))
    by_name = (site for site in sites if not host and called.intersection(site.names))
    return next(by_host, None) or next(by_name, None)


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)
