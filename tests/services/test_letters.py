"""What e-mails say, what stands at their head, and how they go over the line."""

from __future__ import annotations

import ssl
import uuid
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.letters import envelope, words, writing
from services.letters.settings import SettingsWrong, from_environment
from services.letters.smtp import Away, Line
from tests.mailserver import mail_server

SITE = "https://portal.example"
WORKSHOP = {
    "title": "Chai & “chat” 🫖 – рассказ",
    "starts_at": "2026-12-01T18:00:00+00:00",
    "ends_at": "2026-12-01T20:30:00+00:00",
    "space": "Chelmsford",
    "meeting_point": "",
    "mode": "in_person",
}


def claimed(*told: dict[str, Any], **other: Any) -> dict[str, Any]:
    return {
        "message": str(uuid.uuid4()),
        "to": "robin@home.example",
        "stop_key": "5e6a2a2c-0000-4000-8000-000000000001",
        "full_details": False,
        "gathered": None,
        "is_test": False,
        "organisation": {"name": "Alongside Essex", "phone": "01632 960 199"},
        "told": list(told),
        **other,
    }


def test_a_neutral_email_says_nothing_of_what_it_is_about():
    subject, text = writing.subject_and_text(claimed({"until": None, "reminder": False}), SITE)
    assert subject == "There is something new for you"
    for telling in ("Essex", "01632", "workshop", "recovery", "mentor", "addiction"):
        assert telling not in text
    assert f"{SITE}/notices" in text and f"{SITE}/how-we-tell-you" in text
    assert f"{SITE}/stop-emails?key=5e6a2a2c" in text


def test_a_neutral_email_says_until_when_where_waiting_would_cost_something():
    subject, text = writing.subject_and_text(
        claimed({"until": "2026-07-01T17:00:00+00:00", "reminder": False}), SITE
    )
    assert (subject, "until Wednesday 1 July, 6pm" in text) == ("Please look soon", True)


def test_a_full_email_says_what_when_where_and_whom_to_call():
    told = {"kind": "workshop_reminder_two_days", "link": "workshop?id=1", "workshop": WORKSHOP}
    subject, text = writing.subject_and_text(claimed(told, full_details=True), SITE)
    assert subject == "Your workshop is coming up"
    assert "“Chai & “chat” 🫖 – рассказ”" in text
    assert "Tuesday 1 December, 6pm to 8:30pm, at Chelmsford" in text
    assert f"{SITE}/workshop?id=1" in text and "01632 960 199" in text


def test_a_title_with_braces_stays_as_it_was_written():
    told = {
        "kind": "workshop_reminder_two_days",
        "link": None,
        "workshop": {**WORKSHOP, "title": "{where} {0} {}"},
    }
    _, text = writing.subject_and_text(claimed(told, full_details=True), SITE)
    assert "“{where} {0} {}”" in text


@pytest.mark.parametrize("kind", sorted(words.KINDS))
def test_every_kind_can_be_written_out_and_its_subject_fits_a_phone(kind):
    told = {"kind": kind, "link": "home", "workshop": WORKSHOP, "until": WORKSHOP["starts_at"]}
    subject, text = writing.subject_and_text(claimed(told, full_details=True), SITE)
    assert len(subject) <= 60 and "{" not in text


def test_every_kind_of_notice_has_its_words(owner):
    rows = owner.execute("select kind from portal.notice_kind").fetchall()
    assert {row["kind"] for row in rows} <= set(words.KINDS)


