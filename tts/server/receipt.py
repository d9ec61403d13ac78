"""The receipt: the page that a browser shows to who has sent something by a form."""

import html

from starlette.responses import HTMLResponse, Response

from tts.inbox.entry import Entry
from tts.server.resource import Refusal

SAID = {
    "waiting": "收到了，排隊等著錄音。",
    "reading": "收到了，正在讀這一頁。",
    "speaking": "收到了，正在錄音。",
    "ready": "這一篇已經可以聽了。",
    "failed": "這一篇還沒能錄成。",
}
REFUSED = {
    401: "沒有收下：這個權杖不對，或已經作廢。",
    403: "沒有收下：這個權杖不能送東西進來。",
    408: "沒有收下：傳得太慢，請再試一次。",
    413: "沒有收下：內容太大，只送網址就好。",
    422: "沒有收下：只能讀公開的網址，以 https:// 開頭，在外面也打得開的。",
    429: "沒有收下：送得太急，過一會兒再送。",
    503: "沒有收下：現在太忙，過一會兒再送。",
}
OTHERWISE = "沒有收下：看不懂送來的東西。"

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"

_PAGE = """<!DOCTYPE html>
<html lang="zh-Hant">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{said}</title>
<style>body{{font:1.25rem/1.6 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem}}</style>
<main><h1>{said}</h1><p>{title}</p><p><a href="/listen">到「稍後聽」</a></p></main>
</html>
"""


def receipt(entry: Entry, status: int) -> Response:
    """Return the page that says what became of what was sent."""
    return _page(SAID[entry.state], entry.title or entry.url, status)


def apology(refusal: Refusal) -> Response:
    """Return the page that says why nothing became of it."""
    answer = _page(REFUSED.get(refusal.status, OTHERWISE), "", refusal.status)
    answer.headers.update(refusal.headers)
    return answer


def _page(said: str, title: str, status: int) -> Response:
    page = _PAGE.format(said=html.escape(said), title=html.escape(title))
    return HTMLResponse(page, status, {"content-security-policy": POLICY})
