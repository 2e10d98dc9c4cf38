"""The one place where the portal writes HTML into a page."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from components.site_map import ROOT


def test_nothing_in_a_link_to_a_file_becomes_html() -> None:
    def page() -> None:
        from components import file_link

        file_link.anchor('/download/"><script>a</script>', "<b>All & more</b>")

    [drawn] = AppTest.from_function(page).run().markdown
    assert drawn.value == (
        '<a href="/download/&quot;&gt;&lt;script&gt;a&lt;/script&gt;" target="_self">'
        "&lt;b&gt;All &amp; more&lt;/b&gt;</a>"
    )


def test_no_other_place_writes_html_into_a_page() -> None:
    places = [
        str(file.relative_to(ROOT))
        for folder in ("pages", "components")
        for file in sorted((ROOT / folder).rglob("*.py"))
        if "unsafe_allow_html=True" in file.read_text(encoding="utf-8")
    ]
    assert places == ["components/file_link.py"]
