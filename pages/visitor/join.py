"""Join: make an account."""

from components import frame, joining, menu

visit = frame.require("anyone")

if visit.signed_in:
    menu.link_to_first(visit, "You are signed in. Carry on")
else:
    joining.draw()
