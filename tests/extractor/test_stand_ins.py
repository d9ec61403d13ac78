"""Stand-ins: what sites show in the place of an article, and stories that tell of such sites."""

import pytest

from tts.extractor.noise import noise_in, stands_in

STAND_INS = [
    "抱歉，您要找的新聞已過期。",
    "本篇新聞已下架，請瀏覽其他新聞。",
    "對不起，該文章已刪除",
    "404 Not Found",
    "網站維護中，造成不便敬請見諒。",
    "您的瀏覽器版本過舊，建議升級以獲得最佳瀏覽體驗。",
    "請開啟JavaScript以繼續瀏覽本網站",
    "請確認您不是機器人",
    "請先登入會員",
    "請輸入您的電子郵件與密碼",
    "登入即表示您同意本網站的服務條款",
    "本篇為會員專屬內容，請登入後閱讀",
    "您的免費文章額度已用完，立即訂閱即可繼續閱讀。",
    "本網站使用 Cookie 來提供更好的體驗，繼續瀏覽即表示您同意我們使用 Cookie。",
    "尊重個人資料隱私權是本網站的一貫政策，我們依法蒐集、處理及利用個人資料。",
    "當您註冊或使用本服務時，即表示您已閱讀、了解並同意接受本條款之所有內容。",
    "您應妥善保管您的帳號及密碼，不得轉讓或出借他人使用。",
    "本公司有權隨時修改本條款，恕不另行通知。",
    "本網站所載資料僅供參考，不保證其正確性或完整性。",
    "在作出任何投資決定前，投資者應考慮產品的特點及可承受的風險程度。",
    "某某新聞有限公司版權所有，不得轉載。",
    "發言請遵守法律，禁止人身攻擊、謾罵及張貼廣告，違者將予刪除。",
    "By using this site, you agree to our Terms of Use.",
    "The story you are looking for has expired.",
]
STORIES_OF_SITES = [
    "社群平台修改隱私權政策，用戶必須同意才能繼續使用，引發調查。",
    "業者說，會員註冊後即視為同意條款，消保官認為不合理。",
    "消保官指出，業者在條款中保留隨時修改的權利，違反公平原則。",
    "法院裁定，網站使用Cookie前必須取得用戶明確同意。",
    "公司發言人表示，我們尊重用戶隱私。",
    "這篇文章已被刪除，但截圖仍在網路上流傳。",
    "新聞已過期，卻還是有人轉發，謠言就這樣傳開。",
    "市府網站昨天當機，民眾看到「頁面不存在」，抱怨連連。",
    "他建議長輩升級瀏覽器，以免中毒。",
    "投資者應該怎麼看待這次升息？",
    "忘記密碼怎麼辦？專家教你管理上百組密碼。",
    "系統更新後，醫院掛號大亂。",
    "本公司去年營收成長三成，員工加薪百分之五。",
    "我們尊重每一位選手的決定。",
    "404號房的客人再也沒有回來。",
    "電影列為限制級，未滿18歲不得觀賞，片商不滿。",
]


@pytest.mark.parametrize("line", STAND_INS)
def test_what_a_site_says_of_itself_stands_in_for_an_article(line: str) -> None:
    assert stands_in(line)


@pytest.mark.parametrize("line", STORIES_OF_SITES)
def test_story_of_sites_and_their_members_is_an_article(line: str) -> None:
    assert not stands_in(line)
    assert noise_in(line) is None
