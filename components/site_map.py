"""Every page of the portal: where it lives, who may open it, and where the menu shows it.

Audiences: "anyone", "visitor" (not signed in), "halfway" (the second step at sign-in is missing),
"newcomer" (signed in, details not given yet),
"member" (any person), and the roles "mentor", "staff", "safeguarding_lead", "analyst",
"administrator". The menu is a courtesy; the database is the guard.
"""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES_FOLDER = ROOT / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page. `section` groups it in the menu ("" stands alone)."""

    file: str
    title: str
    url_path: str
    audiences: tuple[str, ...]
    icon: str  # the name of a Material symbol, for links to the page
    section: str = ""
    menu_for: tuple[str, ...] | None = None  # who sees it in the menu; None: all of `audiences`
    first_for: str | None = None  # whose first screen it is
    wide: bool = False
    tab: str = ""  # what the browser's tab and history say, where the title would tell too much

    @property
    def tab_title(self) -> str:
        """What the browser's tab and history say."""
        return self.tab or self.title

    @property
    def path(self) -> Path:
        """Where the page's script is."""
        return PAGES_FOLDER / self.file

    def shown_to(self, audiences: frozenset[str]) -> bool:
        """Whether the menu of someone in these audiences shows the page."""
        wanted = self.audiences if self.menu_for is None else self.menu_for
        return not audiences.isdisjoint(wanted) and self.open_to(audiences)

    def section_for(self, audiences: frozenset[str]) -> str:
        """Where the menu groups the page. Staff find their own work first, a member's pages after it."""
        if "staff" not in audiences:
            return self.section
        if self.url_path == "engagement" and not audiences.isdisjoint(SAFEGUARDING):
            return "More"  # with Concerns beside it the bar of a laptop would be full
        if self.url_path in STAFF_SECTIONS:
            return STAFF_SECTIONS[self.url_path]
        if self.section == "Staff":
            return "More"
        return "My pages" if self.section in ("", "Account") else self.section

    def open_to(self, audiences: frozenset[str]) -> bool:
        """Whether someone in these audiences may open the page."""
        return not audiences.isdisjoint(self.audiences)


ANYONE = ("anyone",)
VISITOR = ("visitor",)
SIGNED_IN = ("newcomer", "halfway", "member")
HALFWAY = ("halfway", "member")
NEW_OR_MEMBER = ("newcomer", "member")
NOBODY: tuple[str, ...] = ()
SAFEGUARDING = ("safeguarding_lead", "safeguarding_deputy", "safeguarding_alternate")

# What staff see beside one another; the rest of their pages stand under "More"
STAFF_SECTIONS = {
    "concerns": "",
    "today": "",
    "workshops": "",
    "feedback": "",
    "engagement": "",
    "notices": "",
    "matching": "Mentoring",
    "mentors": "Mentoring",
}

# The order of the menu's groups, where they are there
SECTIONS = ("", "Mentoring", "More", "My pages", "Account", "Settings")

