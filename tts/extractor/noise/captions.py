"""Captions: what stands beneath pictures, who took them, and what opens them."""

import re

from tts.extractor.noise.fold import fold
from tts.extractor.noise.rule import rule
from tts.extractor.noise.words import AGENCY, HAN, MARKS, NAME, PERSON

_TAKEN_FROM = r"(?:取材自|翻[摄拍]|摄[自于]|摘自|截[自取]|撷取|取自|[图照]片?[取来]自|转[载自])"
_PHOTO = r"(?:[图照]片?|相片|摄影?|供图|影像|截图|Photo(?:s|graph)?|Image|Credit|Picture)"
_PICTURE = r"(?:图片?|照片|相片|影片|视频|影像|画面|截图|影音|示意图|资料图)"
_WORDINGS = (
    # (路透) (记者陈某/摄影) (图/某某提供) (Photo by …) at the end
    rf"\((?:[^()]{{0,24}}[/、;\s])?{AGENCY}(?:[/、,\s][^()]{{0,24}})?\)$",
    rf"\([^()]{{0,16}}{_TAKEN_FROM}[^。]{{0,40}}\)$",
    rf"\({_PHOTO}[^。()]{{0,40}}\)$",
    rf"\([^。()]{{0,40}}(?:{_PHOTO}|提供|摄)\)$",
    rf"^\({_PICTURE}(?:来源)? ?[:/][^()]{{1,40}}\)$",
    # the same without brackets, and without a full stop: "他喜欢登山、摄影。" is prose
    rf"(?:记者|通讯员|特约|本报) ?{NAME} ?/? ?(?:摄影?|翻摄|提供|供图|摄影报导)$",
    rf"[ 。/、,;]{NAME} ?/? ?摄$|{NAME} ?/ ?摄影$|[ 。]{NAME} 摄影$",
    rf"{NAME}摄 ?\d{{2,4}}年[^。]*$",
    rf"供图(?: ?{HAN}{{2,6}}发?)?$",
    r"摄于[^。]{2,12}$",
    r"[ 。/](?:本报)?(?:资料|档案)[照图]片?。?$",
    rf"[ 。,]{AGENCY}(?:/{NAME})?$",
    # nothing but the source: 网上图片, 影片截图, 照片由某某提供, 图取自某某
    rf"^(?:网[络上]|资料|档案|示意|电视|本报|新闻|现场|高清)?{_PICTURE}(?:截图|来源)?$",
    rf"^(?:{AGENCY}|翻摄|档案)(?:图片|照片|资料图?片?|影像)?$",
    rf"^{_PICTURE}(?:均?由|皆为|为).{{1,16}}(?:提供|授权)$",
    r"^(?:受访者|当事人|主办(?:单位|方)|业者|家属)提供$",
    r"^(?:图片?|照片|画面|影片)[取来源截摄翻][自于].{1,24}$",
    # 图/… 图片来源:… 图说:… ▲… at the start
    r"^[▲△▼▽↑↓⬆⬇◤◢📷]",
    (
        r"^(?:[上下左右中配题首大小]?图(?:片|像)?(?:来源|出处|提供|说明|源)?|封面图?"
        rf"|示意图) ?[/:](?!.*的).*{_PHOTO}?"
    ),
    r"^图(?:片|像)?(?:说明?|注|解|释|集|辑) ?[:/]|^图(?:片|像)? ?[:/] ?(?:.*[。)]|[^的]*)$",
    r"^图(?:[一二三四五六七八九十]{1,2}|\d{1,2}) ?[:/]",
    r"^图像?(?:加注文字|来源) ?(?:,|:|$)",
    r"^(?:资料[图照]片?|照片(?:来源)?) ?[/:]",
    r"^图(?:片|像)?(?:来源|源自|来自)",
    r"^(?:视频|影片)(?:来源|截图|说明)? ?[-:—]",
    rf"^(?:特约)?摄(?:影[师者]?)? ?[/:] ?(?:{PERSON}|[^,。的]{{1,12}}$)",
    r"^(?:Photo|Image|Picture|Photograph)s? ?(?:credit|by (?=[A-Z])|:|courtesy)",
    # the gallery: 图集 +1, 1/12, 点击图片放大, 共15张
    rf"^{MARKS}(?:高清)?(?:图集|图辑|相[簿册集]|组图|更多图片)(?: ?[+/(]? ?\d{{1,3}}\)?)?$|^\+ ?\d{{1,3}}$",
    r"^\d{1,3} ?/ ?\d{1,3}$",
    r"^(?:共|图片|照片|相片)?[ :]?\d{1,3} ?(?:/ ?\d{1,3} ?)?[张幅](?:图片?|照片|相片)?$",
    r"^[上下前后]一张(?:图片|照片)?$|^第 ?\d{1,3} ?张(?:[,/ ]{0,2}共 ?\d{1,3} ?张)?$",
    (
        rf"^{MARKS}(?:请?[点按撳](?:击|按|选|一下)?|查?看|浏览)(?:此|下|上|本)?(?:{_PICTURE}|原图|大图"
        r"|相[簿册]|图)(?:[即可以]{0,2}(?:查?看|浏览|显示)?.{0,6}(?:大图|放大|原图|相关图片"
        r"|更多.{0,4}))?\W*$"
    ),
    r"^(?:放大|缩小)(?:图片|检视)?$",
)
RULES = (rule("caption", _WORDINGS, 130),)

_BY_PICTURE = re.compile(
    rf"^(?:[上下左右]?图[为中]|[上下左右]图|.{{0,12}}(?:示意图|现场图|截图)$)|(?:截图|示意图|{_PHOTO}"
    rf"|摄)。?$|{AGENCY}\)?$"
)


def may_be_caption(line: str) -> bool:
    """Tell whether a line reads like a caption to one who sees it stand beside a picture."""
    return bool(_BY_PICTURE.search(fold(line)))
