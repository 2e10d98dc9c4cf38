"""Partners: others whom we may share with, for whoever says yes to that one."""

import streamlit as st

from components import confirm, frame, layout, partner_form
from components.wording import sentence
from components.wording.partners import ENDING, STATES, said_yes
from services import partners
from services.partners import Partner

visit = frame.require("staff")


@frame.action
def save(partner_id: str | None) -> None:
    """Add a partner, or change one."""
    saved = partners.save(
        visit.gateway, partner_id=partner_id, **partner_form.filled_in(partner_id)
    )
    partner_form.remember(partner_id, saved)
    wrong = saved.outcome in ("invalid", "not_found")
    frame.say(sentence("partners", saved.outcome), kind="warning" if wrong else "success")


@frame.action
def end(partner: Partner) -> None:
    """Stop working with a partner; every yes to it stops."""
    outcome = partners.end(visit.gateway, partner_id=partner.partner_id)
    frame.say(sentence("partners", outcome, name=layout.plain(partner.name)))


@frame.action
def restart(partner: Partner) -> None:
    """Ask for a partner again; nobody's old yes counts."""
    outcome = partners.restart(visit.gateway, partner_id=partner.partner_id)
    frame.say(sentence("partners", outcome, name=layout.plain(partner.name)))


def draw(partner: Partner) -> None:
    """One partner, in the words in which people are asked."""
    key = f"partner-{partner.partner_id}"
    with layout.card(partner.name, key=key, badges=[STATES[partner.state]], text=partner.wording):
        if partner.state == "ended":
            st.button("Ask for them again", key=f"restart-{key}", on_click=restart, args=(partner,))
            return
        st.text(said_yes(partner.said_yes))
        with st.expander("Change this partner", icon=":material/edit:", key=f"change-{key}"):
            partner_form.draw(partner, save)
        confirm.button(
            "Stop sharing with them",
            key=f"end-{key}",
            question=ENDING,
            yes="Yes, stop",
            do=lambda: end(partner),
        )


layout.page_title("Partners", "Others who can help. We share nothing without a yes to that one.")
layout.section("Whom we work with")
everyone = partners.everyone(visit.gateway)
for each in everyone:
    draw(each)
if not everyone:
    layout.empty_state("No partners yet", "Add one below. Then members can say yes to it.")
layout.section("Add a partner")
with st.container(key="new-partner"):
    partner_form.draw(None, save)
