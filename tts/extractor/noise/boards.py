"""Boards: what a forum's software sets around a post: sender, board and station, answers, quotations."""

from tts.extractor.noise.rule import rule

_USER = r"[A-Za-z][\w.@-]{1,24}"
_STATION = r"(?:发信站|转信站|来源|来自|修改|编辑|转录|引述|文章网址|Origin|From)"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}"
_WORDINGS = (
    rf"^(?:发信人|寄信人|发文者|发帖人) ?: ?{_USER} ?(?:$|[(,;@ ])",
    rf"^作者 ?:? ?{_USER} ?\([^()]{{0,24}}\)(?: ?(?:看板|站内) ?:? ?[\w-]{{2,24}})?(?: ?标 ?题 ?:.*)?$",
    r"^(?:信区|看板|版面|讨论区) ?:? ?[A-Z][\w-]{1,24}$",
    r"^(?:发信站|转信站) ?:",
    rf"^时间 ?:? ?{_WEEKDAY},? ",
    rf"^※ ?{_STATION} ?[:·.]|^\W{{0,3}}※ ?(?:已被|于|转载者)|^◆ ?(?:From|Origin)\b",
    r"^.{0,80}\[FROM: ?[^\]]{3,40}\]?$|^-- ?※.{0,120}$|^--$",
    rf"^(?:[推噓嘘]|→|->) ?{_USER} ?: ",
    rf"^[(\[【]? ?在 ?{_USER}.{{0,40}}的(?:大作|文章|来信)中(?:提到|写道) ?:? ?[)\]】]?:?$",
    r"^本(?:帖|文|主题|文章)最[后近]由.{1,40}(?:编辑|修改)$|^最后(?:编辑|修改)(?:于|时间)? ?:? ?\d",
    r"^(?:Last )?[Ee]dited by .{1,60}$|^签名档? ?:",
    rf"^※ ?引述《?{_USER}.{{0,40}}》?之铭言 ?:?$",
)
RULES = (rule("credit", _WORDINGS, 200),)