# fmt: off
PAGES: tuple[Entry, ...] = (
    # For anyone
    Entry("visitor/welcome.py", "Welcome", "welcome", ANYONE, "waving_hand", menu_for=VISITOR,
          first_for="visitor"),
    Entry("member/home.py", "Home", "home", ("member",), "home", first_for="member"),
    Entry("visitor/whats_on.py", "What's on", "whats-on", ANYONE, "event"),
    Entry("visitor/help_now.py", "Phone numbers", "help-now", ANYONE, "support", menu_for=NOBODY),
    Entry("visitor/report.py", "Tell us about this", "report", ANYONE, "flag", menu_for=NOBODY),
    Entry("visitor/moderation.py", "What we keep and what we hide", "moderation", ANYONE, "rule",
          menu_for=NOBODY),
    Entry("visitor/changes.py", "What has changed", "what-changed", ANYONE, "auto_awesome",
          menu_for=VISITOR),
    Entry("visitor/workshop.py", "A workshop", "workshop", ANYONE, "info", menu_for=NOBODY),
    Entry("visitor/join.py", "Join", "join", ANYONE, "person_add", menu_for=VISITOR),
    Entry("visitor/sign_in.py", "Sign in", "sign-in", ANYONE, "login", menu_for=VISITOR),
    Entry("visitor/forgot.py", "Forgotten password", "forgot", ANYONE, "key", menu_for=NOBODY),
    # For people
    Entry("member/sign_up.py", "About you", "about-you", NEW_OR_MEMBER, "waving_hand",
          menu_for=("newcomer",), first_for="newcomer"),
    Entry("member/book.py", "Book a place", "book", ("member",), "event_available",
          menu_for=NOBODY),
    Entry("member/my_bookings.py", "My bookings", "my-bookings", ("member",), "event_available",
          menu_for=NOBODY),
    Entry("member/my_calendar.py", "Your calendar", "my-calendar", ("member",), "calendar_month",
          menu_for=NOBODY),
    Entry("member/my_contribution.py", "My contribution", "my-contribution", ("member",),
          "volunteer_activism", section="Account"),
    Entry("member/give_feedback.py", "Tell us", "your-say", ("member",), "edit"),
    Entry("member/my_feedback.py", "What you told us", "my-feedback", ("member",), "chat",
          menu_for=NOBODY),
    Entry("member/what_came_of_it.py", "What came of it", "what-came-of-it", ("member",),
          "conversion_path", menu_for=NOBODY),
    Entry("member/mentoring.py", "Mentoring", "mentoring", ("member",), "diversity_1"),
    Entry("member/ask_for_mentor.py", "Ask for a peer mentor", "ask-for-a-mentor", ("member",),
          "volunteer_activism", menu_for=NOBODY),
    Entry("member/offer_to_mentor.py", "Offer to be a peer mentor", "offer-to-mentor", ("member",),
          "handshake", menu_for=NOBODY),
    Entry("member/notices.py", "For you", "notices", ("member",), "notifications"),
    Entry("member/account.py", "Your account", "account", ("member",), "person", section="Account"),
    Entry("member/my_choices.py", "Your choices", "my-choices", ("member",), "check_circle",
          section="Account"),
    Entry("member/how_we_tell_you.py", "How we tell you", "how-we-tell-you", ("member",), "mail",
          section="Account"),
    Entry("member/what_i_said.py", "What you said", "what-i-said", ("member",), "history",
          menu_for=NOBODY),
    Entry("member/speaking_about_me.py", "Speaking about you", "speaking-about-me", ("member",),
          "record_voice_over", menu_for=NOBODY),
    Entry("member/signing_in.py", "How you sign in", "signing-in", ("member",), "passkey",
          menu_for=NOBODY),
    Entry("member/second_step.py", "Second step", "second-step", HALFWAY, "phonelink_lock",
          section="Account", menu_for=("halfway",), first_for="halfway"),
    Entry("member/your_data.py", "Your data", "your-data", ("member",), "folder_shared",
          section="Account"),
    Entry("member/delete_my_data.py", "Delete my data", "delete-my-data", ("member",),
          "person_remove", menu_for=NOBODY),
    Entry("visitor/goodbye.py", "Goodbye", "goodbye", ANYONE, "waving_hand", menu_for=NOBODY),
    Entry("member/who_looked.py", "Who looked at your record", "who-looked", ("member",),
          "visibility", menu_for=NOBODY),
    Entry("member/put_right.py", "Put something right", "put-right", ("member",), "edit_note",
          menu_for=NOBODY),
    Entry("visitor/data_complaint.py", "Complain about how we use data", "data-complaint", ANYONE,
          "feedback", menu_for=NOBODY),
    Entry("member/my_reports.py", "My reports", "my-reports", ("member",), "flag",
          section="Account"),
    Entry("visitor/privacy.py", "Privacy", "privacy", ANYONE, "lock",
          section="Account", menu_for=("newcomer", "member")),
    Entry("visitor/sign_out.py", "Sign out", "sign-out", SIGNED_IN, "logout",
          section="Account"),
    # Safeguarding
    Entry("visitor/worried.py", "I am worried about someone", "worried", ANYONE, "notifications",
          section="Account", menu_for=("newcomer", "member"),
          tab="Tell us something"),
    Entry("visitor/my_worries.py", "My worries", "my-worries", ANYONE, "checklist",
          menu_for=NOBODY,
          tab="What I told you"),
    Entry("safeguarding/concerns.py", "Concerns", "concerns", SAFEGUARDING, "shield_person",
          section="Staff", first_for="safeguarding_lead"),
    Entry("safeguarding/concern.py", "A concern", "concern", SAFEGUARDING, "shield_person",
          menu_for=NOBODY),
    Entry("member/check_in.py", "Check in", "check-in", ("member",), "qr_code_scanner",
          section="Account"),
    Entry("member/decisions.py", "Decisions I see to", "decisions", ("member",), "task_alt",
          menu_for=NOBODY),
    # For peer mentors
    Entry("mentor/my_matches.py", "My matches", "my-matches", ("mentor",), "diversity_3",
          first_for="mentor"),
    # For staff: people
    Entry("staff/today.py", "Today", "today", ("staff",), "today", section="Staff",
          first_for="staff"),
    Entry("staff/find_person.py", "Find a person", "people", ("staff", "administrator"),
          "person_search", section="Staff", wide=True),
    Entry("staff/person.py", "A person", "person", ("staff", "administrator"), "person",
          menu_for=NOBODY),
    Entry("staff/bring_in_members.py", "Bring in people", "bring-in-members", ("staff",),
          "upload_file", section="Staff", menu_for=NOBODY, wide=True),
    Entry("staff/partners.py", "Partners", "partners", ("staff",), "hub", section="Staff"),
    Entry("staff/data_desk.py", "People's data", "data-desk", ("staff", "administrator"),
          "folder_managed", section="Staff"),
    Entry("staff/data_review.py", "Read for a request", "data-review", ("staff", "administrator"),
          "fact_check", menu_for=NOBODY),
    Entry("staff/reported.py", "Reported", "reported", ("staff",), "flag", section="Staff"),
    Entry("staff/emails.py", "Emails", "emails", ("staff", "administrator"), "mail",
          section="Staff"),
    Entry("staff/helplines.py", "Helplines", "helplines", ("staff",), "support_agent",
          section="Staff"),
    # For staff: workshops and spaces
    Entry("staff/workshops.py", "Workshops", "workshops", ("staff",), "groups", section="Staff"),
    Entry("staff/edit_workshop.py", "Make a workshop", "edit-workshop", ("staff",), "edit",
          menu_for=NOBODY),
    Entry("staff/write_up.py", "Write up a workshop", "write-up", ("staff",), "edit_note",
          menu_for=NOBODY),
    Entry("staff/wall_code.py", "Code for the wall", "wall-code", ("staff",), "qr_code",
          menu_for=NOBODY),
    Entry("staff/book_for.py", "Book for somebody", "book-for", ("staff",), "event_available",
          menu_for=NOBODY),
    Entry("staff/register.py", "Register", "register", ("staff",), "how_to_reg", menu_for=NOBODY),
    Entry("staff/workshop_roles.py", "Roles in a workshop", "workshop-roles", ("staff",),
          "diversity_3", menu_for=NOBODY),
    Entry("member/workshop_needs.py", "What people need", "workshop-needs", ("member",),
          "accessibility_new", menu_for=NOBODY),
    Entry("staff/unmet_needs.py", "Access needs", "access-needs", ("staff", "analyst"),
          "accessibility_new", section="Staff"),
    Entry("staff/spaces.py", "Spaces", "spaces", ("staff",), "home_pin", section="Staff"),
    # For staff: mentoring
    Entry("staff/matching.py", "Waiting for a mentor", "matching", ("staff",), "join_inner",
          section="Staff"),
    Entry("staff/suggestions.py", "Who fits", "suggestions", ("staff",), "join_inner",
          menu_for=NOBODY),
    Entry("staff/mentors.py", "Peer mentors", "mentors", ("staff",), "diversity_3",
          section="Staff"),
    # For staff: feedback and changes
    Entry("staff/feedback.py", "Feedback", "feedback", ("staff",), "forum", section="Staff"),
    Entry("staff/answer_feedback.py", "Answer feedback", "answer-feedback", ("staff",), "reply",
          menu_for=NOBODY),
    Entry("staff/changes.py", "Changes", "staff-changes", ("staff",), "published_with_changes",
          section="Staff"),
    Entry("staff/change.py", "A change", "staff-change", ("staff",), "edit", menu_for=NOBODY),
    Entry("staff/came_back.py", "Came back to you", "came-back", ("staff",), "undo",
          menu_for=NOBODY),
    Entry("staff/themes.py", "Themes", "themes", ("staff",), "label", menu_for=NOBODY),
    # Figures
    Entry("staff/engagement.py", "Engagement", "engagement", ("staff",), "monitoring",
          section="Staff", wide=True),
    Entry("staff/publish_figures.py", "Publish figures", "publish-figures",
          ("staff", "administrator"), "inventory", section="Staff"),
    Entry("analyst/evidence.py", "Evidence", "evidence", ("analyst", "staff", "administrator"),
          "bar_chart", menu_for=("analyst",), first_for="analyst", wide=True),
    # For administrators
    Entry("administrator/settings.py", "Settings", "settings", ("administrator",), "settings",
          section="Settings", first_for="administrator"),
    Entry("administrator/roles.py", "Who may do what", "roles", ("administrator",), "badge",
          section="Settings"),
    Entry("administrator/sign_in_rules.py", "Signing in", "sign-in-rules", ("administrator",),
          "passkey", section="Settings"),
    Entry("administrator/retention.py", "How long things are kept", "retention",
          ("administrator",), "auto_delete", section="Settings"),
    Entry("administrator/delete_person.py", "Delete a person", "delete-person",
          ("administrator",), "person_remove", menu_for=NOBODY),
    Entry("administrator/jobs.py", "What runs by itself", "what-runs-by-itself",
          ("administrator",), "update", section="Settings"),
)
# fmt: on

BY_ADDRESS = {page.url_path: page for page in PAGES}

# Whose first screen comes first, when one person is several of these.
FIRST_SCREENS = (
    "safeguarding_lead",
    "staff",
    "administrator",
    "analyst",
    "mentor",
    "member",
    "halfway",
    "newcomer",
    "visitor",
)


def first_screen(audiences: frozenset[str]) -> Entry:
    """The page that opens at the front door for someone in these audiences."""
    by_audience = {page.first_for: page for page in PAGES if page.first_for}
    wanted = (audience for audience in FIRST_SCREENS if audience in audiences)
    return next((by_audience[audience] for audience in wanted if audience in by_audience), PAGES[0])
