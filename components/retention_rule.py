"""One rule on how long a kind of record is kept: where it stands, and deciding it."""

from collections.abc import Callable

import streamlit as st

from components import layout
from components.wording import retention as words
from services.retention import Preview, Rule

OPEN = "_retention_open"
SEEN = "_retention_seen"
Act = Callable[[Rule, int], None]


def draw(
    rule: Rule, problems: dict[str, str], look: Act, save: Callable[[Rule, int | None], None]
) -> None:
    """A card; the form opens in the one that is being changed."""
    kept = words.time(rule.keep, rule.unit) if rule.keep else words.UNDECIDED
    facts = [("schedule" if rule.keep else "pending", kept)]
    with layout.card(
        rule.keeps, key=f"rule-{rule.kind}", facts=facts, text=f"{rule.happens} {rule.why}"
    ):
        if st.session_state.get(OPEN) != rule.kind:
            label = "Change" if rule.keep else "Decide"
            st.button(label, key=f"open-{rule.kind}", on_click=open_one, args=(rule.kind,))
            return
        _form(rule, problems, look, save)


def open_one(kind: str | None) -> None:
    """Open the form of one rule, and close the others."""
    st.session_state[OPEN] = kind
    st.session_state.pop(SEEN, None)


def _form(
    rule: Rule, problems: dict[str, str], look: Act, save: Callable[[Rule, int | None], None]
) -> None:
    keep = st.number_input(
        f"How many {rule.unit}? From {rule.least} to {rule.most}",
        min_value=rule.least,
        max_value=rule.most,
        value=rule.keep or rule.suggested,
        key=f"keep-{rule.kind}",
    )
    layout.form_problem(problems, "keep")
    seen: Preview | None = st.session_state.get(SEEN)
    with st.container(horizontal=True):
        if keep and rule.removes and (seen is None or seen.keep != keep):
            st.button(
                "See what this would remove",
                key="look",
                type="primary",
                on_click=look,
                args=(rule, keep),
            )
        elif keep:
            if rule.removes and seen:
                st.markdown(words.would_remove(rule.kind, seen.count))
            st.button("Use this", key="use", type="primary", on_click=save, args=(rule, keep))
        if rule.keep and rule.removes:
            st.button("Remove nothing", key="stop", on_click=save, args=(rule, None))
        st.button("Leave it", key="leave", on_click=open_one, args=(None,))
