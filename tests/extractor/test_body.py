"""Bodies of pages without an adapter: every shape they take, and all that must not come out of them."""

import re
from collections.abc import Callable, Sequence

import pytest

from tts.errors import ArticleNotFound
from tts.model.article import Article

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]


def texts(article: Article) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in article.paragraphs)


def in_paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


SHAPES: dict[str, Callable[[Sequence[str]], str]] = {
    "paragraphs": in_paragraphs,
    "indented with ideographic spaces": lambda story: "".join(f"<p>　　{p}</p>" for p in story),
    "double line breaks": lambda story: "<br><br>".join(f"　　{p}" for p in story),
    "single line breaks": "<br>".join,
    "line breaks with separators": '<br><div class="gap"></div>'.join,
    "a division a paragraph": lambda story: "".join(f"<div>{p}</div>" for p in story),
    "sections with styled spans": lambda story: "".join(
        f'<section style="margin:8px"><span style="font-size:15px">{p}</span></section>' for p in story
    ),
    "spread over sibling divisions": lambda story: (
        f"<div class=part>{in_paragraphs(story[:1])}</div><div class=part>{in_paragraphs(story[1:])}</div>"
    ),
    "bold and underlined pieces": lambda story: "".join(
        f"<p><b>{p[:4]}</b><u>{p[4:8]}</u>{p[8:]}</p>" for p in story
    ),
    "elements that no browser knows": lambda story: "".join(
        f"<p>{p[:2]}<st1:place w:st=on>{p[2:6]}</st1:place><keyword>{p[6:9]}</keyword>{p[9:]}<o:p></o:p></p>"
        for p in story
    ),
    "links inside sentences": lambda story: "".join(
        f'<p>{p[:2]}<a href="/t"><strong> {p[2:6]} </strong></a>{p[6:]}</p>' for p in story
    ),
    "one table cell": lambda story: f"<table><tr><td>{in_paragraphs(story)}</td></tr></table>",
    "hidden until a script shows it": lambda story: (
        f'<div id="js_content" style="visibility: hidden; opacity: 0">{in_paragraphs(story)}</div>'
    ),
    "three hundred divisions deep": lambda story: "<div>" * 300 + in_paragraphs(story) + "</div>" * 300,
    "unclosed divisions": lambda story: "".join(f"<div>{p}" for p in story),
    "unclosed paragraphs": lambda story: "".join(f"<p>{p}" for p in story),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("length", [2, 4])
def test_body_of_any_shape_is_whole_and_alone(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], shape: Callable[..., str], length: int
) -> None:
    story = tuple(traditional[:length])
    assert texts(article_of(page_of(shape(story)))) == story


def test_simplified_and_english_pages_are_read_alike(
    article_of: ArticleOf, page_of: PageOf, simplified: Sequence[str], english: Sequence[str]
) -> None:
    assert texts(article_of(page_of(in_paragraphs(simplified)))) == tuple(simplified)
    assert texts(article_of(page_of(in_paragraphs(english), title="The lighthouse"))) == tuple(english)


@pytest.mark.parametrize("chars", [40, 60, 100])
def test_brief_of_one_paragraph_is_not_lost(article_of: ArticleOf, page_of: PageOf, chars: int) -> None:
    brief = ("老燈塔下月重新點亮，市府昨天宣布了時間，居民都說高興，漁民也盼了多年，" * 4)[
        : chars - 1
    ].rstrip("，") + "。"
    assert texts(article_of(page_of(f"<p>{brief}</p>"))) == (brief,)


