"""What stands in every e-mail, and all of a neutral one. Change the words here; tests/wording holds them plain.

A neutral letter never says what happened, because somebody else may read it.
"""

HELLO = "Hello,"

# The neutral letter: for everybody who did not ask for more
NEUTRAL_SUBJECT = "There is something new for you"
NEUTRAL = "There is something new for you. Sign in to see it"
NEUTRAL_SOON_SUBJECT = "Please look soon"
NEUTRAL_UNTIL = "Something is kept for you until {until}. After that it goes to somebody else."
NEUTRAL_LOOK = "Sign in to see it"
NEUTRAL_REMINDER_SUBJECT = "Something is coming up"
NEUTRAL_REMINDER = (
    "Something that you said yes to is coming up. Sign in to see what, when and where"
)
NEUTRAL_MANY = "There are {many} new things for you. Sign in to see them"

# Several in one letter
MANY_SUBJECT = "{many} new things for you"
GATHERED = {
    "daily": "Here is what is new for you since yesterday.",
    "weekly": "Here is what is new for you this week.",
}

# A full letter
TALK = "Would you like to talk about it? Call us on {phone}.\n{name}"
ONLINE = "online"
IN_PERSON = "at {place}"
NO_TIME = "it is given to somebody else"  # stands for {until} where nobody knows it

TEST_SUBJECT = "This is a test"
TEST = (
    "You asked us for a test. It has reached you, so our emails work.\n"
    "Nothing else is waiting for you here."
)

# At the foot of each
FOOT_NEUTRAL = "You said that we may email you. We do not say more here, unless you ask us to."
FOOT_FULL = "You said that we may email you, and asked us to say what it is about."
CHANGE = "Choose how we tell you"
STOP = "Stop all our emails"
