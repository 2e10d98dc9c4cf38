"""Words that may mean danger to life. They show where to get help now, and do nothing else.

Nothing is kept, counted or sent: whoever wrote them decides what to do.
"""

import re

import streamlit as st

SHOW = "show_help"
SELF = "(my|your|him|her|them|one|our)sel(f|ves)"
LIFE = "(my|his|her|their|your) (own )?life"
SIGNS = (
    rf"(kill|hurt|harm|cut)(s|ed|ing|ting)? {SELF}",
    rf"(tak(e|es|en|ing)|took|end(s|ed|ing)?) {LIFE}",
    r"suicid\w*",
    r"self[ -]?harm\w*",
    r"(want|wants|wanted|going|ready) to (die|be dead)",
    r"wish(es|ed)? (i|he|she|they) (was|were) dead",
    r"better off (dead|without me)",
    r"(no|any) (reason|point) (to|in) (live|living|going on)",
    r"(can'?t|cannot|can not) go on",
    r"overdos\w*",
    r"od'?(d|ed|ing)",
    r"(not|stopped|isn'?t|barely) breathing",
    r"unconscious|passed out|blue lips",
    r"(won'?t|can'?t|cannot|will not) wake",
    r"(hit(s|ting)?|beat(s|ing)?|strangl\w+|chok\w+|stabb?\w*) (me|us|him|her|them|the (kids?|children|baby))",
    r"(kill|killing|stab|shoot) (me|us|him|her|them|someone|somebody)",
    r"(afraid|scared|frightened) (for my life|of (him|her|them)|he will|she will|they will)",
    r"in danger",
)
_SIGN = re.compile("|".join(rf"\b(?:{sign})\b" for sign in SIGNS), re.IGNORECASE)


def mentions_danger(*texts: str | None) -> bool:
    """Whether any of these texts may speak of danger to life."""
    return any(_SIGN.search(text.replace("\u2019", "'")) for text in texts if text)


def show_if(*texts: str | None) -> None:
    """Show help at the next draw, and open it beside the page, if the texts may speak of danger."""
    if mentions_danger(*texts):
        st.session_state[SHOW] = (st.session_state.get(SHOW) or (0,))[0] + 1, True


def draw() -> None:
    """Show, once, that help is near. The container's name is what opens the panel."""
    number, wanted = st.session_state.get(SHOW) or (0, False)
    if not wanted:
        return
    st.session_state[SHOW] = number, False
    with st.container(key=f"show-help-{number}"):
        st.info(
            "If you or someone else is not safe, call 999 now. You can talk to someone at any time: 116 123. "
            "**Help now**, at the top, has more numbers."
        )
