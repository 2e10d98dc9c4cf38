"""On the card of a match: tell staff about the other one's name or words, or block them."""

import streamlit as st

from components import actions, confirm, layout, menu, wording
from components.wording.reports import BLOCK, BLOCK_MEANS
from services import reports
from services.gateway import Gateway


def draw(gateway: Gateway, match_id: str, name: str) -> None:
    """Folded away: nothing here hurries anybody."""

    @actions.action
    def block() -> None:
        outcome = reports.block(gateway, match_id=match_id)
        actions.say(wording.sentence("reports", outcome, name=layout.plain(name)), kind="info")

    with st.expander("Report or block this person"):
        st.text("Nobody is told that it was you.")
        menu.link("report", "Tell us about their name or words", query={"match": match_id})
        confirm.button(
            "Block this person",
            key=f"block-{match_id}",
            question=f"**{BLOCK}** {BLOCK_MEANS.format(name=layout.plain(name))}",
            yes="Yes, block them",
            do=block,
        )
