"""For staff: how e-mail does, and each e-mail that did not go."""

from collections.abc import Callable

import streamlit as st

from components import dates, layout
from components.wording import emails as words
from services.emails import Service, Trouble, Troubles


def service(how: Service) -> None:
    """Whether e-mail works, in a sentence."""
    if not how.set_up:
        st.warning(words.EMAIL_IS_NOT_SET_UP)
    elif how.problem:
        since = f"Since {dates.span(how.since)}."
        said = words.SERVICE.get(how.problem, words.SERVICE["no_answer"])
        st.warning(f"{said} {since} {words.ASK_THE_SERVER}")
    else:
        st.success(words.EMAIL_WORKS, icon=":material/task_alt:")


def counts(told: Troubles) -> None:
    """How many wait, and how many went."""
    sent = words.counted(told.sent_this_week, "email was sent", "emails were sent")
    waits = words.counted(told.waiting, "waits for its time", "wait for their time")
    st.text(f"{sent} in the last 7 days. {waits}.")


def draw(trouble: Trouble, again: Callable[[str], None], leave: Callable[[str], None]) -> None:
    """One e-mail: to whom, about what, when and why; try again or leave it."""
    about = " and ".join(words.ABOUT[topic] for topic in trouble.topics)
    unsure = trouble.state == "unsure"
    badge: layout.Badge = ("May have arrived", "waiting") if unsure else ("Did not go", "attention")
    facts = [("mail", f"About {about}"), ("schedule", dates.span(trouble.ended_at))]
    with layout.card(trouble.display_name, key=trouble.email_id, badges=[badge], facts=facts):
        number = f" (The mail server said {trouble.reply}.)" if trouble.reply else ""
        st.text(words.WHY.get(trouble.problem, words.OTHER_WHY) + number)
        with layout.action_row(words.TWICE if unsure else None):
            for label, act in (("Leave it", leave), ("Try again", again)):
                st.button(
                    label, key=f"{label}-{trouble.email_id}", on_click=act, args=(trouble.email_id,)
                )
