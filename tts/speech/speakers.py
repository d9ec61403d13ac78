"""Who is quoted, as the words around a quotation name them: 王小明說：「…」, or 「…」，王小明說."""

import re

LONGEST_TAG = 25
"""Characters of the words behind a quotation that tell who said it."""

SAYING = (
    *("表示", "指出", "強調", "强调", "坦言", "透露", "回應", "回应", "認為", "认为", "解釋", "解释", "補充"),
    *("补充", "直言", "呼籲", "呼吁", "寫道", "写道", "問道", "问道", "告訴記者", "告诉记者", "聲明", "声明"),
    *(
        "反駁",
        "反驳",
        "笑說",
        "笑说",
        "喊話",
        "喊话",
        "說道",
        "说道",
        "說",
        "说",
        "稱",
        "称",
        "喊",
        "問",
        "问",
    ),
    *("答", "道"),
)
BEFORE_SPEECH = (
    *(
        "補充說明",
        "补充说明",
        "說明",
        "说明",
        "提到",
        "提醒",
        "批評",
        "批评",
        "感嘆",
        "感叹",
        "重申",
        "坦承",
        "警告",
        "承認",
        "承认",
    ),
    *SAYING,
)
"""What leads to speech with a colon behind it; elsewhere these are no more than words."""

LATER = (
    *(
        "進一步",
        "进一步",
        "昨天",
        "今天",
        "日前",
        "隨後",
        "随后",
        "接著",
        "接着",
        "同時",
        "同时",
        "昨日",
        "今日",
    ),
    *("則", "则", "也", "還", "还", "又", "再", "並", "并", "昨", "今", "仍", "就", "都"),
)
AROUND = (
    *("在", "於", "于", "對", "对", "向", "受訪", "受访", "接受", "昨", "今", "日前", "出席", "透過", "通过"),
    *("（", "("),
)
"""Where a speaker's name has ended: 王小明|在記者會上表示."""

PRONOUNS = frozenset({*"他她它我", "他們", "她們", "他们", "她们", "對方", "对方", "其", "自己"})

SURNAMES = frozenset(
    "陳陈林黃黄張张李王吳吴劉刘蔡楊杨許许鄭郑謝谢郭洪曾邱廖賴赖周徐蘇苏葉叶莊庄呂吕江何蕭萧羅罗高簡简朱鍾钟"
    "施游彭詹胡沈余趙赵盧卢梁柯翁魏孫孙戴范方宋鄧邓杜傅侯曹薛丁卓馬马阮董唐溫温藍蓝蔣蒋石紀纪連连"
    "歐欧程湯汤田康姜汪白鄒邹尤巫龔龚嚴严韓韩袁金童陸陆夏柳凃邵錢钱伍倪譚谭駱骆熊任甘秦顧顾毛章史萬万"
    "俞雷粘閻阎"
)
LONGEST_NAME = 3
LONGEST_OFFICE = 4
"""Characters by which one is known again who is no person by name: 外交部, 發言人."""

LEADING = "：:，,"
_ASIDE = re.compile(r"[（(][^（()）]{0,40}[）)]|——[^—]{0,40}——")
"""What stands beside a name: 庫克（Tim Cook）說."""

_THIRD = "他她它"  # 她笑著說 names nobody; 我國 and 其邁 are names

_CLAUSES = re.compile(r"[，,、；;。！？!?\s]")


def said_before(before: str) -> str | None:
    """Return who speaks by the words that lead to a quotation; empty by a pronoun, None where none do."""
    if not before or before[-1] not in LEADING:
        return None
    before = _ASIDE.sub("", before)
    clause = _CLAUSES.split(before.rstrip(LEADING + " \u3000"))[-1]
    verb = next((verb for verb in BEFORE_SPEECH if clause.endswith(verb)), None)
    return None if verb is None else _name(clause[: -len(verb)])


def said_behind(behind: str) -> str | None:
    """Return who speaks by the words that follow a quotation; None where none tell it.

    Words before a colon tell who speaks next.
    """
    behind = _ASIDE.sub("", behind)
    clause = _CLAUSES.split(behind.lstrip("，, \u3000")[: LONGEST_TAG + 1], maxsplit=1)[0]
    if len(clause) > LONGEST_TAG or "：" in clause or ":" in clause:
        return None
    places = [at for verb in SAYING if (at := clause.find(verb)) > 0]
    return _name(clause[: min(places)]) if places else None


def known_as(name: str, known: list[str]) -> str:
    """Return what a speaker was called first, 總統川普 for 川普; a new name is added to those known."""
    first = next((one for one in known if one.endswith(name) or name.endswith(one)), None)
    if first is None:
        known.append(name)
    return first or name


def _name(told: str) -> str:
    """Return what a speaker is known again by, without what stands around it; empty for a pronoun."""
    while later := next((word for word in LATER if told.endswith(word)), None):
        told = told[: -len(later)]
    ends = [at for word in AROUND if (at := told.find(word, 2)) > 0 and not _is_in_name(told, at)]
    told = told[: min(ends)] if ends else told
    if told in PRONOUNS or told.startswith(tuple(_THIRD)):
        return ""
    for length in range(LONGEST_NAME, 1, -1):
        if len(told) >= length and told[-length] in SURNAMES:
            return told[-length:]
    return told[-LONGEST_OFFICE:]


def _is_in_name(told: str, at: int) -> bool:
    """Tell whether a word stands within a name at the end, as 在 does in 李在明."""
    return told[at - 1] in SURNAMES and len(told) - at < LONGEST_NAME and at + 1 < len(told)
