"""What screens say about e-mails. What the e-mails themselves say is in services/letters/words.py."""

OUTCOMES = {
    "saved": "Saved. From now on we tell you like this.",
    "invalid": "Please look at what is marked below.",
    "on_its_way": "A test is on its way to you. It can take a minute.",
    "not_set_up": "Email is not set up here yet. You find everything under For you.",
    "no_address": "We do not have your email address yet.",
    "no_consent": "You have not said yes to emails.",
    "not_here": "We could not send that just now.",
    "just_sent": "We sent you a test a moment ago. Please wait five minutes.",
    "tried_again": "It goes again within a minute.",
    "given_up": "Left as it is.",
    "not_found": "We could not find that. It may have gone since.",
}

HOW_OFTEN = {
    "at_once": "When something happens",
    "daily": "Once a day, all in one",
    "weekly": "Once a week, all in one",
    "never": "Never",
}
DETAILS = {
    False: "Only that there is something new",
    True: "What it is about",
}
DETAILS_HINTS = [
    "Safer if others may see your phone.",
    "With the name of our service, the workshop, the day and the place.",
]
TOPICS = {
    "bookings": "Places that you booked or wait for",
    "reminders": "Reminders, two days and two hours before",
    "workshops": "Workshops that change or are called off",
    "feedback": "Answers to what you told us",
    "changes": "What came of what you told us",
    "mentoring": "Mentoring",
    "account": "Your account and your data",
    "work": "Your work here",
}
# How staff read a topic: what an email that did not go was about
ABOUT = {
    "bookings": "a place",
    "reminders": "a reminder",
    "workshops": "a workshop",
    "feedback": "feedback",
    "changes": "a change",
    "mentoring": "mentoring",
    "account": "the account",
    "work": "work here",
    "test": "a test",
}
DAYS = {
    1: "Monday",
    2: "Tuesday",
    3: "Wednesday",
    4: "Thursday",
    5: "Friday",
    6: "Saturday",
    7: "Sunday",
}
URGENT = (
    "Some things do not wait for the one email: a place that is kept for you, a reminder, a workshop "
    "that is called off. They still come only in the hours below."
)
SAFE = (
    "We email you only on these days and in these hours. If a place is kept for you for a short "
    "time only, you may hear of it too late. It is always here under For you."
)
NOT_WORKING = (
    "Emails to this address come back to us. We have stopped sending them. "
    "Please look at the address, or send yourself a test."
)
NOT_SET_UP = "Email is not set up here yet. What you choose holds as soon as it is."

TESTS = {
    "waiting": "Your last test is on its way.",
    "sending": "Your last test is on its way.",
    "sent": "Your last test was sent. If you do not see it, look in the spam folder.",
    "unsure": "We do not know if your last test arrived.",
    "refused": "Your last test did not get through. Please look at the address.",
    "dropped": "Your last test was not sent.",
}

# Why an email did not go, for staff
WHY = {
    "too_late": "Its time was over before it could go.",
    "busy": "The mail server was too busy for it, time after time.",
    "line_broke": "The line to the mail server broke, time after time.",
    "sender_refused": "The mail server does not take emails from our address.",
    "address_refused": "There is no such address. Please ask the person for a new one.",
    "not_allowed": "The mail server does not let us write to that address.",
    "refused": "The mail server did not want it.",
    "not_written": "We made a mistake in writing it. Please tell whoever looks after the server.",
    "cut_short": "We were cut off while sending it. It may have arrived.",
    "no_last_answer": "The mail server did not say whether it has it. It may have arrived.",
}
OTHER_WHY = "It did not go."
TWICE = "If it did arrive, the person gets it twice."

# What is wrong with the mail server, for staff
SERVICE = {
    "no_answer": "The mail server does not answer. Emails wait, and go when it is back.",
    "busy": "The mail server is busy. Emails wait, and go when it has time.",
    "not_safe": "There is no safe line to the mail server, so nothing is sent.",
    "sign_in_refused": "The mail server does not know our name and password.",
    "sender_refused": "The mail server does not take emails from our address.",
}
EMAIL_WORKS = "Email works."
EMAIL_IS_NOT_SET_UP = (
    "Email is not set up. People find what waits for them only when they sign in. "
    "Ask whoever looks after the server."
)
ASK_THE_SERVER = "If this lasts, ask whoever looks after the server."


def hour(number: int) -> str:
    """An hour to choose: "8am", "noon", "9pm", "midnight"."""
    if number in (0, 24):
        return "midnight"
    if number == 12:
        return "noon"
    return f"{number % 12}{'am' if number < 12 else 'pm'}"


def counted(many: int, one: str, more: str) -> str:
    """ "1 email waits", "3 emails wait"."""
    return f"1 {one}" if many == 1 else f"{many} {more}"
