"""A signature names persons, in whatever form papers write it; desks, menus and sentences name none."""

import pytest

from tts.extractor.signature import signed, signed_within

SIGNED = {
    "記者林小舟、王大同／連線報導": "記者林小舟、王大同／連線報導",
    "某某報 記者 林小舟／基隆港報導": "某某報 記者 林小舟／基隆港報導",
    "[記者林小舟/基隆報導]": "記者林小舟/基隆報導",
    "（某某社記者林小舟台東12日電）": "某某社記者林小舟台東12日電",
    "（林小舟／綜合外電報導）": "林小舟／綜合外電報導",
    "（港灣新聞林小舟、王大同基隆報導）": "港灣新聞林小舟、王大同基隆報導",
    "地方中心／林小舟報導": "地方中心／林小舟報導",
    "林小舟 王大同 報導 / 基隆市": "林小舟 王大同 報導/基隆市",
    "記者 林小舟 / 攝影 王大同 基隆報導": "記者 林小舟",
    "港灣時報【林小舟╱基隆報導】": "林小舟╱基隆報導",
    "2026-01-09 12:30 港灣日報 林小舟": "港灣日報 林小舟",
    "文：林小舟": "林小舟",
    "文、攝：林小舟": "林小舟",
    "文／圖 林小舟": "林小舟",
    "文字／林小舟、攝影/王大同": "林小舟",
    "撰文︰林小舟 出版：2026-01-09 12:00 更新：2026-01-09 13:00": "林小舟",
    "採訪、攝影：林小舟": "林小舟",
    "作者︱春江": "春江",
    "記者：林小舟 王大同": "林小舟 王大同",
    "記者﹕林小舟　責編：王大同": "林小舟",
    "法庭記者：林小舟": "法庭記者：林小舟",
    "■港灣報記者 林小舟": "港灣報記者 林小舟",
    "港湾报记者 陈小舟 发自基隆": "港湾报记者 陈小舟 发自基隆",
    "本报记者 陈小舟 通讯员 王大同": "本报记者 陈小舟 通讯员 王大同",
    "《港湾周刊》记者 陈小舟 | 北京报道": "《港湾周刊》记者 陈小舟 | 北京报道",
    "编译/陈小舟": "陈小舟",
    "歐陽小舟／基隆報導": "歐陽小舟／基隆報導",
    "By Amy Chan": "Amy Chan",
}
UNSIGNED = [
    "記者  / 報導",
    "綜合報導",
    "〔即時新聞／綜合報導〕",
    "國際中心／綜合報導",
    "社會中心／高雄報導",
    "記者高雄報導",
    "責任編輯：林小舟",
    "（記者林小舟攝）",
    "攝影：林小舟 剪輯：王大同",
    "公開資訊",
    "主播專區",
    "行動通訊",
    "熱門新訊",
    "記者調查 民意調查",
    "記者會／市長今說明",
    "記者節快樂",
    "編譯中心",
    "作者專欄",
    "作者／譯者簡介",
    "整理／五招",
    "文／武雙全的他，拿下冠軍。",
    "林小舟：我沒有退縮",
    "獨家／里長伯報導不實",
    "她是台灣的記者林小舟",
    "記者林小舟問他為什麼，他沒有回答。",
    "",
]


@pytest.mark.parametrize(("line", "signature"), SIGNED.items())
def test_line_that_names_who_wrote_is_signed(line: str, signature: str) -> None:
    assert signed(line) == signature


@pytest.mark.parametrize("line", UNSIGNED)
def test_line_that_names_nobody_is_not(line: str) -> None:
    assert signed(line) is None
    assert signed_within(line) is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2026-01-09 12:30:03來源：某某網作者：林小舟", "林小舟"),
        ("來源：某某網 作者：林小舟 責任編輯：王大同", "林小舟"),
        ("來源：某某網作者：責任編輯：王大同", None),
        ("來源：某某網", None),
    ],
)
def test_label_within_a_header_line_names_the_author(line: str, name: str | None) -> None:
    assert signed_within(line) == name


def test_long_line_is_no_signature() -> None:
    assert signed("記者林小舟／基隆報導" * 7) is None
