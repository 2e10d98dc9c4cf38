"""The real app with one more page, which holds a fragment."""

from pathlib import Path

from components import menu, site_map
from components.site_map import Entry

HERE = Path(__file__).parent
PAGE = Entry(str(HERE / "page_with_a_fragment.py"), "Fragment", "with-a-fragment", ("member",), "x")

menu.PAGES = site_map.PAGES = (*site_map.PAGES, PAGE)
site_map.BY_ADDRESS[PAGE.url_path] = PAGE

from app import app  # noqa: E402

__all__ = ["app"]
