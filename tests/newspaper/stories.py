"""What the two newspapers tell on each of three days; all of it is invented."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

TAIPEI = dt.timezone(dt.timedelta(hours=8))
DAYS = {day: dt.date(2026, 1, 8 + day) for day in (1, 2, 3)}
"""The dates of day 1, 2 and 3."""

Paper = Literal["harbour", "hill"]
PAPERS: dict[Paper, str] = {"harbour": "海港日報", "hill": "山城晚報"}


@dataclass(frozen=True, slots=True)
class Story:
    """One story as its page tells it, from the day it appears to the last day it is there."""

    name: str
    paper: Paper
    title: str
    section: str
    byline: str
    published: dt.datetime
    paragraphs: tuple[str, ...]
    last_day: int = 3

    @property
    def path(self) -> str:
        return f"/{self.paper}/2026/{self.name}.html"

    @property
    def image(self) -> str:
        return f"/{self.paper}/images/{self.name}.jpg"


def _at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(DAYS[day], dt.time(hour, minute), TAIPEI)


def _told(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines())


PORT = Story(
    "port",
    "harbour",
    "東灣港貨櫃量連三年成長　新碼頭明年啟用",
    "財經",
    "林若嵐",
    _at(1, 7, 30),
    _told("""
    東灣港務公司昨天公布去年營運成果，全年裝卸貨櫃四十二萬個，比前年增加百分之六點五，連續第三年成長，也是開港以來最好的成績。
    公司總經理何靜儀表示，成長主要來自冷鏈水果與精密零件的出口。港區去年添購三座電動橋式起重機，船隻平均停靠時間從十九小時縮短為十四小時。
    為了紓解碼頭擁擠，港區東側正在填築第七號碼頭，水深十六公尺，預計明年三月啟用。何靜儀說：「新碼頭全部使用岸電，船舶靠岸後可以關閉引擎，附近居民不必再聞到油煙。」
    貨運公會則提醒，聯外道路只有四線道，尖峰時段已經飽和，希望市政府同步拓寬。市府交通局回應，拓寬工程的設計將在今年六月完成。
    """),
)

LIBRARY = Story(
    "library",
    "harbour",
    "老魚市場變身圖書館　開館首日湧入三千人",
    "地方",
    "周以安",
    _at(1, 6, 45),
    _told("""
    閒置十二年的東灣老魚市場，經過三年整修，昨天以圖書館的新面貌開放。開館首日湧入三千多名民眾，排隊人龍繞過整條碼頭街。
    建築師保留了市場的鋼構屋頂與秤重臺，把原本的拍賣場改成挑高兩層的閱覽室。最受孩子歡迎的，是由冰庫改建的故事屋，牆上還看得見當年的溫度計。
    館長施明慧說，館藏目前有八萬冊，其中一萬冊與海洋有關。每週三晚上會請退休的漁夫來說故事，「他們是我們最珍貴的書」。
    七十八歲的陳阿土在這裡賣了四十年的魚，昨天帶著孫子來借書。他笑著說，味道不一樣了，可是聲音還是一樣熱鬧。
    """),
)

LIBRARY_CORRECTED = replace(
    LIBRARY,
    title="老魚市場變身圖書館　開館兩天湧入五千人",
    paragraphs=(
        *LIBRARY.paragraphs[:2],
        LIBRARY.paragraphs[2].replace("八萬冊", "九萬冊"),
        LIBRARY.paragraphs[3],
        "館方今天更正，館藏應為九萬冊，並宣布因為人潮踴躍，週末開放時間延長到晚上九點。",
    ),
)

TRAM = Story(
    "tram",
    "harbour",
    "山城電車百歲　下月起假日免費搭乘",
    "地方",
    "周以安",
    _at(1, 5, 50),
    _told("""
    連接東灣與山城的登山電車下個月滿一百歲，電車公司昨天宣布，從二月一日起，每逢假日可以免費搭乘，活動到年底為止。
    這條電車全長六點三公里，爬升四百一十公尺，當年為了運送茶葉而建，如今每年載客一百二十萬人次。公司把五號車廂恢復成一百年前的墨綠色，座椅改回木條長凳。
    董事長鄭清和表示，免費期間預估少收八百萬元，但是可以減少山路塞車。公司也會加開班次，由二十分鐘一班改為十二分鐘一班。
    山城的民宿業者樂觀其成，認為假日訂房可望增加兩成；環保團體則建議同時限制自用車上山，讓電車真正取代車潮。
    """),
)

TRAM_RETOLD = Story(
    "electric-tram",
    "hill",
    "電車一百年慶生　假日搭車不用錢",
    "生活",
    "綜合報導",
    _at(1, 7, 10),
    _told("""
    連接東灣與山城的登山電車下個月滿一百歲，電車公司昨天宣布，從二月一日起，每逢假日可以免費搭乘，活動到年底為止。
    這條電車全長六點三公里，爬升四百一十公尺，當年為了運送茶葉而建，如今每年載客一百二十萬人次。公司把五號車廂恢復成一百年前的墨綠色，座椅改回木條長凳。
    董事長鄭清和表示，免費期間預估少收八百萬元，但是可以減少山路塞車。公司也會加開班次，由二十分鐘一班改為十二分鐘一班。
    """),
)

BAKERY = Story(
    "bakery",
    "harbour",
    "清晨四點的麵包香　夜班護理師的小店",
    "生活",
    "許芷晴",
    _at(1, 4, 20),
    _told("""
    每天清晨四點，東灣醫院後巷就飄出麵包香。開店的江品妤曾經是夜班護理師，她說那時下班總找不到一口熱的東西吃，於是決定自己來烤。
    店面只有三坪大，一天做六款麵包，賣完就打烊。最受歡迎的是海鹽花生捲，用的是隔壁村子的花生，自己炒、自己磨。
    疫情那幾年，她每天留下二十個麵包，請警衛轉交給值班的同事。如今這個習慣還在，只是改由客人認購，牆上貼滿了寫著「請值班的人吃」的便條紙。
    """),
    last_day=2,
)

MUSEUM = Story(
    "museum",
    "hill",
    "山城博物館尋回失散八十年的茶行帳冊",
    "文化",
    "高又寧",
    _at(1, 6, 0),
    _told("""
    山城博物館昨天展出一批失散八十年的茶行帳冊。這批帳冊共有二十三本，記錄了昭和年間當地茶葉的價格、運費與工錢，去年在一戶人家翻修屋頂時被發現。
    研究員戴立群說，帳冊用毛筆與鋼筆混寫，還夾著天氣紀錄與採茶歌的歌詞，是了解當時山村生活最完整的一手資料。
    博物館花了十個月除蟲、去酸、修補，並逐頁掃描。民眾從下週起可以在網站上翻閱，也可以幫忙辨認難讀的字。
    捐出帳冊的屋主不願具名，只說祖母小時候採過茶，「東西回到山上，她應該會高興」。
    """),
)

FERRY = Story(
    "ferry",
    "harbour",
    "首艘電動渡輪試航　往離島只要三十五分鐘",
    "交通",
    "林若嵐",
    _at(2, 6, 30),
    _told("""
    東灣首艘電動渡輪「白鷺號」昨天試航，從東灣碼頭到鷺島只花三十五分鐘，比現有的柴油船快了十分鐘，船艙裡幾乎聽不到引擎聲。
    白鷺號由本地船廠打造，可載一百八十人，充一次電能往返兩趟。船頂的太陽能板供應照明與冷氣，碼頭也裝了快速充電樁，二十五分鐘就能充滿八成。
    鷺島居民昨天搶先體驗，在島上教書的溫老師說，以前冬天浪大，孩子常常暈船，這艘船穩得多。船公司表示票價不變，離島居民仍享半價。
    試航將持續兩個月，通過檢查後最快四月載客。第二艘姊妹船也已經開工，預定明年下水。
    """),
)

ROBOT = Story(
    "robot",
    "harbour",
    "高中生打造撿垃圾機器人　淨灘效率提高五倍",
    "科技",
    "許芷晴",
    _at(2, 7, 15),
    _told("""
    東灣高中四名學生花了一年，打造出會自己在沙灘上撿垃圾的機器人「招潮」。昨天在白沙灣示範，一小時撿起四百多件垃圾，是一個人的五倍。
    招潮有六個輪子和兩支夾子，靠鏡頭分辨寶特瓶、吸管與漂流木。隊長羅子軒說，最難的是不要誤抓寄居蟹，他們為此拍了一萬多張照片讓它學習。
    指導老師表示，整台機器人的材料費不到三萬元，設計圖會全部公開，歡迎其他學校一起改良。環保局有意採購十台，從今年夏天起在三處沙灘使用。
    """),
)

SCHOOL = Story(
    "school",
    "hill",
    "山上小學只剩九個學生　校長把森林變教室",
    "教育",
    "高又寧",
    _at(2, 5, 40),
    _told("""
    海拔九百公尺的雲頂國小，全校只剩九個學生。校長白瑞芬去年把一半的課搬進森林，數學課量樹圍，國文課寫鳥，沒想到今年有三戶人家為了這所學校搬上山。
    白瑞芬說，學生少，反而可以跟著每個孩子的速度走。六年級的阿順能叫出六十種植物的名字，畢業專題是替學校畫一張會隨季節變化的地圖。
    縣政府原本打算明年併校，教育處長昨天上山看了一堂課後表示，會給學校三年的時間，並補助一名專任的自然老師。
    """),
)

TEA = Story(
    "tea",
    "harbour",
    "春茶提早兩週採收　茶農憂心氣候",
    "財經",
    "林若嵐",
    _at(3, 6, 20),
    _told("""
    今年冬天偏暖，山城的春茶比往年提早兩週發芽，部分茶園昨天已經開始採收。茶農一則以喜，一則以憂，因為太早萌芽的嫩葉最怕二月的寒流。
    茶業改良場的紀錄顯示，過去三十年當地一月均溫上升了一點二度，採茶季平均提早九天。場長蔡博文建議農民分區採收，並在低窪處裝設防霜風扇。
    產銷班班長邱永福說，今年預估產量與去年相當，價格每斤約一千六百元。他已經把三成茶園改種耐旱的新品種，「天氣變了，我們也得跟著變」。
    """),
)

OBSERVATORY = Story(
    "observatory",
    "hill",
    "雲頂天文臺發現新彗星　三月肉眼可見",
    "科學",
    "戴立群",
    _at(3, 7, 5),
    _told("""
    雲頂天文臺昨天宣布，研究團隊在例行巡天時發現一顆新彗星，初步計算它將在三月中旬通過近日點，屆時在黑暗的地方用肉眼就能看見。
    發現者是二十七歲的助理研究員葉青。她說那天凌晨雲很多，只拍到七張照片，其中三張有一個模糊的小點，跟星圖對了三遍才敢叫醒同事。
    彗星目前的亮度是十四等，距離地球兩億八千萬公里。天文臺提醒，新彗星常有意外，可能比預期亮，也可能在接近太陽時碎掉。
    天文臺三月將開放四個晚上讓民眾觀星，並準備了二十架望遠鏡，下週一起在網路上報名。
    """),
)

FERRY_RETOLD = Story(
    "white-egret",
    "hill",
    "白鷺號試航成功　離島居民搶先體驗",
    "生活",
    "綜合報導",
    _at(3, 5, 30),
    FERRY.paragraphs[:3],
)

STORIES = {
    1: (PORT, LIBRARY, TRAM, TRAM_RETOLD, BAKERY, MUSEUM),
    2: (FERRY, ROBOT, SCHOOL, LIBRARY_CORRECTED),
    3: (TEA, OBSERVATORY, FERRY_RETOLD),
}
"""What is new or changed on each day. A retold story is the same in nearly the same words, and shorter."""


def on_day(day: int) -> tuple[Story, ...]:
    """Return the stories that are there on a day, as they are told then, the newest first."""
    told = {story.path: story for past in range(1, day + 1) for story in STORIES[past]}
    there = (story for story in told.values() if story.last_day >= day)
    return tuple(sorted(there, key=lambda story: story.published, reverse=True))
