"""The page shell: what a browser gets before Streamlit has started, and around it afterwards."""

import re
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from services.web.assets import address

LANGUAGE = "en-GB"
LEAVE_TO = "https://www.bbc.co.uk/weather"
SCRIPTS = ("leaving.js", "help.js", "spoken.js", "connection.js", "fitting.js")
FONTS = ("fonts/atkinson-hyperlegible-next.woff2", "fonts/bricolage-grotesque.woff2")
DEMO_STRIP = "This is a demo. Everyone in it is made up."
# Shown once in a visit, below the page and never over it. It stands in the way of nothing: somebody
# in danger gets to the numbers past it. No note is kept in the browser that it was shown.
EXPLANATION = (
    '<section id="before" class="before" aria-labelledby="before-title" hidden>'
    '<h2 id="before-title">Before you start: how to leave fast</h2>'
    "<ul><li>Press <strong>Leave this site</strong>, at the top. The page goes white, then the weather "
    "opens.</li><li>Or press the Shift key 3 times.</li><li>Or press Tab until you come to "
    "<strong>Go to the weather now</strong>.</li></ul>"
    "<p>You are signed out. Only what you write under Tell us is kept, and not on this phone. "
    "Anything else you were typing is gone. To come back, type our address "
    "again. Your browser still remembers that you were here.</p>"
    '<p class="ways"><button type="button" id="before-read">I have read this</button>'
    '<a href="/safety">How to keep your visit private</a></p></section>'
)

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


def page(organisation: str, *, demo: bool, phone: str = "", explained: bool = False) -> str:
    """Streamlit's page with our language, title, bar and words for a browser without JavaScript.

    Unless `explained`, it also says how to leave fast; a script shows that at the start of a visit.
    """
    html = _streamlit_page()
    html = html.replace('<html lang="en">', f'<html lang="{LANGUAGE}"{_demo_class(demo)}>')
    html = html.replace("</head>", f"{_head('Alongside')}</head>")
    before = "" if explained else EXPLANATION
    html = html.replace(
        "<body>", f"<body>{_skip_links('root')}{before}{_bar(organisation, demo=demo)}"
    )
    opening = f'<div id="root">{_opening(phone)}</div>{_script()}'
    return html.replace('<div id="root"></div>', opening)


def plain_page(title: str, body: str, organisation: str, *, demo: bool) -> str:
    """A page of plain HTML with the same bar, which needs no JavaScript."""
    return (
        f'<!DOCTYPE html><html lang="{LANGUAGE}"{_demo_class(demo)}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{_head(title)}</head><body>{_skip_links('main')}{_bar(organisation, demo=demo)}"
        f'<main class="plain" id="main" tabindex="-1">{body}</main>{_script()}</body></html>'
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
        '<div id="fitting" class="connection fitting" role="status"></div>'
        '<div id="heard" class="heard" role="status"></div></section>'
    )


def _skip_links(main: str) -> str:
    """The first two stops of the keyboard: past the menu, and the way out once more."""
    return (
        f'<a class="skip" href="#{main}">Skip to the page</a>'
        f'<a class="skip" id="leave-first" href="{LEAVE_TO}" target="_self" rel="noreferrer">'
        "Go to the weather now</a>"
    )


def _opening(phone: str) -> str:
    number = "".join(digit for digit in phone if digit.isdigit())
    call = f' on <a href="tel:{number}">{escape(phone)}</a>' if number else ""
    return (
        '<div class="opening"><p>Opening the portal.</p>'
        '<noscript><p>This portal needs JavaScript. Without it you can still <a href="/help">get help '
        f'now</a>, or call us{call}.</p><p>If someone is in danger, call <a href="tel:999">999</a>.</p>'
        "</noscript></div>"
    )


def _script() -> str:
    return "".join(f'<script defer src="{address(name)}"></script>' for name in SCRIPTS)
