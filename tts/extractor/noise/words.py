"""Words: what the rules of all kinds are put together from, as `fold` writes it.

Each is the source of a regular expression. Where case is ignored, re compiles a class of Han character
by character unless told that they have none: hence `(?-i:…)`.
"""

HAN = r"(?-i:[\u4e00-\u9fff])"
NAME = r"(?-i:[\u4e00-\u9fff·]{2,5})"
# The commonest surnames of Taiwan (Ministry of the Interior, 2018) and of the mainland (Ministry of Public
# Security, 2020), which cover more than nineteen bearers of twenty, and Cantonese ones.
_SURNAME = (
    r"(?:欧阳|司徒|司马|上官|诸葛|夏侯|张简|范姜|(?-i"
    r":[陈林黄张李王吴刘蔡杨许郑谢洪郭邱曾廖赖徐周叶苏庄吕江何萧"
    r"罗高潘简朱钟彭游詹胡施沈余卢梁赵颜柯翁魏孙戴范方宋邓杜傅侯曹薛丁卓马阮董唐温蓝石蒋田康古邹汤欧白涂"
    r"尤巫"
    r"韩姚程龚严袁金童陆柳邵纪万倪骆谈阎贺龙熊黎尹钱秦贾谭冯雷毛史陶顾孔孟覃武乔聂齐关区邝伍麦霍樊岑湛劳"
    r"单项"
    r"祝鲁韦鲍俞任姜崔路屈甘脱夏段郝易常文牛向安尚葛岳章华左艾焦管梅盛靳舒申耿苗裴莫凌阳翟焦柏辛牟褚饶符"
    r"穆]))"
)
PERSON = rf"{_SURNAME}(?-i:[\u4e00-\u9fff]{{1,3}})"
PEOPLE = rf"{PERSON}(?:[ 、,/&和]{{1,2}}{PERSON}){{0,5}}"

MARKS = r"[\W_]{0,8}"
"""What papers set before a line that is none of the story: ★ ◎ ※ ● ▶ 👉 #, brackets, several of them."""

_ONE_OF_AGENCIES = (
    r"路透社?|美联社?|法新社?|欧新社?|新华社|中新社|中新网|中央社|中通社|共同社|韩联社|彭博社?|塔斯社"
    r"|德新社|安莎社|达志"
    r"|视觉中国|东方IC|IC photo|达志(?:影像)?|合成图|示意图|.{0,4}图库|网[络上]图片|互联网"
    r"|Reuters|AP(?: Photo)?|AFP|EPA(?:-EFE)?|Getty(?: Images)?|Bloomberg"
    r"|Shutterstock|iStock|Unsplash|Pixabay|Pexels|Freepik|Dreamstime|123RF"
    r"|(?:本报)?资料[照图]片?|档案[照图]片?|(?:视频|影片|网页|新闻|直播)?截图"
)
AGENCY = f"(?:{_ONE_OF_AGENCIES})"

_DAY = r"(?:\d{4}[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}日?|\d{1,2}[-/.月] ?\d{1,2}日?(?:[-/.] ?\d{4})?)"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?"
MINUTE = rf"(?:{_DAY}[ T,]{{1,2}}(?:HKT )?{_CLOCK}|{_CLOCK}[ ,]{{1,2}}{_DAY})"
"""A day with its time: what a page says of itself. A day or a time alone may head a part of a story."""
MOMENT = rf"(?:{_DAY}(?:[ T,]{{0,2}}(?:HKT )?{_CLOCK})?|{_CLOCK}(?:[ ,]{{1,2}}{_DAY})?)"

CHANNEL = (
    r"(?:公众号|粉(?:丝|专|团)|专页|(?<![A-Za-z])(?:LINE|FB|IG)(?![A-Za-z])|Facebook|脸书|Instagram|微信"
    r"|微博|Telegram|YouTube|WhatsApp"
    r"|Threads|TikTok|抖音|Twitter|推特|小红书|Podcast|播客|频道|电子报|新闻信|newsletter|RSS"
    r"|Google ?新闻|官[方]?网站?"
    r"|官方账号|群组|社群|新闻台|直播|影音平台|APPs?(?![A-Za-z])|应用程式|应用程序|客户端|手机(?:版"
    r"|程式|应用))"
)

OUTLET = (
    r"[^。,:!?()《》 ]{0,10}(?:新闻网?|日报|时报|晚报|早报|商报|快报|新报|周刊|月刊|杂志|电视台?|通讯社"
    r"|之声|之音|纪元|传媒|媒体|广播|头条|新闻云"
    r"|社|网|报|台|客户端|(?:新闻|外电|编译|国际|体育|综合|采访)(?:组|中心|部)|编辑部)"
)

# A sentence that tells of others is the story's, whatever else it says.
TOLD = (
    r"(?<!其)[他她](?![人项])|(?<![即就为])表示|指出|强调|呼吁|透露|坦言|直言|认为|回应|宣布|统计"
    r"|发现|显示|警方|民众|网友|业者|居民"
    r"|市民|官员|专家|学者|律师"
    r"|法官|用户|粉丝们?[都也]|[说称][,:。]|[昨今明]天|[昨今]日|去年|日前|当时|后来"
)
READER = (
    r"[您你]|请|欢迎|即刻|立[即刻]|马上|快|记得|别忘|我们|本[站网报台刊]|不用|点[我击此]|抽|等着"
    r"|关注|追踪|加入|扫码|扫一扫|喔|哦|吧|>>"
)
"""How a line turns to the reader himself."""
