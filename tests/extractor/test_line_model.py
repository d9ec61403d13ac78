"""What papers set around their stories is known in words that no rule has, and prose is left alone."""

import struct
from collections.abc import Callable

import pytest

from tts.extractor.noise.line_model import furniture_score, packed, reads_like_furniture
from tts.model.article import Article

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]
STORY = (
    "老渡船昨天最後一次橫過大河，岸上站了三百多人，沒有人鼓掌。",
    "船長把纜繩收好，說他明天要去學開計程車，往後只在夢裡渡河。",
    "鎮公所表示，新橋通車以後，碼頭會改成一座小公園。",
)


@pytest.mark.parametrize(
    "line",
    [
        "本欄圖文由渡口社提供，不得另作他用",
        "助理編輯：柳葉　影音：小舟　督印：何岸",
        "欲知後事，請掃碼收看完整節目",
        "有話想對編輯說？來信 river@ferry.example",
        "文字整理：渡口編輯室",
    ],
)
def test_a_stock_line_in_new_words_is_known(line: str) -> None:
    assert reads_like_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "編輯走進印刷廠，發現機器還是熱的。",
        "「請訂閱我們的報紙。」孩子挨家挨戶地喊。",
        "有意參加者可在週五前致電鎮公所報名。",
        "更多的船停在上游，等水退去。",
        "渡口的最後一天",
        "票價：單程十五元",
        "請鄉親在颱風前把船拉上岸。",
        "他留下一張字條：不要等我。",
        "北岸 12 度",
        "（笑）他又坐了下來",
        "他說，船不等人，一次只等潮水。",
        "LINE群組裡傳來船長的照片，大家都哭了。",
        "電話響了七聲，沒有人接。",
    ],
)
def test_a_line_of_a_story_that_only_uses_such_words_is_left_alone(line: str) -> None:
    assert not reads_like_furniture(line)


@pytest.mark.parametrize("line", ["", "3", "END OF LIST", "下載", "廣" * 200, "點我加入" * 60])
def test_what_cannot_be_told_by_its_characters_scores_nothing(line: str) -> None:
    assert furniture_score(line) == float("-inf")


def test_a_line_that_leads_on_is_never_furniture() -> None:
    assert not reads_like_furniture("延伸閱讀如下，歡迎訂閱電子報：")


def test_both_scripts_score_alike() -> None:
    assert furniture_score("訂閱電子報，每天寄到你的信箱") == furniture_score("订阅电子报，每天寄到你的信箱")


@pytest.mark.parametrize("tag", ["p", "div"])
def test_a_stock_line_amid_a_story_is_not_read(article_of: ArticleOf, page_of: PageOf, tag: str) -> None:
    lines = (*STORY[:2], "有話想對編輯說？來信 river@ferry.example", STORY[2])
    article = article_of(page_of("".join(f"<{tag}>{line}</{tag}>" for line in lines)))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == STORY


def test_headings_and_items_are_not_judged_by_their_characters(
    article_of: ArticleOf, page_of: PageOf
) -> None:
    line = "有話想對編輯說？來信 river@ferry.example"
    body = f"<p>{STORY[0]}</p><p>{STORY[1]}</p><ul><li>{line}</li><li>{STORY[2]}</li></ul>"
    assert line in [paragraph.text for paragraph in article_of(page_of(body)).paragraphs]


def test_turns_of_a_talk_are_read(article_of: ArticleOf, page_of: PageOf) -> None:
    talk = ("記者：您怎麼看？", "船長：看不到對岸了。", "記者：有話想說嗎？", "船長：沒有。")
    article = article_of(page_of("".join(f"<p>{line}</p>" for line in (*STORY, *talk))))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == (*STORY, *talk)


def test_weights_are_packed_into_a_byte_each_behind_the_bias_and_the_largest() -> None:
    stored = packed([0.5, -1.0, 0.0], -2.25)
    assert struct.unpack(">ii3b", stored) == (-2250, 1000, 64, -127, 0)


def test_rows_of_a_table_are_read(article_of: ArticleOf, page_of: PageOf) -> None:
    rows = ("北岸 12°C 多雲", "中島 14°C 多雲", "南灣 18°C 多雲")
    assert all(map(reads_like_furniture, rows))
    article = article_of(page_of("".join(f"<div>{line}</div>" for line in (*STORY, *rows, STORY[0] + "。"))))
    assert set(rows) <= {paragraph.text for paragraph in article.paragraphs}


def test_a_credit_behind_a_sentence_does_not_make_it_furniture(
    article_of: ArticleOf, page_of: PageOf
) -> None:
    lines = (*STORY[:2], f"{STORY[2]}（編輯：柳葉）1130506")
    article = article_of(page_of("".join(f"<p>{line}</p>" for line in lines)))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == STORY
