"""Dumps of World Journal and UDN pages, in every variation that real ones show; all stories are invented."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.extractor.dump import Dump, is_dump, read_dump

TITLE = "燈塔熄燈百年 漁村居民盼重現 海邊那道光"
BYLINE = "記者林小舟／基隆報導"
STORY = (
    "基隆外海的老燈塔今年滿一百歲，當地居民昨天聯名向市府陳情，希望重新點亮這座停用多年的燈塔。",
    "市府文化局表示，燈塔的結構仍然穩固，但燈具早已拆除，若要重新啟用，估計須花費新台幣三千萬元。",
    "七十歲的老船長說：「小時候看見它，就知道到家了。」",
    "漁會則認為，燈塔若能重新點亮，除了導航，也能帶來觀光人潮，一舉兩得。",
)
FLASHES = ("颱風轉向東北 周末北部防大雨", "首爾股市重挫 晶片類股領跌")
TAGS = "燈塔 基隆 漁村"
CAPTION = "老燈塔矗立在基隆外海的小島上。（記者林小舟／攝影）"
LONG_CAPTION = (
    "燈塔旁的舊宿舍外牆斑駁，居民希望市府一併整修，"
    "作為海洋教育與地方文史的展覽空間，並開放給學生參觀。（漁會提供）"
)
TAIL = (
    "上一則\n\n港區聯外道路動工 三年後通車\n\n下一則\n\n基隆夜市換新裝 老攤商有話說\n\n延伸閱讀\n\n"
    "全台燈塔巡禮 五座必看\n\n全台燈塔巡禮 五座必看\n海上救難隊 缺人又缺船\n\n海上救難隊 缺人又缺船\n\n"
    "熱門新聞\n\n夜市一景。（記者王大同／攝影）\n\n夜市名店歇業\n\n2026-01-04 05:30\n超人氣\n\n更多 >\n"
    "鄰居半夜施工 住戶怒報警\n\n鄰居半夜施工 住戶怒報警"
)
NAVIGATION = "* 拖拉類別可自訂排序\n恢復預設 確定\n設定"
WJ_PLAYER = "聽新聞\ntest\n0:00 /0:00"
UDN_PLAYER = "聽新聞\n0:00 / 0:00"


@dataclass(frozen=True)
class Page:
    """The parts of a dump in their order; an empty part is absent, with its line."""

    opening: str = f" date 2026-01-09 我的頻道\n\n{NAVIGATION}\n快訊"
    flashes: tuple[str, ...] = FLASHES
    early_player: str = ""
    title: str = TITLE
    byline: str = BYLINE
    player: str = WJ_PLAYER
    caption: str = f"{CAPTION}\n{CAPTION}"
    story: tuple[str, ...] = STORY
    tags: str = TAGS
    tail: str = TAIL

    def text(self) -> str:
        byline = "\n".join(part for part in (self.byline, self.player, self.caption) if part)
        head = (self.opening, *self.flashes, self.early_player, self.title, byline)
        return "\n\n".join(part for part in (*head, *self.story, self.tags, self.tail) if part)


PAGE = Page()


def body(dump: Dump) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in dump.paragraphs)


def assert_exact(page: Page, *, title: str | None = TITLE, byline: str | None = BYLINE) -> Dump:
    text = page.text()
    assert is_dump(text)
    dump = read_dump(text)
    assert body(dump) == STORY
    assert dump.title == title
    assert dump.byline == byline
    return dump


def test_whole_page_gives_its_story_and_nothing_else() -> None:
    dump = assert_exact(PAGE)
    assert dump.when == "2026-01-09"
    assert dump.tags == ("燈塔", "基隆", "漁村")
    assert dump.publisher == "世界日報"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(replace(PAGE, player=""), id="without a player"),
        pytest.param(replace(PAGE, player="聽新聞\n0:00 / 0:00"), id="player without test"),
        pytest.param(replace(PAGE, caption=""), id="without a caption"),
        pytest.param(replace(PAGE, caption="", player=""), id="byline right above the story"),
        pytest.param(replace(PAGE, caption=CAPTION), id="caption once, glued to the player"),
        pytest.param(replace(PAGE, caption=CAPTION, player=""), id="caption once, glued to the byline"),
        pytest.param(
            replace(PAGE, caption="老燈塔矗立海上", player=""),
            id="caption without credit, glued to the byline",
        ),
        pytest.param(
            replace(PAGE, caption=f"{LONG_CAPTION[:40]}...\n{LONG_CAPTION}"),
            id="alternative text cut at forty",
        ),
        pytest.param(
            replace(PAGE, caption="老燈塔。\n老燈塔。（路透）"), id="alternative text without the credit"
        ),
        pytest.param(
            replace(PAGE, caption=f"{STORY[0][:18]}。(圖／漁會提供）"), id="caption opens as the story does"
        ),
        pytest.param(replace(PAGE, tags=""), id="without tags"),
        pytest.param(replace(PAGE, tags="燈塔"), id="one tag"),
        pytest.param(replace(PAGE, tail=""), id="ends with its tags"),
        pytest.param(replace(PAGE, tail="FB留言\n\n訪客：好懷念。"), id="tail of 2020"),
        pytest.param(
            replace(PAGE, tail="延伸閱讀" + TAIL.split("延伸閱讀")[1]), id="tail without neighbours"
        ),
        pytest.param(
            replace(PAGE, opening=f"date 2026-01-09 我的頻道\n\n{NAVIGATION}"),
            id="flashes without their word",
        ),
        pytest.param(replace(PAGE, opening="我的頻道"), id="only the channels, then flashes"),
        pytest.param(replace(PAGE, opening="我的頻道", flashes=()), id="the channels without flashes"),
        pytest.param(replace(PAGE, opening="快訊"), id="starts at the flashes"),
        pytest.param(replace(PAGE, opening="首頁\n要聞\n生活\n" + NAVIGATION + "\n快訊"), id="whole menu"),
        pytest.param(replace(PAGE, opening="", flashes=()), id="starts at the headline"),
    ],
)
def test_part_missing_or_different_changes_nothing_else(page: Page) -> None:
    assert_exact(page)


def test_udn_has_the_player_above_the_headline() -> None:
    page = Page(
        opening="", flashes=(), early_player=UDN_PLAYER, byline="聯合報／ 記者林小舟／基隆報導", player="",
        caption="老燈塔矗立海上。記者林小舟／攝影",
    )  # fmt: skip
    dump = assert_exact(page, byline="聯合報／記者林小舟／基隆報導")
    assert dump.publisher == "聯合報"


@pytest.mark.parametrize("byline", ["", BYLINE])
@pytest.mark.parametrize("player", ["", WJ_PLAYER])
def test_flash_never_becomes_the_title_of_a_page_without_headline(byline: str, player: str) -> None:
    assert_exact(replace(PAGE, title="", byline=byline, player=player), title=None, byline=byline or None)


@pytest.mark.parametrize("player", ["", WJ_PLAYER])
def test_headline_is_found_without_a_byline(player: str) -> None:
    assert_exact(replace(PAGE, byline="", player=player), byline=None)


@pytest.mark.parametrize(
    "caption", ["", CAPTION, f"{CAPTION}\n{CAPTION}", f"{LONG_CAPTION[:40]}...\n{LONG_CAPTION}"]
)
def test_body_alone_is_kept_whole(caption: str) -> None:
    page = Page(opening="", flashes=(), title="", byline="", player="", caption=caption)
    assert_exact(page, title=None, byline=None)


def test_first_paragraph_may_be_glued_to_the_date_line() -> None:
    text = "date 2026-01-09 " + "\n\n".join(STORY)
    dump = read_dump(text)
    assert is_dump(text)
    assert body(dump) == STORY
    assert dump.when == "2026-01-09"


@pytest.mark.parametrize("day", ["2026-01-09 14:05", "2026/01/09 14:05", "2026/1/9"])
def test_the_day_below_the_headline_is_no_headline(day: str) -> None:
    dump = read_dump("\n\n".join(("我的頻道", f"{TITLE}\n{day}\n{BYLINE}", *STORY, "上一則", "港區動工")))
    assert (dump.title, dump.when, body(dump)) == (TITLE, day, STORY)


@pytest.mark.parametrize("player", ["", WJ_PLAYER, UDN_PLAYER], ids=["no player", "World Journal's", "UDN's"])
@pytest.mark.parametrize(
    "first",
    [STORY[0], "燈塔昨晚重新點亮，居民歡呼。", "漁會說：「等了二十年，終於亮了。」"],
    ids=["long", "short", "quotation"],
)
def test_first_paragraph_may_follow_the_byline_without_an_empty_line(first: str, player: str) -> None:
    head = "\n".join(part for part in (BYLINE, player, first) if part)
    text = "\n\n".join(("快訊", *FLASHES, TITLE, head, *STORY[1:], TAGS, TAIL))
    dump = read_dump(text)
    assert body(dump) == (first, *STORY[1:])
    assert (dump.title, dump.byline) == (TITLE, BYLINE)


@pytest.mark.parametrize("caption", ["", CAPTION, f"{CAPTION}\n{CAPTION}", "老燈塔矗立海上"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_dump_without_any_empty_line_is_read_whole(caption: str, newline: str) -> None:
    text = replace(PAGE, caption=caption).text().replace("\n\n", "\n").replace("\n", newline)
    dump = read_dump(text)
    assert body(dump) == STORY
    assert (dump.title, dump.byline) == (TITLE, BYLINE)


def test_flashes_on_top_make_a_dump_of_what_has_no_other_mark() -> None:
    assert_exact(replace(PAGE, opening="快訊", player="", tags="", tail=""))


def test_sub_heading_above_a_caption_is_read_where_nothing_stands_apart() -> None:
    lines = (TITLE, BYLINE, WJ_PLAYER, STORY[0], "燈具由誰來換", CAPTION, CAPTION, *STORY[1:], TAGS, "上一則")
    assert body(read_dump("\n".join(lines))) == (STORY[0], "燈具由誰來換", *STORY[1:])


def test_several_bylines_are_one_and_none_is_the_headline() -> None:
    dump = assert_exact(
        replace(PAGE, byline=f"{BYLINE}\n記者王大同／台北報導"), byline=f"{BYLINE}、記者王大同／台北報導"
    )
    assert dump.title == TITLE


def test_headline_below_a_menu_without_flashes_is_the_last_line_above_the_byline() -> None:
    text = f"要聞 股市 國際\n{UDN_PLAYER}\n\n海邊那道光\n\n{BYLINE}\n\n" + "\n\n".join((*STORY, "上一則"))
    assert read_dump(text).title == "海邊那道光"


@pytest.mark.parametrize(
    "line",
    [
        "▪ 全台燈塔巡禮",
        "相關閱讀：全台燈塔巡禮",
        "下載某某新聞APP，重要新聞不漏接",
        "圖集 +1",
        "※ 提醒您：禁止酒駕",
    ],
)
def test_furniture_between_two_paragraphs_is_left_out(line: str) -> None:
    text = replace(PAGE, story=(*STORY[:2], line, *STORY[2:])).text()
    assert body(read_dump(text)) == STORY


@pytest.mark.parametrize("byline", [BYLINE, "中央社 台北9日電", "聯合報／ 記者林小舟／基隆報導"])
@pytest.mark.parametrize("tail", ["上一則 港區動工 下一則 夜市換新裝", "延伸閱讀 全台燈塔巡禮 五座必看"])
def test_dump_on_one_line_is_taken_apart(byline: str, tail: str) -> None:
    parts = ("設定", TITLE, byline, "聽新聞 test 0:00 /0:00", CAPTION, CAPTION, *STORY, tail)
    dump = read_dump(" ".join(parts))
    assert body(dump) == STORY
    assert dump.title == TITLE
    assert dump.byline == byline.replace("／ ", "／")


def test_caption_may_be_glued_to_the_first_paragraph() -> None:
    text = (
        "我的頻道\n\n" + TITLE + "\n\n" + BYLINE + "\n\n老燈塔矗立海上\n" + "\n\n".join(STORY) + "\n\n上一則"
    )
    assert body(read_dump(text)) == STORY


@pytest.mark.parametrize(
    "byline",
    [
        "中國新聞組／北京9日電",
        "記者陳一舟／台中4日電",
        "記者顏一如／綜合報導",
        "編譯周一苑／綜合報導",
        "特派員黃一玲／綜合報導",
        "記者戴一慧／紐約即時報導",
        "中央社明尼阿波利斯10日綜合外電報導",
        "洛杉磯訊",
        "社長于一琴",
        "王一權",
        "秀綠",
        "張一雄／亞凱迪亞",
        "林一（彰化市）",
        "記者林小舟╱基隆報導",
    ],
)
def test_byline_of_any_form_is_recognised(byline: str) -> None:
    dump = read_dump(replace(PAGE, byline=byline).text())
    assert (dump.byline, dump.title, body(dump)) == (byline, TITLE, STORY)


def test_ascii_slash_with_spaces_is_a_byline_too() -> None:
    assert read_dump(replace(PAGE, byline="記者林小舟 / 基隆報導").text()).byline == "記者林小舟/基隆報導"


@pytest.mark.parametrize(
    "title",
    [
        "一洲焦點／燈塔背後的漁村之戰",
        "NBA／燈塔隊終場前逆轉 居民瘋狂",
        "影／燈塔重新點亮 居民歡呼",
        "世報50年／我與燈塔",
    ],
)
def test_headline_with_a_slash_is_no_byline(title: str) -> None:
    assert_exact(replace(PAGE, title=title), title=title)
    assert_exact(replace(PAGE, flashes=(title, FLASHES[0])))


def test_tag_links_leave_no_space_in_the_body() -> None:
    story = ("這家 好市多 （Costco）開在「世界日報 」旁，是 華人 的最愛，日本 店則用 iPhone 15 付款。",)
    dump = read_dump(replace(PAGE, story=story).text())
    assert body(dump) == (
        "這家好市多（Costco）開在「世界日報」旁，是華人的最愛，日本店則用 iPhone 15 付款。",
    )


def test_headline_keeps_its_pauses() -> None:
    assert read_dump(PAGE.text()).title == TITLE


@pytest.mark.parametrize(
    "credit",
    [
        "（路透）",
        "(路透)",
        "（美聯社）",
        "（記者陳一舟／攝影）",
        "（記者馬一璿╱攝影)",
        "(圖／黃一興提供）",
        "（作者提供）",
        "（取材自臉書）",
    ],
)
def test_caption_with_any_credit_is_dropped_inside_the_story(credit: str) -> None:
    caption = f"燈塔旁的舊宿舍。{credit}"
    with_picture = (*STORY[:2], f"{caption}\n{caption}", *STORY[2:])
    once = (*STORY[:2], caption, *STORY[2:])
    glued = (*STORY[:1], f"{STORY[1]}\n{caption}", *STORY[2:])
    for story in (with_picture, once, glued):
        assert body(read_dump(replace(PAGE, story=story).text())) == STORY


def test_alternative_text_without_the_credit_goes_with_its_caption() -> None:
    story = (*STORY[:2], "燈塔旁的舊宿舍。\n燈塔旁的舊宿舍。（路透）", *STORY[2:])
    assert body(read_dump(replace(PAGE, story=story).text())) == STORY


@given(
    st.builds(
        Page,
        opening=st.sampled_from(
            [PAGE.opening, "我的頻道", f"{NAVIGATION}\n快訊", f"首頁\n即時\n{NAVIGATION}\n快訊"]
        ),
        title=st.sampled_from([TITLE, "一洲焦點／燈塔背後的漁村之戰", "燈塔能否重亮？", ""]),
        byline=st.sampled_from([BYLINE, "中央社基隆10日綜合外電報導", "洛杉磯訊", "張一雄／亞凱迪亞"]),
        player=st.sampled_from(["", WJ_PLAYER, UDN_PLAYER]),
        caption=st.sampled_from(
            [
                "",
                CAPTION,
                f"{CAPTION}\n{CAPTION}",
                f"{LONG_CAPTION[:40]}...\n{LONG_CAPTION}",
                "老燈塔矗立海上",
            ]
        ),
        tags=st.sampled_from(["", TAGS, "燈塔"]),
        tail=st.sampled_from(["", TAIL, "FB留言\n\n訪客：好懷念。"]),
    )
)
def test_any_combination_of_variations_is_exact(page: Page) -> None:
    assert_exact(page, title=page.title or None, byline=page.byline)


def test_menu_word_is_no_pen_name() -> None:
    page = replace(PAGE, byline="", opening="世界日報\n即時\n生活\n" + NAVIGATION + "\n快訊")
    assert_exact(page, byline=None)


def test_udn_time_before_the_byline_is_the_time_of_the_story() -> None:
    page = Page(
        opening="", flashes=(), byline="2026-01-09 12:30 聯合報／ 記者林小舟／基隆報導", player=UDN_PLAYER
    )
    dump = assert_exact(page, byline="聯合報／記者林小舟／基隆報導")
    assert dump.when == "2026-01-09 12:30"


@pytest.mark.parametrize(
    "caption", ["燈塔旁的舊宿舍。本報資料照", "燈塔旁的舊宿舍。新華社", "燈塔旁的舊宿舍。記者林小舟／攝影"]
)
def test_udn_credit_without_brackets_is_dropped(caption: str) -> None:
    assert body(read_dump(replace(PAGE, story=(*STORY[:2], caption, *STORY[2:])).text())) == STORY


def test_sub_heading_above_a_paragraph_stays() -> None:
    dump = read_dump(replace(PAGE, story=(*STORY[:2], "盼燈再亮 老船長落淚", *STORY[2:])).text())
    assert [p.kind for p in dump.paragraphs] == ["body", "body", "heading", "body", "body"]
    assert dump.tags == ("燈塔", "基隆", "漁村")


def test_sentence_that_repeats_the_headline_stays() -> None:
    story = (f"{TITLE}。", *STORY)
    assert body(read_dump(replace(PAGE, story=story).text())) == (f"{TITLE.replace(' ', '')}。", *STORY)


def test_full_width_latin_stays_as_printed() -> None:
    story = ("ＩＰＡＣ與ＡＩ業者說，５Ｇ產值達一點○五兆，百分之六十二點三來自卅七歲以下的用戶。",)
    assert body(read_dump(replace(PAGE, story=story).text())) == story


@pytest.mark.parametrize("caption", [(), ("老燈塔矗立海上。（本報資料照）",)])
def test_dump_on_one_line_is_read_too(caption: tuple[str, ...]) -> None:
    text = " ".join(
        (
            "date 2021-03-04 我的頻道",
            TITLE,
            "記者林小舟/基隆報導",
            "聽新聞 0:00 /0:00",
            *caption,
            *STORY,
            TAGS,
            "上一則 港區動工 下一則 夜市換裝",
        )
    )
    dump = read_dump(text)
    assert is_dump(text)
    assert "".join(body(dump)) == "".join(STORY)
    assert dump.byline == "記者林小舟/基隆報導"


def test_marks_inside_a_sentence_are_prose() -> None:
    story = (
        "他在快訊中讀到上一則消息，又打開我的頻道設定，聽新聞聽到延伸閱讀，直說這是超人氣的熱門新聞。",
        *STORY,
    )
    assert body(read_dump(replace(PAGE, story=story).text())) == story


@pytest.mark.parametrize(
    "note",
    ["▪ 更多燈塔新聞", "※ 珍惜生命，請撥打安心專線1925。", "（延伸閱讀：全台燈塔巡禮）", "責任編輯：王大同"],
)
def test_notes_between_paragraphs_are_dropped(note: str) -> None:
    assert body(read_dump(replace(PAGE, story=(*STORY[:3], note, *STORY[3:])).text())) == STORY


def test_page_without_a_story_has_no_paragraphs() -> None:
    assert read_dump(f"我的頻道\n{NAVIGATION}\n快訊\n\n{FLASHES[0]}\n\n{FLASHES[1]}").paragraphs == ()


@pytest.mark.parametrize("text", [f"{TITLE}\n\n{STORY[0]}", STORY[0], "test", "設定\n\n這是一則備忘。"])
def test_plain_text_is_no_dump(text: str) -> None:
    assert not is_dump(text)


def test_story_goes_on_behind_further_reading() -> None:
    interruption = "延伸閱讀\n\n全台燈塔巡禮 五座必看\n\n全台燈塔巡禮 五座必看"
    assert_exact(replace(PAGE, story=(*STORY[:2], interruption, *STORY[2:])))


@pytest.mark.parametrize("glued", ["2026-01-09 ", "2026-01-09 12:30　", "2026-01-09\n"])
def test_date_without_its_word_is_not_read(glued: str) -> None:
    story = "基隆外海的老燈塔今年滿一百歲，當地居民昨天聯名向市府陳情，希望重新點亮。"
    dump = read_dump(f"{glued}{story}\n\n漁會則認為，燈塔若能點亮，也能帶來觀光人潮。\n\n上一則\n別的標題\n")
    assert dump.paragraphs[0].text == story
    assert (dump.when or "").startswith("2026-01-09")


def test_story_with_a_list_of_doubled_titles_below_is_a_dump() -> None:
    story = "基隆外海的老燈塔今年滿一百歲，居民盼重新點亮。"
    text = f"老燈塔盼重新點亮\n\n{story}\n\n延伸閱讀\n別的標題\n別的標題\n"
    assert is_dump(text)
    assert [paragraph.text for paragraph in read_dump(text).paragraphs] == [story]
