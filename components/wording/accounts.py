"""Signing in, passwords and accounts, in plain words."""

REFUSED = {
    "wrong_email_or_password": "That email and password do not match. Check both and try again.",
    "too_many_tries": "There were too many tries. Wait 15 minutes, then try again, or call us.",
    "weak_password": "Please choose a stronger password.",
    "cannot_use_email": "We cannot use that email. Check it, or try another one.",
    "code_wrong_or_old": "That code is wrong or too old. Check it, or ask us for a new one.",
    "check_your_email": "If that email has an account, we have sent it a code. Check your inbox.",
    "ask_staff": "Call us, and we will give you a code to choose a new password with.",
    "unavailable": "We cannot sign people in right now. Try again in a few minutes.",
}
ADVICE = {
    "too_short": "Use 12 letters or more. Three or four words in a row work well.",
    "too_long": "This is too long. Keep it under 70 letters.",
    "easy_to_guess": "This one is easy to guess. Add a word or two that only you would think of.",
    "common_password": "Many people use this one, so it is tried first.",
    "has_your_email": "Leave your email address out of it.",
    "repeats": "Letters or words that repeat are easy to guess.",
    "in_a_row": "Letters or numbers in a row, like abc or 123, are easy to guess.",
    "keyboard_row": "Keys that are next to each other are easy to guess.",
    "has_a_date": "Dates are easy to guess.",
    "few_words": "Add another word or two.",
}
OUTCOMES = {
    "signed_out": "You are signed out.",
}
