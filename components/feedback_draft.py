"""What somebody began to tell us: there again when they come back, thrown away, or chosen of two."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from components import dates, wording
from components.actions import action, say
from components.wording.drafts import ELSEWHERE, ELSEWHERE_WHY, GO_ON, RESTORED, THROW_AWAY
from services import drafts
from services.drafts import Content, Draft
from services.errors import PortalError
from services.gateway import Gateway

FORM = "feedback"
RESTORED_AT, LAST_FIELDS = "feedback_restored_at", "feedback_last_fields"
Fill = Callable[[Content], None]


def usual(draft: Draft | None, field: str) -> Any:
    """What a field of the form held when it was last kept."""
    return draft.content.get(field) if draft else None


def tell_restored(draft: Draft | None, body_key: str) -> None:
    """Say that the words in the form were kept from before, for as long as this visit lasts."""
    if draft and body_key not in st.session_state and usual(draft, "body"):
        st.session_state[RESTORED_AT] = draft.kept_at
    if kept_at := st.session_state.get(RESTORED_AT):
        st.text(RESTORED.format(day=dates.day(kept_at)))


def keep_fields(gateway: Gateway, fields: Mapping[str, Any]) -> None:
    """Keep what was chosen, once it is another choice. The words are kept as they are written."""
    now = {name: value for name, value in fields.items() if name != "body"}
    before = st.session_state.setdefault(LAST_FIELDS, now)
    if now == before:
        return
    st.session_state[LAST_FIELDS] = now
    try:
        drafts.keep(gateway, FORM, now)
    except PortalError:  # the form still holds it; the next choice is kept again
        st.session_state[LAST_FIELDS] = before


def sent(fields: Mapping[str, Any]) -> None:
    """It is sent: nothing of it is to be kept any more."""
    st.session_state.pop(RESTORED_AT, None)
    st.session_state[LAST_FIELDS] = {name: fields[name] for name in fields if name != "body"}


def draw_throw_away(gateway: Gateway, body: str, fill: Fill) -> None:
    """A button to throw the words away, with an undo."""
    st.button(THROW_AWAY, key="throw-draft-away", on_click=_throw_away, args=(gateway, body, fill))


def draw_other(gateway: Gateway, draft: Draft | None, fill: Fill) -> None:
    """What was written on another page at the same time, to go on with instead."""
    if draft is None or not draft.other or not draft.other.get("body"):
        return
    with st.expander(ELSEWHERE):
        st.markdown(ELSEWHERE_WHY)
        st.text(str(draft.other["body"]))
        st.button(GO_ON, key="swap-draft", on_click=_swap, args=(gateway, fill))


@action
def _throw_away(gateway: Gateway, body: str, fill: Fill) -> None:
    content = {"body": body} | dict(drafts.drop(gateway, FORM))
    content["body"] = body or content["body"]
    fill({"body": ""})
    st.session_state.pop(RESTORED_AT, None)
    say(wording.sentence("drafts", "dropped"), undo=lambda: _bring_back(gateway, content, fill))


def _bring_back(gateway: Gateway, content: Content, fill: Fill) -> None:
    drafts.keep(gateway, FORM, content)
    fill(content)
    say(wording.sentence("drafts", "brought_back"), kind="info")


@action
def _swap(gateway: Gateway, fill: Fill) -> None:
    content = drafts.swap(gateway, FORM)
    if content is None:
        say(wording.sentence("drafts", "not_found"), kind="info")
        return
    fill(content)
    say(wording.sentence("drafts", "swapped"), kind="info")
