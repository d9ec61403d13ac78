"""Papers and broadcasters of elsewhere that are written in Chinese."""

from tts.extractor.sites.site import Site

_NEW_YORK = "America/New_York"
_SINGAPORE = "Asia/Singapore"

OVERSEAS = (
    Site(
        hosts=("epochtimes.com",),
        publisher="大紀元",
        zone=_NEW_YORK,
        names=("大紀元", "大纪元", "大紀元 www.epochtimes.com", "大纪元 www.epochtimes.com"),
        body=("div#artbody",),
        title=("h1.title",),
        time=("div.info time", "#artbody time"),
        tags=("a[rel=tag]",),
        remove=("figure", "#artbody time"),
    ),
    Site(
        hosts=("dw.com",),
        publisher="德國之聲",
        zone="Europe/Berlin",
        names=("德國之聲", "德国之声", "dw.com"),
        body=("div.rich-text", "div.longText"),
        remove=("figure", ".picBox"),
    ),
    Site(
        hosts=("rfa.org",),
        publisher="自由亞洲電台",
        zone=_NEW_YORK,
        names=("自由亞洲電台", "自由亚洲电台", "Radio Free Asia"),
        body=("div#storytext",),
        time=("span#story_date",),
        remove=("figure", "#headerimg"),
    ),
    Site(
        hosts=("voachinese.com", "voacantonese.com"),
        publisher="美國之音",
        zone=_NEW_YORK,
        names=("美國之音", "美国之音", "美國之音粵語網"),
        body=("#article-content div.wsw", "#article-content"),
        time=("time[pubdate]",),
        remove=("figure", ".wsw__embed"),
    ),
    Site(
        hosts=("zaobao.com", "zaobao.com.sg"),
        publisher="聯合早報",
        zone=_SINGAPORE,
        names=("聯合早報", "联合早报", "联合早报网", "早报"),
        body=("div.article-body", "div.article-content-rawhtml", "div.article-content-container"),
        remove=(
            "figure",
            ".bff-google-ad",
            ".bff-recommend-article",
            ".further-reading",
            ".read-on-app-cover",
        ),
    ),
    Site(
        hosts=("sinchew.com.my",),
        publisher="星洲日報",
        zone="Asia/Kuala_Lumpur",
        names=("星洲日報", "星洲日报", "星洲網", "星洲网"),
        body=("div.article-page-content",),
        remove=("figure", ".ads-frame", ".read-more-msg"),
    ),
)
