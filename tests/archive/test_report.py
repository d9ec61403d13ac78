"""The report says what came of a run, in words and as one object."""

import pytest

from tts.archive.report import Report, progress, span
from tts.errors import ArticleNotFound, ExitCode, NetworkError


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (60, "1 min 0 s"),
        (3_599, "59 min 59 s"),
        (3_600, "1 h 0 min"),
        (200_000, "2 d 7 h"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(seconds: float, said: str) -> None:
    assert span(seconds) == said


def test_how_long_the_rest_takes_is_estimated_by_the_pace_until_now() -> None:
    assert progress(0, 98_000, 0.0) == "0 of 98,000."
    assert progress(100, 98_000, 600.0) == "100 of 98,000; 10.0 a minute, about 6 d 19 h left."
    assert progress(3, 3, 6.0) == "3 of 3; 30.0 a minute, about 0 s left."


def test_the_code_is_that_of_what_failed_and_of_what_did_not() -> None:
    codes = []
    for made in (0, 1):
        report = Report(lists=1, made=made)
        report.fails("a", NetworkError("Down."))
        codes.append(report.exit_code)
    assert [Report().exit_code, *codes] == [ExitCode.OK, ExitCode.NETWORK, ExitCode.SOME_FAILED]


def test_where_nothing_went_well_for_several_reasons_it_failed() -> None:
    report = Report()
    report.fails("a", NetworkError("Down."))
    report.fails("b", ArticleNotFound("None."))
    assert report.exit_code == ExitCode.FAILED


def test_a_list_that_failed_beside_one_that_did_not_is_some_failed() -> None:
    report = Report(lists=1, unlisted=1)
    report.fails("a", NetworkError("Down."))
    assert report.exit_code == ExitCode.SOME_FAILED


def test_all_is_said_in_sentences_and_in_numbers() -> None:
    report = Report(made=1_200, before=5, left=7, sound_ms=7_200_000, took_s=600.0, ended="Ended early.")
    report.fails("a", NetworkError("Down."))
    assert report.sentences == [
        "1,200 made, 5 made before, 7 left.",
        "1 failed (NetworkError): a.",
        "2 h 0 min of sound in 10 min 0 s, 120.0 a minute.",
        "Ended early.",
    ]
    assert report.facts["failed"] == {"NetworkError": {"count": 1, "first": ["a"]}}
    assert (report.facts["sound_hours"], report.facts["a_minute"]) == (2.0, 120.0)
