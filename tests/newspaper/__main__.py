"""`python -m tests.newspaper [DAY [PORT]]`: the newspapers by hand, until the input ends or Ctrl-C."""

import sys

from tests.newspaper import Newspaper

numbers = [int(argument) for argument in sys.argv[1:3]]
with Newspaper(*numbers) as paper:
    sys.stdout.write(f"{paper.url}\n")
    sys.stdout.flush()
    sys.stdin.read()
