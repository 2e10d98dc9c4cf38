"""Sign in."""

from components import frame, layout, sign_in

visit = frame.require("anyone")

if visit.signed_in:
    layout.page_title("You are signed in")
    frame.link("sign-out", "Sign out")
else:
    sign_in.draw(visit)
