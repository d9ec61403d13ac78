"""Noise by wording: the lines pages put between paragraphs, and sentences that only use their words."""

import pytest

from tts.extractor.noise import ends_story, noise_in, without_closing_credit

NOISE = {
    "caption": [
        "稀土。（美聯社）",
        "稀土。(路透)",
        "林小舟在海邊。（記者林小舟／攝影）",
        "林小舟在海邊。（記者馬小璿╱攝影)",
        "林小舟在海邊。(圖／黃小興提供）",
        "林小舟在海邊。（作者提供）",
        "林小舟在海邊。（取材自臉書）",
        "林小舟在海邊。（翻攝自畫面）",
        "燈塔內部。記者林小舟／攝影",
        "燈塔內部。本報資料照片",
        "灯塔内部。通讯员王大同 摄",
        "灯塔内部。某某分局供图 某某网发",
        "图片来源：某某图库",
        "圖／某某提供",
        "▲燈塔內部。",
        "视频-渔村的一天",
        "影片說明：漁村的一天",
        "The lighthouse at dusk. (AP Photo/Wang)",
    ],
    "credit": [
        "責任編輯：王大同",
        "（责任编辑： XX666）",
        "【编辑：王大同】",
        "本文来源：某某报 责任编辑：王大同_N1",
        "采写：某某记者 王大同 李小明",
        "某某晚报记者 王大同",
        "信息来源于网络",
        "某某支部供稿 摄影/王大同 编辑/李小明",
        "資料來源：某某局",
        "《 某某日报 》（ 2026年01月09日 02 版）",
    ],
    "notice": [
        "（原标题：灯塔重新点亮）",
        "※ 珍惜生命，請撥打安心專線。",
        "版權所有，未經許可不得轉載",
        "本文系某某网独家稿件，未获授权禁止转载",
        "免责声明：本文仅代表作者个人观点。",
        "(本文来自某某新闻，更多原创资讯请下载“某某新闻”APP)",
        "■某某報報料熱線",
        "新聞熱線：02-0000-0000，歡迎來電。",
        "圖片及文字未經許可不得使用。",
        "本網站內容，嚴禁任意散布、引用。",
        "未經授權，請勿使用。",
        "作者言論不代表本報立場。",
        "繼續瀏覽即表示您同意我們的隱私權政策。",
        "服務條款｜隱私權聲明",
        "我們使用 cookie 來改善您的瀏覽體驗，詳情請見隱私權政策。",
    ],
    "player": [
        "聽新聞",
        "test",
        "0:00 /0:00",
        "0:00 / 3:21",
        "聽新聞 test 0:00 /0:00",
        "这个浏览器不支持播放本段影片",
        "影片播放器",
        "本文由 AI 語音朗讀，可能與實際發音略有出入。",
        "To view this video please enable JavaScript, or take a browser that supports HTML5 video.",
    ],
    "related": [
        "延伸閱讀",
        "（延伸閱讀：全台燈塔巡禮）",
        "相關新聞：全台燈塔巡禮",
        "▪ 全台燈塔巡禮",
        "延伸 · 推荐",
        "为你推荐",
        "相关资讯请关注:灯塔专区",
        "【其他新聞】",
        "Read more: A tour of lighthouses",
    ],
    "advertisement": [
        "我是廣告 請繼續往下閱讀",
        "請繼續往下閱讀...",
        "下載某某新聞APP，天天抽好禮！",
        "不用抽 不用搶 現在用APP看新聞 保證天天中獎",
        "扫一扫二维码，关注我们",
        "長按識別二維碼",
        "訂閱電子報，第一手消息不漏接！",
        "歡迎加入某某新聞LINE好友",
        "分享到：",
        "打开全文",
        "A+",
        "Sign up for our morning newsletter",
    ],
    "paywall": [
        "訂閱會員，解鎖全文",
        "登入後繼續閱讀",
        "加入會員，繼續閱讀",
        "Subscribe to continue reading",
    ],
}

PROSE = [
    "民眾可下載「健保快易通」APP查詢紀錄。",
    "這款APP下載次數已經突破百萬。",
    "民眾掃描QR Code即可點餐。",
    "他在臉書發文，吸引許多網友關注。",
    "加入LINE群組後，他被騙走三百萬元。",
    "他加入會員後，每個月都來。",
    "民眾登入系統後即可查詢。",
    "他強調，這不代表政府的立場。",
    "該原則並不代表市府否定燈塔的價值，也不是漁會的立場。",
    "本案還在審議，官員的話不代表市府立場。",
    "所有學童在塔頂一律禁止使用手機，違者由老師保管。",
    "除緊急情況外，船長也不得使用無線電聊天。",
    "任何人未經許可不得散布不實訊息，違者最高罰三百萬元。",
    "主管機關說，平台業者必須在三個月內修改隱私政策。",
    "影片播放後，全場起立鼓掌。",
    "视频播放量突破三亿次，网友都说感动。",
    "律師說，未經授權不得使用該商標。",
    "警方公布了案發前的監視器截圖。",
    "這張照片攝於1949年。",
    "他喜歡登山、攝影。",
    "他平常喜歡旅行、戶外攝影。",
    "記者：您怎麼看這件事？",
    "編輯：請問您為什麼研究燈塔",
    "新聞熱線一天接到三百通電話，記者疲於奔命。",
    "編輯部昨天開會到深夜。",
    "相關新聞在社群上瘋傳，引發熱議。",
    "廣告業者表示，今年景氣不佳。",
    "延伸閱讀這件事，他從小就喜歡。",
    "他分享到一半就哭了。",
    "圖書館昨天重新開放。",
    "Advertisement revenue fell by a third last year.",
    "新华社记者",
    "盼燈再亮 老船長落淚",
    "一、先修塔身；二、再換燈具。",
]


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in NOISE.items() for line in lines])
def test_line_is_known_for_what_it_is(kind: str, line: str) -> None:
    assert noise_in(line) == kind


@pytest.mark.parametrize("line", PROSE)
def test_sentence_that_only_uses_the_words_is_read(line: str) -> None:
    assert noise_in(line) is None


def test_long_paragraph_is_never_noise() -> None:
    assert noise_in("責任編輯：" + "他說，" * 100) is None


@pytest.mark.parametrize(
    "line", ["延伸閱讀", "責任編輯：王大同", "（责编：王大同、李小明）", "相關新聞", "为你推荐"]
)
def test_line_after_the_last_paragraph_ends_the_story(line: str) -> None:
    assert ends_story(line)


@pytest.mark.parametrize(
    ("paragraph", "bare"),
    [
        ("他說，會再研究。（編輯：王大同）1150109", "他說，會再研究。"),
        ("他说，会再研究。(责编：王大同、李小明)", "他说，会再研究。"),
        ("他說，會再研究。（笑）", "他說，會再研究。（笑）"),
    ],
)
def test_editor_is_cut_off_a_paragraph(paragraph: str, bare: str) -> None:
    assert without_closing_credit(paragraph) == bare
