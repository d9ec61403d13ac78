"""Two invented newspapers of an invented island, on the loopback interface, for three days.

`with Newspaper() as paper:` serves day 1; `paper.day = 2` is the next morning. Set `paper.failing[path]`
to see a source or an article fail, and read `paper.asked` to know what was asked for.
"""

from tests.newspaper.server import Failure, Newspaper
from tests.newspaper.stories import DAYS, STORIES, Story, on_day

__all__ = ["DAYS", "STORIES", "Failure", "Newspaper", "Story", "on_day"]
