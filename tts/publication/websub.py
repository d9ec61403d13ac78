"""Telling a WebSub hub of news, so that apps which asked it need not ask us."""

from collections.abc import Iterable

from tts.errors import NetworkError
from tts.feed.addresses import public, web
from tts.model.settings import ShowSettings
from tts.sources.page import USER_AGENT

TIMEOUT_S = 10.0


def tell_hub(show: ShowSettings, feeds: Iterable[str]) -> None:
    """Tell the show's hub that the feeds of these paths have changed; without one, or any, do nothing.

    WebSub leaves to hubs how publishers tell them (https://www.w3.org/TR/websub/, 6); all take what
    PubSubHubbub 0.3 says in 7.1. What a hub answers is not read. Raises NetworkError when it refuses.
    """
    urls = [public(show, path) for path in feeds]
    if not (hub := web(show.hub)) or not urls:
        return
    import httpx  # noqa: PLC0415 - most shows have no hub

    form = {"hub.mode": "publish", "hub.url": urls}
    agent = {"User-Agent": USER_AGENT}
    try:
        with httpx.stream("POST", hub, data=form, headers=agent, timeout=TIMEOUT_S) as answer:
            answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = str(error).partition("\n")[0].rstrip(".") or type(error).__name__
        message = f"The hub {hub} could not be told of the news: {reason}."
        raise NetworkError(message, hint="Apps see it when they next ask; check [show] hub.") from error
