"""The menu and the ways from one page to another."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from components.site_map import BY_ADDRESS, PAGES, SECTIONS, Entry, first_screen
from components.visits import Visit
from components.wording import notices

MENU = "_menu"
WANTED = "_wanted"
FRONT = "front"


@dataclass(slots=True)
class _Menu:
    """The pages as Streamlit knows them, made once for each visit and kept while nothing changes."""

    audiences: frozenset[str]
    unread: int
    pages: dict[str, st.Page]
    sections: dict[str, list[st.Page]]
    chosen: st.Page | None = None
    here: str = ""


def register(visit: Visit) -> Entry:
    """Register every page, show the ones that this visitor may open, and return the one asked for.

    Pages that are not allowed are registered too, hidden, so that a deep link survives sign-in.
    """
    menu: _Menu | None = st.session_state.get(MENU)
    unread = visit.person.unread if visit.person else 0
    if menu is None or (menu.audiences, menu.unread) != (visit.audiences, unread):
        menu = st.session_state[MENU] = _make(visit.audiences, unread)
    chosen = st.navigation(menu.sections, position="top")
    at = next((address for address, page in menu.pages.items() if page is chosen), None)
    entry = BY_ADDRESS[at] if at else first_screen(visit.audiences)
    menu.chosen, menu.here = chosen, entry.url_path
    return entry


def _make(audiences: frozenset[str], unread: int) -> _Menu:
    pages = {entry.url_path: _page(entry, audiences, unread) for entry in PAGES}
    sections: dict[str, list[st.Page]] = {name: [] for name in SECTIONS}
    for entry in PAGES:
        sections.setdefault(entry.section_for(audiences), []).append(pages[entry.url_path])
    sections = {name: within for name, within in sections.items() if within}
    list(sections.values())[-1].append(_front_door(audiences))
    return _Menu(audiences, unread, pages, sections)


def _front_door(audiences: frozenset[str]) -> st.Page:
    """A page of its own at "/", since Streamlit does not answer at a default page's address."""
    first = first_screen(audiences)
    return st.Page(first.path, title=first.title, url_path=FRONT, default=True, visibility="hidden")


def _page(entry: Entry, audiences: frozenset[str], unread: int) -> st.Page:
    waits = unread and entry.url_path == "notices"
    return st.Page(
        entry.path,
        title=f"{entry.title} ({unread})" if waits else entry.title,
        url_path=entry.url_path,
        visibility="visible" if entry.shown_to(audiences) else "hidden",
    )


def run() -> None:
    """Run the script of the page that was asked for."""
    menu: _Menu = st.session_state[MENU]
    if menu.chosen:
        menu.chosen.run()


def link(
    url_path: str,
    label: str | None = None,
    *,
    icon: str | None = None,
    query: Mapping[str, str] | None = None,
    main: bool = False,
) -> None:
    """A link to another page of the portal, in the same tab; `main` for the one main action."""
    target = BY_ADDRESS[url_path]
    with st.container(key=f"main-{url_path}", width="content") if main else nullcontext():
        st.page_link(
            _registered(url_path),
            label=label or target.title,
            icon=f":material/{icon or target.icon}:",
            query_params=query,
        )


def here() -> str:
    """The address of the page that is being drawn."""
    menu: _Menu = st.session_state[MENU]
    return menu.here


def remember() -> None:
    """Keep the page that was asked for, for when the visitor may open it."""
    st.session_state[WANTED] = (here(), st.query_params.to_dict())


def wanted() -> str:
    """The address of the page that was asked for, else the front page's."""
    url_path, query = st.session_state.get(WANTED, ("", {}))
    return f"/{url_path}" + (f"?{urlencode(query)}" if query else "")


def go_on() -> None:
    """Open the page that was asked for before, if there is one."""
    if WANTED in st.session_state:
        go(*st.session_state.pop(WANTED))


def link_to_first(visit: Visit, label: str) -> None:
    """A link to the visitor's own first screen."""
    link(first_screen(visit.audiences).url_path, label)


def link_to_notices(visit: Visit) -> None:
    """A line to what waits for the visitor, where something does: a phone's menu is closed."""
    if visit.person and visit.person.unread:
        link("notices", notices.waiting(visit.person.unread))


def go(url_path: str, query: Mapping[str, str] | None = None) -> None:
    """Leave this page for another one of the portal."""
    st.switch_page(_registered(url_path), query_params=query)


def _registered(url_path: str) -> st.Page:
    menu: _Menu = st.session_state[MENU]
    return menu.pages[url_path]
