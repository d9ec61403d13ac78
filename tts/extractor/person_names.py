"""Person names: tell the names that sign stories from desks, places and words of a menu.

All of it looks at folded text (see `noise.fold`): Simplified characters, ASCII marks.
"""

import re
from collections.abc import Iterator

HAN = r"\u4e00-\u9fff"
PEOPLE = rf"[{HAN}A-Za-z·、,&.'’ -]"
"""A character that may stand in a list of names."""

_MOST_NAMES = 8
_LONGEST_COMMON = 3
# What `fold` leaves Traditional of surnames, places and desks.
_TO_SIMPLIFIED = str.maketrans(
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣葉蘇呂盧鍾鐘譚陸賈鄒閻賀顧龔萬錢嚴龐顏莊聶魯歐關蘭齊畢單塗藍華寧紀喬倫"
    "雲連溫肅廣漢瀋陽時馬來賓聞駱繆蘆婁竇黨費衛閔鄔邊師倉鞏鄺談龍項車儲勞鄢藺樓厲闞帥練農穀買鮑嶽龎饒詹湯賴樑范"
    "範鞠榮叢萊爾週係間灣縣發韋脫顏鳳"
    "門蓮頓頭邊亞國島於書後線單雜隊團處點協學縣論壇讀頻專欄職員傳體簡紹網組報導電臺攝鄭徐寧瀋宮堯烏陰諾況諶荊欒滿滕闕",
    "张刘陈杨黄赵吴孙马罗郑谢许韩冯邓萧蒋叶苏吕卢钟钟谭陆贾邹阎贺顾龚万钱严庞颜庄聂鲁欧关兰齐毕单涂蓝华宁纪乔伦"
    "云连温肃广汉沈阳时马来宾闻骆缪芦娄窦党费卫闵邬边师仓巩邝谈龙项车储劳鄢蔺楼厉阚帅练农谷买鲍岳庞饶詹汤赖梁范"
    "范鞠荣丛莱尔周系间湾县发韦脱颜凤"
    "门莲顿头边亚国岛于书后线单杂队团处点协学县论坛读频专栏职员传体简绍网组报导电台摄郑徐宁沈宫尧乌阴诺况谌荆栾满滕阙",
)
# The surnames that papers' bylines have, the commonest of the mainland's and Taiwan's statistics of
# surnames; without those that open more words than names (公, 明, 海, 全).
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁于余叶蒋杜苏魏程吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺骆顾毛郝龚邵万钱严覃武戴莫孔向汤温康"
    "施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗"
    "谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷"
    "晏席卫米柏宗瞿桂佟臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥"
    "储栗燕楚鄢劳谌奚皮粟冼蔺楼盘闻厉伊仝郜阚花帅屠练廉禹井漆巴支卿狄晋容芮浦鹿薄雍羊杭况宿鲜印诺危哈宾茅揭冶"
    "阴植尧脱粘赖蔡洪辜扈利常段尉郁凤乌付牧亓隋区阙荀晁郗逯应"
)
_COMPOUND = re.compile(
    r"^(?:欧阳|司徒|司马|上官|诸葛|端木|皇甫|尉迟|公孙|慕容|令狐|夏侯|东方|独孤|长孙|范姜|张简|申屠|南宫)"
)
# Places and times that open with a surname.
_NO_NAME = re.compile(
    r"^(?:高雄|金门|苗栗|花莲|云林|连江|江苏|江西|常州|温州|郑州|徐州|杭州|安徽|安阳|宁夏|甘肃|柏林|莫斯科|华盛顿|石家庄"
    r"|包头|成都|广州|武汉|沈阳|吉林|吉隆坡|金边|巴黎|古巴|华府|宜兰|马祖|马尼拉|马来西亚|万华|万里|巴西|韩国|白宫|关岛"
    r"|周[一二三四五六日末]|时间|时事|安全|方面|关于|关系|任何|文化|文章|文教|金融|白皮书|路透|彭博|温哥华|单位|成立|向[前后]|连线|连日|[应應][该該当當用急聘徵征邀酬援试試届屆变變对對召考战戰景验驗力有许許是在]|区[公域长内间隔分块议政])"
)
_DESK = re.compile(
    r"(?:新闻|[新资快简通电]讯|中心|组|部|处|社|报|网|台|局|室|版|刊|杂志|频道|团队|小编|编辑|记者|综合|即时|外电|特派|整理|专[区题线栏]"
    r"|焦点|要闻|[传自]?媒体?|线上|简介|介绍|文章|论坛|投书|来稿|读者|网友|公司|协会|大学|学院|政府|基金会|委员会|[人成委官职会理]员|管理者|站长|版主|用户|[照图]片|摄影?|提供|出品|[市县省]|报[导道])$"
    r"|^(?:生活|社会|政治|国际|财经|体育|娱乐|地方|两岸|大陆|影剧|消费|科技|健康|旅游|教育|未知|佚名|原创|匿名|不详|文字|摄影|整理)$"
    r"|^(?:本[报刊台网社站]|综合|记者|责任|责编|编辑|新闻|热门|最新|相关|更多|全文|网络|转载|来源|报[导道]|admin)",
    re.IGNORECASE,
)
_HAN_NAME = re.compile(rf"^(?:[{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,3}})$")
_LATIN_NAME = re.compile(r"^[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){0,3}$")
# 林和生 is one name, 王大同和林小舟 are two.
_BETWEEN = re.compile(
    rf" ?[、,/&] ?|(?<=[{HAN}]{{2}}) ?[和与及] ?(?=[{HAN}]{{2}})|(?<![A-Za-z.]) | (?![A-Z])"
)


def are_names(text: str, *, sure: bool) -> bool:
    """Tell whether a text is a list of persons' names; `sure` says that its surroundings vouch for them."""
    names = _names(text)
    return 0 < len(names) <= _MOST_NAMES and all(
        _may_name(name) and (sure or has_surname(name)) for name in names
    )


def opens_with_name(text: str) -> bool:
    """Tell whether a text without spaces between name and place begins with a name (王大同台北)."""
    first = next(iter(_names(text)), "")
    return len(first) > 1 and has_surname(first[:_LONGEST_COMMON])


def has_surname(name: str) -> bool:
    """Tell whether a name opens with a Chinese surname, or is written in two Latin words."""
    name = name.translate(_TO_SIMPLIFIED)
    if _NO_NAME.search(name) or is_desk(name):
        return False
    if _LATIN_NAME.match(name):
        return " " in name
    if "·" in name or _COMPOUND.match(name):
        return True
    # Of four characters are the names of wives who kept theirs: 張李秀英.
    return name[:1] in _SURNAMES and (len(name) <= _LONGEST_COMMON or name[1] in _SURNAMES)


def is_desk(name: str) -> bool:
    """Tell whether a word names a desk, a paper or nobody rather than a person."""
    return bool(_DESK.search(name.translate(_TO_SIMPLIFIED)))


def names_apart(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each of the names in a list stands."""
    start = 0
    for end, following in (*(between.span() for between in _BETWEEN.finditer(text)), (len(text), 0)):
        name = text[start:end].strip()
        if name:
            first = text.index(name, start)
            yield first, first + len(name)
        start = following


def _names(text: str) -> list[str]:
    return [name for name in _BETWEEN.split(text.strip()) if name]


def _may_name(name: str) -> bool:
    return not is_desk(name) and bool(_HAN_NAME.match(name) or _LATIN_NAME.match(name))
