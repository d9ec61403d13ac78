"""Who is quoted, as the words around a quotation name them: 王小明說：「…」, or 「…」，王小明說."""

import re
from collections.abc import Sequence

from tts.speech.persons import SURNAMES, person_in

LONGEST_TAG, LONGEST_CLOSED_TAG = 25, 45
"""Characters of the words behind a quotation that tell who said it; the more where they end with that."""

SAYING = (
    "表示", "指出", "強調", "强调", "坦言", "透露", "回應", "回应", "認為", "认为", "解釋", "解释",
    "補充", "补充", "直言", "呼籲", "呼吁", "寫道", "写道", "問道", "问道", "告訴記者", "告诉记者",
    "聲明", "声明", "反駁", "反驳", "笑說", "笑说", "喊話", "喊话", "說道", "说道", "說", "说", "稱",
    "称", "喊", "問", "问", "答", "道", "告訴", "告诉", "回憶", "回忆",
)  # fmt: skip
BEFORE_SPEECH = (
    "補充說明", "补充说明", "說明", "说明", "提到", "提醒", "批評", "批评", "感嘆", "感叹", "重申",
    "坦承", "警告", "承認", "承认", "指", "就話", "就话", "又話", "又话", "直指", "形容", "慨嘆", "慨叹",
    "感慨", "回", "回覆", "答覆", "答复", "回复", "反問", "反问", "追問", "追问", "質問", "质问", "質疑",
    "质疑", "表態", "表态", "怒斥", "痛批", "炮轟", "炮轰", "開轟", "嗆", "呛", "嗆聲", "自嘲", "發文",
    "发文", "留言", "貼文", "宣布", "宣佈", "主張", "主张", "保證", "保证", "承諾", "承诺", "建議",
    "建议", "預測", "预测", "分析", "爆料", "勉勵", "勉励", "抱怨", "回想", "提及", "提問", "提问",
    "轉述", "转述", "指責", "指责", "指控", "披露", "反映", "打趣", "懇求", "恳求", "大罵", "大骂", "罵",
    "骂", "嘆", "叹", "反擊", "反击", "回擊", "回击", "駁斥", "驳斥", "澄清", "抨擊", "抨击", "調侃", "调侃",
    "回答", "介紹", "介绍", "直呼", "高呼", "高喊", "大喊", "寫下", "写下", "哭訴", "哭诉", "吐槽",
    "回嗆", "回呛", "自曝", "附和", "笑虧", "笑亏",
    *SAYING,
)  # fmt: skip
"""What leads to speech with a colon behind it; elsewhere these are no more than words."""

_LONGER_VERBS = tuple(verb for verb in BEFORE_SPEECH if len(verb) > 1)
"""What may stand before another verb: 回答稱."""

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
    *(
        "上午",
        "中午",
        "下午",
        "傍晚",
        "晚間",
        "晚间",
        "凌晨",
        "稍早",
        "稍後",
        "稍后",
        "以書面",
        "以书面",
        "以電",
        "以电",
    ),
    *("（", "("),
)
"""Where a speaker's name has ended: 王小明|在記者會上表示."""

PRONOUNS = frozenset({*"他她它我", "他們", "她們", "他们", "她们", "對方", "对方", "其", "自己"})

MOST_KNOWN = 200
"""Speakers of a text that are known again, so that a long one with many takes no longer than its length."""
LONGEST_NAME = 3
LONGEST_MANNER = 3
"""Characters of how somebody speaks, before the word that says so: 憂心地."""
LONGEST_OFFICE, LONGEST_SPOKESMAN = 4, 8
"""Characters by which one is known again who is no person by name: 外交部, 氣象署; each office has 發言人."""
SPOKESMEN = (
    "發言人", "发言人", "負責人", "负责人", "官員", "官员", "主任", "局長", "局长", "部長", "部长",
    "院長", "院长",
)  # fmt: skip

LEADING = "：:，,"
_ASIDE = re.compile(r"[（(][^（()）]{0,40}[）)]|——[^—]{0,40}——")
"""What stands beside a name: 庫克（Tim Cook）說."""

