"""How long each kind of record is kept, and what was removed."""

import streamlit as st

from components import dates, frame, layout, retention_rule
from components.wording import retention as words
from components.wording import sentence
from services import retention
from services.retention import Rule

visit = frame.require("administrator")
PROBLEM = "_retention_problem"


@frame.action
def look(rule: Rule, keep: int) -> None:
    """Count what would go, before anything does."""
    seen = retention.preview(visit.gateway, kind=rule.kind, keep=keep)
    if seen.outcome == "counted":
        st.session_state[retention_rule.SEEN] = seen
    else:
        st.session_state[PROBLEM] = {seen.field: seen.problem}


@frame.action
def save(rule: Rule, keep: int | None) -> None:
    """Decide."""
    saved = retention.save(visit.gateway, kind=rule.kind, keep=keep)
    if saved.outcome != "saved":
        st.session_state[PROBLEM] = {saved.field: saved.problem}
        return
    retention_rule.open_one(None)
    frame.say(sentence("retention", "saved" if keep else "stopped"))


def draw_rules(title: str, rules: list[Rule]) -> None:
    """Some of the rules under one heading."""
    if rules:
        layout.section(title)
    for rule in rules:
        retention_rule.draw(rule, problems, look, save)


layout.page_title("How long things are kept", words.LEAD)
now = retention.read(visit.gateway)
problems = st.session_state.pop(PROBLEM, {})
if any(rule.kind == "safeguarding" and not rule.keep for rule in now.rules):
    st.warning(words.NO_SAFEGUARDING, icon=":material/shield_person:")
if now.accounts_to_remove:
    st.warning(words.ACCOUNTS_TO_REMOVE.format(count=now.accounts_to_remove))
draw_rules(words.LEFT_TO_DECIDE, [rule for rule in now.rules if not rule.keep])
draw_rules(words.DECIDED, [rule for rule in now.rules if rule.keep])
layout.section("What was removed", f"People who are leaving just now: {now.leaving}.")
for run in now.runs:
    what = words.removed(dict(run.removed), run.erased, run.failed)
    layout.fact_lines([("auto_delete", f"{dates.day(run.at)}: {what}")])
if not now.runs:
    st.text("Nothing yet. The portal tidies up once a day.")
