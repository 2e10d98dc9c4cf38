"""Whether staff may speak about a person with their loved one, and noting what the person said."""

import streamlit as st

from components import layout, talk_form, talk_list
from components.actions import action, say
from components.visits import Visit
from components.wording import sentence
from components.wording.consents import HOW
from components.wording.talk_permissions import FOR_STAFF, NOBODY
from services import talk_permissions
from services.talk_permissions import Answer, Talk

HOWS = ("by_phone", "on_paper")


def draw(talk: Talk) -> None:
    """The rule, and with whom staff may speak until when."""
    layout.section("Speaking with their loved one")
    st.info(FOR_STAFF)
    if talk.live:
        talk_list.draw_for_staff(talk.live)
    else:
        st.markdown(NOBODY)


def draw_form(visit: Visit, person_id: str, talk: Talk) -> None:
    """Note that they said yes, or took it back, by phone or on paper."""
    with st.expander("Note with whom we may speak", key="note-talk"):
        talk_form.draw("staff", talk)
        with layout.action_row():
            for how in HOWS:
                label = f"They said yes {HOW[how]}"
                st.button(
                    label, key=f"talk-given-{how}", on_click=_note, args=(visit, person_id, how)
                )
        for permission in talk.live:
            with layout.action_row(f"{permission.relation_words.capitalize()}:"):
                for how in HOWS:
                    st.button(
                        f"They took it back {HOW[how]}",
                        key=f"talk-withdrawn-{how}-{permission.relation}",
                        on_click=_take_back,
                        args=(visit, person_id, permission.relation, how),
                    )
        if talk.history:
            st.markdown("**What they said, and when**")
            talk_list.draw_history(talk.history)


@action
def _note(visit: Visit, person_id: str, how: str) -> None:
    answer = talk_permissions.record(
        visit.gateway, person_id=person_id, decision="given", how=how, **talk_form.told("staff")
    )
    talk_form.remember("staff", answer)
    _tell(answer)


@action
def _take_back(visit: Visit, person_id: str, relation: str, how: str) -> None:
    _tell(
        talk_permissions.record(
            visit.gateway, person_id=person_id, relation=relation, decision="withdrawn", how=how
        )
    )


def _tell(answer: Answer) -> None:
    said = sentence("talk_permissions", answer.outcome)
    say(said, kind="success" if answer.outcome == "recorded" else "warning")
