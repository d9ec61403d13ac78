"""Sentences of news, invented by a seed, with numbers, Latin words, quotations, ellipses and dashes."""

import random

WHO = (
    "市府", "氣象署", "教育局長", "高雄港務公司", "NATO秘書長", "加州州長", "記者", "消防隊",
    "一名76歲的婦人",
    "蘋果公司", "聯準會", "外交部發言人", "捷運局", "研究團隊", "當地居民", "FBI探員", "國家衛生研究院",
    "ICE",
    "三名工程師", "房東", "OpenAI執行長", "交通警察", "島上的學校", "鐵路工會", "農委會", "屋主",
)  # fmt: skip
DOES = (
    "表示", "今天上午指出", "在記者會上說", "強調", "昨晚證實", "坦言", "隨後澄清", "於1月9日宣布",
    "上周透露", "認為",
)  # fmt: skip
CLAUSES = (
    "工程款已經編列", "明年六月就會完工", "全案仍在調查中", "去年營收成長12.5%", "這條路線每天有3萬2千人搭乘",
    "颱風造成至少14人受傷", "將派出兩艘船前往支援", "iPhone的銷量不如預期", "學生可以提早兩小時放學",
    "水位在凌晨四點達到最高", "消防隊花了三個小時才撲滅火勢", "票價不會調整", "受災戶可以申請補助",
    "目前沒有證據顯示病毒已經擴散", "油價可能再漲0.8元", "居民最擔心的是噪音", "已經跟Google簽下合約",
    "飛機延誤了50分鐘", "橋面出現兩公分的裂縫", "大約七成的民眾支持這項政策", "雙方都不願意讓步",
    "他把房子租給了朋友", "晚上的氣溫只有8度", "這批疫苗下個月到貨", "五年來首次出現赤字", "店家決定提前打烊",
    "救護車十分鐘後趕到", "警方在停車場找到那輛車", "委員會以11比4通過", "匯率來到32.15", "網站一度無法連線",
    "Costco的會員費每年65美元", "這座水庫的蓄水率不到三成", "老師帶著孩子去海邊撿垃圾", "他拿下了第二面金牌",
    "觀眾起立鼓掌", "工會揚言罷工", "山上開始下雪", "這家餐廳只剩下外帶", "她在TikTok上有200萬名粉絲",
    "議員要求公布名單", "地震規模5.6", "部分路段仍然封閉", "口罩的價格翻了一倍", "電力公司正在搶修",
    "不會停止", "沒有人受傷", "原因不明", "房價太高", "他哭了", "結果出爐", "天氣轉涼", "請勿靠近",
)  # fmt: skip
QUOTES = (
    "我們絕對不會退縮", "這是制裁", "安全第一", "說不定明天就好了", "誰來付錢", "慢慢來", "不是我的錯",
    "It's over", "等了二十年", "希望大家多留意",
)  # fmt: skip
JOINS = ("，", "，", "，", "，而且", "，但", "；", "，因為", "——", "……", "、", "：", "，所以")
ENDS = ("。", "。", "。", "！", "？", "……。")


def sentence(chance: random.Random) -> str:
    """Return one sentence, as it is written."""
    shape = chance.random()
    if shape < 0.4:  # noqa: PLR2004 - two sentences of five are plain
        opening = f"{chance.choice(WHO)}{chance.choice(DOES)}，"
    elif shape < 0.6:  # noqa: PLR2004 - one of five quotes
        opening = f"{chance.choice(WHO)}{chance.choice(DOES)}：「{chance.choice(QUOTES)}」，"
    elif shape < 0.7:  # noqa: PLR2004 - some insert
        opening = f"{chance.choice(WHO)}（{chance.choice(CLAUSES)}）{chance.choice(DOES)}，"
    else:
        opening = ""
    clauses = chance.sample(CLAUSES, chance.choice((1, 2, 2, 3)))
    body = clauses[0] + "".join(chance.choice(JOINS) + clause for clause in clauses[1:])
    return opening + body + chance.choice(ENDS)
