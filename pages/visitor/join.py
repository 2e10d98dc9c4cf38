"""Join: make an account."""

from components import frame, joining, layout, menu

visit = frame.require("anyone")

if visit.signed_in:
    layout.page_title("You are signed in")
    menu.link_to_first(visit, "Carry on")
else:
    joining.draw()
