"""Sites that other distributions bring: each looked at before a page is read by it."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from zoneinfo import ZoneInfo

from tts.entry_points import SITE_GROUP, Plugin, PluginFault, plugins
from tts.errors import told
from tts.extractor.sites import SITES, Site, site_of

SELECTORS = ("body", "title", "byline", "time", "tags", "remove")
"""What of a `Site` is CSS."""

Found = tuple[Site, ...] | PluginFault

_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")


@cache
def plugged_sites() -> tuple[Site, ...]:
    """Return the sites of all plug-ins that have no fault, in the order of their names."""
    return tuple(site for _, found in looked_at() if not isinstance(found, PluginFault) for site in found)


def looked_at() -> tuple[tuple[Plugin, Found], ...]:
    """Return every plug-in for sites with these, or with its fault.

    One that names a host of a site before it has a fault: it would never be asked.
    """
    seen: list[tuple[Plugin, Found]] = []
    taken = list(SITES)
    for plugin in plugins(SITE_GROUP):
        try:
            sites = _sites_of(plugin, taken)
        except PluginFault as fault:
            seen.append((plugin, fault))
        else:
            seen.append((plugin, sites))
            taken += sites
    return tuple(seen)


def _sites_of(plugin: Plugin, taken: Sequence[Site]) -> tuple[Site, ...]:
    """Return the plug-in's sites; PluginFault when one of them is none, or reaches into a taken one."""
    named = plugin.load()
    sites = [_as_declared(plugin, one) for one in (named if isinstance(named, list | tuple) else [named])]
    if not sites:
        plugin.refuse("names no Site")
    for index, site in enumerate(sites):
        _check_hosts(plugin, site, [*taken, *sites[:index]])
        _check_zone(plugin, site)
        _check_selectors(plugin, site)
    return tuple(sites)


def _as_declared(plugin: Plugin, named: object) -> Site:
    """Return what a plug-in names as a site of the right types."""
    import msgspec  # noqa: PLC0415 - only where there is a plug-in

    if type(named) is not Site:  # a kind of its own would bring code
        plugin.refuse(f"names something of type {type(named).__name__} where a Site is wanted")
    try:
        return msgspec.convert(msgspec.to_builtins(named), Site)
    except (msgspec.ValidationError, TypeError) as error:
        plugin.refuse(f"has a Site of wrong types ({told(error)})")


def _check_hosts(plugin: Plugin, site: Site, taken: Sequence[Site]) -> None:
    if not site.hosts:
        plugin.refuse("has a Site without a host")
    for host in site.hosts:
        if not _HOST.fullmatch(host):
            plugin.refuse(f"has a host that is none: {host!r}")
        if other := site_of(f"https://{host}", sites=taken):
            plugin.refuse(f"has the host {host}, which {other.publisher} has already")


def _check_zone(plugin: Plugin, site: Site) -> None:
    try:
        ZoneInfo(site.zone)
    except (LookupError, OSError, ValueError):
        plugin.refuse(f"has a time zone that is none: {site.zone!r}")


def _check_selectors(plugin: Plugin, site: Site) -> None:
    from bs4 import BeautifulSoup  # noqa: PLC0415 - only where there is a plug-in

    nothing = BeautifulSoup("", "lxml")
    selectors: Iterable[str] = (selector for part in SELECTORS for selector in getattr(site, part))
    for selector in selectors:
        try:
            nothing.select(selector)
        except Exception:  # noqa: BLE001 - the error is of a library that Beautiful Soup brings
            plugin.refuse(f"has a selector that is no CSS: {selector!r}")
