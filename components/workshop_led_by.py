"""Who leads a workshop: roles held by people with lived experience, and one's own to say yes or no to."""

import streamlit as st

from components import layout, wording
from components.actions import action, say
from components.wording.workshop_roles import ASKED, MEANS, ROLES
from services import workshop_roles
from services.gateway import Gateway
from services.workshop_parts import Led, MyRole
from services.workshops import Workshop


def draw(workshop: Workshop) -> None:
    """The roles, how many people hold each, and the names that the reader may see."""
    if not workshop.led_by:
        return
    layout.section("Led by people with lived experience")
    st.text("\n".join(_line(each) for each in workshop.led_by))


def draw_mine(workshop: Workshop, gateway: Gateway) -> None:
    """What the person was asked to do here, with a yes and a no of the same size."""
    for role in workshop.my_roles:
        if role.state != "declined" and workshop.state in ("published", "draft", "held"):
            _mine(role, gateway)


def _line(led: Led) -> str:
    who = "1 person" if led.people == 1 else f"{led.people} people"
    names = f" ({', '.join(led.names)})" if led.names else ""
    means = MEANS[led.role] if led.people == 1 else f"each {MEANS[led.role]}"
    return f"{ROLES[led.role]}: {who}{names}, {means}"


def _mine(role: MyRole, gateway: Gateway) -> None:
    with st.container(border=True, key=f"role-{role.id}"):
        if role.state == "accepted":
            st.markdown(f"**You said yes to this role: {ROLES[role.role].lower()}**")
            st.text(f"You {ASKED[role.role]}.")
        else:
            st.markdown(f"**Would you like to {ASKED[role.role]}?**")
            st.text("It is up to you. No is a good answer too.")
        with st.container(horizontal=True):
            if role.state == "asked":
                _button("Yes, I would", role, gateway, yes=True)
            label = "No, thank you" if role.state == "asked" else "I can't do it after all"
            _button(label, role, gateway, yes=False)


def _button(label: str, role: MyRole, gateway: Gateway, *, yes: bool) -> None:
    st.button(
        label,
        key=f"role-{'yes' if yes else 'no'}-{role.id}",
        on_click=_answer,
        args=(gateway, role.id, yes),
    )


@action
def _answer(gateway: Gateway, role_id: str, yes: bool) -> None:
    outcome = workshop_roles.answer(gateway, role_id=role_id, yes=yes)
    good = outcome in ("accepted", "declined")
    say(wording.sentence("workshop_roles", outcome), kind="success" if good else "warning")
