"""The byline names who stands nearest the story, and what only says so is not read."""

from collections.abc import Callable, Sequence

import pytest

from tts.model.article import Article

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]

NAME = "林小舟"


def in_paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def linked_author(author: str) -> str:
    """Return a page's JSON-LD with this author, as JSON."""
    return (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "老燈塔盼重新點亮",'
        f' "author": {author}, "publisher": {{"name": "某某日報"}}}}</script>'
    )


def beneath(markup: str, lines: str) -> str:
    """Return a page with lines beneath its headline."""
    return markup.replace("</h1>", f"</h1>{lines}", 1)


@pytest.mark.parametrize(
    "lines",
    [
        "<div>記者林小舟／基隆報導</div>",
        "<div>文：<a href=/author/1>林小舟</a></div>",
        "<div><span>作者</span> <span>林小舟</span></div>",
        "<div class=author><a href=/author/1>林小舟</a></div>",
        "<span itemprop=author>林小舟</span>",
        "<div>林小舟</div>",
        "<div class=links><a href=/columnist/7>林小舟</a></div>",
        "<div>林小舟 lin@paper.example | 2026年1月9日 16:40</div>",
        "<div>發布於 2026年1月9日 04:30 • 林小舟</div>",
        "<address>林小舟, 王大同</address>",
        "<div><span>2026-01-09 16:40</span><span>林小舟</span></div>",
        "<div><span>2026/1/9</span><span>記者林小舟／基隆報導</span><br></div>",
        "<span class=rich_media_meta_text>原創</span><span class=rich_media_meta_text>林小舟</span>",
    ],
)
def test_writer_beneath_the_headline_is_named(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], lines: str
) -> None:
    article = article_of(beneath(page_of(in_paragraphs(traditional)), lines))
    assert article.byline is not None
    assert NAME in article.byline


@pytest.mark.parametrize(
    "ending",
    [
        "（林小舟／基隆報導）",
        "（記者林小舟 王大同）",
        "（林小舟 王大同）",
        "（港灣新聞林小舟、王大同基隆報導）",
        "（編譯/林小舟）",
        "（林小舟／基隆報導）《港灣》關心你",
        "（記者林小舟）1150109",
        "記者林小舟報導",
        "◎林小舟",
    ],
)
def test_byline_that_ends_the_story_is_taken_and_not_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], ending: str
) -> None:
    article = article_of(page_of(in_paragraphs((*traditional[:-1], traditional[-1] + ending))))
    assert article.byline is not None
    assert NAME in article.byline
    assert article.paragraphs[-1].text == traditional[-1]


@pytest.mark.parametrize("place", [0, 1, 4])
@pytest.mark.parametrize("line", ["記者：林小舟 王大同", "記者林小舟報道", "文／林小舟"])
def test_paragraph_that_is_a_byline_is_taken_and_not_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str, place: int
) -> None:
    story = [*traditional[:place], line, *traditional[place:]]
    article = article_of(page_of(in_paragraphs(story)))
    assert article.byline is not None
    assert NAME in article.byline
    assert [paragraph.text for paragraph in article.paragraphs] == list(traditional)


@pytest.mark.parametrize(
    "opening", ["（某某社記者林小舟基隆9日電）", "〔記者林小舟／基隆報導〕", "【港灣報訊】（記者林小舟）"]
)
def test_byline_that_opens_the_story_is_taken_and_stays(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], opening: str
) -> None:
    article = article_of(page_of(in_paragraphs((opening + traditional[0], *traditional[1:]))))
    assert article.byline is not None
    assert NAME in article.byline
    assert article.paragraphs[0].text.startswith(opening)


@pytest.mark.parametrize(
    ("parts", "byline"),
    [
        ((linked_author('{"name": "林小舟"}'), ""), "林小舟"),
        ((linked_author('[{"name": "林小舟"}, {"name": "王大同"}]'), ""), "林小舟、王大同"),
        ((linked_author('{"@type": "Organization", "name": "某某日報"}'), ""), None),
        ((linked_author('{"name": "即時新聞中心"}'), ""), None),
        ((linked_author('{"@type": "NewsMediaOrganization", "name": "春江"}'), ""), None),
        ((linked_author('{"@type": "Person", "name": "春江"}'), ""), "春江"),
        ((linked_author('{"name": "王大同"}'), "<p>責任編輯：王大同</p>"), None),
        (('<meta name="author" content="林小舟">', ""), "林小舟"),
        (('<meta name="author" content="某某新聞網">', ""), None),
        (('<meta name="author" content="王大同">', "<p>（記者林小舟）</p>"), "記者林小舟"),
        (("", "<p>（記者王大同攝）</p>"), None),
        (("", "<p>綜合報導</p>"), None),
    ],
)
def test_head_names_the_writer_only_where_it_is_a_person_and_no_editor(
    article_of: ArticleOf,
    page_of: PageOf,
    traditional: Sequence[str],
    parts: tuple[str, str],
    byline: str | None,
) -> None:
    head, ending = parts
    assert article_of(page_of(in_paragraphs(traditional) + ending, head=head)).byline == byline


