"""Speech that is quoted is set apart with its speaker; what is doubtful stays the narrator's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.speech.quotations import Passage, passages


def marked(*paragraphs: str, quotes: bool = True, latin: bool = False) -> list[str]:
    """Return each paragraph with its seams: who is quoted stands before what he says."""
    found = passages(paragraphs, quotes=quotes, latin=latin)
    return ["|".join(map(shown, told)) for told in found]


def shown(passage: Passage) -> str:
    role = {"narrator": "", "latin": "LATIN=", "quotation": f"{passage.speaker}="}[passage.role]
    return f"{role}{passage.text}"


@pytest.mark.parametrize(
    "told",
    [
        "王小明說：|王小明=「明天停班停課，請大家注意安全。」|市府隨後公告。",
        "台北市長王小明昨天在記者會上表示，|王小明=「捷運照常行駛，班距拉長」。",
        "陳同佳=「這件事情我們不知道。」|外交部發言人陳同佳對此表示。",
        "王小明=「我們會努力把事情做好」，|王小明說。但李大華不同意。",
        "李大華說：|李大華=「好，就這樣辦！」|王小明則說：|王小明=「沒有問題，明天見。」",
        "王小明說：|王小明=「明天停班停課。」|他強調，|王小明=「捷運照常行駛。」",
        "王小明說：|王小明=「這是『不可能的任務』，我們做到了。」",
        "外交部回應：|外交部=「一切依法處理，不再說明。」",
        "警方查出：|=「車上並沒有其他的人。」",
        "王小明=“明天停课，请大家注意。”|王小明说。",
        "執行長王小明（Xiao-Ming Wang）說：|王小明=「我們會在這裡擴大投資。」",
        "韓國總統李在明表示：|李在明=「兩國將加強合作。」",
        "發言人周大為——也是律師——說：|周大為=「我們會依法提告。」",
        "林小美補充說明：|林小美=「票價不變。」|她笑著說：|林小美=「我每天搭車。」",
        "總統川普表示：|總統川普=「關稅將生效。」|王小明說：|王小明=「沒有問題。」|川普說：|總統川普=「準備好了。」",
        "李大華=「我們會在這裡擴大投資。」|李大華（David Li）說。",
        "=「不要再打了！」「為什麼不行呢？」|兩人對話。",
        "=「我想，」|她說，|=「我們沒有別的選擇。」",
        "李大華=「判決不能接受，」|李大華說：|李大華=「一定會上訴。」",
        "張志豪=「我對不起選民。」|張志豪說：|張志豪=「我會負起責任。」",
        "=「你為什麼不早說？」|黃淑芬說：|黃淑芬=「現在沒有用。」",
        '陳建仁說：|陳建仁="這是最好的時機，也是最壞的。"',
        "他說：|=〝我們不會退縮，也不放棄。〞|隨後離開。",
        "林博雄=「極端降雨未來只會更加頻繁」，|國立大學大氣科學系教授兼全球變遷研究中心主任林博雄接受專訪時表示。",
        "外交部發言人說：|外交部發言人=「我們關切。」|國防部發言人說：|國防部發言人=「嚴密監控。」",
        "川普總統說：|川普總統=「關稅將生效。」|川普又說：|川普總統=「準備好了。」",
        "住在紐約的劉女士說：|劉女士=「我每天都很害怕。」|何太憂心地說：|何太=「很多老鼠。」",
        "李大華說：|李大華=「我們不會。」|王小明說：|王小明=「我也要去。」|李大華一笑，說：|李大華=「那就來吧。」",
        "王志明=「如果可以重來——」|王志明又說，|王志明=「我會選擇留下來。」",
        "丁磊則回答稱，|丁磊=「當時我覺得這是好事。」|編劇張曉陽介紹說：|張曉陽=「我們演出不息。」",
        "記者：|記者=「您怎麼看這次選舉？」",
        "鄧炳強指：|鄧炳強=「會依法處理。」|李頌恩追問：|李頌恩=「什麼時候？」",
        "她告訴本報，|=「我只能離開這裡，沒有選擇。」",
    ],
)
def test_speech_is_set_apart_from_the_words_that_lead_to_it(told: str) -> None:
    written = "".join(part.rpartition("=")[2] for part in told.split("|"))
    assert marked(written) == [told]


@pytest.mark.parametrize(
    "written",
    [
        "北京加強「再軍事化」企圖的管制。",
        "他高喊「加油！大家加油！」後離場。",
        "說了「不可以這樣做！」三個字。",
        "標語寫著：「一帆風順」。",
        "他只說：「好。」",
        "新展名為：「看見消失中的部落與傳統工藝」。",
        "「看見消失中的原住民部落」策展人王小明表示，展期到月底。",
        '65"電視和55"電視都在特價，65"的最好。',
        "企業擔心，「日本產業將陷入停滯」。",
        "他認為「這件事情並不容易解決」，仍要努力。",
        "他說：「沒有關上的引號。",
        "多了一個」的段落，他說：「明天停班停課。」",
        "他說：「這裡「又開了一次，沒有關上。」",
        "他說：「關錯了，明天停班停課。』",
        "他讀了『長長的一本書叫做什麼。』這本書。",
        "",
        "「」",
        "「……」",
        "『",
    ],
)
def test_what_is_no_speech_or_has_marks_that_do_not_match_is_the_narrators(written: str) -> None:
    assert marked(written, "「下一段。") == [written, "「下一段。"]


def test_a_paragraph_that_ends_in_a_colon_names_who_speaks_in_the_next_one() -> None:
    told = ("蔡英文在臉書發文：", "蔡英文=「今天是歷史性的一天。」", "「這樣的事情。」")
    assert marked(*(one.replace("蔡英文=", "") for one in told))[1] == told[1]


@pytest.mark.parametrize(
    "told",
    [
        ["社工林美娟批評，安置地點太遠。她說：|林美娟=「住戶要換三趟車。」"],
        [
            "市長方文華今早到場，允諾補助。他說：|方文華=「不要擔心。」|居民丁女士支持。她說：|丁女士=「總算有人管了。」"
        ],
        ["研究員施小梅認為，漲勢未歇。|施小梅=「成本比去年高。」|她指出，|施小梅=「要看明年。」"],
        [
            "羅國雄說：|羅國雄=「我們先等等。」|丁文表示，不能等。",
            "丁文=「一天也不行。」",
            "丁文=「真的沒辦法。」|他說。",
        ],
        [
            "處長柯文雄上午說：|柯文雄=「我們會查清楚。」",
            "學生問：|學生=「什麼時候？」|柯文雄答：|柯文雄=「下週就公布。」",
        ],
        ["周小芸奪下金獎。她哽咽說道：|周小芸=「謝謝阿嬤。」|周小芸透露，沒準備講稿。"],
        [
            "店長：|店長=「妳要什麼呢？」",
            "阿芳：|阿芳=「一杯紅茶。」",
            "有一回店長急得大喊：|店長=「水已經滾了！」",
        ],
    ],
)
def test_who_is_a_pronoun_or_not_named_is_whom_the_narration_spoke_of(told: list[str]) -> None:
    written = ["".join(part.rpartition("=")[2] for part in one.split("|")) for one in told]
    assert marked(*written) == told


def test_words_that_only_have_a_sign_of_saying_name_nobody() -> None:
    assert marked("「太誇張了吧！」這樣的說法引發爭議。") == ["=「太誇張了吧！」|這樣的說法引發爭議。"]


def test_a_quotation_over_several_paragraphs_is_one_speakers() -> None:
    told = (
        "王小明說：|王小明=「第一段還沒有說完。",
        "王小明=「第二段也還在說。",
        "王小明=「第三段說完了。」|李大華在旁說。",
        "「好。」",
    )
    written = [one.replace("王小明=", "").replace("|", "") for one in told]
    assert marked(*written) == list(told)
    assert marked(*written[:2]) == written[:2]


def test_sentences_in_latin_script_are_set_apart_when_they_are_asked_for() -> None:
    told = "他寫道。|LATIN=We will open 5 shops today. |其餘 iPhone 17 Pro Max Ultra 不變。"
    written = told.replace("LATIN=", "").replace("|", "")
    assert marked(written) == [written]
    assert marked(written, latin=True) == [told]
    assert marked("他說：「We will open it again.」", latin=True) == [
        "他說：|LATIN=「We will open it again.」"
    ]
    assert marked("他說：「明天停班停課。」", quotes=False, latin=True) == ["他說：「明天停班停課。」"]


pieces = st.sampled_from(
    ["「", "」", "『", "』", "“", "”", "。", "，", "：", "說", "王小明", "明天停課", "a bc ", " "]
)


@given(
    st.lists(st.lists(pieces, max_size=12).map("".join), max_size=4), st.sampled_from([{}, {"latin": True}])
)
def test_joined_the_passages_are_the_paragraphs_and_each_has_something_to_say(
    paragraphs: list[str], asked: dict[str, bool]
) -> None:
    found = passages(paragraphs, **asked)
    assert ["".join(part.text for part in told) for told in found] == paragraphs
    for told in found:
        assert len(told) < 2 or all(any(map(str.isalnum, part.text)) for part in told)
