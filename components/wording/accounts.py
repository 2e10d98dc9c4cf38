"""Signing in, passwords and accounts, in plain words."""

REFUSED = {
    "wrong_email_or_password": "That email and password do not go together. Check both and try again.",
    "too_many_tries": "There have been too many tries. Wait 15 minutes, then try again, or call us.",
    "weak_password": "Please choose a stronger password.",
    "cannot_use_email": "We cannot use that email. Check it, or try another one.",
    "code_wrong_or_old": "That code is wrong or too old. Check it, or ask us for a new one.",
    "check_your_email": "If that email has an account here, we have sent it a message. Check your inbox.",
    "ask_staff": "Call us, and we will give you a code to choose a new password with.",
    "unavailable": "We cannot sign people in right now. Try again in a few minutes.",
}
ADVICE = {
    "too_short": "Use 12 letters or more. Three or four words in a row work well.",
    "too_long": "This is too long. Keep it under 200 letters.",
    "easy_to_guess": "This one is easy to guess. Add a word or two that only you would think of.",
    "has_your_email": "Leave your email address out of your password.",
}
OUTCOMES = {
    "signed_out": "You are signed out.",
    "signed_out_everywhere": "You are signed out on every phone and computer.",
}
