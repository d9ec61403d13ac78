"""Small boxes amid a story that say what they are (digests, quizzes, prices, calls), and its own."""

from collections.abc import Callable

import pytest

from tts.extractor.insets import is_inset
from tts.model.article import Article

ArticleOf = Callable[..., Article]

TITLE = "燈塔換上新鏡片 守塔人多看一夜"
STORY = (
    "北端的燈塔上週換上新的鏡片，七十歲的守塔人許明山原本可以提早下班，卻多留了一夜，想看光能走多遠。",
    "他站在塔頂，用一本舊筆記記下每艘經過的船，筆記從四十年前開始，第一頁的墨水已經褪成褐色。",
    "航港單位表示，新的鏡片可以遙控，明年起燈塔不再派人駐守，許明山是最後一任守塔人。",
    "天亮以前，一艘漁船用燈光回了三下，他說那是年輕時約好的暗號，已經很多年沒有人用過。",
)
INSETS = (
    ("AI 幫你讀重點", "守塔人多留一夜", "鏡片可以遙控", "摘要由生成式人工智慧產生，僅供參考"),
    ("AI重點整理", "燈塔換上新鏡片"),
    ("智能摘要", "守塔人许明山在塔顶多留了一夜，记下每艘经过的船。"),
    ("人工智能速讀", "燈塔明年起無人駐守"),
    ("本文 AI 摘要", "燈塔換鏡片，守塔人成為最後一任。"),
    ("新聞重點", "燈塔換上新鏡片", "許明山是最後一任守塔人"),
    ("守塔人在塔頂多留了一夜。", "此摘要由 ChatGPT 產生，經編輯審核。"),
    ("動動腦", "燈塔的光能走幾海里？答對抽貼紙"),
    ("【想一想】", "如果你是守塔人，你會記下什麼？"),
    ("小测验", "守塔人今年几岁？", "六十岁", "七十岁", "八十岁"),
    ("考考你", "暗號是閃幾下？答案請看明天本版"),
    ("讀後討論", "你家附近有燈塔嗎？", "你會想住在塔裡嗎？"),
    ("北海航运 7.92 +0.72 实时行情仅供参考",),
    ("海豐控股 (00055)", "$98.75", "+1.25 (+1.28%)", "報價延遲15分鐘"),
    ("NVDX 134.81 +2.93%",),
    ("馬岸銀行 MBBK 10.24 ▼0.06 成交量 812萬",),
    ("明日基隆", "16° - 19°", "降雨機率 80%"),
    ("海鷗 5 紅土 4 終場",),
    ("更正啟事", "此前版本誤將守塔人的年齡寫為六十歲，現已更正。"),
    ("支持本地新聞", "每月一百元，讓我們多跑一個港口。", "加入守護計畫"),
    ("沒有財團，只有讀者", "我們需要三千位讀者的支持，才能把記者派到燈塔邊。", "成為贊助人"),
    ("【活動】一日守塔人", "時間：4/18（六）09:00", "費用：每人 650 元", "我要報名"),
)
STORIES = (
    ("AI 摘要惹的禍", "有網站寫他守的是水塔，從此每天有人來問水費。"),
    ("AI 怎樣看海", "大學團隊把照片交給人工智慧，結果把燈塔認成煙囪。"),
    ("三個難題", "懂得修鏡片的人只剩兩個", "零件要從國外買"),
    ("這份摘要由人工智慧產生，守塔人卻說裡面沒有一句是他講的。",),
    ("動動腦，也動動腳", "小朋友先猜塔有幾階，再自己爬上去數。"),
    ("猜燈謎", "元宵節塔下掛出四十盞燈籠，謎底全是船的名字。"),
    ("想一想", "他還是把筆記收進抽屜，因為新來的人未必看得懂。"),
    ("考考市長", "孩子寫信問：燈塔關了，船怎麼辦？市長回信說，船有衛星。"),
    ("燈塔還會亮嗎？", "會，只是開關搬到了城裡。"),
    ("加權指數 23,105 點，漲 120 點", "櫃買指數 258 點，跌 1 點"),
    ("修理鏡片 $180", "換燈泡 $60"),
    ("北海航運收在7.92元，上漲0.72元。",),
    ("2026 燈塔節 3-2 第一天",),
    ("氣溫降到 16 度，守塔人多穿了一件外套",),
    ("海鷗隊 5 勝 4 敗",),
    ("更正", "他翻開筆記，用紅筆把四十年前的風向改了過來。"),
    ("展覽資訊", "時間：即日起至年底", "地點：燈塔一樓"),
    ("他寫信向我們要支持，我們都寄了。", "燈塔基金會"),
)


@pytest.mark.parametrize("lines", INSETS)
def test_box_that_says_what_it_is_is_an_inset(lines: tuple[str, ...]) -> None:
    assert is_inset(lines)


@pytest.mark.parametrize("lines", STORIES)
def test_box_of_a_story_is_none(lines: tuple[str, ...]) -> None:
    assert not is_inset(lines)


def page(box: str) -> str:
    first, second, *rest = (f"<p>{paragraph}</p>" for paragraph in STORY)
    return (
        f"<title>{TITLE}</title><h1>{TITLE}</h1><article><div class='text'>"
        f"{first}{second}{box}{''.join(rest)}</div></article>"
    )


