"""The questions about a person: what to call them, why they came, how to reach them safely."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components import layout
from components.wording.people import CHANNELS, CONNECTIONS, RELATIONS
from services.members import Profile
from services.spaces import Place

CONTACT = {"email": "contact_email", "phone": "contact_phone", "text": "contact_text"}
NOT_SURE = "I am not sure yet"


def field(form: str, name: str) -> str:
    """The key of a field in a form."""
    return f"{form}-{name}"


def typed(form: str, name: str, otherwise: Any = None) -> Any:
    """What was typed into a field; fields that are not on the screen give `otherwise`."""
    given = st.session_state.get(field(form, name), otherwise)
    return (given.strip() or None) if isinstance(given, str) else given


def who(form: str, given: Profile, spaces: Sequence[Place], problems: dict[str, str]) -> None:
    """Name, connection, relation and nearest space."""
    st.text_input(
        "What would you like us to call you?",
        given.display_name,
        key=field(form, "display_name"),
        max_chars=60,
        autocomplete="nickname",
    )
    st.text("Others may see this name. It does not need to be your real one.")
    layout.form_problem(problems, "display_name")
    _choice("radio", form, "connection", "What brings you here?", CONNECTIONS, given.connection)
    layout.form_problem(problems, "connection")
    if typed(form, "connection", given.connection) == "family":
        label = "What are you to your loved one?"
        _choice("select", form, "relation", label, RELATIONS, given.relation)
        st.text("We never ask for their name.")
        layout.form_problem(problems, "relation")
    places = {place.id: place.name for place in spaces}
    label = "Which space is nearest to you?"
    _choice("select", form, "space_id", label, places, given.space_id, placeholder=NOT_SURE)


def reach(form: str, given: Profile, wordings: Mapping[str, str], problems: dict[str, str]) -> None:
    """How to reach the person, and when that is safe. `wordings`: the consent of each channel."""
    channels = list(CHANNELS)
    here = {"portal": "We leave word here for when you next sign in."}
    says = here | {channel: wordings.get(purpose, "") for channel, purpose in CONTACT.items()}
    st.radio(
        "How may we reach you?",
        channels,
        index=channels.index(given.contact_channel),
        format_func=lambda channel: f"{CHANNELS[channel]}. {says[channel]}",
        key=field(form, "contact_channel"),
    )
    channel = typed(form, "contact_channel", given.contact_channel)
    if channel == "portal" and not (given.email or given.phone):
        return
    if channel == "email" or given.email:
        label = "Your email"
        _line(form, "email", label, given.email, problems, max_chars=254, autocomplete="email")
    if channel in ("phone", "text") or given.phone:
        label = "Your phone number"
        _line(form, "phone", label, given.phone, problems, max_chars=40, autocomplete="tel")
    _safely(form, given, problems)


def profile(form: str, given: Profile) -> dict[str, Any]:
    """What the fields of `who` and `reach` hold now."""
    names = (
        "connection",
        "relation",
        "space_id",
        "contact_channel",
        "safe_times",
        "email",
        "phone",
    )
    told = {name: typed(form, name, getattr(given, name)) for name in names}
    told["display_name"] = typed(form, "display_name") or ""
    told["message_ok"] = bool(typed(form, "message_ok", given.message_ok))
    return told


def _safely(form: str, given: Profile, problems: dict[str, str]) -> None:
    _line(
        form,
        "safe_times",
        "When is it safe to reach you?",
        given.safe_times,
        problems,
        max_chars=300,
        placeholder="For example: weekdays after 6pm",
    )
    st.checkbox(
        "It is safe to leave a message",
        given.message_ok,
        key=field(form, "message_ok"),
        help="Leave this empty if someone else may see or hear it.",
    )


def _line(
    form: str, name: str, label: str, given: str | None, problems: dict[str, str], **more: Any
) -> None:
    st.text_input(label, given or "", key=field(form, name), **more)
    layout.form_problem(problems, name)


def _choice(
    kind: str,
    form: str,
    name: str,
    label: str,
    options: Mapping[str, str],
    chosen: str | None,
    placeholder: str = "Choose one",
) -> None:
    values = list(options)
    index = values.index(chosen) if chosen in values else None
    key = field(form, name)
    if kind == "radio":
        st.radio(label, values, index=index, format_func=options.__getitem__, key=key)
    else:
        st.selectbox(
            label,
            values,
            index=index,
            format_func=options.__getitem__,
            key=key,
            placeholder=placeholder,
        )
