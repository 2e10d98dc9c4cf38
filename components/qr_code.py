"""A picture that a phone can scan, and the addresses that go into one."""

from io import BytesIO
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st


def address(url_path: str, **query: str) -> str:
    """The full address of a page of the portal, as this browser sees it; "" where it is not known."""
    here = urlsplit(st.context.url or "")
    return f"{here.scheme}://{here.netloc}/{url_path}?{urlencode(query)}" if here.netloc else ""


def picture(words: str) -> str:
    """The words as a QR code: SVG, black on white on any background."""
    drawn = BytesIO()
    segno.make(words, error="m").save(
        drawn, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False
    )
    return drawn.getvalue().decode()
