"""Noise: the lines on a page that a listener must not hear, known by their own wording.

Every rule looks at one whole line, never inside a sentence, and says how long such a line may be:
a long paragraph that happens to use the same words is prose. What can only be told from the place of
a line (beside a picture, in grey, after the story) is decided where that place is known.

Lines are folded before they are compared, so that each rule is written once: Simplified for
Traditional, `(` for every opening bracket, `/` for every slash and bar, `:` for every colon.
"""

import re
from dataclasses import dataclass
from typing import Literal

from tts.extractor.prose import has_sentence

NoiseKind = Literal["caption", "related", "credit", "notice", "player", "advertisement", "paywall"]

_TRADITIONAL = (
    "責編輯審對監製統籌採寫訪譯圖設計運營終複劃後來資訊聞報導載網絡記員習實約視頻東達華聯歐韓國檔標題聲註"
    "須請謝絕獨創權僅場屬個刪熱線電話郵瀏覽無廣繼續閱讀戶開裝錄進掃識別碼關蹤訂讚眾號絲專團諮詢會購買級冊"
    "鎖餘費內擊點語舉過發處說攝鏈結門則歡薦間為還們興鍵詞繫體貼從單數據執總獲陸臺誌擷轉於臉書搶麼氣應闆尋"
    "頁機觀讓盡見係當儘卽師庫復昇査欄歸爲筆箇簡組給絶經綜綫聽蒐衆覺評説論贊連録長閲陳佈該隱傳嚴務愛現趕輸馬啟確認區參詳敗紀"
)
_SIMPLIFIED = (
    "责编辑审对监制统筹采写访译图设计运营终复划后来资讯闻报导载网络记员习实约视频东达华联欧韩国档标题声注"
    "须请谢绝独创权仅场属个删热线电话邮浏览无广继续阅读户开装录进扫识别码关踪订赞众号丝专团咨询会购买级册"
    "锁余费内击点语举过发处说摄链结门则欢荐间为还们兴键词系体贴从单数据执总获陆台志撷转于脸书抢么气应板寻"
    "页机观让尽见系当尽即师库复升查栏归为笔个简组给绝经综线听搜众觉评说论赞连录长阅陈布该隐传严务爱现赶输马启确认区参详败纪"
)
_FOLD = str.maketrans(
    _TRADITIONAL + "（［【〔〈）］】〕〉／╱丨｜|：﹕∶，　",
    _SIMPLIFIED + "(((((" + ")))))" + "/////" + ":::" + ", ",
)

