"""Evidence: a story takes up the words of its headline; other texts of the page do not."""

from tts.extractor.evidence import Evidence, word_pairs

TITLE = "老燈塔盼重新點亮 居民聯名陳情"
STORY = "當地居民昨天聯名向市府陳情，希望重新點亮這座停用多年的老燈塔。"
FOOTER = "本網站的股票資訊由某某財經公司提供，內容不構成任何投資意見。"
SITE = "某某財經新聞網"


def test_pairs_are_of_neighbouring_characters_and_of_whole_latin_words() -> None:
    assert word_pairs("點亮 燈塔 AI 5") == {"點亮", "燈塔", "ai"}


def test_story_agrees_with_its_headline_and_a_footer_does_not() -> None:
    evidence = Evidence(titles=(TITLE,))
    assert evidence.agrees(STORY)
    assert not evidence.agrees(FOOTER)


def test_site_name_in_a_headline_is_no_word_of_the_story() -> None:
    titles = (f"{TITLE} {SITE}",)
    assert Evidence(titles).agrees(f"{FOOTER}{SITE}")
    assert not Evidence(titles, names=(SITE,)).agrees(f"{FOOTER}{SITE}")


def test_one_pair_that_a_text_has_by_chance_is_no_agreement() -> None:
    assert not Evidence(titles=("燈塔重新亮了",)).agrees("燈塔牌的罐頭今天特價。")


def test_story_is_known_by_where_its_description_begins() -> None:
    evidence = Evidence(titles=(TITLE,), descriptions=(f"{STORY[:24]}…",))
    assert evidence.opens(STORY)
    assert not evidence.opens(FOOTER)
    assert evidence.is_telling


def test_description_of_the_whole_site_tells_no_story() -> None:
    evidence = Evidence(titles=(TITLE,), descriptions=("某某新聞網提供最即時的新聞，陪您掌握每一天。",))
    assert not evidence.opens("某某新聞網提供最即時的新聞，陪您掌握每一天。")
    assert not evidence.is_telling


def test_page_without_headline_and_description_is_silent() -> None:
    assert Evidence().is_silent
    assert Evidence(titles=("生活",)).is_silent
    assert not Evidence(titles=(TITLE,)).is_silent


def test_description_that_only_repeats_the_headline_tells_no_more() -> None:
    assert not Evidence(titles=(TITLE,), descriptions=(f"{TITLE},燈塔,陳情",)).is_telling
