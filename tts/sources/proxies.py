"""Proxies: which one, if any, the environment says an address is reached through."""

from urllib.request import getproxies, proxy_bypass

from tts.errors import UsageError


def proxy_for(scheme: str, host: str) -> str | None:
    """Return the proxy's address by HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, or None.

    Raises UsageError for a proxy that is not spoken to in HTTP.
    """
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or proxy_bypass(host):
        return None
    if "://" not in proxy:
        return f"http://{proxy}"
    if not proxy.lower().startswith(("http://", "https://")):
        kind = proxy.partition("://")[0]
        message = f"The environment names a proxy of the kind {kind}, which cannot be used."
        raise UsageError(message, hint="Name an HTTP proxy in HTTPS_PROXY, or add the host to NO_PROXY.")
    return proxy
