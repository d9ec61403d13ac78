import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.engines.parts import spoken_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("今天晴。明天雨！", ("今天晴。", "明天雨！")),
        ("中再祭稀土牌？ 停審查銷日許可", ("中再祭稀土牌？ ", "停審查銷日許可")),
        ("今天晴。（！）", ("今天晴。（！）",)),
        ("！！今天晴。", ("！！今天晴。",)),
        ("", ()),
    ],
)
def test_a_part_is_a_sentence_with_what_cannot_be_spoken_beside_it(text: str, parts: tuple[str, ...]) -> None:
    assert spoken_parts(text) == parts


@given(st.text(alphabet="今天。！「」 12aA，\n…", min_size=1))
def test_joined_the_parts_are_the_text_and_each_can_be_spoken(text: str) -> None:
    parts = spoken_parts(text)
    assert "".join(parts) == text
    assert len(parts) == 1 or all(any(map(str.isalnum, part)) for part in parts)
