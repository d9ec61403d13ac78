"""Persons that a text names by an office or a form of address: 縣長許淑芬, 劉先生."""

import re

SURNAMES = frozenset(
    "陳陈林黃黄張张李王吳吴劉刘蔡楊杨許许鄭郑謝谢郭洪曾邱廖賴赖周徐蘇苏葉叶莊庄呂吕江何蕭萧羅罗高簡简朱鍾钟"
    "施游彭詹胡沈余趙赵盧卢梁柯翁魏孫孙戴范方宋鄧邓杜傅侯曹薛丁卓馬马阮董唐溫温藍蓝蔣蒋石紀纪連连"
    "歐欧程湯汤田康姜汪白鄒邹尤巫龔龚嚴严韓韩袁金童陸陆夏柳凃邵錢钱伍倪譚谭駱骆熊任甘秦顧顾毛章史萬万"
    "俞雷粘閻阎姚丘關关霍麥麦梅孔賀贺龐庞樊"
)

_OFFICES = (
    "[部局處处署縣县市鎮镇鄉乡區区里村校院科隊队所次司會会事行][長长]|主任|主席|主委|委員|委员|議員|议员|立委"
    "|教授|博士|醫師|醫生|医生|律師|律师|總統|总统|總理|总理|總裁|总裁|經理|经理|總監|总监|發言人|发言人"
    "|負責人|负责人|研究員|研究员|分析師|分析师|老闆|老板|導演|导演|建築師|建筑师"
)
"""What stands before a name; not 記者, which stands before who writes."""

_ADDRESS = "先生|女士|小姐|太太"

_NOT_GIVEN = (
    "在到對对於于向則则也都又還还曾將将就被與与和及是已說说表指認认稱称問问答回坦透今昨上下的從从先女小太"
)
"""What no given name has here: 李強|說."""

_SURNAME, _GIVEN = f"[{''.join(sorted(SURNAMES))}]", f"[^\\W\\d_A-Za-z{_NOT_GIVEN}]"
_PERSON = re.compile(
    f"(?P<addressed>{_SURNAME}(?:{_ADDRESS}))|(?:{_OFFICES})(?P<named>{_SURNAME}{_GIVEN}{{1,2}})"
)


def person_in(text: str) -> str:
    """Return the first person with an office before the name or a form of address behind it, or nobody."""
    found = _PERSON.search(text)
    return (found["addressed"] or found["named"]) if found else ""
