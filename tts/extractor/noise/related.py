"""Related: labels and links to other stories, above them, between two paragraphs or in brackets."""

import re

from tts.extractor.noise.fold import fold
from tts.extractor.noise.rule import rule
from tts.extractor.noise.words import MARKS

_STORIES = r"(?:新闻|报[导道]|文章|内容|资讯|消息|影[片音]|视频|详情|专题|推荐|话题|故事|情报)"
_SECTION = (
    r"延伸(?:阅读|观看|影[片音]| ?· ?推荐)?|相关(?:阅读|新闻|报导|报道|文章|链[接结]|连结|推荐|资讯"
    r"|视频|影[片音]"
    r"|专题|主题|内容)"
    r"|(?:推荐|参考|同步|深度)阅读|点[阅选]更多|[完详]?[整细](?:报[导道]|内容|新闻|分析)?请?[见看]"
    r"|(?:更多|继续|点击?)阅读|更多(?:相关|热门|精选|最新|即时)?(?:新闻|报导|报道|内容|精[彩采].{0,8})"
    r"|看更多(?:[^的, 。]{0,12})|阅读更多|查看更多|了解更多|还有更多|[此早]前报[导道]"
    r"|点击?进入(?:专题|合集|专栏|话题|专辑|系列)|(?:进入|查看)专题"
    r"|热门(?:新闻|文章|推荐|话题|影[片音]|视频|排行|点阅|点击|关键[字词]|标签)|超人气|猜[你您]喜欢"
    r"|其[他它](?:生活|同一栏目|相关|人气)?(?:新闻|内容)|其他人也(?:都|[正还]?在|[想爱])?(?:看|读|搜|关注"
    r"|喜欢)了?(?:什么|哪些)?|[热人][门气]点阅|延伸报[导道]|推荐新闻|新闻推荐"
    r"|(?:也许)?[你您](?:也|还)?(?:可能|也许|或许|一定)?(?:会|也|还){0,2}(?:想看|有?兴趣|喜欢|感兴趣"
    r"|会有兴趣).{0,6}"
    r"|(?:编辑|今日|精[彩采]|[为给][您你]|小编|大家|猜[你您]|智能|热门|好书|独家)(?:推荐|精选)"
    r"|大家[都也正]{0,2}在[看搜]|[您你]可能感兴趣.{0,6}|[上下]一[则篇](?:新闻"
    r"|文章)?(?:与下一[则篇](?:新闻|文章)?)?|(?:最新|即时|精选"
    r"|推荐|热门|焦点|站内|近期)(?:新闻|文章|影[片音])|关键[字词]"
    r"|(?:人气|点[击阅]|热门|阅读|浏览|新闻)排行(?:榜)?|往期(?:回顾|精彩|文章|推荐|阅读|[热好]文)|系列(?:报[导道]|文章)"
    r"|专题报[导道]|同场加映|热搜(?:榜|新闻)?|点击?(?:阅读)?[上下]一[则篇](?:新闻|文章)?"
    r"|看了[^。,]{0,8}的人[也还][^。,]{0,8}|(?:本[日周月站]|[今昨]日"
    r"|全[站网台]|站内|一周)(?:最[热夯新]|热门|热搜|热点|焦点|排行)(?:新闻|文章)?|即时热[门搜]"
    r"|今日[^。,:]{0,6}热[点门榜]"
    r"|要闻(?:top ?\d+)?|最多人(?:分享|阅读|看)"
    r"|新闻(?:链[接结]|连结)|(?:原文|全文|详细.{0,4}|详情)请?[见看]|详全文|详见|全文阅读|另见|睇更多|睇片"
    r"|重温"
    r"|(?:网友|读者|热门|最新|全部)(?:留言|评论)|(?:留言|评论)区|留言板|(?:发表|写)(?:留言|评论)"
    r"|(?:Related|Read (?:more|next)|More (?:on|from)|See also|Recommended|Most (?:read|popular))"
    r"(?: (?:stories|articles|reading|news|this|story|topic)){0,2}"
)
# Above readers' words; 網友回應 without their number is a sub-heading as well.
_SAID = r"(?:留言|评论|跟[帖贴]|回[复覆])"
_COUNT = r" ?(?:\( ?)?\d{1,6} ?[则条个篇]?\)?"
_COMMENTS = (
    rf"(?:全部|所有|精[彩选]|最热|热门|最新|网友|读者|会员|访客|观众)的?{_SAID}(?:{_COUNT})?"
    rf"|(?:网友|读者)?(?:{_SAID}|回应|意见){_COUNT}|{_SAID}(?:区|板|列表)(?:{_COUNT})?"
    rf"|\d{{1,5}} ?[则条个篇] ?(?:{_SAID}|回应)|我(?:来|也来|要)说(?:[两几]句|说)"
    r"|(?:Leave a|Post a) (?:Reply|Comment)|\d{1,5} comments?"
)
# Above what a writer has read, as the last part of a long story.
_SOURCES = r"(?:参考(?:资料|文献|书目)|引用(?:文献|资料)|资料来源|注[释解]|References|Sources|(?:Foot)?notes)"
_RIGHTS = r"[^。,:]{0,12}(?:著作权|版权|免责|法律|隐私权?)(?:声明|条款|公告)"  # above a site's own words
_HEAD = r"\W{0,4}(?:[▪►▶→>»👉➤☆★▼▲☞●◆■《<(]{1,4} ?)?"
# What Cantonese and other pages call the reader to do: 即睇, 即Click, 按此睇片, 點擊下圖睇更多.
_CLICK = r"(?:即|点击|按此|点(?=睇(?:片|更多|晒|相|图))|按下?图|点击下图|撳|㩒)"
_SEE = r"(?:睇|Click|入去?睇|重温|看(?:片|更多))"
# What a gallery amid a story asks for: to touch a picture, to slide on, to look.
_TOUCH = r"(?:点[击选]?|按|轻?触|撳|㩒|揿|click|tap)(?:下[方面]?|以下|一下|张)?"
_PICTURE = r"(?:[图圖](?:[片辑集])?|相片?|照片|靓相)"
_SWIPE = r"(?:(?:左右|向左|往左|往右)?(?:滑动|拨动|扫(?=睇|看))[^。,!?「」]{0,4})"
_LOOK = r"(?:睇|[看观](?:更多|全部|完整|大图|清楚|晒)|看看)"
_WORDINGS = (
    rf"^\(?{MARKS}(?:{_SECTION})\W{{0,3}}(?:[:/》>›»▼▶►▸▹‣→➤👉)](?!.{{0,12}}(?:报[导道]|讯|电)\)).*|[…>]+)?$",
    r"^(?:▪|►|▶|👉|➤|➡|☞|>>|\(?点(?:我|此|击|这里?).{0,4}看)",
    r"^(?:更多)?相关(?:资讯|新闻|消息|内容|报导|报道)请关注",
    r"^\W{0,3}更多[^。]{2,20}(?:请(?:看|见|关注|点击|上|参[考阅]|翻阅|阅读|留意)|尽在|详[见看])",
    r"^\W{0,3}(?:完整|详细|全部)(?:报[导道]|内容|新闻|分析)[^。]{0,6}(?:请|详)?[见看阅参]",
    r"^\W{0,4}更多 ?[^。,!?:]{0,22}(?:报[导道])\W{0,4}$",
    (
        r"^\W{0,4}更多 ?(?:[^。,!?:]{0,12}(?:新闻网?|相关|网|报|台|周刊|精[彩采]|热门|[A-Za-z]|产业"
        rf"|生活|国际|财经|娱乐|体育)) ?{_STORIES}(?:详情)?(?:请[看上见].{{0,16}})?\W{{0,4}}$"
    ),
    rf"^.{{0,30}}{_CLICK} ?{_SEE}[^。]{{0,12}}$|^\W{{0,4}}(?:即睇|睇更多|睇片|即Click)[^。]{{0,30}}$",
    rf"^\W{{0,4}}{_CLICK}{_SEE}[^。]{{0,30}}$|^\(?点图睇.{{0,4}}\)?$",
    # 點圖放大睇佢嘅百寶箱   撳相睇晒全部靚相   滑動看更多圖片 →
    (
        rf"^{MARKS}(?:更多[^。,「」]{{1,6}}[(: ]{{1,2}})?(?:{_TOUCH}{_PICTURE}|{_SWIPE})[^。,!?:「」]{{0,2}}"
        rf"(?:放大|{_LOOK})[^。,!?「」说]{{0,24}}$"
    ),
    rf"^{MARKS}(?:即{_LOOK}|{_LOOK})[^。,!?「」]{{1,16}}(?:👇|👉|↓|⬇|▼)[\W_]{{0,8}}$",
    r"^.*(?:查看更多|阅读全文|点击查看.{0,8}|Read more|\.{3} ?\(全文\)|\.\.\.更多) ?[>»…]*$",
    (
        rf"^{MARKS}(?:前情提要|延伸|相关|上文|下文|详情|新闻|影音|影片|推荐|新闻懒人包"
        r"|懒人包)[》>/:] ?.{4,60}$"
    ),
    (
        r"^往下(?:看|滑).{0,8}$|^\W{0,3}想?看更多[^。,]{2,20}, ?(?:请|立即|快)?(?:点|按|上|下载|加入"
        r"|看)[^。]{0,20}$"
    ),
    r"^[◤].{1,30}[◢]$",
    # its own place in a list of the series
    r"^[^。,「」]{2,40} ?\((?:本[篇文集则]|[您你]在(?:这里|此)|目前(?:位置|文章)|正在(?:阅读|看))\)$",
    r"^第? ?[A-Z]?\d{1,3} ?版$",
    # what a gallery has beyond the pictures that it shows
    r"^\W{0,2}\+ ?\d{1,3} ?(?:张|張|幅|图|圖|photos?)\W{0,2}$",
    r"^\W{0,3}(?:明[日天]|下[期周集回篇])(?:请看|预告|续看|待续|将?刊[出登]|敬请期待)[^。:《〈]{0,6}[:《〈][^。]{2,40}$",
    r"^相关(?:新闻|报[导道]|文章)(?:刊|详见|见)?[A-Z]?\d{1,2}(?:、[A-Z]?\d{1,2})*版",
)
RULES = (rule("related", (*_WORDINGS, rf"^{MARKS}(?:{_COMMENTS}|{_SOURCES}) ?:?$"), 90),)

# A forum's post ends with two hyphens; below them the writer signs all of his posts with the same words.
_STORY_END = re.compile(
    rf"^\(? ?(?:责任编辑|责编|{_SECTION}) ?(?::.*)?\)?$|^(?:{_COMMENTS}|{_SOURCES}) ?:?$|^{_RIGHTS}$"
    r"|^-- ?(?:※.*)?$",
    re.IGNORECASE,
)
_SECTION_LABEL = re.compile(
    rf"^\(? ?(?:{_SECTION}|{_COMMENTS}|{_SOURCES}|(?:我要|发表|写下?|快来|张贴){_SAID}) ?:?\)?$",
    re.IGNORECASE,
)
_MAX_CHARS = 60


def ends_story(line: str) -> bool:
    """Tell whether the line is one that stands after the last paragraph, so that nothing follows it."""
    return len(line) <= _MAX_CHARS and bool(_STORY_END.match(fold(line)))


def opens_section(line: str) -> bool:
    """Tell whether the line is a bare label, such as 延伸閱讀, above what the page says of other stories."""
    return len(line) <= _MAX_CHARS and bool(_SECTION_LABEL.match(fold(line)))
