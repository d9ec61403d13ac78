"""Invented pages without a story, which must be refused in words, and short stories, which must not.

Lists, home pages, search results, forms, errors, shops, legal notices and their like, as sites of Taiwan,
Hong Kong and the mainland have them, in Traditional and in Simplified characters: 200, a good half of them
lists whose teasers are whole sentences. The counterpart: 60 stories of two to four paragraphs beside the
very same lists. All are drawn from a seed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bench.extract_own import Outcome, outcome
from bench.extract_teasers import MARKUPS, Draw, Markup
from bench.extract_words import WORDS
from tts.speech.scripts import to_simplified

SEED = 17
STORIES = 60


_PAGER = '<div><a href="?p=1">上一頁</a> <a href="?p=1">1</a> <a href="?p=3">下一頁</a></div>'
_FIELDS = "<form><label>電子郵件</label><input><label>密碼</label><input><button>送出</button></form>"


@dataclass(frozen=True, slots=True)
class InventedPage:
    """A page; without a story it must be refused, but for one that may be told with a warning."""

    kind: str
    name: str
    html: str
    story: tuple[str, ...] = ()
    may_warn: bool = False


def _teaser_list(draw: Draw, markup: Markup) -> str:
    note = f"<p>{draw.one(WORDS['lists_notes'])}</p>" if draw.chance(0.3) else ""
    return _page(draw, draw.section, f"<h1>{draw.section}</h1>{note}{markup(draw, draw.teasers())}{_PAGER}")


def _headlines(draw: Draw) -> str:
    some = draw.teasers(12, 24)
    items = (f"<li><span>{one.date}</span> {one.link}</li>" for one in some)
    return _page(draw, f"{draw.section}新聞列表", f"<h2>最新{draw.section}新聞</h2><ul>{''.join(items)}</ul>")


def _home(draw: Draw) -> str:
    lead, *others = draw.teasers(12, 24)
    blocks = []
    for start in range(0, len(others), 5):
        some = others[start : start + 5]
        markup = draw.random.choice(list(MARKUPS.values()))
        links = "".join(f"<li>{one.link}</li>" for one in some[2:])
        name = draw.pick(WORDS["sections"])
        blocks.append(f"<div{draw.named()}><h2>{name}</h2>{markup(draw, some[:2])}<ul>{links}</ul></div>")
    top = f'<div><h1><a href="{lead.address}">{lead.headline}</a></h1><p>{lead.text}</p></div>'
    return _page(draw, "首頁", top + "".join(blocks))


def _search(draw: Draw) -> str:
    word = draw.pick(WORDS["places"])
    markup = draw.random.choice(list(MARKUPS.values()))
    head = (
        f'<form action="/search"><input name="q" value="{word}"><button>搜尋</button></form>'
        f"<p>搜尋「{word}」，約有 {draw.number(20, 9000)} 項結果，以下依相關程度排列。</p>"
    )
    return _page(draw, f"{word} 搜尋結果", head + markup(draw, draw.teasers()))


def _empty_search(draw: Draw) -> str:
    word = draw.pick(WORDS["names"])
    said = f"很抱歉，找不到和「{word}」相符的新聞，請確認是否有錯字，或改用其他關鍵字搜尋。"
    links = "".join(f"<li>{one.link}</li>" for one in draw.teasers(6, 8))
    return _page(draw, "搜尋結果", f"<h1>搜尋結果</h1><p>{said}</p><h3>熱門新聞</h3><ul>{links}</ul>")


def _tag(draw: Draw) -> str:
    tag = draw.pick(WORDS["places"])
    about = f"<p>本頁收錄所有與「{tag}」有關的報導，包括最新消息、人物專訪與歷史資料，由編輯部每日更新。</p>"
    markup = draw.random.choice(list(MARKUPS.values()))
    return _page(draw, f"標籤：{tag}", f"<h1>#{tag}</h1>{about}{markup(draw, draw.teasers())}")


def _author(draw: Draw) -> str:
    name = draw.pick(WORDS["names"])
    about = f"<p>{name}，資深記者，長期關注地方與環境議題，曾獲新聞獎，著有散文集兩本。歡迎來信指教。</p>"
    markup = draw.random.choice(list(MARKUPS.values()))
    return _page(draw, f"{name}的文章", f"<h1>{name}</h1>{about}{markup(draw, draw.teasers())}")


def _notice(draw: Draw, kind: str, form: str = "") -> str:
    title, *rest = draw.filled(*draw.random.choice(WORDS["notices"][kind]))
    tag = draw.pick(("p", "div", "li"))
    text = "".join(f"<{tag}>{line}</{tag}>" for line in rest)
    return _page(
        draw, title, f"<div{draw.named()}><h1>{title}</h1>{text}{form}</div>", plain=draw.chance(0.4)
    )


def _form(draw: Draw) -> str:
    return _notice(draw, "form", _FIELDS)


def _said(kind: str, buttons: str = "") -> Callable[[Draw], str]:
    return lambda draw: _notice(draw, kind, buttons)


def _shop(draw: Draw) -> str:
    shop = WORDS["shop"]
    goods = "".join(
        f'<div{draw.named()}><a href="/p/{draw.number(100, 999)}"><img src="/p.jpg"><h3>{name}</h3></a>'
        f"<p>{draw.pick(shop['pitches'])}</p><b>NT${draw.number(99, 4999)}</b><button>加入購物車</button>"
        "</div>"
        for name in draw.random.sample(shop["goods"], draw.number(5, 10))
    )
    return _page(draw, "線上購物 優惠商品", f"<h1>熱銷商品</h1>{goods}<p>{draw.pick(shop['notes'])}</p>")


def _forum(draw: Draw) -> str:
    topics = draw.filled(*draw.random.sample(WORDS["forum"]["topics"], 8))
    rows = "".join(
        f'<tr><td><a href="/t/{i}">{topic}</a></td><td>{draw.pick(WORDS["names"])}</td>'
        f"<td>{draw.number(0, 400)}</td><td>{draw.date()}</td></tr>"
        for i, topic in enumerate(topics)
    )
    head = "<tr><th>主題</th><th>作者</th><th>回覆</th><th>最後發表</th></tr>"
    return _page(draw, "討論區", f"<h1>討論區</h1><table>{head}{rows}</table>")


def _gallery(draw: Draw) -> str:
    pictures = "".join(
        f'<li><a href="{one.address}"><img src="/g.jpg"></a>'
        f"<p>{one.headline}（共{draw.number(4, 40)}張）</p></li>"
        for one in draw.teasers(8, 16)
    )
    return _page(draw, "圖輯", f"<h1>圖輯</h1><ul>{pictures}</ul>")


def _videos(draw: Draw) -> str:
    videos = "".join(
        f'<div{draw.named()}><a href="{one.address}"><img src="/v.jpg"><span>0{draw.number(1, 9)}:24</span>'
        f"<h3>{one.headline}</h3></a><p>觀看次數：{draw.number(100, 90000)} 次 · {one.date}</p>"
        f"<p>{one.text}</p></div>"
        for one in draw.teasers(6, 12)
    )
    return _page(draw, "影音", f"<h1>影音新聞</h1>{videos}")


def _weather(draw: Draw) -> str:
    weather = WORDS["weather"]
    rows = "".join(
        f"<tr><td>{place}</td><td>{draw.pick(weather['skies'])}</td>"
        f"<td>{draw.number(14, 22)} - {draw.number(23, 33)}℃</td>"
        f"<td>降雨機率 {draw.number(1, 9)}0%</td></tr>"
        for place in weather["places"]
    )
    return _page(
        draw, "天氣預報", f"<h1>各地天氣</h1><p>{draw.pick(weather['notes'])}</p><table>{rows}</table>"
    )


def _stocks(draw: Draw) -> str:
    rows = "".join(
        f'<tr><td><a href="/q/{n}">{n}</a></td><td>{draw.pick(WORDS["places"])}電</td>'
        f"<td>{draw.random.uniform(10, 900):.2f}</td><td>{draw.random.uniform(-9, 9):+.2f}%</td></tr>"
        for n in draw.random.sample(range(1101, 9999), 20)
    )
    note = "<p>資料來源為證券交易所，報價至少延遲二十分鐘，僅供參考，投資人據此交易須自負風險。</p>"
    return _page(draw, "個股行情", f"<h1>台股行情</h1><table>{rows}</table>{note}")


EMPTY: Mapping[str, tuple[int, Callable[[Draw], str]]] = {
    "headlines": (14, _headlines),
    "home": (14, _home),
    "search": (12, _search),
    "empty search": (3, _empty_search),
    "tag": (8, _tag),
    "author": (6, _author),
    "error": (16, _said("error", '<a href="/">回首頁</a>')),
    "form": (8, _form),
    "shop": (10, _shop),
    "forum": (5, _forum),
    "gallery": (3, _gallery),
    "videos": (6, _videos),
    "weather": (4, _weather),
    "stocks": (4, _stocks),
    "cookie wall": (4, _said("cookie", "<button>同意</button> <button>設定</button>")),
    "paywall": (5, _said("paywall", "<button>立即訂閱</button>")),
    "old browser": (3, _said("browser")),
    "shell": (2, _said("shell")),
    "age": (2, _said("age")),
    "legal": (10, _said("legal")),
    "about": (1, _said("about")),
}
"""What has no story, how many pages of it there are, and how one is made."""
TEASER_LISTS = 60
"""How many lists have whole sentences beneath their headlines: as many in each markup."""
_MAY_WARN = frozenset({"legal"})


def without_story(seed: int = SEED) -> Iterator[InventedPage]:
    """Yield the 200 pages without a story, every second one in Simplified characters."""
    for index in range(TEASER_LISTS):
        kind, markup = list(MARKUPS.items())[index % len(MARKUPS)]
        html = _teaser_list(Draw(_random(seed, kind, index)), markup)
        yield _page_of(f"teasers, {kind}", index // len(MARKUPS), html)
    for kind, (count, made) in EMPTY.items():
        for index in range(count):
            yield _page_of(kind, index, made(Draw(_random(seed, kind, index))))


def with_story(seed: int = SEED) -> Iterator[InventedPage]:
    """Yield 60 pages of a short story beside a list of other stories, as many in each markup."""
    for index in range(STORIES):
        kind, markup = list(MARKUPS.items())[index % len(MARKUPS)]
        draw = Draw(_random(seed, f"story {kind}", index))
        title, *story = draw.filled(*draw.random.choice(WORDS["stories"]))
        story = story[: draw.number(2, 4)]
        yield _page_of(kind, index // len(MARKUPS), _story(draw, title, story, markup), story)


def _story(draw: Draw, title: str, story: Sequence[str], markup: Markup) -> str:
    tag = draw.pick(("p", "p", "p", "br"))
    text = "<br><br>".join(story) if tag == "br" else "".join(f"<p>{one}</p>" for one in story)
    others = markup(draw, draw.teasers(4, 8))
    label = draw.pick(("延伸閱讀", "熱門新聞", "更多新聞", "相關新聞"))
    beside = f"<div{draw.named()}><h3>{label}</h3>{others}</div>"
    body = f"<div{draw.named()}><h1>{title}</h1><div>{draw.date()}</div><div>{text}</div></div>"
    parts = (beside, body) if draw.chance(0.2) else (body, beside)
    return _page(draw, title, "".join(parts), description=story[0])


def _page(draw: Draw, title: str, body: str, *, plain: bool = False, description: str = "") -> str:
    """Return a page with its site's navigation and footer around it, or without where it is plain."""
    links = "".join(f'<a href="/{i}">{name}</a> ' for i, name in enumerate(WORDS["sections"]))
    tag = draw.pick(("nav", "div", "ul"))
    top, end = f"<{tag}>{links}</{tag}>", f"<div>{draw.one(WORDS['footers'])}</div>"
    whole = body if plain else f"{top}<div{draw.named()}>{body}</div>{end}"
    head = _described(draw, title, description or draw.one(WORDS["slogans"]))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title} - {draw.site}</title>{head}</head>'
        f"<body>{whole}</body></html>"
    )


