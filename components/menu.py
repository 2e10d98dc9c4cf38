"""The menu and the ways from one page to another."""

from collections.abc import Mapping

import streamlit as st

from components.site_map import BY_ADDRESS, PAGES, Entry, entry, first_screen
from components.visits import Visit

REGISTERED = "_pages"
HERE = "_here"
CHOSEN = "_chosen"
FRONT = "front"


def register(visit: Visit) -> Entry:
    """Register every page, show the ones that this visitor may open, and return the one asked for.

    Pages that are not allowed are registered too, hidden, so that a deep link survives sign-in.
    The front door is a page of its own, with the script of the visitor's first screen: Streamlit
    does not answer at a default page's own address.
    """
    pages = {page.url_path: _page(page, visit) for page in PAGES}
    sections: dict[str, list[st.Page]] = {"": []}
    for page in PAGES:
        sections.setdefault(page.section, []).append(pages[page.url_path])
    first = first_screen(visit.audiences)
    front = st.Page(
        first.path, title=first.title, url_path=FRONT, default=True, visibility="hidden"
    )
    list(sections.values())[-1].append(front)
    chosen = st.navigation(sections, position="top")
    asked_for = next((page for page in PAGES if pages[page.url_path] == chosen), first)
    st.session_state[REGISTERED] = pages
    st.session_state[HERE] = asked_for.url_path
    st.session_state[CHOSEN] = chosen
    return asked_for


def run() -> None:
    """Run the script of the page that was asked for."""
    st.session_state[CHOSEN].run()


def link(
    url_path: str,
    label: str | None = None,
    *,
    icon: str | None = None,
    query: Mapping[str, str] | None = None,
    main: bool = False,
) -> None:
    """A link to another page of the portal, in the same tab; `main` for the one main action."""
    if url_path not in BY_ADDRESS:
        return
    target = entry(url_path)
    with st.container(key=f"main-{url_path}" if main else None, width="content"):
        st.page_link(
            st.session_state[REGISTERED][url_path],
            label=label or target.title,
            icon=f":material/{icon or target.icon}:",
            query_params=query,
        )


def here() -> str:
    """The address of the page that is being drawn."""
    return str(st.session_state[HERE])


def link_to_first(visit: Visit, label: str) -> None:
    """A link to the visitor's own first screen."""
    link(first_screen(visit.audiences).url_path, label)


def go(url_path: str, query: Mapping[str, str] | None = None) -> None:
    """Leave this page for another one of the portal."""
    st.switch_page(st.session_state[REGISTERED][url_path], query_params=query)


def _page(page: Entry, visit: Visit) -> st.Page:
    shown = page.shown_to(visit.audiences)
    return st.Page(
        page.path,
        title=page.title,
        url_path=page.url_path,
        visibility="visible" if shown else "hidden",
    )
