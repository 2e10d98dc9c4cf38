"""A real browser over TLS: the sign-in cookie as it is kept, and scripts that may not run."""

from __future__ import annotations

import ipaddress
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Browser, Page, expect

from components.site_map import ROOT
from services.identity.passwords import hashed
from services.web.cookies import PLAIN, SECURE
from tests.conftest import Database
from tests.people import make_person

PATIENCE = 90.0
EMAIL, PASSWORD = "robin@example.org", "seven quiet herons at dawn"

pytestmark = pytest.mark.needs("browser")


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for this machine that nobody else trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key_file, certificate_file


@pytest.fixture
def address(database: Database, tmp_path: Path) -> Iterator[str]:
    """The app behind TLS, on this test's database."""
    key, certificate = make_certificate(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "app:app", "--host", "127.0.0.1"),
            *("--port", str(port), "--ssl-keyfile", str(key), "--ssl-certfile", str(certificate)),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "ALONGSIDE_DATABASE_URL": database.url("authenticator"),
            "ALONGSIDE_IDENTITY_URL": database.url("identity_provider"),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"https://localhost:{port}"
    try:
        _wait_for(f"{url}/healthz", process)
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, ignore_https_errors=True)
    yield context.new_page()
    context.close()


def test_over_tls_the_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts(
    page: Page, address: str, database: Database
) -> None:
    with database.connect() as connection:
        person = make_person(connection, "Robin")
        connection.execute(
            "select identity.make_account(%s, %s, %s)", (EMAIL, hashed(PASSWORD, 4), person)
        )
    answer = page.goto("/sign-in")
    assert answer and "strict-transport-security" in answer.headers
    page.get_by_label("Email").fill(EMAIL)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_test_id("stMain").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Hello, Robin")).to_be_visible()

    kept = {cookie["name"]: cookie for cookie in page.context.cookies(address)}
    assert set(kept) == {SECURE, "_streamlit_xsrf"}, "Streamlit's own is its guard for uploads"
    cookie = kept[SECURE]
    assert cookie["name"] == SECURE == f"__Host-{PLAIN}"
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "localhost")
    assert cookie["expires"] == -1, "it ends with the browser"
    assert cookie["value"] not in page.evaluate("document.cookie")
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert cookie["value"] not in stored


INJECTED = """
async () => {
  const seen = [];
  document.addEventListener("securitypolicyviolation", (e) => seen.push(e.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.ran = 'inline'";
  document.body.append(script);
  document.body.insertAdjacentHTML("beforeend", "<img src='/nowhere' onerror=\\"window.ran = 'handler'\\">");
  const outside = document.createElement("script");
  outside.src = "https://elsewhere.example/x.js";
  document.body.append(outside);
  const link = document.createElement("a");
  link.href = "javascript:window.ran='link'";
  document.body.append(link);
  link.click();
  await fetch("https://elsewhere.example/").catch(() => seen.push("fetch"));
  await new Promise((done) => setTimeout(done, 1500));
  return { ran: window.ran || null, seen };
}
"""


@pytest.mark.parametrize("path", ["sign-in", "help"])
def test_a_script_that_somebody_got_into_a_page_does_not_run(page: Page, path: str) -> None:
    page.goto(f"/{path}")
    expect(page.locator("h1").first).to_be_visible()
    found = page.evaluate(INJECTED)
    assert found["ran"] is None
    assert {"script-src-elem", "script-src-attr", "fetch"} <= set(found["seen"])


def test_no_page_is_shown_inside_another(page: Page, address: str) -> None:
    page.goto("/help")
    assert page.evaluate(
        """async (address) => {
          const frame = document.createElement("iframe");
          frame.src = address + "/sign-in";
          document.body.append(frame);
          await new Promise((done) => setTimeout(done, 1500));
          try { return frame.contentDocument.querySelector("h1, form") === null; } catch { return true; }
        }""",
        address,
    )


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    anyone = ssl._create_unverified_context()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urlopen(address, timeout=5, context=anyone):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer")
