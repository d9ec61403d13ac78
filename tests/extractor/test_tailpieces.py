"""Small boxes amid a story and below it are known by what they hold; the story's own boxes are read."""

from collections.abc import Callable, Sequence

import pytest

from tts.model.article import Article

ArticleOf = Callable[..., Article]

TITLE = "渡輪碼頭改建 候船室換上木頭長椅"
STORY = (
    "市府昨天宣布，渡輪碼頭的改建工程已經完工，候船室換上木頭長椅，旅客下週起可以在新的候船室等船。",
    "碼頭主任葉常青說，舊的候船室漏水多年，每逢下雨旅客只能站在屋簷下，這次改建把屋頂和地板全部換新。",
    "每天搭船上班的居民表示，木頭長椅坐起來舒服，只是班次仍然太少，錯過一班渡輪就要再等四十分鐘。",
)
OTHERS = {
    "shop below": (
        "<div class='shop'><p>本月號專題「巷口的麵攤」另有八頁照片，各大超商均有陳列。</p>"
        "<a href='/s'>前往書店</a></div>"
    ),
    "event below": (
        "<div class='event'><b>近期講座</b>"
        "<p>十二月五日晚間，作家蘇以墨將在本社三樓談她的旅行筆記，座位五十席。</p></div>"
    ),
    "life below": (
        "<div class='who'><h5>葉常青</h5><p>一九七〇年生，畢業於海事學校，曾任輪機長，喜歡釣魚。</p></div>"
    ),
    "notices below": (
        "<div class='notes'><p>以上內容僅屬作者個人意見，並不代表本報立場。</p>"
        "<p>（作者為碼頭工會顧問）</p></div>"
    ),
    "address below": "<div class='ask'><p>想談談候船室的長椅？寫信到 desk@pier.example，請附姓名。</p></div>",
    "sources below": (
        "<div class='refs'><h4>參考資料</h4><ol><li>《渡輪碼頭年報》，第四版，頁十二至十九。</li>"
        "<li>Yeh, C. (2014). Benches of the ferry pier.</li></ol></div>"
    ),
    "box of a wall": (
        "<div class='layer'><p>本文為會員專屬，餘下 1200 字</p><p>資料室另備有歷年物價與薪資走勢。</p>"
        "<p><a href='/buy'>單篇購買</a></p></div>"
    ),
}
AMID = (
    "<section><a href='#end'>跳過推薦並繼續閱讀</a><p>編輯部為您挑了三則故事。</p>"
    "<p id='end'>推薦到此為止</p></section>"
)
QUESTION = "<div class='ask'><h4>您覺得渡輪票價合理嗎？</h4><label>合理</label><label>太貴</label></div>"
WAY = "<a href='/n/2'><h3>漁港封閉三天 菜價上漲</h3><p>強風吹襲，菜攤老闆說貨進不來，只好先休息。</p></a>"
OWN = {
    "answer with a number": (
        "<div class='last'><p>木頭長椅共有八十張，旅客可以先坐後付，票價維持二十五元。</p><p>25 元</p></div>"
    ),
    "conclusion under a heading": (
        "<div class='last'><h3>接下來</h3>"
        "<p>碼頭主任葉常青說，候船室明年還要加裝冷氣，渡輪班次也會再檢討。</p></div>"
    ),
    "quotation": "<blockquote><p>有人問他累不累，他笑了，說海風吹久了什麼都不覺得累。</p></blockquote>",
}


def page(*parts: str) -> str:
    head = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
    return f"{head}<article>{''.join(parts)}</article></body></html>"


def paragraphs(story: Sequence[str]) -> str:
    return f"<div class='text'>{''.join(f'<p>{paragraph}</p>' for paragraph in story)}</div>"


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_box_below_a_story_with_words_of_its_own_is_not_read(article_of: ArticleOf, other: str) -> None:
    assert texts(article_of(page(paragraphs(STORY), other))) == list(STORY)


def test_several_boxes_below_a_story_do_not_vouch_for_each_other(article_of: ArticleOf) -> None:
    assert texts(article_of(page(paragraphs(STORY), *OTHERS.values()))) == list(STORY)


def test_box_that_offers_to_be_skipped_is_not_read(article_of: ArticleOf) -> None:
    parts = (*(f"<div class='t'><p>{paragraph}</p></div>" for paragraph in STORY[:2]), AMID)
    last = f"<div class='t'><p>{STORY[2]}</p></div>"
    assert texts(article_of(page(*parts, last))) == list(STORY)


DATED = "<dl class='see'><dt><a href='/n/3'>漁港封閉三天 菜價上漲</a></dt><dd>2026-01-05</dd></dl>"
FLOATING = (
    "<div style='float: right'><b>今日潮汐</b><p>滿潮上午六時，乾潮正午前後，浪高一公尺，風力四級。</p></div>"
)


