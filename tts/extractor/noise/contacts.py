"""Contacts: whom a release names, below its story, for those who want to ask or write about it."""

from tts.extractor.noise.rule import rule
from tts.extractor.noise.words import MARKS, TOLD

_PRESS = r"(?:新闻稿?|媒体|传媒|公关|记者|采访|媒介|报界|发稿)"
_ASK = r"(?:联[络系]|查询|查问|洽询|洽[谈商]|询问|窗口|接待|对口|提问|问询|咨询|服务)"
_WHO = r"(?:人员?|窗口|电话|方式|[资信][讯息]|专线|信箱|单位|部门?|地址|请洽|请?电|者)"
_TITLES = (
    r"(?:(?:业务|本案|活动|新闻|公司|校方|共同)?(?:联[络系](?:人员?|窗口|单位)|(?:业务)?窗口|(?:代理|第[一二])?发言人"
    r"|承办(?:人员?|单位|科室?|窗口)?|经办人?|对外(?:联[络系]|发言)(?:人|窗口)?|业务负责人|公关(?:经理|部|公司)?))"
)
_TELEPHONE = (
    r"(?:(?:电话|手机|行动|传真|分机|专线|(?-i:TEL|Tel|T|M)|Mobile|Phone|WhatsApp)"
    r"[:. ]{0,3}[(+]?\d[\d() -]{3,}"
    r"|(?<!\d)\(?0\d{1,3}\)?[ -]?\d{3,4}[ -]?\d{3,4}|分机 ?:?\d{2,}"
    r"|[(+]\d{2,4}\) ?\d{3,}|\+\d{2,3}[ -]\d|\d{4}[ -]\d{4}|\d{8,})"
)
_MAILBOX = r"[A-Za-z0-9_.+-]{1,40}@[A-Za-z0-9-]{1,40}\."
_NUMBER = rf"(?:{_TELEPHONE}|{_MAILBOX})"
_ABOUT = r"(?:查询|疑问|问题|[资信][料讯息]|详情|采访|了解|报[导道])"
_OF_PRESS = r"(?:采访|媒体|传媒|新闻|记者|公关|传讯|传播|品牌|企业|公司|集团|行销|市务|顾问|@)"
_WORDINGS = (
    (
        rf"^{MARKS}[^。,:「]{{0,12}}{_PRESS}(?:[资信][讯息料]|处理|业务|事务|通知)?{_ASK}{_WHO}?"
        r"(?:\)|\)? ?[:/])(?!.*[「“]).*$"
    ),
    rf"^(?=[^。!?「]{{8,90}}$)(?!.*{TOLD}).{{0,24}}{_TITLES} ?[:/为(].{{0,40}}{_NUMBER}",
    rf"^{MARKS}{_PRESS}?{_TITLES}\W{{0,3}}(?=.{{0,70}}{_NUMBER})(?![^:/ ]{{0,12}}[说指称,]).*$",
    (
        r"^\W{0,3}(?:Contact for (?:media|press)\W"
        r"|(?:(?:For )?(?:media|press)|News|PR) (?:contacts?|[ei]nquir(?:y|ies)|relations)\W).*$"
    ),
)
_ADVICE = (
    (
        rf"^(?=.{{0,90}}{_OF_PRESS}){MARKS}(?:如|若|倘)?(?:有|需|欲|对)?"
        rf"[^。,]{{0,16}}{_ABOUT}[^。,]{{0,12}}, ?"
        rf"(?:请|可|欢迎|敬请)[^。]{{0,12}}(?:联[络系]|致电|洽|来[电信函]|电邮)(?=.{{0,70}}{_NUMBER}).*$"
    ),
)
RULES = (
    rule("notice", _WORDINGS, 110),
    rule("notice", _ADVICE, 110, unless=rf"{TOLD}|报名|购票|民众|长者|住户|受害|退费|领取"),
)
