"""The two yeses that matching asks for, to give or take back wherever mentoring is shown."""

from collections.abc import Sequence

from components import layout, my_choices
from components.consent_actions import Choosing
from components.visits import Visit
from services.consents import Consent


def draw(visit: Visit, asked: Sequence[Consent], title: str, lead: str | None = None) -> None:
    """Each consent in its words, with one button."""
    choosing = Choosing(visit)
    layout.section(title, lead)
    my_choices.draw(asked, choosing.give, choosing.withdraw)