@pytest.mark.parametrize(
    "lines",
    [
        "<ul><li>公開資訊</li><li>主播專區</li><li>林口新聞</li><li>記者調查 民意調查</li></ul>",
        "<div>記者  / 報導</div>",
        "<div>2026-01-09 12:30 綜合報導</div>",
        "<div>王二</div>",
    ],
)
def test_line_that_names_nobody_is_no_byline(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], lines: str
) -> None:
    assert article_of(beneath(page_of(in_paragraphs(traditional)), lines)).byline is None


def test_writers_of_other_stories_are_not_this_ones(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    others = "".join(
        f"<li><a href=/{n}>專欄</a><div class=author>{n}</div></li>" for n in ("王大同", "陳小梅")
    )
    markup = page_of(in_paragraphs(traditional)).replace("</footer>", f"</footer><ul>{others}</ul>")
    assert article_of(markup).byline is None


def test_line_that_introduces_a_columnist_is_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    article = article_of(page_of(in_paragraphs(("【文／某某專欄作者林小舟】", *traditional))))
    assert article.byline == NAME
    assert article.paragraphs[0].text == "【文／某某專欄作者林小舟】"


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("記者林小舟／基隆報導", "記者林小舟／基隆報導"),
        ("中國新聞組／北京9日電", "中國新聞組／北京9日電"),
        ("林法（彰化市）", "林法（彰化市）"),
        ("即時新聞／綜合報導", None),
        ("聯合新聞網", None),
    ],
)
def test_byline_of_an_adapter_is_trusted_unless_it_names_desks_alone(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str, byline: str | None
) -> None:
    markup = page_of(f"<section class=article-content__editor>{in_paragraphs(traditional)}</section>")
    marked = f"<span class=article-content__author>{line}</span>"
    assert article_of(beneath(markup, marked), "https://udn.com/news/story/1/2").byline == byline


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="twitter:label1" content="作者"><meta name="twitter:data1" content="林小舟">',
        '<meta property="og:article:author" content="林小舟">',
        '<meta name="byline" content="林小舟, 王大同">',
        "<title>老燈塔盼重新點亮. 一個漁村的故事 | by 林小舟 | 港灣誌 | Medium</title>",
    ],
)
def test_writer_whom_the_pages_head_names_is_named(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], head: str
) -> None:
    markup = page_of(in_paragraphs(traditional))
    byline = article_of(markup.replace("<head>", f"<head>{head}", 1)).byline
    assert byline is not None
    assert NAME in byline


def test_time_that_a_shared_link_is_labelled_with_names_nobody(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    head = '<meta name="twitter:label2" content="預估閱讀"><meta name="twitter:data2" content="林小舟">'
    markup = page_of(in_paragraphs(traditional)).replace("<head>", f"<head>{head}", 1)
    assert article_of(markup).byline is None


def test_card_below_the_story_names_its_writer(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    card = "<div class=author-card><div>林小舟</div><div>住在海邊，喜歡燈塔，不喜歡風。</div></div>"
    assert article_of(page_of(in_paragraphs(traditional) + card)).byline == NAME


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<div>張貼者：<a href='/p'>林小舟</a> <span>於 <a href='#'>晚上10:14</a></span></div>", NAME),
        ("<div>发布者：<a href='/u/3'>林小舟</a> 于 <a href='#'>下午 3:20</a></div>", NAME),
        ("<div>文：<a href='/c/5'>林小舟</a>｜圖：<a href='/c/6'>王大同</a></div>", NAME),
        ("<div><a href='/3'>記者林小舟專訪：老漁村的最後一艘船</a></div>", None),
        ("<div>編輯：<a href='/e/1'>林小舟</a></div>", None),
    ],
)
def test_link_in_the_line_below_a_post_names_who_posted_it(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str, byline: str | None
) -> None:
    assert article_of(page_of(in_paragraphs(traditional) + line)).byline == byline


@pytest.mark.parametrize(
    "line",
    [
        "【記者林小舟／港邊報導】2026/01/09",
        "Text by 林小舟 / Photo by 王大同",
        "採訪／林小舟、王大同　整理／李小明",
        "文、攝影◎林小舟",
    ],
)
def test_lines_head_names_its_writer_beside_days_and_others(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str
) -> None:
    byline = article_of(page_of(f"<div>{line}</div>{in_paragraphs(traditional)}")).byline
    assert byline is not None
    assert NAME in byline