def test_long_story_of_unclosed_elements_is_whole(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    story = [f"第{number}回，{paragraph}" for number in range(25) for paragraph in traditional]
    body = "".join(f"<p><font><b></b>{paragraph}" for paragraph in story)
    assert texts(article_of(page_of(body))) == tuple(story)


def test_wrapped_english_line_is_one_paragraph(article_of: ArticleOf, page_of: PageOf) -> None:
    body = "The lighthouse, which has stood<br>for a hundred years, may be lit<br>again next year, they said."
    expected = body.replace("<br>", " ")
    assert texts(article_of(page_of(f"<div>{body}</div>", title="Lighthouse"))) == (expected,)


NOISE: dict[str, str] = {
    "figure caption": '<figure><img src="1.jpg"><figcaption>老燈塔矗立海上，夕陽正好。</figcaption></figure>',
    "caption in a span": '<div><img src="1.jpg"><span class="img_descr">老燈塔矗立海上，很美。</span></div>',
    "caption below a picture": '<p><img src="1.jpg"></p><p>老燈塔矗立在海上</p>',
    "short caption with a full stop": '<img src="1.jpg"><p>老燈塔。</p>',
    "grey caption": '<p><img src="1.jpg"></p><p><span style="color:#999999;">燈塔旁的舊宿舍</span></p>',
    "caption with credit": "<p>燈塔旁的舊宿舍，外牆斑駁。（圖／漁會提供）</p>",
    "triangle caption": "<p>▲燈塔旁的舊宿舍，外牆斑駁。</p>",
    "photo source": "<p>圖片來源：某某通訊社</p>",
    "video title": '<div class="video-player"><a href="/v">影片：漁村的一天</a></div>',
    "video fallback": "<p>这个浏览器不支持播放本段影片</p>",
    "related line": "<p>（延伸閱讀：全台燈塔巡禮，五座必看）</p>",
    "related link": '<p><a href="/1">全台燈塔巡禮，五座必看！</a></p>',
    "related box": '<div class="box"><p>相關新聞</p><p>海上救難隊缺人，隊長說再這樣下去撐不久。</p></div>',
    "related card": "<div><a href=/1><span>相關內容</span><h4>海上救難隊缺人又缺船</h4></a></div>",
    "note": "<p>▪ 更多燈塔新聞，請看專題</p>",
    "hotline": "<p>※ 珍惜生命，請撥打安心專線1925。</p>",
    "advertisement": "<p>我是廣告 請繼續往下閱讀</p>",
    "application": "<p>下載某某新聞APP，天天抽好禮</p>",
    "original headline": "<p>原标题：老灯塔盼重新点亮</p>",
    "sharing": '<div class="share">分享到：微信 微博，或複製連結，把這篇報導告訴朋友。</div>',
    "hidden copy": '<pre style="display: none"><p>海上救難隊缺人，隊長說再這樣下去撐不久。</p></pre>',
    "for screen readers": '<p class="visually-hidden">文章內容到此結束，以下是推薦閱讀。</p>',
    "class that hides": '<div class="d-none"><p>海上救難隊缺人，隊長說再這樣下去撐不久。</p></div>',
    "embedded post": '<div class="twitter-tweet"><p>今天的夕陽真美，大家都來看燈塔吧。</p></div>',
    "subscription": "<p>訂閱電子報，第一手消息不漏接</p>",
    "table of contents": '<div id="toc_container"><p>文章目錄</p><ol><li>一</li><li>二</li></ol></div>',
    "plug-in for sharing": '<div class="sharedaddy sd-like"><h3>請按讚：</h3><span>正在載入</span></div>',
    "post of Facebook": '<div class="fb-post"><p>燈塔今晚亮了，快揪朋友一起去看！</p></div>',
    "post in AMP": "<amp-twitter><blockquote><p>燈塔今晚亮了，一起去看！</p></blockquote></amp-twitter>",
    "comments": '<div class="comments"><p>王小明：我小時候就住在燈塔旁邊，真的很懷念那道光。</p></div>',
}


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE.keys())
def test_noise_inside_a_body_does_not_come_out(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], noise: str
) -> None:
    body = in_paragraphs(traditional[:2]) + noise + in_paragraphs(traditional[2:])
    assert texts(article_of(page_of(body))) == tuple(traditional)


CLOSING: dict[str, str] = {
    "editor": "<p>（責任編輯：王大同）</p>",
    "editor and more": "<p>责任编辑：王大同</p><div><p>海上救難隊缺人，隊長說撐不久。</p></div>,某某報",
    "reporter": "<p>某某晚报记者 王大同</p>",
    "written by": "<p>采写：某某见习记者 王大同</p>",
    "source": "<p>（资料来源：某某消息、某某网等）</p>",
    "disclaimer": "<p>免责声明：本文仅代表作者个人观点，与本网无关。</p>",
    "copyright": "<p>本文系某某网独家稿件，未获授权禁止转载。</p>",
    "related sentences": "<h3>延伸閱讀</h3><p>全台燈塔巡禮，五座必看。</p><p>海上救難隊缺人。</p>",
    "related list": "<h3>延伸閱讀</h3><ul><li>全台燈塔巡禮，五座必看。</li><li>海上救難隊缺人。</li></ul>",
}


