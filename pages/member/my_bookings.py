"""My bookings: what is coming, and what I went to."""

from components import booking_card, frame, layout
from services import bookings

visit = frame.require("member")

layout.page_title(
    "My bookings", "If you can't come, tell us here. Someone else can have the place."
)
mine = bookings.mine(visit.gateway)
if not mine.coming:
    layout.empty_state(
        "You have no bookings just now",
        "Your places at workshops will be here. Choose one that suits you.",
        lambda: frame.link("whats-on", "See what's on"),
    )
for booking in mine.coming:
    booking_card.draw_coming(booking, visit)
frame.link("my-calendar", "Keep my calendar up to date", icon="calendar_month")
if mine.past:
    layout.section("Past workshops")
for booking in mine.past:
    booking_card.draw_past(booking)