def test_paper_behind_the_writer_in_the_head_is_none_of_his_name(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    head = '<meta name="author" content="林小舟 (港灣報)">'
    markup = page_of(in_paragraphs(traditional)).replace("<head>", f"<head>{head}", 1)
    assert article_of(markup).byline == NAME


def test_cell_beside_the_writers_label_names_him(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    table = "<table><tr><td>作者</td><td>林小舟</td><td>日期</td><td>2026/01/09</td></tr></table>"
    assert article_of(page_of(table + in_paragraphs(traditional))).byline == NAME


@pytest.mark.parametrize(("day", "byline"), [("<time>2026年1月9日</time>", NAME), ("", None)])
def test_name_with_its_day_below_the_standfirst_is_the_writers(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], day: str, byline: str | None
) -> None:
    story = in_paragraphs(traditional)
    lines = f"</p><div><h4><a href='/author/lin/'>林小舟</a></h4>{day}</div>"
    assert article_of(page_of(story.replace("</p>", lines, 1))).byline == byline


@pytest.mark.parametrize(("cards", "byline"), [(1, NAME), (2, None)])
def test_card_above_the_headline_names_the_writer_where_it_is_the_only_one(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], cards: int, byline: str | None
) -> None:
    card = "<div class=who><h4>{}</h4><p>海事學校教師，著有《燈與霧》，住在港邊。</p></div>"
    above = "".join(map(card.format, (NAME, "王大同")[:cards]))
    markup = page_of(in_paragraphs(traditional)).replace("<h1", f"{above}<h1", 1)
    assert article_of(markup).byline == byline


def test_name_above_a_day_over_the_headline_is_the_writers(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    header = "<ul><li>林小舟</li><li>2026年1月9日</li><li>讀畢需時 3 分鐘</li></ul><h1>"
    article = article_of(page_of(in_paragraphs(traditional)).replace("<h1>", header, 1))
    assert article.byline == NAME


def test_name_in_a_menu_over_the_headline_is_nobodys(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    header = "<ul><li>林小舟</li><li>王大同</li><li>專欄</li></ul><h1>"
    assert article_of(page_of(in_paragraphs(traditional)).replace("<h1>", header, 1)).byline is None


def test_writer_stands_under_a_key_that_the_storys_data_names(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    data = (
        '{"Post:1": {"title": "老燈塔盼重新點亮", "author": {"__ref": "User:7"}}, "Post:2": {"title":'
        ' "漁港封閉", "author": {"__ref": "User:8"}}, "User:8": {"id": "8", "displayName": "王大同"},'
        ' "User:7": {"id": "7", "displayName": "林小舟"}}'
    )
    app = f'<script type="application/json">{data}</script></body>'
    assert article_of(page_of(in_paragraphs(traditional)).replace("</body>", app)).byline == NAME


def test_script_names_the_writer_of_this_story_alone(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    markup = page_of(in_paragraphs(traditional))
    title = article_of(markup).title
    data = (
        f'{{"story": {{"title": "{title}", "authors": [{{"id": 3, "name": "{NAME}"}}]}},'
        ' "next": {"title": "漁港封閉三天", "authors": [{"name": "王大同"}]}}'
    )
    app = f'<script type="application/json">{data}</script></body>'
    assert article_of(markup.replace("</body>", app)).byline == NAME
    assert article_of(markup.replace("</body>", app.replace(NAME, ""))).byline is None


def test_short_name_beside_the_story_is_the_writers_where_the_title_has_it(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    markup = beneath(page_of(in_paragraphs(traditional)), "<div>林舟</div>")
    assert article_of(markup).byline is None
    titled = markup.replace("</title>", " - 林舟 - 港灣網</title>", 1)
    assert article_of(titled).byline == "林舟"


@pytest.mark.parametrize(
    "life",
    [
        f"{NAME}，海洋大學畢業，現為自由撰稿人，著有《海與燈塔》。",
        f"{NAME}：專欄作家，曾任漁會幹事。",
        f"{NAME}（某某大學歷史系教授）",
    ],
)
def test_what_a_paper_says_of_its_writer_below_the_story_is_not_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], life: str
) -> None:
    markup = beneath(page_of(in_paragraphs([*traditional, life])), f"<div>作者：{NAME}</div>")
    article = article_of(markup)
    assert [paragraph.text for paragraph in article.paragraphs] == list(traditional)
    assert article.byline == NAME


@pytest.mark.parametrize(
    "sentence", ["王大同，燈塔的修復師，現為志工隊長。", f"{NAME}的父親曾任燈塔守，她說起往事。"]
)
def test_sentence_about_another_at_the_end_is_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], sentence: str
) -> None:
    markup = beneath(page_of(in_paragraphs([*traditional, sentence])), f"<div>作者：{NAME}</div>")
    assert article_of(markup).paragraphs[-1].text == sentence


@pytest.mark.parametrize(
    ("stated", "byline"),
    [("seamew_07", "seamew_07"), ("海邊的人啊", "海邊的人啊"), ("編輯部", None), ("某某網", None)],
)
def test_pen_name_is_taken_where_head_and_page_agree(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], stated: str, byline: str | None
) -> None:
    meta = f'<meta name="author" content="{stated}"><meta property="og:site_name" content="某某網">'
    shown = beneath(page_of(in_paragraphs(traditional)), f"<span class=author>{stated}</span>")
    assert article_of(shown.replace("<head>", f"<head>{meta}", 1)).byline == byline


def test_pen_name_that_the_page_does_not_show_beside_the_story_is_none(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    meta = '<meta name="author" content="seamew_07">'
    markup = page_of(in_paragraphs(traditional)).replace("<head>", f"<head>{meta}", 1)
    assert article_of(markup).byline is None
