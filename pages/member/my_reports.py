"""What I reported, what was decided about my own words, and whom I blocked."""

import streamlit as st

from components import dates, frame, layout, wording
from components.wording.reports import PIECES, REASONS, RULES, STATES
from services import reports
from services.reports import AboutMine, Block

visit = frame.require("member")
WARNINGS = ("invalid", "not_found")


@frame.action
def ask_again(decision_id: str) -> None:
    """Ask, once, that somebody else looks."""
    said = st.session_state[f"again-{decision_id}"]
    answer = reports.ask_again(visit.gateway, decision_id=decision_id, words=said)
    words = wording.sentence("reports", answer.outcome)
    frame.say(words, kind="warning" if answer.outcome in WARNINGS else "success")


@frame.action
def unblock(block: Block) -> None:
    """Take a block back."""
    outcome = reports.unblock(visit.gateway, block_id=block.block_id)
    name = layout.plain(block.display_name)
    frame.say(wording.sentence("reports", outcome, name=name), kind="info")


def draw_decision(mine: AboutMine) -> None:
    """What was hidden and why; the way to another look, or what came of it."""
    hidden = mine.again != "keep"
    badge: layout.Badge = ("Hidden", "attention") if hidden else ("It is back", "good")
    facts = [("calendar_month", dates.day(mine.at)), ("info", f"Why: {mine.reason}")]
    if mine.again_reason:
        facts.append(("group", f"Another look: {mine.again_reason}"))
    title, key = PIECES[mine.piece], mine.decision_id
    with layout.card(title, key=key, badges=[badge], facts=facts, text=mine.shown_text):
        if mine.asked_at and not mine.again:
            st.text("Somebody else looks at it now.")
        elif not mine.asked_at:
            with st.expander("Ask for another look"), st.form(f"ask-{key}", border=False):
                st.text_area("Why is it all right?", key=f"again-{key}", max_chars=1000)
                st.text("Somebody else looks at it. You can ask once.")
                st.form_submit_button("Ask", on_click=ask_again, args=(key,))


layout.page_title("My reports", "What you told us about, your own words, and whom you blocked.")
frame.link("moderation", RULES)
mine = reports.mine(visit.gateway)
if not (mine.reports or mine.decisions or mine.blocks):
    layout.empty_state("Nothing here", "When you report something or block someone, it is here.")
if mine.decisions:
    layout.section("About your own words")
for decision in mine.decisions:
    draw_decision(decision)
if mine.reports:
    layout.section("What you told us about")
for report in mine.reports:
    facts = [("flag", REASONS[report.reason]), ("calendar_month", dates.day(report.reported_at))]
    title = f"{report.reference}: {PIECES[report.piece].lower()}"
    badges = [STATES[report.decision]]
    with layout.card(title, key=report.reference, badges=badges, facts=facts, text=report.answer):
        pass
if mine.blocks:
    layout.section("People you blocked")
for block in mine.blocks:
    with layout.card(block.display_name, key=block.block_id), layout.action_row("Not told"):
        st.button("Take it back", key=f"un-{block.block_id}", on_click=unblock, args=(block,))
