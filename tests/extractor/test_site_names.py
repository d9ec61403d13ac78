"""Page titles lose the names of site and section, on whichever side and behind whichever mark."""

import pytest

from tts.extractor.site_names import is_site_name, without_site_name


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("老燈塔盼重新點亮 | 生活 | 某某新聞網", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 - 某某日報", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 | 生活", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 | 某某電視", "老燈塔盼重新點亮"),
        ("老灯塔盼重新点亮_新闻频道_某某网", "老灯塔盼重新点亮"),
        ("老灯塔盼重新点亮-某某网", "老灯塔盼重新点亮"),
        ("老灯塔 - 渔村的光 - 某某新闻", "老灯塔 - 渔村的光"),
        ("The lighthouse will be lit again | Example News", "The lighthouse will be lit again"),
        ("老燈塔盼重新點亮", "老燈塔盼重新點亮"),
        ("NBA-燈塔隊逆轉勝出全場沸騰", "NBA-燈塔隊逆轉勝出全場沸騰"),
        ("燈塔隊主場3-1勝漁港", "燈塔隊主場3-1勝漁港"),
        ("基隆外海H-12D失聯", "基隆外海H-12D失聯"),
        ("季後賽戰報｜燈塔奪冠", "季後賽戰報｜燈塔奪冠"),
        ("老燈塔盼重新點亮｜生活｜某某日報", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮--科技--某某网", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮──某某日報", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 ‧ 某某新聞網", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 - 某某 Sometalk", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 | The Some Lens 某某評論", "老燈塔盼重新點亮"),
        ("某某新聞網 | 老燈塔盼重新點亮", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 - 港灣報", "老燈塔盼重新點亮"),
        ("NBA | 燈塔隊逆轉勝出", "NBA | 燈塔隊逆轉勝出"),
        ("老燈塔──百年的光", "老燈塔──百年的光"),
    ],
)
def test_title_loses_the_names_of_site_and_section(title: str, bare: str) -> None:
    assert without_site_name(title) == bare


def test_the_pages_own_name_of_its_site_is_one() -> None:
    assert without_site_name("老燈塔盼重新點亮 - 港灣之聲", {"港灣之聲"}) == "老燈塔盼重新點亮"
    assert without_site_name("老燈塔盼重新點亮 - 港灣之聲") == "老燈塔盼重新點亮 - 港灣之聲"
    assert is_site_name("港灣之聲", {"港灣之聲"})
    assert not is_site_name("老燈塔盼重新點亮", {"港灣之聲"})