TOLD = "<div class='block text'><p>{}</p></div>"
BUILT = (
    "<div class='block digest'><h4>精選</h4><a href='/n/2'>漁港封閉三天 菜價上漲</a>"
    "<p>強風吹襲，菜攤老闆說貨進不來。</p></div>"
)
LATEST = (
    "<ul class='latest-posts'><li><a href='/n/2'>漁港封閉三天 菜價上漲</a>"
    "<div>菜攤老闆說貨進不來，只好休息。</div></li>"
    "<li><a href='/n/4'>山城的雨下了一個月</a><div>橘子園的主人數著日子，等太陽出來。</div></li></ul>"
)
FILM = "<div class='vjs-wrapper'><div>巷子裡的貓都去了哪裡</div><span>03:12</span></div>"
SERIES = "<div class='card'><div>更多港邊人物故事</div><span>點擊進入合集</span></div>"
SOLD = (
    "<div class='media-text'><p><b>《港邊人物選》上市</b></p>"
    "<p>收錄三十篇訪談，<a href='/shop'>線上預購九折</a></p></div>"
)
OWN_LATEST = "<div class='latest'><b>最新進度</b><p>碼頭主任葉常青今天補充，長椅還會再增加二十張。</p></div>"


def test_teaser_below_a_label_is_not_read_among_boxes_of_its_class(article_of: ArticleOf) -> None:
    told = map(TOLD.format, STORY)
    assert texts(article_of(page("<div>", next(told), BUILT, *told, "</div>"))) == list(STORY)


@pytest.mark.parametrize("box", [FILM, SERIES], ids=["film", "series"])
def test_box_of_a_systems_own_amid_a_story_is_not_read(article_of: ArticleOf, box: str) -> None:
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    assert texts(article_of(page("<div>", first, box, *rest, "</div>"))) == list(STORY)


@pytest.mark.parametrize("box", [LATEST, SOLD], ids=["latest posts", "book for sale"])
def test_box_amid_a_story_that_says_no_word_of_its_headline_is_not_read(
    article_of: ArticleOf, box: str
) -> None:
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    markup = page("<div>", first, box, *rest, "</div>").replace(TITLE, "等一班晚來的船")
    assert texts(article_of(markup)) == list(STORY)


def test_paragraph_that_is_the_latest_of_a_story_is_read(article_of: ArticleOf) -> None:
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    told = texts(article_of(page("<div>", first, OWN_LATEST, *rest, "</div>")))
    assert told == [STORY[0], "最新進度", "碼頭主任葉常青今天補充，長椅還會再增加二十張。", *STORY[1:]]


QUOTED = (
    "<div class='share-card'><b>渡輪股份 <a href='/s/77'>0077</a></b><div>41.3 ▲1.2</div>"
    "<a href='/s/77'>看更多資訊</a></div>"
)
POLL = (
    "<div class='survey'><h5>您搭過渡輪嗎？</h5><ul><li>搭過</li><li>沒有搭過</li><li>下週就去搭</li></ul>"
    "<p>目前 1,204 人投票</p></div>"
)
SAID = "<div class='pull-quote'><blockquote>渡輪碼頭的改建工程已經完工</blockquote><span>─市府</span></div>"
GIFT = "<div class='donate-box'><p>【我們沒有財團，只有您】每月一百元，撐住一個碼頭記者</p></div>"


@pytest.mark.parametrize(
    "box",
    [QUESTION, WAY, DATED, FLOATING, QUOTED, POLL, SAID, GIFT],
    ids=[
        "question",
        "way to another story",
        "with its day",
        "floating",
        "price",
        "poll",
        "pull quote",
        "gift",
    ],
)
def test_box_amid_a_story_that_asks_or_leads_away_is_not_read(article_of: ArticleOf, box: str) -> None:
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    assert texts(article_of(page("<div>", first, box, *rest, "</div>"))) == list(STORY)


def test_issue_and_day_in_han_numerals_above_a_story_are_not_read(article_of: ArticleOf) -> None:
    line = "<p>碼頭月刊　第一百零二期　二〇二六年一月五日</p>"
    assert texts(article_of(page(line, *(f"<p>{paragraph}</p>" for paragraph in STORY)))) == list(STORY)


def test_question_to_the_reader_amid_a_story_is_read_with_its_answer(article_of: ArticleOf) -> None:
    asked, *answers = "你可以申請補助嗎？", "滿六十五歲的居民", "國小學生", "渡輪碼頭的候船室備有申請單。"
    listed = "".join(f"<li>{answer}</li>" for answer in answers[:2])
    box = f"<div class='who'><h4>{asked}</h4><ul>{listed}</ul><p>{answers[2]}</p></div>"
    first, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    told = texts(article_of(page("<div>", first, box, *rest, "</div>")))
    assert told == [STORY[0], asked, *answers, *STORY[1:]]


@pytest.mark.parametrize("own", OWN.values(), ids=OWN.keys())
def test_last_box_of_a_story_is_read(article_of: ArticleOf, own: str) -> None:
    told = texts(article_of(page(paragraphs(STORY), own)))
    assert told[:3] == list(STORY)
    assert len(told) > len(STORY)


def test_box_below_a_story_without_a_label_is_read(article_of: ArticleOf) -> None:
    rest = "天黑以後，最後一班船靠岸，只有一隻貓在等。"
    told = texts(article_of(page(paragraphs(STORY), f"<div class='rest'><p>{rest}</p></div>")))
    assert told == [*STORY, rest]