# Where case is ignored, re compiles a class of Han character by character unless told that they have none.
_HAN = r"(?-i:[\u4e00-\u9fff])"
_NAME = r"(?-i:[\u4e00-\u9fff·]{2,5})"
_ONE_OF_AGENCIES = (
    r"路透社?|美联社?|法新社?|欧新社|新华社|中新社|中央社|中通社|共同社|韩联社|彭博社?|塔斯社"
    r"|视觉中国|东方IC|IC photo|达志(?:影像)?|合成图|示意图|.{0,4}图库|网络图片"
    r"|Reuters|AP(?: Photo)?|AFP|EPA(?:-EFE)?|Getty(?: Images)?|Bloomberg"
    r"|Shutterstock|iStock|Unsplash|Pixabay|Pexels"
    r"|(?:本报)?资料[照图]片?|档案[照图]片?|(?:视频|影片|网页|新闻|直播)?截图"
)
_AGENCY = f"(?:{_ONE_OF_AGENCIES})"
_TAKEN_FROM = r"(?:取材自|翻摄|摄[自于]|摘自|截[自取]|撷取|取自|[图照]片?[取来]自|转[载自])"
_PHOTO = r"(?:[图照]片?|相片|摄影?|供图|影像|截图|Photo(?:s|graph)?|Image|Credit|Picture)"
_CAPTION = (
    # (路透) (记者陈某/摄影) (图/某某提供) (Photo by …) at the end
    rf"\((?:[^()]{{0,24}}[/、;\s])?{_AGENCY}(?:[/、,\s][^()]{{0,24}})?\)$",
    rf"\([^()]{{0,16}}{_TAKEN_FROM}[^。]{{0,40}}\)$",
    rf"\({_PHOTO}[^。()]{{0,40}}\)$",
    rf"\([^。()]{{0,40}}(?:{_PHOTO}|提供|摄)\)$",
    # the same without brackets, and without a full stop: "他喜欢登山、摄影。" is prose
    rf"(?:记者|通讯员|特约|本报) ?{_NAME} ?/? ?(?:摄影?|翻摄|提供|供图|摄影报导)$",
    rf"[ 。/、,;]{_NAME} ?/? ?摄$|{_NAME} ?/ ?摄影$|[ 。]{_NAME} 摄影$",
    rf"{_NAME}摄 ?\d{{2,4}}年[^。]*$",
    rf"供图(?: ?{_HAN}{{2,6}}发?)?$",
    r"摄于[^。]{2,12}$",
    r"[ 。/](?:本报)?(?:资料|档案)[照图]片?。?$",
    rf"[ 。,]{_AGENCY}(?:/{_NAME})?$",
    # 图/… 图片来源:… ▲… at the start
    r"^[▲△▼▽↑↓⬆⬇◤◢📷]",
    r"^(?:[上下左右中配题首]?图片?(?:来源|出处|提供|说明|源)?|封面图?) ?[/:]",
    r"^(?:资料[图照]片?|照片(?:来源)?) ?[/:]",
    r"^图片?(?:来源|源自|来自)",
    r"^(?:视频|影片)(?:来源|截图|说明)? ?[-:—]",
    r"^摄(?:影[师者]?)? ?[/:]",
    r"^(?:Photo|Image|Picture|Photograph)s? ?(?:credit|by|:|courtesy)",
)
_CAPTION_BY_PICTURE = re.compile(
    rf"^(?:[上下左右]?图[为中]|[上下左右]图|.{{0,12}}(?:示意图|现场图|截图)$)|(?:截图|示意图|{_PHOTO}|摄)。?$|{_AGENCY}\)?$"
)
_SECTION = (
    r"延伸(?:阅读| ?· ?推荐)?|相关(?:阅读|新闻|报导|报道|文章|链[接结]|推荐|资讯|视频|影片|专题|主题|内容)"
    r"|推荐阅读|(?:更多|继续|点击?)阅读|更多(?:新闻|报导|报道|内容|精[彩采].{0,8})"
    r"|看更多.{0,12}|阅读更多|查看更多|[此早]前报[导道]|点击进入专题"
    r"|热门(?:新闻|文章|推荐|话题)|超人气|猜你喜欢|其[他它]新闻|其他人也(?:都|[正还]?在|[想爱])?(?:看|读|搜|关注|喜欢)了?(?:什么|哪些)?|[热人][门气]点阅|延伸报[导道]|推荐新闻|新闻推荐|你可能(?:会|也|还)?(?:想看|有?兴趣|喜欢).{0,6}"
    r"|(?:编辑|今日|精[彩采]|[为给][您你]|小编|大家|猜你|智能)推荐|大家都在[看搜]|[您你]可能感兴趣.{0,6}|[上下]一[则篇]|最新[新文][闻章]|关键[字词]"
    r"|(?:网友|读者|热门|最新|全部)(?:留言|评论)|(?:留言|评论)区|留言板|(?:发表|写)(?:留言|评论)"
    r"|(?:Related|Read (?:more|next)|More (?:on|from)|See also|Recommended|Most (?:read|popular))"
    r"(?: (?:stories|articles|reading|news|this|story|topic)){0,2}"
)
_RELATED = (
    rf"^\(?\s*[▪►▶→>＞»👉➤]*\s*(?:{_SECTION})\s*(?:[:/] ?.*|\) ?.*|>+|…)?$",
    r"^(?:▪|►|▶|👉|➤|➡|\(?点(?:我|此|击).{0,4}看)",
    r"^(?:更多)?相关(?:资讯|新闻|消息|内容|报导|报道)请关注",
    r"^更多.{2,20}(?:请(?:看|见|关注|点击)|尽在)",
    r"(?:查看更多|阅读全文|点击查看.{0,8}|Read more) ?[>»…]*$",
)
_ROLE = (
    r"(?:责任编辑|责编|编辑|执行编辑|值班(?:编辑|主任|主编)|审(?:核|读|校|阅)|校对|监制|统筹|采[写访]"
    r"|撰[文稿写]|核稿(?:编辑)?|编译(?:来源)?|翻译|译者|制图|美编|排版|设计|运营|主编|终审|初审|复审"
    r"|出品|策划|[剪后][辑期]|供稿|供图|摄影|(?:本文|文章|资料|消息|稿件?|新闻|原文)?来源"
    r"|原文(?:链接|网址)|作者简介?|作者|投稿|报料)"
)
_REPORTER = r"(?:记者|通讯员|实习生|特约作者)"
_MATERIAL = r"(?:[信资]息|讯息|资料|图片|文章|内容|部分.{0,4}|素材|图文)"
_CREDIT = (
    rf"^\(? ?{_ROLE} ?[:/](?!.*(?:[您你吗呢]|请问)).*$",
    rf"(?:摄影|编辑|文字|供稿|责编) ?[/:] ?{_NAME}(?: .*)?$",
    rf"^\(?(?-i:[\u4e00-\u9fffA-Za-z·]{{0,12}}){_REPORTER} ?:? ?{_NAME}(?:[ 、,/]+(?:实习生 ?)?{_NAME})*\)?$",
    rf"^{_MATERIAL}?均?(?:来源于?|来自|综合自|整理自) ?(?::|网络|互联网)",
    r"^\(?(?:文章|本文)?(?:转载自|来源):",
    r"^\((?:编辑|责编|责任编辑)[^)]*\)\d*$",
    r"^\(? ?《[^》]{2,12}》 ?\(? ?\d{4}年 ?\d{1,2}月 ?\d{1,2}日.{0,8}版 ?\)?$",
)
_ALL_OF_THIS = r"(?:本|图片|照片|凡|未经|非经|以上|任何|所有|文章|内容|除)"
_FORBIDDEN = r"(?:不得|禁止|谢绝|请勿|严禁)"
_COPYING = r"(?:转载|复制|转贴|重制|摘编)"
_USE = r"(?:使用|散布|传输|引用)"  # of anything, so that the line must say of what
_WORKS = r"(?:内容|文章|图片|照片|作品|影像|著作|版权|本[文网站报刊社图])"
_OPINION = (
    r"(?:[本该此]文|文[中章]|内容|作者|(?:以上|上述)(?:内容|文章|[信资][息讯料])|本(?:版|栏|专栏|评论|内容))"
)
_READER = r"(?:[您你]|我们|本网?站|本公司|请[见参]|详[见情])"
_PRIVACY = r"(?:隐私权?(?:政策|声明)|[Pp]rivacy [Pp]olicy)"
_NOTICE = (
    r"^※",
    r"^\(?\s?原(?:文?标题|题)(?:为|是)? ?:",
    r"^\W{0,3}(?:©|Copyright|All rights reserved|版权(?:所有|声明|归)|著作权)",
    r"^\W{0,3}(?:(?:免责|特别|重要|本网站?)声明|声明 ?:)",
    rf"^\W{{0,3}}{_ALL_OF_THIS}.{{0,70}}{_FORBIDDEN}.{{0,24}}{_COPYING}",
    rf"^\W{{0,3}}(?=.{{0,70}}{_WORKS}){_ALL_OF_THIS}.{{0,70}}{_FORBIDDEN}.{{0,24}}{_USE}",
    rf"^\W{{0,3}}[未非]经.{{2,20}}{_FORBIDDEN}.{{0,8}}{_USE}[。!]?$",
    r"^\W{0,3}(?:欢迎)?转载.{0,8}(?:请[注联]|需?授权|须)|谢绝转载",
    r"^\W{0,3}本文[为系是].{0,14}(?:原创|独家|授权|作者)",
    r"^\W{0,3}本文(?:来自|转自|由.{1,20}授权|首发|获.{0,12}授权|仅代表|不代表|内容)",
    rf"^\W{{0,3}}{_OPINION}.{{0,24}}不代表.{{0,14}}(?:观点|立场|本[网站报刊社台]|平台)",
    r"^\W{0,3}(?:本文|文章|以上|文中).{0,10}观点.{0,6}[属代].{0,12}(?:作者|本人|个人)",
    r"如有侵权|^.{0,20}侵权.{0,6}(?:请.{0,6}删|联系)",
    r"^\W{0,3}[^。,]{0,6}(?:举报|[爆报]料|投稿|新闻)(?:电话|邮箱|热线)(?:$|[:/ \d(])",
    r"^(?:我们|本网?站|本公司|This (?:site|website)|We).{0,20}(?:cookies?|第三方服务)",
    rf"^[^「“]{{0,40}}{_READER}[^「“]{{0,90}}{_PRIVACY}.{{0,24}}$",
    rf"^(?:.{{0,24}}[/ ])?{_PRIVACY}(?:[/ ].{{0,24}})?$",
    r"^(?:The views|Opinions) expressed|^This article was (?:originally|first) published",
)
_PLAYER = (
    r"^(?:听(?:新闻|报导|全文)|语音(?:播报|朗读)|test|播放(?:影片|视频)?)$",
    r"^(?:听新闻 ?)?(?:test ?)?(?:\d{1,2}:\d\d(?::\d\d)? ?/ ?\d{0,2}:?\d{1,2}:\d\d|\d:\d\d)$",
    r"^(?:视频|影片|音频)(?:加载中|播放(?:器|中|失败|列表)?(?:$|[:… ]))",
    r"^.{0,8}浏览器.{0,10}(?:无法|不支[援持])|^Your browser does not support",
    r"^本[文篇则].{0,8}(?:语音|人工智[慧能]|AI).{0,8}(?:朗读|合成|生成|播报)",
    r"^To view this video|^(?:请|您需要).{0,4}(?:启用|开启) ?Java ?Script",
    r"^(?:Play video|Video player|Listen to (?:this )?article|View this post on Instagram|A post shared by)",
    r"pic\.twitter\.com/\w+$|^— .{2,40}\(@\w+\)",
)
_CHANNEL = (
    r"(?:公众号|粉(?:丝|专|团)|LINE|Facebook|脸书|Instagram|\bIG\b|微信|微博|Telegram|YouTube"
    r"|频道|电子报|Google ?新闻)"
)
_URGED = r"^\W{0,3}(?:(?:点[击我]|立即|马上|赶快|快|请|欢迎|现在|免费|记得|同步|更多|想|看|用)[^。]{0,18})?"
_ADVERTISEMENT = (
    r"^(?:我是)?广告(?:$|[ ,:(].*)|^Advertisement$",
    r"请继续往下阅读|继续往下看|不用抽 ?不用抢",
    r"^(?:打开|展开|显示|查看)(?:全文|更多)$|^A ?[+-]$",
    r"^(?:分享|收藏|点赞|评论|列印|打印|字[级体号]|留言|举报)(?:$| ?[:到给至让])",
    rf"{_URGED}(?:下载|打开|安装|登[录陆]|进入).{{0,24}}(?:APP|客户端)",
    r"^.{0,16}(?:APP|客户端).{0,10}(?:下载|内阅读|看新闻|打开)",
    rf"{_URGED}(?:长按)?(?:扫|识别).{{0,8}}(?:码|QR)",
    rf"{_URGED}(?:关注|搜[寻索]|加入|追踪|订阅|按赞|点赞|赞好).{{0,18}}{_CHANNEL}",
    r"^[☆★◎].{0,40}(?:APP|点我|加入|下载|咨询|不漏接|专线)",
    r"^(?:Sign up|Subscribe).{0,40}newsletter|^Download (?:our|the) .{0,16}app",
    r"^(?:Share|Tweet|Print|Email)(?: this.*)?$",
)
_PAYWALL = (
    r"^.{0,8}(?:订阅|购买|加入|开通|成为|升级|注册).{0,12}(?:会员|VIP|方案|全文|继续|解锁|阅读)",
    r"^.{0,8}登[入录陆].{0,10}(?:后|以|即可|继续|阅读|看|会员)",
    r"^.{0,12}(?:会员|VIP|付费|订户|订阅).{0,6}(?:专属|专享|限定|独享|内容|文章|才能|可阅)",
    r"^.{0,8}剩余.{0,6}(?:%|字|内容)|阅读完整|解锁全文",
    r"^(?:This|The rest of this) (?:article|content|story) is (?:for|available to) subscribers",
    r"^.{0,20}(?:Subscribe|Log ?in|Sign in|Register).{0,24}(?:continue|read|access|full)",
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A kind of noise: a line longer than `max_chars` is prose that happens to use the words.

    With `phrase_only`, so is one that holds a finished sentence, unless it only exclaims or trails off.
    """

    kind: NoiseKind
    pattern: re.Pattern[str]
    max_chars: int
    phrase_only: bool = False


def _rule(kind: NoiseKind, wordings: tuple[str, ...], max_chars: int, *, phrase_only: bool = False) -> _Rule:
    return _Rule(kind, re.compile("|".join(wordings), re.IGNORECASE), max_chars, phrase_only)


_RULES = (
    _rule("player", _PLAYER, 130),
    _rule("caption", _CAPTION, 130),
    _rule("credit", _CREDIT, 60, phrase_only=True),
    _rule("notice", _NOTICE, 180),
    _rule("paywall", _PAYWALL, 60, phrase_only=True),
    _rule("related", _RELATED, 90),
    _rule("advertisement", _ADVERTISEMENT, 90, phrase_only=True),
)
_LONGEST = max(rule.max_chars for rule in _RULES)
# CNA and many mainland sites close the last paragraph with the editor's name.
_CLOSING_CREDIT = re.compile(
    r"\s*[（(\[【](?:責任|责任)?(?:[編编][輯辑]|[責责][編编]|[編编][譯译]|[譯译]者|核稿|校[對对])\s?[:：/／]"
    r"[^）)\]】。]{1,30}[）)\]】]\s?\d*\s*$"
)
# Each speaks to the visitor of the page itself; a story does that only in a quotation.
_STAND_IN = re.compile(
    r"^(?:40[34]|50[0-4])\b.{0,24}$|^.{0,8}(?:找不到|不存在).{0,4}(?:网?页|页面)"
    r"|^[^「“『]*(?:[您你].{0,8}(?:网?页|页面|网址|文章|内容).{0,10}(?:不存在|移除|删除|找不到|更名|下架|失效)"
    r"|[您你](?:是否?为?|不是).{0,6}(?:真人|机器人)|请.{0,4}(?:启用|开启) ?(?:Java ?Script|Cookie)"
    r"|登[入录陆]即(?:表示|代表|视为)[您你]?.{0,4}同意)"
    r"|^.{0,4}本(?:文|篇|内容).{0,6}(?:会员|订户|订阅|付费).{0,8}(?:专属|专享|限定|独享|阅读)"
    r"|^(?:Page not found|Just a moment|Access denied)|^[^“\"]*(?:enable JavaScript"
    r"|(?:verify|confirm) (?:that )?you are (?:not a robot|human))",
    re.IGNORECASE,
)
_STAND_IN_CHARS = 120
_STORY_END = re.compile(rf"^\(? ?(?:责任编辑|责编|{_SECTION}) ?(?::.*)?\)?$")
_SECTION_LABEL = re.compile(rf"^\(? ?(?:{_SECTION}) ?:?\)?$")
_STORY_END_CHARS = 60


def fold(line: str) -> str:
    """Return the line as the rules compare it: one script, one form of each bracket, slash and colon."""
    return line.translate(_FOLD).strip()


def noise_in(line: str) -> NoiseKind | None:
    """Return what kind of noise the whole line is, or None for a line that may be read out."""
    if len(line) > _LONGEST:
        return None
    folded = fold(line)
    for rule in _RULES:
        if len(line) > rule.max_chars or (rule.phrase_only and has_sentence(line.rstrip("！!.…"))):
            continue
        if rule.pattern.search(folded):
            return rule.kind
    return None


def is_noise(line: str) -> bool:
    """Tell whether the whole line must not be read out."""
    return noise_in(line) is not None


def may_be_caption(line: str) -> bool:
    """Tell whether a line reads like a caption to one who sees it stand beside a picture."""
    return bool(_CAPTION_BY_PICTURE.search(fold(line)))


def without_closing_credit(paragraph: str) -> str:
    """Return the paragraph without an editor's credit in brackets at its very end."""
    return _CLOSING_CREDIT.sub("", paragraph)


def ends_story(line: str) -> bool:
    """Tell whether the line is one that stands after the last paragraph, so that nothing follows it."""
    return len(line) <= _STORY_END_CHARS and bool(_STORY_END.match(fold(line)))


def opens_section(line: str) -> bool:
    """Tell whether the line is a bare label, such as 延伸閱讀, above what the page says of other stories."""
    return len(line) <= _STORY_END_CHARS and bool(_SECTION_LABEL.match(fold(line)))


def stands_in(line: str) -> bool:
    """Tell whether a line is what a site shows in an article's place: an error, a login, a check."""
    return len(line) <= _STAND_IN_CHARS and bool(_STAND_IN.search(fold(line)))
