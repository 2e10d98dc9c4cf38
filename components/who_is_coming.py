"""Who else is coming, and whether others see one's own first name."""

import streamlit as st

from components import layout, wording
from components.actions import action, say
from components.wording.who_is_coming import OTHERS
from services import who_is_coming
from services.gateway import Gateway
from services.workshop_parts import Company
from services.workshops import Workshop


def draw(workshop: Workshop, gateway: Gateway) -> None:
    """For somebody who is coming: the names they may see, and their own choice."""
    company = workshop.who_is_coming
    if company is None:
        return
    layout.section("Who is coming")
    st.text(line(company))
    st.text(
        "Others who are coming can see your first name."
        if company.shown
        else "Only staff can see that you are coming."
    )
    with st.container(horizontal=True):
        _button("Hide my name" if company.shown else "Show my first name here", workshop, gateway)
        if company.shown and not company.always:
            _button("Show it at every workshop", workshop, gateway, always=True)
        if company.always:
            _button("Hide it at every workshop", workshop, gateway, always=False)


def line(company: Company) -> str:
    """ "Jo, Robin and 4 more people." """
    others = OTHERS[company.others].format(how_many=company.how_many)
    parts = [*company.names, *([others] if others else [])]
    if not parts:
        return "Nobody else has booked yet."
    if not company.names:
        return f"You and {others}."
    return f"You, {_listed(parts)}." if len(parts) > 1 else f"You and {parts[0]}."


def _listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _button(
    label: str, workshop: Workshop, gateway: Gateway, *, always: bool | None = None
) -> None:
    company = workshop.who_is_coming
    shown = always if always is not None else not (company and company.shown)
    where = workshop.id if always is None else None
    st.button(
        label,
        key=f"name-{'always' if where is None else 'here'}",
        on_click=_choose,
        args=(gateway, where, shown),
    )


@action
def _choose(gateway: Gateway, workshop_id: str | None, shown: bool) -> None:
    outcome = who_is_coming.choose(gateway, shown=shown, workshop_id=workshop_id)
    good = outcome in ("shown", "hidden")
    say(wording.sentence("who_is_coming", outcome), kind="success" if good else "warning")
