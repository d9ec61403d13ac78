"""Stories: what is not the page's own story is never told for it, and the story is found where it is."""

from collections.abc import Callable, Sequence

import pytest

from tts.errors import ArticleNotFound
from tts.model.article import Article

ArticleOf = Callable[..., Article]

TITLE = "老燈塔盼重新點亮"
ABOUT = (
    "某某報創刊於民國五十八年，最初是一張油印的小報，由三位退伍軍人在漁會二樓編輯。",
    "本報後來改為彩色印刷，並成立讀書會與獎學金，至今已幫助過五百名學生。",
)
TEASER = (
    "<p><a href=/{0}>第{0}則別的新聞標題，與本文無關</a></p><p>第{0}則的摘要，說的是另一件事，也有句號。</p>"
)


def marked(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>{TITLE} - 某某報</title>{head}</head><body>{body}</body></html>"


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def test_text_that_shares_nothing_with_the_headline_is_refused(article_of: ArticleOf) -> None:
    with pytest.raises(ArticleNotFound, match="nothing to do with its headline"):
        article_of(page(f"<div id=story></div><div><h3>關於某某報</h3>{marked(ABOUT)}</div>"))


def test_description_of_the_story_outweighs_the_place_of_another_text(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    head = f'<meta name="description" content="{traditional[0]}">'
    with pytest.raises(ArticleNotFound, match="nothing to do with its headline"):
        article_of(page(f"<h1>{TITLE}</h1>{marked(ABOUT)}", head))


def test_story_that_takes_up_no_word_of_its_headline_is_told_below_it(article_of: ArticleOf) -> None:
    assert texts(article_of(page(f"<h1>{TITLE}</h1><div>{marked(ABOUT)}</div>"))) == list(ABOUT)


def test_description_that_repeats_the_headline_does_not_outweigh_the_place(article_of: ArticleOf) -> None:
    head = f'<meta name="description" content="{TITLE},海邊,漁村,老人">'
    assert texts(article_of(page(f"<h1>{TITLE}</h1><div>{marked(ABOUT)}</div>", head))) == list(ABOUT)


@pytest.mark.parametrize("order", ["before", "after"])
def test_longer_text_under_a_heading_of_its_own_is_not_the_story(
    article_of: ArticleOf, traditional: Sequence[str], order: str
) -> None:
    story = f"<div class=part><h1>{TITLE}</h1>{'<br><br>'.join(traditional)}</div>"
    other = f"<div class=box><h3>關於某某報</h3>{marked(ABOUT * 4)}</div>"
    body = other + story if order == "before" else story + other
    assert texts(article_of(page(f"<div>{body}</div>"))) == list(traditional)


STORY_AS_FURNITURE: dict[str, str] = {
    "one section of a row": (
        "<section class=area><h1>{title}</h1><div>{story}</div><a href=/9>下一則</a></section>"
        "<section class=area><h2>相關新聞</h2>{teasers}</section>"
        "<section class=area><h2>熱門</h2>{teasers}</section>"
    ),
    "a box that opens with a label": (
        "<h1>{title}</h1><div class=content>"
        "<div><dl><dt>相關報導</dt><dd><a href=/1>別的新聞標題一則</a></dd></dl></div>"
        "<div class=text>{story}</div></div>"
    ),
    "an item of a list of news": (
        "<ul><li class=item><a href=/1><h3>別的新聞標題一</h3></a><p>別的新聞的摘要，也有句號。</p></li>"
        "<li class='item open'><h2>{title}</h2>{story}</li>"
        "<li class=item><a href=/2><h3>別的新聞標題二</h3></a><p>別的新聞的摘要，也有句號。</p></li></ul>"
    ),
    "an aside": "<main><a href=/1>別的新聞標題一則</a></main><aside><h1>{title}</h1>{story}</aside>",
    "a sidebar by its class": (
        "<div class='sidebar left'><h1>{title}</h1>{story}</div><div class=main>{teasers}</div>"
    ),
    "a comment by its class": (
        "<div class=comment-list><div class=comment-item><h1>{title}</h1>"
        "<div class=comment-body>{story}</div></div></div>"
    ),
}


@pytest.mark.parametrize("markup", STORY_AS_FURNITURE.values(), ids=STORY_AS_FURNITURE.keys())
def test_story_is_never_furniture(article_of: ArticleOf, traditional: Sequence[str], markup: str) -> None:
    teasers = "".join(TEASER.format(number) for number in range(2))
    body = markup.format(title=TITLE, story=marked(traditional), teasers=teasers)
    assert texts(article_of(page(body))) == list(traditional)


READERS: dict[str, str] = {
    "names and times": "<div class=msg><b>讀者{0}</b><div>{0}小時前</div><div>{1}</div></div>",
    "floors of a forum": "<div class=row><span>網友{0}</span><span>{0}樓</span><p>{1}</p></div>",
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_readers_words_are_not_read_though_they_are_longer(
    article_of: ArticleOf, traditional: Sequence[str], reader: str
) -> None:
    said = "我小時候就住在燈塔旁邊，真的很懷念那道光，希望市府早點點亮它，也把附近的步道修好。"
    words = "".join(reader.format(number, said) for number in range(1, 13))
    body = f"<h1>{TITLE}</h1><div class=story>{marked(traditional)}</div><div class=list>{words}</div>"
    assert texts(article_of(page(body))) == list(traditional)


HALVES: dict[str, str] = {
    "label": '<a href="#">展開全文</a><div style="display:none">{0}</div>',
    "class": '<div class="rest" style="display:none">{0}</div>',
    "label behind": '<div hidden>{0}</div><p><a href="javascript:;">閱讀全文</a></p>',
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES.keys())
def test_half_that_a_click_unfolds_is_read(
    article_of: ArticleOf, traditional: Sequence[str], half: str
) -> None:
    body = f"<h1>{TITLE}</h1><div>{marked(traditional[:2])}{half.format(marked(traditional[2:]))}</div>"
    assert texts(article_of(page(body))) == list(traditional)


def test_whole_body_in_json_ld_is_read_where_the_page_shows_its_beginning(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    whole = "\\n".join(traditional)
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{whole}"}}</script>'
    assert texts(article_of(page(f"<h1>{TITLE}</h1>{marked(traditional[:1])}", head))) == list(traditional)


def test_sentence_set_apart_in_large_letters_is_read_once(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    quote = f"<blockquote>{traditional[1][10:]}</blockquote>"
    body = marked(traditional[:1]) + quote + marked(traditional[1:])
    assert texts(article_of(page(f"<h1>{TITLE}</h1><div>{body}</div>"))) == list(traditional)


POEM = (
    "我把舊港口摺進信封",
    "寄給一個沒有門牌的下午",
    "郵差說海水超重了",
    "要我補足一朵浪的郵資",
    "於是我剪下半截汽笛",
    "貼在黃昏的右上角",
    "等下一班船把它讀出來",
    "老燈塔重新點亮的時候",
)


@pytest.mark.parametrize("line", ["<p>{0}</p>", "{0}<br>", "<p><img src=1.jpg></p><p>{0}</p>"])
def test_lines_without_marks_are_read_where_nothing_else_is(article_of: ArticleOf, line: str) -> None:
    menu = "".join(f"<li><a href=/{n}>分類第{n}</a></li>" for n in range(9))
    body = "".join(line.format(one) for one in POEM)
    assert texts(article_of(page(f"<ul>{menu}</ul><h1>{TITLE}</h1><div>{body}</div>"))) == list(POEM)


CAPTIONS: dict[str, str] = {
    "as it is described": (
        '<img src=1.jpg alt="燈塔旁的舊宿舍外牆斑駁，多年無人居住。">'
        "<p>燈塔旁的舊宿舍外牆斑駁，多年無人居住。（漁會）</p>"
    ),
    "apart from the paragraphs": (
        "<table><tr><td><img src=1.jpg><center>燈塔旁的舊宿舍，外牆斑駁已久。</center></td></tr></table>"
    ),
}


@pytest.mark.parametrize("caption", CAPTIONS.values(), ids=CAPTIONS.keys())
def test_caption_is_known_by_its_picture(
    article_of: ArticleOf, traditional: Sequence[str], caption: str
) -> None:
    body = marked(traditional[:2]) + caption + marked(traditional[2:])
    assert texts(article_of(page(f"<h1>{TITLE}</h1><div>{body}</div>"))) == list(traditional)


@pytest.mark.parametrize(
    "wall",
    [
        "<p>以上為部分內容，加入會員即可閱讀全文</p>",
        "<h3>閱讀完整報導</h3><p>加入會員，第一個月只要十元，隨時可以取消。</p>",
    ],
)
def test_story_that_ends_at_a_wall_is_told_with_a_warning(
    article_of: ArticleOf, traditional: Sequence[str], wall: str
) -> None:
    article = article_of(
        page(f"<h1>{TITLE}</h1><div>{marked(traditional)}</div><div class=wall>{wall}</div>")
    )
    assert texts(article) == list(traditional)
    assert "subscribers" in article.warnings[0]


READERS_SAY = ("支持點亮燈塔，這是大家的回憶。", "三千萬太貴，先修馬路，再來想燈塔，政府不要再亂花錢了。")


@pytest.mark.parametrize("label", ["我來說兩句", "讀者回應（2）", "精彩跟帖", "全部評論 2"])
def test_readers_words_without_names_below_their_label_are_not_read(
    article_of: ArticleOf, traditional: Sequence[str], label: str
) -> None:
    said = f"<div><p>{label}</p>{marked(READERS_SAY)}</div>"
    assert texts(
        article_of(page(f"<div><h1>{TITLE}</h1><div>{marked(traditional)}</div>{said}</div>"))
    ) == list(traditional)


def test_sub_heading_about_readers_words_does_not_end_the_story(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    body = f"<p>{traditional[0]}</p><p><b>網友評論</b></p>{marked(traditional[1:])}"
    assert set(traditional) <= set(texts(article_of(page(f"<h1>{TITLE}</h1><div>{body}</div>"))))


POST_HEAD = (
    "发信人: seamew (老船长), 信区: Harbour",
    f"标  题: {TITLE}",
    "发信站: 某某社区 (Fri Jan  9 12:30:00 2026), 站内",
)
POST_TAIL = ("--", "人生如海，起起落落。", "※ 来源:·某某社区 bbs.example.org·[FROM: 192.0.2.1]")


def test_post_on_a_board_is_read_without_its_header_and_signature(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    lines = "<br>".join((*POST_HEAD, *traditional, *POST_TAIL))
    assert texts(article_of(page(f"<div>{lines}</div>"))) == list(traditional)


def test_post_whose_class_keeps_its_lines_is_read_by_paragraphs(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    post = "\n\n".join(traditional)
    assert texts(article_of(page(f'<h1>{TITLE}</h1><div class="pre-wrap">{post}</div>'))) == list(traditional)


@pytest.mark.parametrize("label", ["延伸閱讀", "【相關新聞】", "您可能還會想看"])
def test_titles_without_links_below_a_label_amid_a_story_are_not_read(
    article_of: ArticleOf, traditional: Sequence[str], label: str
) -> None:
    between = f"<p>{label}</p><p>漁港改建一波三折 居民盼十年</p><p>老街換新燈 店家笑開懷</p>"
    body = marked(traditional[:2]) + between + marked(traditional[2:])
    assert texts(article_of(page(f"<h1>{TITLE}</h1><div>{body}</div>"))) == list(traditional)


def test_sub_heading_below_a_label_amid_a_story_is_read(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    between = "<p>延伸閱讀</p><p><b>老船長的心願</b></p>"
    body = marked(traditional[:2]) + between + marked(traditional[2:])
    assert "老船長的心願" in texts(article_of(page(f"<h1>{TITLE}</h1><div>{body}</div>")))


RIGHTS = "老燈塔重新點亮網依合約供應圖文，各界引述時依解釋第三條辦理，爭議由港口所在地處理。"


def test_what_a_site_says_of_its_rights_below_the_story_is_not_read(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    rights = f"<table><tr><td><p>老燈塔網著作權聲明</p></td></tr><tr><td><p>{RIGHTS}</p></td></tr></table>"
    body = f"<h1>{TITLE}</h1><div><p>{'</p><p>'.join(traditional)}</p></div>"
    assert texts(article_of(page(f"<div>{body}{rights}</div>"))) == list(traditional)


def test_sub_heading_about_rights_does_not_end_the_story(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    body = marked(traditional[:3]) + f"<p><b>版權聲明</b></p><p>{RIGHTS}</p>"
    assert texts(article_of(page(f"<h1>{TITLE}</h1><div>{body}</div>")))[-1] == RIGHTS


@pytest.mark.parametrize(
    "line", ["<p class=q><b>{q}</b></p><p class=a>{a}</p>", "<div class=q>{q}</div><div class=a>{a}</div>"]
)
def test_question_above_the_first_answer_is_read(article_of: ArticleOf, line: str) -> None:
    asked = ("為什麼守燈塔？", "最怕什麼？", "會退休嗎？")
    answers = (
        "答：老燈塔需要人看著，我父親守了三十年，去年他走了，就換我接手，一天也沒有停過。",
        "答：怕霧。霧來的時候，什麼都看不見。",
        "答：等下一個人來，我就下山去。",
    )
    pairs = list(zip(asked, answers, strict=True))
    article = article_of(page("".join(line.format(q=q, a=a) for q, a in pairs)))
    assert texts(article) == [text for pair in pairs for text in pair]


@pytest.mark.parametrize("tag", ["p", "div"])
def test_terms_of_a_site_are_left_out_whole(
    article_of: ArticleOf, traditional: Sequence[str], tag: str
) -> None:
    terms = (
        "您使用本網站即表示同意本服務條款之全部內容。",
        "系爭內容之重製、散布與改作，均以書面約定者為限。",
        "本公司保留修改本條款之權利，恕不另行通知。",
    )
    below = "".join(f"<{tag}>{term}</{tag}>" for term in terms)
    article = article_of(page(f"{marked(traditional)}<div class=agree>{below}</div>"))
    assert texts(article) == list(traditional)


@pytest.mark.parametrize(
    "box",
    [
        "<div class=in><a href=/9><b>山村小學最後一堂課</b></a><p>{}</p></div>",
        "<section><h4><a href=/9>山村小學最後一堂課</a></h4><div>{}</div></section>",
    ],
)
def test_teaser_of_another_story_amid_a_story_is_not_read(
    article_of: ArticleOf, traditional: Sequence[str], box: str
) -> None:
    teaser = box.format("全校只剩兩個學生，畢業典禮上校長唱了三首歌。")
    body = marked(traditional[:2]) + teaser + marked(traditional[2:])
    assert texts(article_of(page(body))) == list(traditional)


def test_box_amid_a_story_that_links_and_tells_of_it_is_read(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    line = "基隆老燈塔的燈具當年由漁會保管，市府文化局打算先借回來展出。"
    box = f"<div class=in><a href=/9>燈塔的燈具在哪裡</a><p>{line}</p></div>"
    body = marked(traditional[:2]) + box + marked(traditional[2:])
    assert line in texts(article_of(page(body)))


def test_editorial_whose_class_says_comment_is_read(article_of: ArticleOf) -> None:
    told = (
        "立法院昨天三讀，沿海產業轉型的補助明年起縮減三成，最先受影響的是小型工坊和學徒。",
        "工坊一年的收入不到六十萬元，補助停了，人就走了，手藝也跟著斷，這筆帳沒有人算過。",
        "我們主張分三年遞減，缺口由地方自籌，並且保留學徒的津貼，讓願意留下的人有路走。",
    )
    html = (
        f"<html><head><title>社論：別讓鹽田再荒</title></head><body><h1>社論：別讓鹽田再荒</h1>"
        f"<div class=comment-text>{marked(told)}</div></body></html>"
    )
    assert texts(article_of(html)) == list(told)


def test_comments_right_below_a_short_story_are_not_read(article_of: ArticleOf) -> None:
    told = ("老燈塔盼重新點亮，市府昨天說明燈具採購的時程，預計年底前完成招標。",)
    said = "我小時候住在燈塔下面，每天晚上都看得到光，希望這次是真的，不要又拖五年。"
    comments = "".join(f"<div><b>海邊人{n}</b><p>{said}{n}</p></div>" for n in range(5))
    assert texts(article_of(page(f"{marked(told)}<div id=disqus_thread>{comments}</div>"))) == list(told)


LETTER = (
    "守燈人您好：",
    "我爸爸每天晚上還是要去看海邊的老燈塔，颱風天也去，我們都很擔心他，該怎麼勸他？",
)
ANSWER = (
    "擔心的女兒您好：",
    "老燈塔熄了以後，看海的人並沒有少，您父親看的也許不是光，而是他自己年輕時出海的日子。",
    "下次請陪他走一趟，聽他說說當年的事，再和他約定，風大的晚上就改在家裡的窗邊看。",
    "如果他半夜一個人出門，又認不得回家的路，就要請醫師看看，那是另一回事了。",
)


def test_answer_to_a_letter_is_read_with_it(article_of: ArticleOf) -> None:
    body = f"<h1>{TITLE}</h1><div class=letter>{marked(LETTER)}</div><div class=reply>{marked(ANSWER)}</div>"
    assert texts(article_of(page(body))) == [*LETTER, *ANSWER]


def test_readers_answers_to_a_letter_are_not_read(article_of: ArticleOf) -> None:
    answers = "".join(f"<p>海邊人{n}</p><p>{text}</p>" for n, text in enumerate(ANSWER))
    body = f"<h1>{TITLE}</h1><div class=letter>{marked(LETTER)}</div><div class=reply>{answers}</div>"
    assert texts(article_of(page(body))) == list(LETTER)


@pytest.mark.parametrize("hour", ["<time>{hour}</time>", "<div class=at>{hour}</div>"])
def test_time_heads_the_first_entry_of_a_live_report_too(article_of: ArticleOf, hour: str) -> None:
    told = {
        "07:40": "老燈塔今晨重新點亮，市府人員在現場測試燈具，漁民在碼頭等候。",
        "08:25": "海面起風，測試暫停，市府說燈具一切正常，要等風停再試。",
        "10:05": "風停以後燈塔再次亮起，碼頭上的人鼓掌，市長宣布試燈成功。",
    }
    entries = "".join(f"<li>{hour.format(hour=at)}<div><p>{text}</p></div></li>" for at, text in told.items())
    assert texts(article_of(page(f"<ul>{entries}</ul>"))) == [line for pair in told.items() for line in pair]


def test_speaker_heads_the_first_answer_of_a_transcript_too(article_of: ArticleOf) -> None:
    said = (
        ("主持人：", "老燈塔盼重新點亮，您守了幾年？"),
        ("守燈人：", "三十年。父親走了以後，換我接手，一天也沒有停過。"),
        ("主持人：", "最怕什麼樣的天氣？"),
        ("守燈人：", "怕霧。霧來的時候，光照不出去，只好敲鐘。"),
    )
    entries = "".join(f"<dt>{who}</dt><dd>{text}</dd>" for who, text in said)
    assert texts(article_of(page(f"<dl>{entries}</dl>"))) == [line for pair in said for line in pair]


@pytest.mark.parametrize("is_long", [True, False])
def test_sentence_right_below_the_headline_is_read_above_credits_and_buttons(
    article_of: ArticleOf, traditional: Sequence[str], *, is_long: bool
) -> None:
    stand = "守了三十年的人說，光是路，沒有光的海是一堵牆。"
    credits_ = "<ul><li>文字 林小舟</li><li>攝影 王大同</li></ul>"
    hero = f"<div class=hero><h1>{TITLE}</h1><p>{stand}</p>{credits_}</div>"
    buttons = "<div class=buttons><span>收藏</span><span>列印</span></div>"
    story = [*traditional, *ABOUT] if is_long else list(traditional)
    article = article_of(page(f"{hero}<div>{buttons}<div class=text>{marked(story)}</div></div>"))
    assert texts(article) == [stand, *story]


@pytest.mark.parametrize("kind", ["<tr><th>{}</th><td>{}</td></tr>", "<dt>{}</dt><dd>{}</dd>"])
def test_name_of_the_first_part_is_read_as_those_below_it(article_of: ArticleOf, kind: str) -> None:
    parts = (
        ("查核結論", "部分錯誤。老燈塔盼重新點亮是真的，但燈具早在十年前就已經拆除，現場只剩塔身。"),
        ("傳言從哪裡來", "一張老燈塔夜裡發光的照片在群組流傳，照片其實是從另一座島上拍的。"),
        ("我們查了什麼", "記者走訪市府與漁會，兩邊都說經費還沒有著落，最快要等後年。"),
    )
    body = "".join(kind.format(*part) for part in parts)
    around = "table" if "tr" in kind else "dl"
    article = article_of(page(f"<h1>{TITLE}</h1><{around}>{body}</{around}>"))
    assert texts(article) == [line for part in parts for line in part]


def test_short_sentence_above_the_first_paragraph_is_read(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    lead = "夜裡，光是路。"
    assert texts(article_of(page(f"<div><p class=lead>{lead}</p>{marked(traditional)}</div>")))[0] == lead


@pytest.mark.parametrize("card", ["<h4>林小舟</h4>", "<a href=/author/3>林小舟</a>"])
def test_card_on_the_writer_above_the_headline_is_not_read_and_names_him(
    article_of: ArticleOf, traditional: Sequence[str], card: str
) -> None:
    box = f"<div class=col-author>{card}<p>自由撰稿人，曾任船員十五年，著有《港口的貓》。</p></div>"
    body = f"<div>{box}<h1>{TITLE}</h1><div>2026年1月9日</div>{marked(traditional)}</div>"
    article = article_of(page(body))
    assert texts(article) == list(traditional)
    assert article.byline == "林小舟"


def test_masthead_above_an_unmarked_headline_in_the_body_is_not_read(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    story = "".join(f"<div>{paragraph}</div>" for paragraph in traditional)
    body = f"<div><h1>港灣報</h1></div><div class=article-title>{TITLE}</div>{story}"
    assert texts(article_of(page(body))) == list(traditional)


def test_notice_above_a_headline_that_only_bold_marks_is_not_read(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    notice = "<P>本館週一休館，還書請投還書箱，團體參觀請於三日前電話預約登記。"
    story = "".join(f"<P><FONT SIZE=3>{paragraph}</FONT>" for paragraph in traditional)
    title = f"<CENTER><FONT SIZE=5><B>{TITLE}</B></FONT></CENTER>"
    visitors = "<HR><P>某某館 服務專線：(0X)555-0000　您是第 012345 位訪客"
    cells = f"<TD><A HREF=a.htm>借書</A>{notice}</TD><TD>{title}{story}{visitors}</TD>"
    article = article_of(f"<HTML><TITLE>{TITLE}</TITLE><BODY><TABLE><TR>{cells}</TR></TABLE></BODY></HTML>")
    assert texts(article) == list(traditional)


def test_bold_line_between_the_parts_of_a_story_cuts_nothing_off(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    body = f"{marked(traditional[:2])}<center><b>第二天</b></center>{marked(traditional[2:])}"
    assert texts(article_of(page(f"<h1>{TITLE}</h1>{body}"))) == [
        *traditional[:2],
        "第二天",
        *traditional[2:],
    ]
