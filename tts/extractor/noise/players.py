"""Players: a page's own voice and film, and the posts of others that it shows."""

from tts.extractor.noise.rule import rule
from tts.extractor.noise.words import MARKS

_POST = r"(?:X|Twitter|推特|YouTube|Facebook|脸书|Instagram|IG|TikTok|抖音|微博|Threads|SoundCloud)"
_WORDINGS = (
    (
        rf"^{MARKS}(?:(?:点[击我])?(?:收?听|朗读|播放)(?:本?[新文]?[闻章篇]|报导|全文|语音|音频)?|本文语音"
        r"|语音(?:播报|朗读|版)?|test|播放(?:影片|视频)?)\W{0,3}$(?<!^听)"
    ),
    r"^(?:听新闻 ?)?(?:test ?)?(?:\d{1,2}:\d\d(?::\d\d)? ?/ ?\d{0,2}:?\d{1,2}:\d\d|\d:\d\d|00:\d\d)$",
    r"^(?:视频|影片|音频)(?:加载中|播放(?:器|中|失败|列表)?(?:$|[:… ]))",
    (
        r"^.{0,8}(?:浏览器|[您你]的(?:设备|装置|播放器|手机)).{0,10}(?:无法|不支[援持])"
        r"|^Your browser does not support"
    ),
    r"^\W{0,3}本[文篇则].{0,8}(?:语音|人工智[慧能]|AI).{0,8}(?:朗读|合成|播报)",
    r"^点[击按]播放.{0,12}$|^To view this video|^(?:请|您需要).{0,4}(?:启用|开启) ?Java ?Script",
    (
        r"^(?:Play video|Video player|Listen to (?:this )?article|View this post on Instagram"
        r"|A post shared by)"
    ),
    r"^.*pic\.twitter\.com/\w+$|^— .{2,40}\(@\w+\)",
    # the borders of an embedded post
    (
        rf"^(?:结[尾束]|跳[过至]|End of|Skip)(?: of)? ?{_POST} ?(?:的)?(?:帖[子文]|贴文|内容"
        r"|post)?(?: ?, ?\d{1,2})?$"
    ),
    rf"^允许 ?{_POST} ?内容吗|^警告: ?(?:第三方|外部)|^在 ?{_POST} ?(?:上)?(?:查看|观看|浏览)",
    r"^.{1,40}\(@[\w.]+\) ?(?:所?分享|张贴|发[布文])的?(?:贴[文子]|帖[文子])",
    (
        rf"^{MARKS}(?:{_POST}|影片|视频)(?:帖文|贴文|影片)?(?:来源)?[^。]{{0,24}}(?:如遭移除|若遭移除"
        r"|若无法(?:观看|播放)|如无法)"
    ),
    (
        r"^\W{0,3}(?:有片|附影片|影[片音]|视频|影音新闻|看影片|相关影[片音]|更多影[片音]|直播"
        r"|精彩视频.{0,2}|独家影片)\W{0,4}(?:https?://\S+)?$"
    ),
)
RULES = (rule("player", _WORDINGS, 130),)