def test_the_head_of_an_email(box):
    email = claimed({"until": None, "reminder": False})
    settings = box.settings()
    written = envelope.seal(email, settings).as_bytes()
    message = message_from_bytes(written, policy=default)
    assert message["From"] == "Alongside <post@alongside.example>"
    assert message["Message-ID"] == f"<{email['message']}@alongside.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == f"<{writing.stop_address(email, settings.site)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert abs(message["Date"].datetime - datetime.now(UTC)) < timedelta(minutes=1)
    assert message.get_content_type() == "text/plain"
    assert max(map(len, written.split(b"\r\n"))) <= 998, "RFC 5322, 2.1.1"


@pytest.fixture
def box():
    with mail_server() as running:
        yield running


def test_words_of_every_script_and_long_lines_arrive_as_they_were(box):
    title = "نادي الشعر 🫖 " + "long " * 400
    told = {"kind": "workshop_reminder_two_days", "link": None,
            "workshop": {**WORKSHOP, "title": title, "meeting_point": ".\n.hidden"}}  # fmt: skip
    email = claimed(told, full_details=True)
    with Line(box.settings()) as line:
        assert line.send(envelope.seal(email, box.settings()), email["to"]).result == "sent"
    [arrived] = box.taken
    _, text = writing.subject_and_text(email, SITE)
    assert arrived.get_content().replace("\r\n", "\n") == text
    assert all(byte < 128 for byte in box.raw[0]), "7 bits go over every line"


# the settings

GOOD = {
    "ALONGSIDE_SMTP_URL": "smtp://us%40er:p%3Aw@mail.example:2525",
    "ALONGSIDE_MAIL_FROM": "News <post@portal.example>",
    "ALONGSIDE_ADDRESS": "https://portal.example/",
}


def test_the_settings_are_read_from_the_environment():
    found = from_environment({**GOOD, "ALONGSIDE_MAIL_PER_MINUTE": "30"})
    assert found is not None
    assert (found.host, found.port, found.user, found.password) == (
        "mail.example", 2525, "us@er", "p:w"
    )  # fmt: skip
    assert (found.site, found.per_minute, found.sender.display_name) == (SITE, 30, "News")
    assert from_environment({}) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALONGSIDE_SMTP_URL", "mail.example"),
        ("ALONGSIDE_SMTP_URL", "smtp://"),
        ("ALONGSIDE_SMTP_URL", "smtp+plain://mail.example"),
        ("ALONGSIDE_SMTP_URL", "http://mail.example"),
        ("ALONGSIDE_MAIL_FROM", ""),
        ("ALONGSIDE_MAIL_FROM", "News"),
        ("ALONGSIDE_MAIL_FROM", "a@portal.example, b@portal.example"),
        ("ALONGSIDE_MAIL_REPLY_TO", "nobody"),
        ("ALONGSIDE_ADDRESS", ""),
        ("ALONGSIDE_ADDRESS", "http://portal.example"),
        ("ALONGSIDE_ADDRESS", "https://portal.example/somewhere"),
        ("ALONGSIDE_MAIL_PER_MINUTE", "0"),
        ("ALONGSIDE_MAIL_PER_MINUTE", "many"),
    ],
)
def test_settings_that_cannot_be_used_are_named_and_no_password_is(name, value):
    with pytest.raises(SettingsWrong) as wrong:
        from_environment({**GOOD, name: value})
    assert name in str(wrong.value) and "p:w" not in str(wrong.value)


# a safe line


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that nobody knows but these tests."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_an_email_goes_over_a_safe_line_and_over_no_other(certificate, scheme):
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(certificate)
    known = ssl.create_default_context(cafile=str(certificate))
    email = claimed({"until": None})
    with mail_server(tls=served, implicit=scheme == "smtps") as box:
        settings = box.settings(scheme=scheme, host="localhost")
        with Line(settings, context=known) as line:
            assert line.send(envelope.seal(email, settings), email["to"]).result == "sent"
        with pytest.raises(Away, match="not_safe"), Line(settings):
            pass  # the certificate is of nobody that this machine knows
        with (
            pytest.raises(Away, match="not_safe"),
            Line(box.settings(scheme=scheme, host="127.0.0.1"), context=known),
        ):
            pass  # the certificate is of somebody else
        assert len(box.taken) == 1


def test_a_server_without_starttls_is_not_used(box):
    with pytest.raises(Away, match="not_safe"), Line(box.settings(scheme="smtp")):
        pass


def test_a_server_that_speaks_no_smtp_is_away():
    with mail_server() as box, pytest.raises(Away), Line(box.settings(scheme="smtps"), patience=1):
        pass
