"""Taking the record along: what is in it, the name on it, and the two files."""

from collections.abc import Callable, Iterator

import streamlit as st

from components import dates, file_link, layout, paging
from components.wording import contribution as words
from services import contribution
from services.contribution import Contribution, Given, Wanted
from services.contribution.words import ROLES
from services.web.routes import RECORD

TICKET = "_contribution_ticket"
TICKED = "_contribution_ticked"  # what was ticked or unticked one by one
NAME = "contribution_name"
PAGE = "_contribution_choices"
PAGE_SIZE = 10


def draw(given: Contribution, wanted: Wanted, make: Callable[[], None]) -> None:
    """The choices, the button, and the links once the record is made as it is chosen now."""
    layout.section("Take it with you", "Show an employer or a college what you gave.")
    st.markdown(words.TELLING)
    for part, usual in contribution.PARTS.items():
        st.checkbox(words.PARTS[part], value=usual, key=f"contribution_{part}")
    if given.workshops:
        with st.expander("Choose workshops and roles one by one"):
            _one_by_one(given)
    st.text_input(words.NAME, key=NAME, max_chars=contribution.LONGEST_NAME, autocomplete="off")
    st.markdown(f":small[{words.NAME_HINT}]")
    st.button("Make my record", key="make-record", type="primary", on_click=make)
    ticket, made_of = st.session_state.get(TICKET, ("", None))
    if ticket and made_of == wanted:
        links(ticket)


def links(ticket: str) -> None:
    """Both files, answered for the person's own cookie and nobody else's."""
    with st.container(key="file-record"):
        for kind, label in (
            ("pdf", "Download the record (PDF)"),
            ("csv", "Download the table (CSV)"),
        ):
            file_link.anchor(f"{RECORD}{ticket}.{kind}", label)


def wanted(given: Contribution, from_on: str | None, to_on: str | None) -> Wanted:
    """What is chosen on the page just now."""
    state = st.session_state
    return Wanted(
        name=" ".join((state.get(NAME) or "").split()),
        from_on=from_on,
        to_on=to_on,
        parts=frozenset(
            part
            for part, usual in contribution.PARTS.items()
            if state.get(f"contribution_{part}", usual)
        ),
        left_out=frozenset(key for key, _, usual in _things(given) if not _is_in(key, usual)),
    )


def _one_by_one(given: Contribution) -> None:
    things = list(_things(given))
    begin = (paging.number(PAGE) - 1) * PAGE_SIZE
    for key, label, usual in things[begin : begin + PAGE_SIZE]:
        widget = f"contribution-in-{key}"
        st.checkbox(
            label, value=_is_in(key, usual), key=widget, on_change=_tick, args=(key, widget)
        )
    paging.draw(PAGE, total=len(things), page_size=PAGE_SIZE)


def _things(given: Contribution) -> Iterator[tuple[str, str, bool]]:
    """Each workshop and each role in it: what stands for it, its label, whether it is in at first."""
    for one in given.workshops:
        yield one.id, _label(one), one.way is not None
        for role in one.roles:
            yield contribution.role_key(one.id, role), f"{ROLES[role]}, on the same day", True


def _label(one: Given) -> str:
    return f"{dates.day(one.starts_at, year=True)}: {layout.plain(one.title)}"


def _is_in(key: str, usual: bool) -> bool:
    ticked: dict[str, bool] = st.session_state.get(TICKED, {})
    return ticked.get(key, usual)


def _tick(key: str, widget: str) -> None:
    st.session_state[TICKED] = {
        **st.session_state.get(TICKED, {}),
        key: bool(st.session_state[widget]),
    }