BELOW: dict[str, str] = {
    "board of comments": (
        "<section><h3>網友留言</h3><div><span>阿明</span><div>這個政策真好，希望早點實施。</div></div>"
        "<div><span>小花</span><div>錢從哪裡來？議員應該好好監督。</div></div></section>"
    ),
    "manager of consent": (
        '<div id="onetrust-banner-sdk"><h2>我們重視您的隱私</h2><p>我們與合作夥伴會在您的裝置上儲存資訊，'
        "例如獨特的識別碼，以處理個人資料，您可以隨時點選下方的按鈕，接受或管理您的選擇。</p>"
        "<p>我們依您的偏好提供個人化的內容，並衡量成效、分析讀者，以開發產品。</p></div>"
    ),
}


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW.keys())
def test_nothing_below_a_brief_comes_out(
    article_of: ArticleOf, traditional: Sequence[str], below: str
) -> None:
    brief = f"<article><h1>老燈塔盼重新點亮</h1><p>{traditional[0]}</p></article>"
    assert texts(article_of(f"<html><body>{brief}{below}</body></html>")) == tuple(traditional[:1])


@pytest.mark.parametrize("closing", CLOSING.values(), ids=CLOSING.keys())
def test_nothing_after_the_story_comes_out(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], closing: str
) -> None:
    assert texts(article_of(page_of(in_paragraphs(traditional) + closing))) == tuple(traditional)


INTERRUPTIONS: dict[str, str] = {
    "line": '<p>延伸閱讀：<a href="/1">全台燈塔巡禮</a></p>',
    "division": '<div><strong>相關新聞</strong><ul><li><a href="/1">全台燈塔巡禮</a></li></ul></div>',
    "aside": '<aside><h3>延伸閱讀</h3><ul><li><a href="/1">全台燈塔巡禮</a></li></ul></aside>',
    "class": '<div class="related"><h3>延伸閱讀</h3><p><a href="/1">全台燈塔巡禮</a></p></div>',
}


@pytest.mark.parametrize("interruption", INTERRUPTIONS.values(), ids=INTERRUPTIONS.keys())
def test_story_goes_on_behind_an_interruption(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], interruption: str
) -> None:
    body = in_paragraphs(traditional[:3]) + interruption + in_paragraphs(traditional[3:])
    assert texts(article_of(page_of(body))) == tuple(traditional)


@pytest.mark.parametrize(
    "label",
    ["責任編輯：王大同", "延伸閱讀", '相關新聞：<a href="/1">全台燈塔巡禮</a>'],
    ids=["editor", "bare label", "label with a link"],
)
def test_label_above_the_story_does_not_lose_it(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], label: str
) -> None:
    body = f'<div class="text"><p>{label}</p>{in_paragraphs(traditional)}</div>'
    assert texts(article_of(page_of(body))) == tuple(traditional)