_THIRD = "他她它"  # 她笑著說 names nobody; 我國 and 其邁 are names

_TITLES = re.compile(
    "(?:名為|名为|題為|题为|稱為|称为|題目是|题目是|題目為|題目为|主題是|主题是|主題為|主题为|標題是|标题是|書名是|书名是|片名是)$"
)
"""What leads to a name with a colon: nobody says it."""

_NOT_SAID = re.compile(
    "[說说](?=[法明])|(?<=[小傳传學学])[說说]|(?<=[知街報报頻频])道|道(?=[路歉理德])|(?<=[訪访慰疑顧顾學学])[問问]|[問问](?=[題题])"
    "|(?<=[名簡简通])[稱称]|[稱称](?=[號号])|(?<=回)答|答(?=[案應应])"
)
"""Words with a sign of saying in them that say nothing: 說法, 知道, 訪問."""

_TOLD_TO = re.compile("(?:(?<=告[訴诉])[^告]|(?<=[回答][覆复])[^覆复])[^告覆复]{0,9}$")
"""Who is told: 她告訴本報，「…」."""

_TURNS = frozenset(
    {"問", "问", "答", "記者", "记者", "媒體", "媒体", "主持人", "主播", "編輯", "编辑", "Q", "A"}
)
"""Who speaks by turns in an interview, beside those with names."""

_CLAUSES = re.compile(r"[，,、；;。！？!?\s]")
_SENTENCES = re.compile("[。！？!?；;\n]")
_QUOTED = re.compile("「[^「」]{0,40}」|“[^“”]{0,40}”")
"""A few words quoted amid a sentence, which tell nothing of its subject."""


def said_before(before: str, known: Sequence[str] = ()) -> str | None:
    """Return who speaks by the words that lead to a quotation; empty by a pronoun, None where none do."""
    if not before or before[-1] not in LEADING:
        return None
    before = _ASIDE.sub("", before)
    clause = _TOLD_TO.sub("", _CLAUSES.split(before.rstrip(LEADING + " \u3000"))[-1])
    verb = max((verb for verb in BEFORE_SPEECH if clause.endswith(verb)), key=len, default=None)
    return None if verb is None or clause in _TURNS else _name(clause[: -len(verb)], known)


def takes_turn(before: str, *, is_alone: bool = False) -> str:
    """Return who speaks where that is all that stands before it in a paragraph: 記者：「…」.

    Where what is said `is_alone` there besides, anything as short as a name is one: 組長：「…。」
    """
    who, colon, behind = before.strip().replace(":", "：").partition("：")
    is_name = who[:1] in SURNAMES and 1 < len(who) <= LONGEST_NAME and not who.endswith(BEFORE_SPEECH)
    is_short = 1 < len(who) <= LONGEST_NAME and who.isalpha() and who[0] not in _THIRD
    is_role = is_alone and is_short and not who.endswith(BEFORE_SPEECH) and who not in PRONOUNS
    return who if colon and not behind and (is_name or is_role or who in _TURNS) else ""


def is_named(before: str) -> bool:
    """Tell whether what is quoted behind these words is something's name: 展覽名為：「…」."""
    return bool(_TITLES.search(before.rstrip(LEADING + " \u3000")))


def said_behind(behind: str, known: Sequence[str] = (), *, may_lead: bool = False) -> str | None:
    """Return who speaks by the words that follow a quotation; None where none tell it.

    Words before a colon tell who speaks next, unless they `may_lead` on.
    """
    behind = _ASIDE.sub("", behind)
    clause = _CLAUSES.split(behind.lstrip("，, \u3000"), maxsplit=1)[0]
    told, colon, _ = clause.replace(":", "：").partition("：")
    longest = LONGEST_CLOSED_TAG if ends_with_saying(behind.lstrip("，, \u3000")) else LONGEST_TAG
    if len(told) > longest or (colon and not may_lead):
        return None
    plain = _NOT_SAID.sub("＿", told)
    places = [at for verb in SAYING if (at := plain.find(verb)) > 0]
    if plain.endswith("指"):
        places.append(len(plain) - 1)
    return _name(told[: min(places)], known) if places else None


