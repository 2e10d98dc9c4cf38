"""Somebody's roles: since when, whether they are still right, and their second step."""

import streamlit as st

from components import confirm, dates, layout
from components.actions import action, say
from components.visits import Visit
from components.wording import sentence
from components.wording.people import ROLES, explained
from components.wording.second_step import ELSEWHERE
from services import portal, roles, second_step
from services.roles import Held, Holder

LOST = (
    "Have you made sure that it is them? They are signed out everywhere, "
    "and set up the second step again."
)


def draw(visit: Visit, holder: Holder) -> None:
    """One person with a role, and what an administrator may do about it."""
    name = f"{holder.display_name} (you)" if holder.is_me else holder.display_name
    with layout.card(name, key=holder.person_id, badges=_badges(holder)):
        for held in holder.roles:
            with layout.action_row(f"{ROLES[held.role]}. {_dates(held)}"):
                if not holder.is_me:
                    _buttons(visit, holder, held)
        if holder.has_second_factor and not holder.is_me:
            confirm.button(
                "They lost their phone",
                key=f"reset-{holder.person_id}",
                question=LOST,
                yes="Yes, let them start again",
                do=lambda: reset(visit, holder.person_id, holder.display_name),
            )


def _badges(holder: Holder) -> list[tuple[str, layout.Tone]]:
    if all(held.role == "mentor" for held in holder.roles):
        return []
    if holder.has_second_factor:
        return [("Second step is on", "good")]
    return [("No second step yet", "waiting")]


def _dates(held: Held) -> str:
    if held.is_due:
        return f"Since {dates.day(held.granted_at)}. Is it still right?"
    looked = held.reviewed_at
    last = f", last looked at {dates.day(looked)}" if looked else ""
    return f"Since {dates.day(held.granted_at)}{last}. Look again by {dates.day(held.review_due)}"


def _buttons(visit: Visit, holder: Holder, held: Held) -> None:
    key = f"{holder.person_id}-{held.role}"
    if held.is_due:
        st.button(
            "Still right",
            key=f"confirm-{key}",
            type="primary",
            on_click=_change,
            args=(visit, holder, held.role, roles.confirm),
        )
    confirm.button(
        "Take away",
        key=f"remove-{key}",
        question=f"Take this away? {explained(held.role)}",
        yes="Yes, take it away",
        do=lambda: _change(visit, holder, held.role, roles.remove),
    )


@action
def _change(visit: Visit, holder: Holder, role: str, change: roles.Change) -> None:
    outcome = change(visit.gateway, person_id=holder.person_id, role=role)
    name = layout.plain(holder.display_name)
    said = sentence("roles", outcome, name=name, role=ROLES[role])
    say(said, kind="success" if outcome in ("removed", "confirmed") else "warning")


@action
def reset(visit: Visit, person_id: str, display_name: str) -> None:
    """Let somebody who lost phone and codes set up the second step again."""
    outcome = second_step.reset(visit.gateway, person_id=person_id)
    said = sentence("second_step", outcome, name=layout.plain(display_name))
    done = outcome == "reset"
    if done and not portal.current().identity.second_step.resets_completely:
        said = f"{said} {ELSEWHERE}"
    say(said, kind="success" if done else "warning")
