"""What someone sees in place of a page that they may not open, or that could not be drawn."""

import streamlit as st

from components import layout, menu, second_step, sign_in, visits, wording
from components.visits import Visit


def not_for_you(visit: Visit | None) -> None:
    """Ask a visitor to sign in, a newcomer to finish; tell a member whose page this is not."""
    if visit is None:
        layout.page_title("Open the portal from its front page")
    elif not visit.signed_in:
        menu.remember()
        sign_in.draw(visit, ended=visits.was_ended())
    elif visit.second_factor == "show":
        menu.remember()
        second_step.draw(visit)
    elif visit.second_factor == "set_up":
        second_step.ask_to_set_up()
    elif visit.person is None:
        menu.remember()
        layout.page_title("One more step", "Tell us what to call you, and the portal is yours.")
        menu.link_to_first(visit, "Carry on")
    else:
        layout.page_title(
            "This page is for other people",
            "Your account does not open it. If you need it, ask us.",
        )
        menu.link_to_first(visit, "Go to my first page")


def went_wrong(problem: Exception) -> None:
    """Say plainly that a page could not be drawn."""
    st.error(wording.refusal(problem))
