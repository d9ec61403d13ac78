"""Reminders: the hotlines and warnings that papers add to stories on suicide, violence, drink or fraud.

Stories speak of the same things. So a reminder is a line of which every clause is advice to the reader,
and one of them advice that papers are known to add.
"""

import re

from tts.extractor.noise.words import TOLD

_HARM = (
    r"(?:自[杀残伤]|轻生|寻短|吸[烟毒]|抽烟|烟草|饮酒|喝酒|酗酒|酒精|酒驾|酒后|赌博|投注|毒品"
    r"|吃?槟榔|吸食毒品"
    r"|家暴|暴力|诈骗|霸凌)"
)
_SERVICE = (
    r"(?:生命线|生命热线|张老师|安心专线|撒玛利亚|向晴轩|芷若园|情绪通|防止自杀会|Befrienders|Samaritans"
    r"|援人协会|援助热线|.{0,8}求助热线"
    r"|(?:自杀|防疫|心理|生命|家暴|妇幼|保护|防治|戒[酒烟毒赌]|反?诈骗?|求助|辅导|情绪|精神|支援|关怀"
    r"|咨[询商]|谘商|协谈|危机|社工|社会福利|社署|动物|健康|明爱|男性|反霸凌"
    r"|劳工|消费者|报案|救援|儿少|老人|婚姻|同志|青少年|学生|长者|急救)[^。,:]{0,10}(?:专线|热线|电话))"
)
_NUMBER = r"\d[\d -]{2,}"
# Public numbers that everybody knows by heart, of Taiwan, Hong Kong and the mainland.
_WELL_KNOWN = r"(?:11[039]|165|19(?:25|95|80|22|55|66|99|59|57)|18111|18222|18281|18288|1235[56]|12345)"
_LABEL = re.compile(
    rf"^[^。,!?:「]{{2,14}}: ?{_WELL_KNOWN}\W{{0,3}}$"
    rf"|^\W{{0,4}}{_WELL_KNOWN} ?(?:{_SERVICE}|.{{0,6}}[专热]线)$"
    rf"|^\W{{0,4}}(?![^:]*(?:票|购|报名|洽询|预约|采访))[^。,!?「:]{{0,16}}"
    rf"(?:热线|hotline|helpline|Talian \w{{2,12}})[^。,!?:]{{0,12}}[:/ (]{{1,3}}{_NUMBER}\)?$"
    r"|^[若如](?:有?需|您|你|有)[^。]{0,24}(?:拨打?|致电|洽)[^。,]{0,10}:$"
    r"|^\W{0,4}[^。,!?「]{0,16}\d{3,}[^。,!?的]{0,6}(?:专线|热线)(?:\([^()]{1,12}\))?$|"
    rf"^\W{{0,4}}[^。,!?「]{{0,20}}{_SERVICE}[^。,!?]{{0,16}}[:/ 「(]*{_NUMBER}[^。,!?的]{{0,24}}$"
    r"|^\W{0,4}(?:[^。,!? ]{0,8})(?:求助|防止自杀|支援|辅导)(?:热线|专线|电话|机构)(?:一览|资讯"
    r"|名单)?:?\W{0,2}$",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"(?:珍[惜爱]生命|(?:再|多)?给自己(?:再)?一[次个]机会|勇敢求救|求救(?:并|绝)?[非不]是?弱者"
    r"|自杀[不无][能法是](?:解决|唯一)"
    r"|(?:拒绝|远离).{0,4}(?:毒品|暴力|家暴|霸凌|酒驾|赌博|烟害)|[向对].{1,6}说不"
    rf"|{_HARM}(?:过量|过度)?.{{0,4}}(?:有[害碍]|会?成瘾|毁|害人|伤身|伤肝|致癌)|(?:有害|有碍).{{0,3}}健康"
    r"|(?:酒后|饮酒后?|喝酒).{0,3}(?:不|勿|禁止|别).{0,3}(?:开车|驾车|驾驶|上路)|禁止酒驾|开车不(?:喝|饮)酒"
    r"|未(?:满 ?\d\d ?岁|成年)(?:者|人)?.{0,2}(?:请|不得|禁止|勿|不可).{0,4}(?:饮酒|喝酒|吸烟|抽烟|吸毒)"
    r"|(?:请|切)?勿(?:任意)?(?:模仿|轻生|弃养|沉迷|以身试法|效仿|轻信)|.{0,8}推定.{0,6}无罪|无罪推定"
    r"|(?:请|可|速|快|立即|欢迎).{0,6}(?:拨打?|致电|洽|电).{0,24}(?:\d{3,}|热线|专线)|[若如].{0,4}(?:您|你"
    r"|身边|有需要|遇到?|遭).{0,30}(?:求助|协助|请.{0,4}(?:拨|致电|寻求))"
    rf"|{_SERVICE}.{{0,8}}\d{{3,}}(?!\d)|投资(?:一定)?有风险|投资[人者].{{0,8}}(?:审慎|谨慎|自负|评估)"
    r"|别让(?:酒驾|毒品|赌博)|理性(?:饮酒|投注)|安全有保障)(?![的之])",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    rf"{_ADDED.pattern}|[您你]|请|拨打?|专线|热线|勿|珍惜|机会|求助|协助|求救|健康|生命|出路|解决|倾诉"
    r"|陪伴|找到|弱者|无罪|有罪|否认犯|判决确定|有保障|不能"
    r"|风险|公开说明书|自行|尊重|司法|成瘾|毁|别让|投资人|审慎|不要|危险|动作|现在起|需要|有赚有赔|受骗"
    r"|怀疑|疑似|过量|就医|一起|幸福|家人|[好一]的路|专业|困扰|困难|低落|情绪|自杀倾向|安全"
    r"|(?:遇到?|遭受?|若|如).{0,6}(?:家暴|性侵|骚扰|暴力)|\d{3,}",
    re.IGNORECASE,
)
# Those whom a paper calls to telephone; a story tells who may sign up or ask.
_ENQUIRY = re.compile(r"报名|参加|预约|登记|索取|申请|订[购票位座房]|购票|查询|洽询|查问|详情")
_PAPER = re.compile(
    r"^[\W_]{0,4}(?:《?[^》,。]{2,12}》?)?(?:(?:贴心|温馨|再次)?提醒(?:[您你]|大家|读者)|关心[您你])[,: ]*"
)
_CLAUSES = re.compile(r"[,;；。!！、 ]+")
_TOLD = re.compile(TOLD)
_MAX_CHARS = 160


def is_reminder(line: str, folded: str) -> bool:
    """Tell whether a line, given also as `fold` writes it, is advice that a paper adds to its stories."""
    if len(line) > _MAX_CHARS or line.startswith(("「", "“", "『", '"')):
        return False
    if _LABEL.match(folded):
        return True
    if not _ADDED.search(folded) or _TOLD.search(folded) or _ENQUIRY.search(folded):
        return False
    clauses = [clause for clause in _CLAUSES.split(_PAPER.sub("", folded)) if any(map(str.isalnum, clause))]
    return all(_ADVICE.search(clause) for clause in clauses)