def ends_with_saying(behind: str) -> bool:
    """Tell whether the words behind a quotation end with who said it, and are all of their sentence."""
    clause = re.split("[。！？!?「“『]", behind, maxsplit=1)[0]
    return clause.endswith(SAYING) and not _CLAUSES.search(clause)


def known_as(name: str, known: list[str]) -> str:
    """Return what a speaker was called first, 總統川普 for 川普; a new name joins those known."""
    first = next((one for one in known if _is_same(one, name)), None)
    if first is None and len(known) < MOST_KNOWN:
        known.append(name)
    return first or name


def subject_of(narrated: str, known: list[str]) -> str:
    """Return whom the narration speaks of last, empty where it names nobody; who is new joins those known.

    That is who opens a clause and is known, who has an office or a form of address, or who says something.
    """
    last = ""
    for sentence in _SENTENCES.split(_QUOTED.sub("", _ASIDE.sub("", narrated))):
        name = _subject(sentence, known)
        last = known_as(name, known) if name else last
    return last


def _subject(sentence: str, known: Sequence[str]) -> str:
    for clause in filter(None, map(str.strip, _CLAUSES.split(sentence))):
        opening = next((name for name in known if clause.startswith(name) and name not in _TURNS), "")
        if name := opening or person_in(clause):
            return name
        verb = max((verb for verb in BEFORE_SPEECH if clause.endswith(verb)), key=len, default="")
        name = _name(clause.removesuffix(verb), known) if verb else ""
        is_said = verb in SAYING and not _NOT_SAID.search(clause, max(len(clause) - len(verb) - 1, 0))
        if verb in SAYING or name[:1] in SURNAMES:
            return name if name[:1] in SURNAMES or (is_said and name not in _TURNS) else ""
    return ""


def _is_same(one: str, other: str) -> bool:
    """Tell whether one name is the other with an office before or behind it: 總統川普, 川普總統."""
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return longer.endswith(shorter) or longer.startswith(shorter)


def _name(told: str, known: Sequence[str] = ()) -> str:
    """Return what a speaker is known again by, without what stands around it; empty for a pronoun."""
    while later := next((word for word in (*_LONGER_VERBS, *LATER, *SAYING) if told.endswith(word)), None):
        told = told[: -len(later)]
    if told.endswith("地") and len(told) > LONGEST_MANNER:
        told = told[:-LONGEST_MANNER]  # 何太憂心地說
    whose = told.rpartition("的")[2]
    if whose != told and whose[:1] in SURNAMES and 1 < len(whose) <= LONGEST_NAME:
        told = whose  # 住在紐約的劉女士, and no 今天的記者會上
    ends = [at for word in AROUND if (at := told.find(word, 2)) > 0 and not _is_in_name(told, at)]
    told = told[: min(ends)] if ends else told
    if told in PRONOUNS or told.startswith(tuple(_THIRD)):
        return ""
    for length in range(LONGEST_NAME, 1, -1):
        if len(told) >= length and told[-length] in SURNAMES:
            return told[-length:]
    if name := person_in(told) or _known_in(told, known):
        return name
    return told[-(LONGEST_SPOKESMAN if told.endswith(SPOKESMEN) else LONGEST_OFFICE) :]


def _known_in(told: str, known: Sequence[str]) -> str:
    """Return who speaks in the story and is named there last: 有一回|郭錦堂|氣得大罵, and not 郭錦堂|的."""
    there = ((told.rfind(name), name) for name in known if len(name) > 1)
    found = ((at, name) for at, name in there if at >= 0 and not told.startswith("的", at + len(name)))
    return max(found, default=(0, ""))[1]


def _is_in_name(told: str, at: int) -> bool:
    """Tell whether a word stands within a name at the end, as 在 does in 李在明."""
    return told[at - 1] in SURNAMES and len(told) - at < LONGEST_NAME and at + 1 < len(told)
