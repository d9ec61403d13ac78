"""Bare assets: scripts and styles as browsers need them, without what is there for their readers."""

import rcssmin  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]


def bare(name: str, text: str) -> str:
    """Return a script or a style without its comments and spaces, by the ending of its name.

    What a script quotes stays, but for spaces in a template within a template, which is taken for code.
    """
    return str(rcssmin.cssmin(text) if name.endswith(".css") else rjsmin.jsmin(text))
