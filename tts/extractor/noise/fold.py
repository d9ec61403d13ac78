"""Fold: a line as the rules compare it, so that each rule is written once.

Simplified stands for Traditional, `(` for every opening bracket, `/` for every slash and bar, `:` for
every colon, and ASCII for full-width letters and digits.
"""

import string
from functools import lru_cache

_TRADITIONAL = (
    "責編輯審對監製統籌採寫訪譯圖設計運營終複劃後來資訊聞報導載網絡記員習實約視頻東達華聯歐韓國檔標題聲註"
    "須請謝絕獨創權僅場屬個刪熱線電話郵瀏覽無廣繼續閱讀戶開裝錄進掃識別碼關蹤訂讚眾號絲專團諮詢會購買級冊"
    "鎖餘費內擊點語舉過發處說攝鏈結門則歡薦間為還們興鍵詞繫體貼從單數據執總獲陸臺誌擷轉於臉書搶麼氣應闆尋"
    "頁機觀讓盡見係當儘卽師庫復昇査欄歸爲筆箇簡組給絶經綜綫聽蒐衆覺評説論贊連録長閲陳佈該隱傳嚴務愛現趕輸"
    "馬啟確認區參詳敗紀撥協憂鬱輔賭飲菸煙駕車滿歲棄養詐騙決懷緒醫軒亞瑪緊獎幫籤簽類議時張頂鐘鍾顯際動畫隊"
    "帳賬護勝劑擔黃吳劉楊許鄭賴葉蘇莊呂蕭羅盧趙顏孫鄧溫藍蔣鄒湯龔萬駱談閻賀龍錢賈譚馮顧喬聶齊鄺麥勞項魯韋"
    "鮑脫暫賣價險謹漲週剛節稱誤樣邊釋漢質產業圍銀銷學與濟爾預難農術樂藝塊備裡裏並優換虛擬憑證錯瞭條規範帶"
    "強穩壓鮮閉響選擇願雲衛徵髮妝飾燈蝦頭雙補貧勵捨輪緩貸匯盜遞億傷傾償兒兩勢問啓嗎園奬娛婦層嶽態懶慮擾斷"
    "構檢檳殘殺沒準滙潛獻産療眞礙禮穫糾紅細紹綵縮繪羣義腦舊討訴証試調諸謾變負財貨賜賠贏輕辦迴這遊違遠遲遺"
    "鈕閣陽雜離靜額顔風飆館饋饒駐駛罵驗鳴籲賺倆鄉鎮縣診夠佔慶驚龐閒鬧夥晝麽癮毀鬆嚐齡櫥紛齒蘊維卻損碩觸賞"
    "鈴鐺襲餵彙丟偵儲兌將堅捲攔歷測濾環紙緻罰誠諒贈貢躍軟適遷隨領禦純"
)
_SIMPLIFIED = (
    "责编辑审对监制统筹采写访译图设计运营终复划后来资讯闻报导载网络记员习实约视频东达华联欧韩国档标题声注"
    "须请谢绝独创权仅场属个删热线电话邮浏览无广继续阅读户开装录进扫识别码关踪订赞众号丝专团咨询会购买级册"
    "锁余费内击点语举过发处说摄链结门则欢荐间为还们兴键词系体贴从单数据执总获陆台志撷转于脸书抢么气应板寻"
    "页机观让尽见系当尽即师库复升查栏归为笔个简组给绝经综线听搜众觉评说论赞连录长阅陈布该隐传严务爱现赶输"
    "马启确认区参详败纪拨协忧郁辅赌饮烟烟驾车满岁弃养诈骗决怀绪医轩亚玛紧奖帮签签类议时张顶钟钟显际动画队"
    "账账护胜剂担黄吴刘杨许郑赖叶苏庄吕萧罗卢赵颜孙邓温蓝蒋邹汤龚万骆谈阎贺龙钱贾谭冯顾乔聂齐邝麦劳项鲁韦"
    "鲍脱暂卖价险谨涨周刚节称误样边释汉质产业围银销学与济尔预难农术乐艺块备里里并优换虚拟凭证错了条规范带"
    "强稳压鲜闭响选择愿云卫征发妆饰灯虾头双补贫励舍轮缓贷汇盗递亿伤倾偿儿两势问启吗园奖娱妇层岳态懒虑扰断"
    "构检槟残杀没准汇潜献产疗真碍礼获纠红细绍彩缩绘群义脑旧讨诉证试调诸谩变负财货赐赔赢轻办回这游违远迟遗"
    "钮阁阳杂离静额颜风飙馆馈饶驻驶骂验鸣吁赚俩乡镇县诊够占庆惊庞闲闹伙昼么瘾毁松尝龄橱纷齿蕴维却损硕触赏"
    "铃铛袭喂汇丢侦储兑将坚卷拦历测滤环纸致罚诚谅赠贡跃软适迁随领御纯"
)
_OPENING, _CLOSING = "（［【〔〈[﹝〖", "）］】〕〉]﹞〗"
_SLASHES, _COLONS, _DOTS = "／╱丨｜|︱│∣∕", "：﹕∶︰", "‧・"
_ASCII = string.ascii_letters + string.digits + "#@+-&<>*.="
_WIDE = "".join(
    chr(ord(character) + 0xFEE0) for character in _ASCII
)  # Unicode's Halfwidth and Fullwidth Forms
_FOLD = str.maketrans(
    _TRADITIONAL + _OPENING + _CLOSING + _SLASHES + _COLONS + _DOTS + _WIDE,
    _SIMPLIFIED
    + "(" * len(_OPENING)
    + ")" * len(_CLOSING)
    + "/" * len(_SLASHES)
    + ":" * len(_COLONS)
    + "·" * len(_DOTS)
    + _ASCII,
) | str.maketrans({"，": ", ", "；": "; ", "﹐": ", ", "\u3000": " ", "\u200b": "", "\ufeff": ""})


IN_PLACE = _FOLD | str.maketrans("，；﹐\u200b\ufeff", ",;,  ")
"""What `fold_in_place` writes for a character."""


def fold_in_place(line: str) -> str:
    """Return the line folded, each character in its place: what is found in it stands there in the line."""
    return line.translate(IN_PLACE)


@lru_cache(maxsize=4096)
def fold(line: str) -> str:
    """Return the line as the rules compare it: one script, one form of each bracket, slash and colon."""
    return line.translate(_FOLD).strip()
