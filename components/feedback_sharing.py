"""Who can read one piece of feedback: look for give-aways, put roles in place of names, decide."""

from collections.abc import Callable, Sequence

import streamlit as st

from components import dates, layout
from components.wording.feedback import APPEAL_DECISIONS, DECISIONS, ROLES, WHY_KEPT
from services.feedback import GivesAway, Moderation, Piece

WHY, KEEP_REASON = "answer_why", "answer_keep_reason"
AGAIN, AGAIN_REASON = "answer_again", "answer_again_reason"
NAME, ROLE = "answer_name_{}", "answer_role_{}"
MOST_NAMES = 3
LEFT = "somebody who has left"


def draw(
    piece: Piece,
    show: Callable[[], None],
    keep: Callable[[], None],
    again: Callable[[str], Callable[[], None]],
) -> None:
    """What was decided before, what to look at, and the forms to decide."""
    for past in piece.moderation:
        _line(past)
    if piece.audience == "staff":
        st.text("The person asked that only staff read it.")
        return
    _warn(piece.gives_away)
    if piece.shown_words:
        st.markdown("**What everyone reads**")
        st.text(piece.shown_words)
    if piece.asked_again:
        _appeal_form(piece, again)
        return
    st.text(
        "Everyone can read it, without a name."
        if piece.sharing == "shown"
        else "The person would like everyone to read it. Look for names and other give-aways first."
    )
    with st.form("show", border=False):
        _names(piece.gives_away.names)
        label = "Change what everyone reads" if piece.sharing == "shown" else "Show it to everyone"
        st.form_submit_button(label, key="answer_show", on_click=show)
    if piece.sharing != "kept":
        with st.form("keep", border=False):
            st.selectbox(
                "Why only staff can read it (the person sees this)",
                list(WHY_KEPT),
                index=None,
                format_func=WHY_KEPT.__getitem__,
                key=WHY,
                placeholder="Choose one",
            )
            st.text_input("In your own words, if you like", key=KEEP_REASON, max_chars=500)
            st.form_submit_button("Keep it for staff", on_click=keep)


def names_filled_in() -> list[tuple[str, str]]:
    """The names to take out of what everyone reads, each with the role in its place."""
    held, rows = st.session_state, range(MOST_NAMES)
    named = ((held.get(NAME.format(row)) or "", held.get(ROLE.format(row))) for row in rows)
    return [(name.strip(), role or "somebody") for name, role in named if name.strip()]


def _warn(found: GivesAway) -> None:
    if found.names:
        names = ", ".join(layout.plain(name) for name in found.names)
        st.warning(f"It may name somebody who works here: {names}. Put a role in its place.")
    if found.email or found.phone:
        st.warning("It seems to hold a phone number or an email address.")


def _names(suggested: Sequence[str]) -> None:
    """The names that were found and one more, each with a role; the person's own words are never changed."""
    st.text(
        "A role in place of a name: copy the name as it stands. "
        "The person's own words stay as they are, and they see both."
    )
    for row in range(min(len(suggested) + 1, MOST_NAMES)):
        with st.container(horizontal=True):
            usual = suggested[row] if row < len(suggested) else ""
            st.text_input(f"Name {row + 1}", usual, key=NAME.format(row), max_chars=60)
            st.selectbox(
                f"Role in place of name {row + 1}",
                list(ROLES),
                format_func=ROLES.__getitem__,
                key=ROLE.format(row),
            )


def _appeal_form(piece: Piece, again: Callable[[str], Callable[[], None]]) -> None:
    asked = piece.asked_again
    if asked is None:
        return
    st.markdown(f"**The person asks for another look** ({dates.away(asked.asked_at)})")
    st.text(asked.words)
    if asked.for_somebody_else:
        st.info("You decided first, or said it, so somebody else takes this look.")
        return
    with st.form("again", border=False):
        choices = list(APPEAL_DECISIONS)
        st.radio("What do you decide?", choices, format_func=APPEAL_DECISIONS.get, key=AGAIN)
        _names(piece.gives_away.names)
        st.text_area("Why? The person reads this.", key=AGAIN_REASON, max_chars=500)
        st.form_submit_button("Decide", type="primary", on_click=again(asked.appeal_id))


def _line(past: Moderation) -> None:
    why = ". ".join(words for words in (WHY_KEPT.get(past.why or ""), past.reason) if words)
    role = ", with a role in place of a name" if past.role_put_in else ""
    by = "" if past.decision == "sharing_stopped" else f", {past.by or LEFT}"
    end = f": {why}" if why else ""
    st.text(f"{DECISIONS[past.decision]}{role}, {dates.day(past.at)}{by}{end}")