def test_sub_heading_about_others_does_not_end_the_story(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    body = in_paragraphs(traditional[:3]) + "<h2>其他人也盼著</h2>" + in_paragraphs(traditional[3:])
    assert texts(article_of(page_of(body))) == (*traditional[:3], "其他人也盼著", traditional[3])


def test_editor_in_brackets_is_cut_off_the_last_paragraph(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    body = in_paragraphs((*traditional[:-1], f"{traditional[-1]}（編輯：王大同）1150109"))
    assert texts(article_of(page_of(body))) == tuple(traditional)


@pytest.mark.parametrize(
    "heading",
    [
        "<h2>盼燈再亮</h2>",
        "<p><strong>盼燈再亮</strong></p>",
        '<p><span class="bjh-h3">盼燈再亮，等了十年</span></p>',
    ],
)
@pytest.mark.parametrize("before", ["", '<p><img src="1.jpg"></p>'])
def test_sub_heading_stays_even_below_a_picture(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], heading: str, before: str
) -> None:
    body = in_paragraphs(traditional[:2]) + before + heading + in_paragraphs(traditional[2:])
    article = article_of(page_of(body))
    assert len(article.paragraphs) == len(traditional) + 1
    assert article.paragraphs[2].text.startswith("盼燈再亮")
    assert article.paragraphs[2].kind == "heading"


def test_list_items_and_quotes_stay(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    body = (
        f"<p>{traditional[0]}</p><ul><li>第一，先修塔身</li><li>第二，再換燈具</li></ul>"
        f"<blockquote>{traditional[2]}</blockquote><p>{traditional[3]}</p>"
    )
    article = article_of(page_of(body))
    assert [(p.text, p.kind) for p in article.paragraphs[1:3]] == [
        ("第一，先修塔身", "list_item"),
        ("第二，再換燈具", "list_item"),
    ]
    assert article.paragraphs[3].text == traditional[2]


def test_list_behind_triangles_is_no_row_of_captions(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    items = ("▲ 第一，先修塔身。", "▲ 第二，再換燈具。", "▪ 第三，開放參觀。")
    story = (*traditional[:2], *items, *traditional[2:])
    assert texts(article_of(page_of(in_paragraphs(story)))) == story


def test_table_row_is_one_paragraph(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    table = "<table><tr><th>年份</th><th>經費</th></tr><tr><td>2026</td><td>三千萬元</td></tr></table>"
    article = article_of(page_of(in_paragraphs(traditional[:2]) + table + in_paragraphs(traditional[2:])))
    assert texts(article)[2:4] == ("年份，經費", "2026，三千萬元")


def test_lead_in_front_of_the_body_stays(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    body = f"<div class=introduction>{traditional[0]}</div><div>{in_paragraphs(traditional[1:])}</div>"
    assert texts(article_of(page_of(body))) == tuple(traditional)


@pytest.mark.parametrize("short", [0, -1], ids=["first", "last"])
def test_small_part_of_a_long_story_stays(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], short: int
) -> None:
    long = [f"第{number}點，{paragraph}" for number in range(8) for paragraph in traditional]
    parts = [[traditional[0]], long] if short == 0 else [long, [traditional[0]]]
    body = '<div class="slot"></div>'.join(f"<section>{in_paragraphs(part)}</section>" for part in parts)
    assert texts(article_of(page_of(body))) == (*parts[0], *parts[1])


def test_lead_in_front_of_a_long_body_stays(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    long = [f"第{number}點，{paragraph}" for number in range(8) for paragraph in traditional]
    abstract = f"<p>摘要：{long[0][:40]}。</p>"
    body = f'{abstract}<p class="lead">{traditional[0]}</p><p>2026-01-09</p><div>{in_paragraphs(long)}</div>'
    assert texts(article_of(page_of(body))) == (traditional[0], *long)


def test_interview_questions_are_not_credits(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    talk = (
        "記者：您怎麼看燈塔重新點亮？",
        "王大同：我很高興，等了三十年。",
        "記者：接下來呢？",
        "王大同：繼續出海。",
    )
    assert texts(article_of(page_of(in_paragraphs((*traditional, *talk))))) == (*traditional, *talk)


def test_body_found_only_in_json_ld_is_the_last_resort(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    body = "\\n".join(traditional)
    data = f'{{"@type":"NewsArticle","headline":"燈塔","articleBody":"{body}"}}'
    script = f'<script type="application/ld+json">{data}</script>'
    article = article_of(f"<html><head>{script}</head><body><div id=root></div></body></html>")
    assert texts(article) == tuple(traditional)
    assert article.title == "燈塔"


def test_class_name_that_lies_does_not_lose_the_story(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    body = f'<div class="hot-news share-wrap">{in_paragraphs(traditional)}</div>'
    assert texts(article_of(page_of(body))) == tuple(traditional)


def test_tags_in_the_class_of_a_post_say_nothing_of_its_place(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    post = f'<div class="post-7 post tag-ad category-privacy"><p>{traditional[0]}</p></div>'
    other = f"<div><p>{traditional[1]}</p></div>"
    story = texts(article_of(f"<html><body><h1>老燈塔盼重新點亮</h1>{post}<hr>{other}</body></html>"))
    assert story == tuple(traditional[:2])


@pytest.mark.parametrize("name", ["teaser", "side-by-side", "video-news", "read-more-content", "more-text"])
@pytest.mark.parametrize("place", [0, 1, 3])
def test_doubtful_class_name_does_not_lose_a_paragraph(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], name: str, place: int
) -> None:
    before, named, after = traditional[:place], traditional[place], traditional[place + 1 :]
    body = f'{in_paragraphs(before)}<div class="{name}"><p>{named}</p></div>{in_paragraphs(after)}'
    assert texts(article_of(page_of(body))) == tuple(traditional)


@pytest.mark.parametrize("name", ["article-intro", "summary desc"])
def test_lead_below_a_picture_is_no_caption(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], name: str
) -> None:
    lead = f'<div class="hero"><img src="1.jpg"></div><div class="{name}"><p>{traditional[0]}</p></div>'
    assert texts(article_of(page_of(lead + in_paragraphs(traditional[1:])))) == tuple(traditional)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href=/1>氣象署今天對全台十二縣市發布大雨特報</a>，請民眾出門帶傘。",
        "市府並公布<a href=/2>老燈塔重新點亮的日期與各項活動的時刻表</a>。",
    ],
)
def test_sentence_that_is_mostly_a_link_stays(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], markup: str
) -> None:
    sentence = re.sub("<.*?>", "", markup)
    body = in_paragraphs((*traditional[:2], markup, *traditional[2:]))
    assert texts(article_of(page_of(body))) == (*traditional[:2], sentence, *traditional[2:])


def test_story_for_two_widths_of_screen_is_read_once(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    story = in_paragraphs(traditional)
    body = f'<div class="d-block d-md-none">{story}</div><div class="d-none d-md-block">{story}</div>'
    assert texts(article_of(page_of(body))) == tuple(traditional)


def test_refrain_stays(article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]) -> None:
    story = (traditional[0], traditional[2], traditional[1], traditional[2], traditional[3])
    assert texts(article_of(page_of(in_paragraphs(story)))) == story


def test_title_again_and_date_line_above_the_story_are_dropped(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    opening = (
        "<p>您的位置：首頁 > 生活 > 正文</p><h2>老燈塔盼重新點亮</h2><p>2026-01-09 12:30 來源：某某網</p>"
    )
    assert texts(article_of(page_of(opening + in_paragraphs(traditional)))) == tuple(traditional)


def test_byline_and_date_above_an_english_story_are_dropped(
    article_of: ArticleOf, page_of: PageOf, english: Sequence[str]
) -> None:
    opening = "<div class=byline>By Jane Doe</div><time>Jan 9, 2026</time><span>3 min read</span>"
    article = article_of(page_of(opening + in_paragraphs(english), title="The lighthouse"))
    assert texts(article) == tuple(english)
    assert article.byline == "Jane Doe"


def test_byline_above_the_story_is_not_said_twice(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    article = article_of(page_of("<p>記者林小舟／基隆報導</p>" + in_paragraphs(traditional)))
    assert texts(article) == tuple(traditional)
    assert article.byline == "記者林小舟／基隆報導"


CARD = (
    "<div class=card><h3><a href=/{0}>別的標題第{0}則</a></h3>"
    "<p>第{0}則的摘要，說的是另一件事，與本文無關。</p></div>"
)


@pytest.mark.parametrize("beside", [True, False])
def test_teasers_of_other_stories_are_left_out(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], *, beside: bool
) -> None:
    cards = "".join(CARD.format(number) for number in range(10))
    body = in_paragraphs(traditional)
    markup = page_of(f"<div>{body}</div><div>{cards}</div>" if beside else body + cards)
    assert texts(article_of(markup)) == tuple(traditional)


ENTRIES: dict[str, str] = {
    "link to itself": '<div class=entry><p>{1}</p><a href="#e{0}">連到這一則更新</a></div>',
    "link to share it": '<div class=entry><p>{1}</p><a href="/share?u={0}">分享這一則</a></div>',
    "question linked to": '<div class=entry><p><a href="#q{0}">問題{0}：何時點亮？</a></p><p>{1}</p></div>',
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_entries_of_a_story_are_no_teasers(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], entry: str
) -> None:
    body = "".join(entry.format(number, paragraph) for number, paragraph in enumerate(traditional, 1))
    assert texts(article_of(page_of(body))) == tuple(traditional)


def test_numbered_parts_with_linked_headings_are_the_story(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    part = "<section><h3><a href='https://map.example/{0}'>{0}. 燈塔之{0}</a></h3><p>{1}</p></section>"
    body = "".join(part.format(number, paragraph) for number, paragraph in enumerate(traditional, 1))
    expected = [line for n, p in enumerate(traditional, 1) for line in (f"{n}. 燈塔之{n}", p)]
    assert texts(article_of(page_of(body))) == tuple(expected)


INDEX = "".join(
    f'<li><a href="/{n}">第{n}則新聞標題說的是另一件事</a><p>{n}小時前</p></li>' for n in range(40)
)
NO_ARTICLES: dict[str, str] = {
    "index page": f"<div><ul>{INDEX}</ul></div>",
    "login form": "<form><h1>會員登入</h1><p>請輸入帳號密碼</p><input name=u><p>忘記密碼？</p></form>",
    "front page of teasers": "".join(CARD.format(number) for number in range(10)),
    "empty body": "",
    "error page": "<h1>404</h1><p>您要找的頁面不存在。</p>",
    "moved page": (
        "<h1>404</h1><p>您要瀏覽的頁面可能已經移除、更名，或暫時無法使用，請返回首頁，再看別的新聞。</p>"
    ),
    "missing page": "<p>抱歉，您访问的页面不存在或者已被删除，五秒后将自动跳转到网站首页，感谢您的关注。</p>",
    "conditions of a login": "<p>登入即表示您同意本網站的服務條款及隱私權政策，尚未註冊者請免費加入。</p>",
    "check for robots": (
        "<p>正在確認您是否為真人，這需要幾秒鐘，請稍候。</p><p>請啟用 JavaScript，再重新整理本頁。</p>"
    ),
    "offer alone": "<p>本文為訂閱會員專屬內容，請登入或訂閱後繼續閱讀全文，首月只要九十九元，隨時取消。</p>",
    "script only": "<div id=app></div><script>var story = '很長的文字。很長的文字。'</script>",
    "symbols": "<p>★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★★</p>",
}


@pytest.mark.parametrize("body", NO_ARTICLES.values(), ids=NO_ARTICLES.keys())
def test_page_without_an_article_is_refused_with_a_reason(article_of: ArticleOf, body: str) -> None:
    with pytest.raises(ArticleNotFound) as refusal:
        article_of(f"<!doctype html><html><head><title>某某新聞網</title></head><body>{body}</body></html>")
    assert refusal.value.message.endswith(".")
    assert refusal.value.hint


def test_story_about_a_missing_page_is_read(article_of: ArticleOf, page_of: PageOf) -> None:
    story = (
        "市府網站昨天改版後，舊網址全部失效，民眾點進去只看到「您要找的頁面不存在」，一早就打爆客服電話。",
        "資訊局表示，轉址設定漏了三千筆，已經連夜補上，並向市民致歉。",
    )
    assert texts(article_of(page_of(in_paragraphs(story)))) == story


def test_doubts_are_told(article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]) -> None:
    cut = in_paragraphs((*traditional[:2], traditional[3][:-1] + "……"))
    assert any("breaks off" in warning for warning in article_of(page_of(cut)).warnings)
    assert any("subscribers" in w for w in article_of(page_of(cut + "<p>加入會員，繼續閱讀</p>")).warnings)
    assert any("short" in w for w in article_of(page_of(in_paragraphs(traditional[:1]))).warnings)
    assert article_of(page_of(in_paragraphs(traditional))).warnings == ()


def test_next_page_is_named(article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]) -> None:
    pages = '<div class="page"><a href="a_1.html">1</a> <a href="a_2.html">下一页</a></div>'
    article = article_of(page_of(in_paragraphs(traditional) + pages), "https://news.example.cn/2026/a.html")
    assert article.next_page_url == "https://news.example.cn/2026/a_2.html"
    assert any("a_2.html" in warning for warning in article.warnings)
    assert texts(article) == tuple(traditional)


def test_bold_line_that_the_story_ends_with_another_below_is_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    close = ["願老燈塔", "早日再亮。"]
    body = "".join(f"<p>{line}</p>" for line in (*traditional, *(f"<b>{line}</b>" for line in close)))
    texts = [paragraph.text for paragraph in article_of(page_of(body)).paragraphs]
    assert texts == [*traditional, *close]


def test_writers_card_beside_a_story_is_not_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    story = f'<div class="text">{"".join(traditional)}</div>'
    bio = "關於燈塔的專欄，寫海，也寫海邊的人與船，每兩週說一個老港口的故事。"
    card = f'<div class="card"><p class="author-count">文章 128 篇</p><p class="author-bio">{bio}</p></div>'
    texts = [paragraph.text for paragraph in article_of(page_of(story + card)).paragraphs]
    assert texts == ["".join(traditional)]


def test_story_in_an_element_named_for_its_author_is_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    story = "".join(f"<p>{line}</p>" for line in traditional)
    texts = [p.text for p in article_of(page_of(f'<div class="author bio">{story}</div>')).paragraphs]
    assert texts == list(traditional)


def test_what_the_author_is_quoted_with_is_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    quote = "「誰也不能拆。」"
    body = f'<p>{traditional[0]}</p><div class="author-quote"><p>{quote}</p></div>'
    body += "".join(f"<p>{line}</p>" for line in traditional[1:])
    texts = [paragraph.text for paragraph in article_of(page_of(body)).paragraphs]
    assert texts == [traditional[0], quote, *traditional[1:]]
