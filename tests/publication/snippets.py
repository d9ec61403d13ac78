"""The configurations of web servers in docs/hosting.md."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "hosting.md").read_text(encoding="utf-8")


def configuration(server: str) -> str:
    """Return the lines set in below the one that begins with the server's name."""
    below = PAGE.partition(f"\n{server}")[2].partition("\n\n")[2]
    return re.split(r"\n(?=\S)", below)[0]
