"""The canonical form of an address: two addresses of one story come out the same."""

import re
from urllib.parse import SplitResult, quote, unquote, urlunsplit

from tts.model.address import web_parts

_CLICKS = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igsh igshid mc_cid mc_eid _ga _gl
    mkt_tok oly_anon_id oly_enc_id vero_id wickedid _hsenc _hsmi __twitter_impression
"""
"""What advertisements and newsletters add: it names the click, and not the page."""

_WAYS = """
    from ref ref_src ref_url referrer source_from spm scm cmp cmpid ocid cvid smid smtyp emc partner
    guccounter guce_referrer guce_referrer_sig .tsrc sr_share share_token chdtv ctrack maca oc xtor
    ns_mchannel ns_source ns_campaign ns_linkname
"""
"""Where on a site, or out of which app, the reader came."""

TRACKING = frozenset((_CLICKS + _WAYS).split())
"""Parameters of a query that never decide which story is shown."""

TRACKING_FAMILIES = ("utm_", "at_", "pk_", "mtm_", "hsa_", "itm_")
"""How families of such parameters begin: those of Google, the BBC, Matomo, HubSpot."""

_PORTS = {"http": 80, "https": 443}
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_SAFE = "%/:@!$&'()*+,;=?[]"


def canonical(url: str) -> str:
    """Return the address by which a story is known, whichever of its addresses was met.

    Host and escapes are spelt in one way (RFC 3986, 6.2.2); fragment, password and the parameters of
    TRACKING are gone, all others stay in their order. What is no http address is returned as it is.
    """
    parts = web_parts(url)
    if parts is None:
        return url
    return urlunsplit(
        (parts.scheme, _host(parts), _spelt(parts.path) or "/", _spelt(_query(parts.query)), "")
    )


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    if ":" in name:
        name = f"[{name}]"
    elif not name.isascii():
        name = _registered(name)
    port = parts.port
    return name if port in (None, _PORTS.get(parts.scheme)) else f"{name}:{port}"


def _registered(name: str) -> str:
    """Return an international name as the network knows it (xn--…), if it can be one."""
    try:
        return name.encode("idna").decode().lower()
    except UnicodeError:
        return name


def _query(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part))


def _is_tracking(part: str) -> bool:
    name = unquote(part.partition("=")[0]).lower()
    return name in TRACKING or name.startswith(TRACKING_FAMILIES)


def _spelt(text: str) -> str:
    """Return the text with every character escaped that must be, and no other."""
    whole = _STRAY_PERCENT.sub("%25", text)
    return quote(_ESCAPE.sub(_unescaped, whole), safe=_SAFE + "~", errors="surrogatepass")


def _unescaped(match: re.Match[str]) -> str:
    character = chr(int(match[0][1:], 16))
    return character if _UNRESERVED.fullmatch(character) else match[0].upper()
