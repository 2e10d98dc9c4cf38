"""The page shell: what a browser gets before Streamlit has started, and around it afterwards."""

import re
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from services.web.assets import address

LANGUAGE = "en-GB"
LEAVE_TO = "https://www.bbc.co.uk/weather"
SCRIPTS = ("portal.js", "spoken.js", "connection.js")
FONTS = ("fonts/atkinson-hyperlegible-next.woff2", "fonts/bricolage-grotesque.woff2")
DEMO_STRIP = "This is a demo. Everyone in it is made up."

# What leaves Streamlit's own page: its title and icon, a font that we do not use, an inline
# script (none is allowed here), a pointer to an interface that is switched off, its noscript text.
REMOVED = (
    r"<!--.*?-->",
    r"<link\s+rel=\"shortcut icon\"[^>]*>",
    r"<link\s+rel=\"preload\"[^>]*>",
    r"<link\s+rel=\"service-desc\"[^>]*>",
    r"<title>.*?</title>",
    r"<script>.*?</script>",
    r"<noscript>.*?</noscript>",
)


def page(organisation: str, *, demo: bool) -> str:
    """Streamlit's page with our language, title, bar and words for a browser without JavaScript."""
    html = _streamlit_page()
    html = html.replace('<html lang="en">', f'<html lang="{LANGUAGE}"{_demo_class(demo)}>')
    html = html.replace("</head>", f"{_head('Alongside')}</head>")
    html = html.replace("<body>", f"<body>{_bar(organisation, demo=demo)}")
    return html.replace('<div id="root"></div>', f'<div id="root">{_opening()}</div>{_script()}')


def plain_page(title: str, body: str, organisation: str, *, demo: bool) -> str:
    """A page of plain HTML with the same bar, which needs no JavaScript."""
    return (
        f'<!DOCTYPE html><html lang="{LANGUAGE}"{_demo_class(demo)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{_head(title)}</head><body>{_bar(organisation, demo=demo)}"
        f'<main class="plain">{body}</main>{_script()}</body></html>'
    )


@cache
def _streamlit_page() -> str:
    html = (streamlit_static() / "index.html").read_text(encoding="utf-8")
    for pattern in REMOVED:
        html = re.sub(pattern, "", html, flags=re.DOTALL)
    return re.sub(r"\n\s*\n+", "\n", html).strip()


@cache
def streamlit_static() -> Path:
    """Where the installed Streamlit keeps the files of its own front end."""
    spec = find_spec("streamlit")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("Streamlit is not installed")
    return Path(spec.submodule_search_locations[0]) / "static"


def _demo_class(demo: bool) -> str:
    return ' class="demo"' if demo else ""


def _head(title: str) -> str:
    fonts = "".join(
        f'<link rel="preload" href="/assets/{font}" as="font" type="font/woff2" crossorigin>'
        for font in FONTS
    )
    return (
        f"<title>{escape(title)}</title>"
        f'<link rel="icon" href="{address("mark.svg")}" type="image/svg+xml">{fonts}'
        f'<link rel="stylesheet" href="{address("portal.css")}">'
    )


def _bar(organisation: str, *, demo: bool) -> str:
    strip = f'<p class="strip">{DEMO_STRIP}</p>' if demo else ""
    return (
        f'<section aria-label="Help and leaving">{strip}<div class="bar"><a href="/help">Help now</a>'
        f'<a id="leave" class="leave" href="{LEAVE_TO}" target="_self" rel="noreferrer">'
        "Leave this site</a></div>"
        f'<a class="brand" href="/"><img src="{address("mark.svg")}" alt="">'
        f"<span>{escape(organisation)}</span></a>"
        '<div id="presses" class="presses" role="status"></div>'
        '<div id="connection" class="connection" role="status"></div>'
        '<div id="heard" class="heard" role="status"></div></section>'
    )


def _opening() -> str:
    return (
        '<div class="opening"><p>Opening the portal.</p>'
        "<noscript><p>This portal needs JavaScript. Without it you can still "
        '<a href="/help">get help now</a>, or call us.</p></noscript></div>'
    )


def _script() -> str:
    return "".join(f'<script defer src="{address(name)}"></script>' for name in SCRIPTS)
