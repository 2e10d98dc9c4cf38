"""What somebody needs to take part: asked of the person, shown to those who run a workshop."""

from collections.abc import Callable

import streamlit as st

from components import layout, menu, wording
from components.actions import action, say
from components.layout import Badge
from components.wording.access_needs import SAID
from services import access_needs
from services.access_needs import Need
from services.gateway import Gateway
from services.workshop_parts import MyNeed
from services.workshops import Workshop

Mark = Callable[[str, str, str, str], None]  # person id, their name, met or not_met, a word


def draw_mine(workshop: Workshop, gateway: Gateway) -> None:
    """On the page of a workshop, for somebody who takes part: what is told, and what came of it."""
    mine = workshop.my_need
    if mine is None or workshop.state == "cancelled":
        return
    if mine.can_say:
        if mine.needs:
            _how_it_was(workshop, mine, gateway)
        return
    with st.container(border=True, key="access-needs"):
        st.markdown("**What you need to take part**")
        if not mine.needs:
            st.text("A quiet corner, large print, a lift? Say it once, and we plan for it.")
            menu.link("account", "Say what you need", icon="accessibility_new")
            return
        st.text(mine.needs)
        _whether_told(workshop, mine, gateway)
        menu.link("account", "Change what it says", icon="edit")


def badge(needs: int) -> Badge | None:
    """For a list: how many people shared what they need."""
    if not needs:
        return None
    return ("1 access need" if needs == 1 else f"{needs} access needs", "attention")


def draw_for_team(need: Need, mark: Mark, *, can_mark: bool = True) -> None:
    """What somebody needs, and two buttons to say whether it was there, with a word if one likes."""
    key = f"need-{need.person_id}"
    with st.container(border=True, key=key, gap="small"):
        st.markdown(f"**{layout.plain(need.display_name)}**")
        st.text(need.needs)
        for who, says, word in (
            ("They say", need.person_says, need.person_word),
            ("The team says", need.team_says, need.team_word),
        ):
            if says:
                st.text(f"{who}: {SAID[says].lower()}. {word}".strip())
        if not can_mark:
            return
        word = st.text_input("A word on it, if you like", key=f"{key}-word", max_chars=500)
        with st.container(horizontal=True):
            for says, label in (("met", "It was there"), ("not_met", "Not there")):
                st.button(
                    label,
                    key=f"{key}-{says}",
                    type="primary" if says == "met" else "secondary",
                    on_click=mark,
                    args=(need.person_id, need.display_name, says, word),
                )


def _whether_told(workshop: Workshop, mine: MyNeed, gateway: Gateway) -> None:
    if mine.shared:
        st.text("We tell the people who run this workshop, and nobody else.")
    elif mine.agreed:
        st.text("You said no for this workshop, so we tell nobody.")
    else:
        st.text("May we tell the people who run this workshop?")
        st.caption(f"{mine.wording} You can take it back at any time under Your choices.")
    with st.container(horizontal=True):
        if not mine.shared:
            _button("Yes, tell them", workshop, mine, gateway, shared=True)
        if mine.shared or not (mine.agreed or mine.answered):
            _button("No, tell nobody", workshop, mine, gateway, shared=False)


def _button(
    label: str, workshop: Workshop, mine: MyNeed, gateway: Gateway, *, shared: bool
) -> None:
    st.button(
        label,
        key=f"need-{'share' if shared else 'keep'}",
        type="primary" if shared else "secondary",
        on_click=_share,
        args=(gateway, workshop.id, shared, mine.version),
    )


@action
def _share(gateway: Gateway, workshop_id: str, shared: bool, version: int | None) -> None:
    outcome = access_needs.share(gateway, workshop_id=workshop_id, shared=shared, version=version)
    good = outcome in ("shared", "not_shared")
    say(wording.sentence("access_needs", outcome), kind="success" if good else "warning")


def _how_it_was(workshop: Workshop, mine: MyNeed, gateway: Gateway) -> None:
    with st.container(border=True, key="access-needs"):
        st.markdown("**Was what you needed there?**")
        st.text(mine.needs)
        if mine.says:
            st.text(f"You told us: {SAID[mine.says].lower()}. {mine.word}".strip())
        word = st.text_input("A word on it, if you like", mine.word, 500, key="need-word")
        with st.container(horizontal=True):
            for says, label in (("met", "Yes, it was"), ("not_met", "No")):
                st.button(
                    label,
                    key=f"need-{says}",
                    on_click=_say,
                    args=(gateway, workshop.id, says, word),
                )


@action
def _say(gateway: Gateway, workshop_id: str, says: str, word: str) -> None:
    outcome = access_needs.say(gateway, workshop_id=workshop_id, says=says, word=word)
    good = outcome in ("met", "not_met")
    say(wording.sentence("access_needs", outcome), kind="success" if good else "warning")
