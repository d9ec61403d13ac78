"""The pages of a show: an index, and a page to read along for every episode."""

from tts.site.pages import Page, pages
from tts.site.write import write_site

__all__ = ["Page", "pages", "write_site"]
