"""Offers: what a shop sells amid a story, known by two things that only one who sells says of his wares.

Stories tell of sales as well. So a finished sentence is an offer only where it calls the reader to buy,
and no line is one that tells what shops or buyers do.
"""

import re

_PRICE = r"(?:(?:NTD?|HK|US|RM|S|A)?[$＄¥￥] ?\d|(?:NTD|HKD|RMB|TWD|RM) ?\d|\d[\d,]{0,8} ?[元块](?!旦))"
_BUY = (
    r"(?:(?:立[即刻]|马上|手刀|赶[快紧]|快来?|点[我此击这]|按此|线上|网[上路]|我要|一键|火速|即刻|现在|即日起)"
    r".{0,4}(?:订[购位]|选购|抢购?|购买?|购入|下单|团购|加购|[预订]购|带走|入手|逛逛|跟团|囤货|结账|领券|领取)"
    r"|加入购物车|购物车|(?:购买|订购|团购|购[物书票]|下单|商品)(?:连结|链[接结]|网址|专线|表单|请[点按洽])|(?:^|\W)(?:开团|跟团)"
    r"|(?:点[击我此])下单|来[电讯]订购|(?:订购|预购)(?:专线|电话))"
)
_SIGNS = tuple(
    re.compile(sign, re.IGNORECASE)
    for sign in (
        (
            r"限时[^。,]{0,4}(?:优惠|特[价卖惠]|抢购?|下杀|折|免运|免费|团购|秒杀|\d|[一二三四五六七八九])|限[量定](?:\d|发售|优惠|[供]应)"
            r"|倒数\d|售完为止|卖完为止|送完为止|今日截止|最后\d{1,2}[天组]|只到(?:今[天晚]|\d)|早鸟|数量有限|手慢无|正品保[证障]"
        ),
        (
            r"(?:\d|[一二三四五六七八九])(?:[.·]?\d)? ?折(?![扣磨腾返断])|买[\d一二两三四五十]{1,2}.?送"
            r"|满[\d一二三千百额][\d千百,元]{0,6}[^。,]{0,2}(?:[减折免送享])|现[折抵省]"
            r"|再?[折省]\d|[立直][减降]\d?|半价|下杀|特[价惠](?:\d|$|\W)|优惠[码价券]"
            r"|折[扣价](?:码|券)|原价|会员价|团购价|回馈价|\d{1,2}% ?off|优惠(?:倒数|$|\W)"
        ),
        r"(?:优惠|折[扣价])[码券] ?:? ?(?-i:[A-Z0-9]{3,})|领券|输入[^。,]{0,8}[码代]",
        r"免运|[包免]邮|免运费|宅配到[府家]|24h到货|(?:快速|隔日|当日)(?:到货|出货|配送)|货到付款|超商取货|分期(?:零|0)利率|\d{1,2}期零利率",
        _BUY,
        _PRICE,
        r"(?:订阅|购买|消费|刷卡)[就即满]?送|还可抽|(?:加[赠送码]|再[送赠]|附赠|送)(?:[^。,]{0,6}(?:好礼|赠品|礼[盒物包]|[一1]组|红利|点数))|买就送|满额(?:赠|礼)|七天鉴赏|不满意[^。,]{0,4}退",
        r"^\W{0,3}(?:团购|好物|好康|限时|开团|抢购|特惠|特卖|独家优惠|读者(?:专属|独享)|工商|业配|合作|嗨购|必买|爆款|热卖)[^。,:)]{0,6}[):!]",
    )
)
_DEAL, _PRICED = _SIGNS[1], _SIGNS[5]
_CALLS = re.compile(_BUY)
_STORY = re.compile(
    r"(?<!其)[他她](?![人项])|(?<![即就为])表示|指出|强调|呼吁|认为|[说称][,:。]|警方|网友|居民|官员"
    r"|业者|店[家员主]|店门|老板|祭出|推出|百货|民众|消费者?|市[场民]|卖光|乏人|了(?!解)|遭|被|后[,才]|却|仍|排队|人潮|旅客"
    r"|抢[客市攻]|[拚拼]|业绩|商机|买气|营收|涨|跌|销量|诈骗|名嘴|手法|按钮|股|基金|房[价贷]|油价|农[会民]|家长|学生|[一每][个箱]只要"
)
_TICKETS = re.compile(r"票|月租|租金|资费|[运邮]费 ?\d|入[场园]|报名|学费|车资|电价|工资|月薪|时薪|罚")
_MAX_CHARS = 90


_OF_WARES = frozenset("折购惠送运邮价抢减团$￥¥元订领")  # no sign is without one of these


def is_offer(line: str, folded: str) -> bool:
    """Tell whether a line, given also as `fold` writes it, sells its readers something."""
    if (
        len(line) > _MAX_CHARS
        or _OF_WARES.isdisjoint(folded)
        or line.startswith(("「", "“", "『", '"'))
        or _STORY.search(folded)
    ):
        return False
    calls = _CALLS.search(folded)
    if not calls and ("。" in line or _TICKETS.search(folded)):
        return False
    signs = [sign for sign in _SIGNS if sign.search(folded)]
    # A menu or a list of deals in a story says no more than this: 套餐 $88 起，買一送一.
    is_item = signs == [_DEAL, _PRICED] and len(_PRICED.findall(folded)) == 1 and "，" in line
    return len(signs) > 1 and not is_item
