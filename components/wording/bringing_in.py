"""Bringing in people from a spreadsheet, and joining codes, in plain words."""

OUTCOMES = {
    "brought_in": "Done. You brought in {count}. To let someone use the portal, "
    "open their page and give them a joining code.",
    "problems": "Nobody was brought in. Mend the file, then choose it again.",
    "empty": "There is nobody in this file yet.",
    "too_many": "There are more than 1,000 people in this file. Split it in two.",
    "invalid": "We cannot read this file. Start from the template.",
    "issued": "Here is a joining code for {name}. It works once, until {until}. "
    "They make an account with Join, then type it in.",
    "has_account": "{name} has an account already.",
    "suspended": "This account is suspended. Let them back first.",
    "ask_an_administrator": "{name} has a role here. Only an administrator may give them a code.",
    "not_found": "We cannot find this person any more.",
    "joined": "Welcome. Your account is joined to what we had written down.",
    "code_wrong_or_old": "That code is wrong or too old. Check it, or ask us for a new one.",
    "already_signed_up": "You have signed up already.",
}
TROUBLE = {
    "not_a_table": "We cannot read this file. Save it as CSV or XLSX, and try again.",
    "too_big": "This file is too big. Keep it under 2 MB.",
    "no_rows": "There is nobody in this file yet. Fill in a line for each person.",
    "too_many": OUTCOMES["too_many"],
    "columns_missing": "The first line needs the titles of the template. "
    "At least: Name to be called by, and Connection.",
}
PROBLEMS = {
    "missing": "This is empty, and it is needed.",
    "too_long": "This is too long.",
    "not_known": "We do not know this. Use one of: {words}.",
    "not_an_email": "This does not look like an email.",
    "not_a_phone": "This does not look like a phone number.",
    "not_yes_or_no": "Write yes or no.",
    "twice_in_file": "This is in the file twice.",
    "already_here": "Someone here has this already.",
}


def people(count: int) -> str:
    """ "1 person", "12 people"."""
    return f"{count:,} {'person' if count == 1 else 'people'}"