def texts(article: Article) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    "box",
    [
        "<div class='sum'><h2>AI 幫你讀重點</h2><ul><li>守塔人多留一夜</li><li>鏡片可遙控</li></ul></div>",
        "<h4>本文重點</h4><ol><li>守塔人多留一夜</li><li>鏡片可以遙控</li></ol>",
        "<div class='nl'><strong>港口早安：每天五分鐘看懂海</strong><input placeholder='電子郵件'></div>",
        "<div class='poll'><p>贊成嗎？</p><i><input type='radio'>贊成</i></div>",
        "<div class='hq'><span>北海航運</span><span>7.92</span><span>+0.72</span></div>",
        "<div class='pq'><p>「那是年輕時約好的暗號，已經很多年沒有人用過」</p><p>——許明山</p></div>",
    ],
)
def test_inset_is_left_out_of_the_story_around_it(article_of: ArticleOf, box: str) -> None:
    assert texts(article_of(page(box))) == STORY


@pytest.mark.parametrize(
    ("box", "told"),
    [
        (
            "<div class='facts'><h4>燈塔小檔案</h4><ul><li>一八八三年點燈</li><li>高十四公尺</li></ul></div>",
            ("燈塔小檔案", "一八八三年點燈", "高十四公尺"),
        ),
        (
            "<h4>燈塔還會亮嗎？</h4><p>會，只是開關搬到了城裡。</p>",
            ("燈塔還會亮嗎？", "會，只是開關搬到了城裡。"),
        ),
        ("<p>「那是年輕時約好的暗號。」</p>", ("「那是年輕時約好的暗號。」",)),
    ],
)
def test_box_of_the_story_is_read(article_of: ArticleOf, box: str, told: tuple[str, ...]) -> None:
    assert texts(article_of(page(box))) == (*STORY[:2], *told, *STORY[2:])


def test_items_below_the_last_paragraph_are_read_however_brief(article_of: ArticleOf) -> None:
    items = "<dt>一八八三年</dt><dd>燈塔首度點燈。</dd><dt>一九四五年</dt><dd>鏡片遭擊毀。</dd>"
    years = f"<h3>燈塔大事記</h3><dl>{items}</dl>"
    told = ("燈塔大事記", "一八八三年", "燈塔首度點燈。", "一九四五年", "鏡片遭擊毀。")
    assert texts(article_of(page("").replace("</div>", f"{years}</div>"))) == (*STORY, *told)


def test_form_among_cards_of_its_kind_is_not_read(article_of: ArticleOf) -> None:
    form = "<div class='card up'><h2>每週一封，從港口寄來</h2><p>三千人在等。</p><input type='email'></div>"
    others = (
        "<div class='card note'><p>守塔人今天休息。</p></div><div class='card note'><p>鏡片還沒到。</p></div>"
    )
    told = texts(article_of(page(f"{form}{others}")))
    assert told == (*STORY[:2], "守塔人今天休息。", "鏡片還沒到。", *STORY[2:])


@pytest.mark.parametrize("lines", ["完<br>2025年3月20日（星期四）<br>香港時間18時30分", "2025年3月20日"])
def test_what_an_office_sets_below_its_release_is_not_read(article_of: ArticleOf, lines: str) -> None:
    markup = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{'<br><br>'.join(STORY)}<br><br>{lines}</div>"
    assert texts(article_of(markup)) == STORY


ENGLISH = (
    "<h2>A Last Night at the Light</h2>"
    "<p>The keeper of the northern lighthouse stayed one more night to see how far its light would go.</p>"
    "<p>He wrote down every ship that passed below him in a notebook that he had begun forty years ago.</p>"
)


@pytest.mark.parametrize("names", ["lang='en'", "class='en'", "class='text-english' lang='en-US'"])
def test_story_told_once_more_in_english_is_not_read(article_of: ArticleOf, names: str) -> None:
    assert (
        texts(article_of(page("").replace("</article>", f"<div {names}>{ENGLISH}</div></article>"))) == STORY
    )


def test_english_paragraph_of_a_story_is_read(article_of: ArticleOf) -> None:
    said = "Keep the light on until I am home, he wrote in English on the last page of the notebook."
    assert said in texts(article_of(page(f"<div lang='en'><p>{said}</p></div>")))


def test_sheet_of_a_match_amid_its_story_is_not_read() -> None:
    assert is_inset(["胜投，林阿春（2勝1敗）", "敗投", "C. Mendez（1勝3敗）", "觀眾人數，8,231"])
    assert is_inset(["隊伍, 1, 2, 3, 4, 5, R", "飛魚，0，1，0，2，0，0，3", "水車，1，0，0，1，0，0，2"])


def test_sentences_on_a_match_in_a_box_are_read() -> None:
    assert not is_inset(["勝投林阿春說，他投到第六局手指就麻了。", "敗投陳大同說，他沒有後悔。"])
    assert not is_inset(["觀眾人數，8,231", "售票口的隊伍排到橋的另一頭，最後一張票在開賽前十分鐘賣出。"])
