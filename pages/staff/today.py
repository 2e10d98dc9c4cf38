"""What waits for staff today."""

from components import frame, layout, menu, waiting_list
from services import today

visit = frame.require("staff")
waits = today.waiting(visit.gateway)

layout.page_title("Today", "What waits for you, the oldest first.")
menu.link_to_notices(visit)
if waits.nothing_waits:
    layout.empty_state(
        "Nothing waits for you",
        "Feedback, families who ask for a mentor, offers and registers appear here.",
    )
waiting_list.draw(waits)
if waits.coming:
    layout.section("In the next 7 days")
    waiting_list.soon(waits.coming)
if waits.supervision_due or waits.helplines_to_check:
    layout.section("Now and then")
    waiting_list.upkeep(waits)
