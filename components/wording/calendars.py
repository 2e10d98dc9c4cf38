"""A person's calendar, in plain words."""

OUTCOMES = {
    "made": "Here is your secret address. Copy it now: we cannot show it again.",
    "busy": "You just made an address in another window. Make a new one here if you want it.",
    "revoked": "The address does not work any more. "
    "Your calendar may still show what it read before: remove it there too.",
    "no_feed": "There was no address to remove.",
    "chosen": "Saved. Your calendar shows it when it next asks, within some hours.",
}
WHAT = (
    "Your phone's calendar can ask us for your bookings by itself.",
    "You give it a secret address. A change or a cancelled workshop shows up there within a day.",
)
RISK = (
    "Anyone who has the address can see when you are booked. They need not sign in.",
    "Give it to nobody. If someone may have seen it, remove it here.",
    "Your calendar keeps a copy. If others can open your calendar, they see it too.",
)
HOW = {
    "iPhone or iPad": "Open Settings, then Apps, then Calendar, then Calendar Accounts. "
    "Choose Add Account, Other, then Add Subscribed Calendar. Put the address there.",
    "Android or Google": "With Google you need a computer for this. "
    "Open calendar.google.com. Next to Other calendars choose the plus, then From URL.",
    "Outlook": "Open your calendar. Choose Add calendar, then Subscribe from web.",
}
TITLES = {
    "label": "Show the name and place of workshops",
    "hint": 'If not, your calendar only says "Appointment".',
}
LINKS = {
    "label": "Show the link to join online",
    "hint": "Only for workshops that you join online.",
}
