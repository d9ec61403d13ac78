from importlib.metadata import distributions

import pytest

from tools.licences import COMPATIBLE, FREE, NAMED, Metadata, allowed, licence, main, objection


def test_all_that_is_installed_may_be_used() -> None:
    assert main(["--quiet"]) is None


def test_what_is_named_does_not_tell_by_itself() -> None:
    told = {one.name: one.metadata.json for one in distributions() if one.name in NAMED}
    assert told
    assert [licence("", metadata) for metadata in told.values()] == [""] * len(told)


@pytest.mark.parametrize(
    ("told", "spdx"),
    [
        ({"license_expression": "MIT OR Apache-2.0", "license": "whatever"}, "MIT OR Apache-2.0"),
        (
            {"license": "BSD-2-Clause", "classifier": ["License :: OSI Approved :: BSD License"]},
            "BSD-2-Clause",
        ),
        ({"license": "Apache License\n  Version 2.0, January 2004"}, "Apache-2.0"),
        ({"classifier": ["Topic :: Text", "License :: OSI Approved :: MIT License"]}, "MIT"),
        ({"license": "see the file"}, ""),
        ({"license": "BSD"}, ""),  # the old one of four clauses does not go together with the GPL
        ({}, ""),
    ],
)
def test_a_licence_is_found_wherever_a_package_tells_it(told: Metadata, spdx: str) -> None:
    assert licence("a-package", told) == spdx


def test_one_choice_that_may_be_used_is_enough_but_of_all_that_is_joined_each_must_be() -> None:
    assert allowed("Proprietary OR MIT", COMPATIBLE)
    assert not allowed("Proprietary AND MIT", COMPATIBLE)


@pytest.mark.parametrize(
    ("expression", "is_allowed"),
    [
        ("(MIT OR Proprietary)", True),
        ("(MIT OR Proprietary) AND Proprietary", False),
        ("Proprietary AND (MIT OR Proprietary)", False),
        ("(Proprietary AND MIT) OR (MIT AND Proprietary)", False),
    ],
)
def test_brackets_that_are_not_around_all_are_not_understood(expression: str, *, is_allowed: bool) -> None:
    assert allowed(expression, COMPATIBLE) is is_allowed


@pytest.mark.parametrize("part", ["building", "running", "testing"])
def test_what_tells_nothing_and_what_is_not_free_is_refused_everywhere(part: str) -> None:
    assert "does not tell its licence" in objection("a-package", "", part)
    assert "a-package is under BUSL-1.1" in objection("a-package", "BUSL-1.1", part)


def test_what_only_tests_use_must_be_free_and_no_more() -> None:
    (apart,) = FREE - COMPATIBLE
    assert objection("a-package", apart, "testing") == ""
    assert objection("a-package", apart, "running") != ""
