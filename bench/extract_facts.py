"""How many titles, bylines and dates come out of the pages for which they were noted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bench.extract_corpus import Case, Facts, normal
from bench.extract_own import Outcome

ANY = "*"
CHINA = timezone(timedelta(hours=8))
"""The clock of Taiwan, Hong Kong and the mainland, in which dates without a zone were noted."""
_MINUTE = len("2026-01-31T08:00")


@dataclass(frozen=True, slots=True)
class FactScore:
    """Which facts of a page are right; None where any answer is."""

    name: str
    title: bool | None
    byline: bool | None
    date: bool | None


def facts_of(wanted: Facts, outcome: Outcome) -> FactScore:
    """Compare a page's facts with those wanted; a page that was refused has none right."""
    article = outcome.article
    return FactScore(
        outcome.name,
        _unless_any(wanted.title, article is not None and title_is_right(wanted.title, article.title)),
        _unless_any(wanted.byline, article is not None and byline_is_right(wanted.byline, article.byline)),
        _unless_any(wanted.date, article is not None and date_is_right(wanted.date, article.published)),
    )


def title_is_right(wanted: str, title: str) -> bool:
    """Tell whether a title is the one wanted, but for spaces and compatibility forms."""
    return normal(wanted) == normal(title)


def byline_is_right(wanted: str | None, byline: str | None) -> bool:
    """Tell whether a byline has the name wanted; where none is, there must be none."""
    return not byline if wanted is None else normal(wanted) in normal(byline or "")


def date_is_right(wanted: str, published: datetime | None) -> bool:
    """Tell whether the day is the one wanted, and the minute where one is.

    A time wanted without a zone is the one that the page shows, on its own clock or on China's.
    """
    if published is None:
        return False
    if len(wanted) <= _MINUTE:
        return wanted in (published.isoformat()[: len(wanted)], _in_china(published)[: len(wanted)])
    return _in_china(published)[:_MINUTE] == _in_china(datetime.fromisoformat(wanted))[:_MINUTE]


def _in_china(time: datetime) -> str:
    return time.astimezone(CHINA).isoformat()


def show_facts(cases: Sequence[Case], outcomes: Sequence[Outcome], *, verbose: bool) -> None:
    """Print how many facts are right, of the pages for which they were noted."""
    known = [(case, case.facts, one) for case, one in zip(cases, outcomes, strict=True) if case.facts]
    scores = [facts_of(facts, one) for _, facts, one in known]
    named = [one.byline for one, (_, facts, _) in zip(scores, known, strict=True) if facts.byline]
    unnamed = [one.byline for one, (_, facts, _) in zip(scores, known, strict=True) if not facts.byline]
    print(
        f"title {_share(one.title for one in scores)}  byline {_share(named)}  none named {_share(unnamed)}"
        f"  date {_share(one.date for one in scores)}"
    )
    for _, facts, one in known if verbose else ():
        _explain(facts, one, facts_of(facts, one))


def _explain(wanted: Facts, outcome: Outcome, right: FactScore) -> None:
    article = outcome.article
    for name, is_right, want, got in (
        ("title", right.title, wanted.title, article and article.title),
        ("byline", right.byline, wanted.byline, article and article.byline),
        ("date", right.date, wanted.date, article and article.published),
    ):
        if is_right is False:
            print(f"  {outcome.name}: {name} {got}, not {want}")


def _unless_any(wanted: str | None, is_right: bool) -> bool | None:  # noqa: FBT001 - the one argument there is
    return None if wanted == ANY else is_right


def _share(answers: Iterable[bool | None]) -> str:
    counted = [answer for answer in answers if answer is not None]
    return f"{sum(counted)}/{len(counted)}"