def _described(draw: Draw, title: str, description: str) -> str:
    """Return what a page says of itself to other machines; half of all call whatever they have an article."""
    kind = draw.pick(("article", "website"))
    tags = (
        f'<meta property="og:title" content="{title}">',
        f'<meta property="og:type" content="{kind}">',
        f'<meta name="description" content="{description}">',
        f'<meta property="og:description" content="{description}">',
    )
    return "".join(tags[: draw.random.choice((0, 1, 3, 4))])


def _page_of(kind: str, index: int, html: str, story: Sequence[str] = ()) -> InventedPage:
    if index % 2:
        html, story = to_simplified(html), tuple(map(to_simplified, story))
    return InventedPage(kind, f"{kind} {index}", html, tuple(story), may_warn=kind in _MAY_WARN)


def is_right(page: InventedPage, result: Outcome) -> bool:
    """Tell whether a page without a story was refused, and one with a story was not."""
    if page.story:
        return result.article is not None
    return result.article is None or (page.may_warn and bool(result.article.warnings))


def is_told(page: InventedPage, result: Outcome) -> bool:
    """Tell whether a page's story came out, and nothing else."""
    return tuple(result.paragraphs) == page.story


def show_refusals(*, verbose: bool) -> None:
    """Print how many pages without a story are refused, by kind, and how many short stories are told."""
    answers: dict[str, list[bool]] = defaultdict(list)
    for page in without_story():
        result = outcome(page.name, page.html)
        answers[page.kind].append(is_right(page, result))
        if verbose and not answers[page.kind][-1]:
            print(f"  {page.name} was told: {' / '.join(result.paragraphs)[:90]}")
    for kind, right in answers.items():
        print(f"{kind:24}{sum(right):4} of {len(right)}")
    _show("without a story: refused", [one for right in answers.values() for one in right])
    _show_stories(verbose=verbose)


def _show_stories(*, verbose: bool) -> None:
    results = [(page, outcome(page.name, page.html)) for page in with_story()]
    _show("short stories: not refused", [is_right(page, result) for page, result in results])
    _show("short stories: exact", [is_told(page, result) for page, result in results])
    for page, result in results if verbose else ():
        if not is_told(page, result):
            extra = [text[:24] for text in result.paragraphs if text not in page.story]
            missing = [text[:24] for text in page.story if text not in result.paragraphs]
            print(f"  {page.name}: {result.refusal or f'too many {extra}, missing {missing}'}")


def _show(name: str, answers: Sequence[bool]) -> None:
    print(f"{name}: {sum(answers)} of {len(answers)}, {sum(answers) / len(answers):.1%}")


def _random(seed: int, kind: str, index: int) -> Random:
    return Random(f"{seed} {kind} {index}")  # noqa: S311 - no secret
