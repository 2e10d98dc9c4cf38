"""Supabase Auth's documented answers, from memory: enough of it to drive the real client.

Codes and shapes follow the reference of Supabase Auth (API version 2024-01-01). E-mails go to
`mailbox`. Second factors are TOTP only: enrol, challenge, verify, remove, and the `aal` claim, with
the rules that Auth documents (a verified factor asks for aal2 to enrol or to remove; verifying ends
the other sessions that are still at aal1). What would need a real project (SMTP, OAuth, phone
factors, captchas, Auth's own rate limits) is not here.
"""

from __future__ import annotations

import secrets
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import jwt
import pyotp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

VERSION = {"X-Supabase-Api-Version": "2024-01-01"}


class Refusal(Exception):
    def __init__(self, status: int, code: str, **more: object) -> None:
        self.status, self.body = status, {"code": code, "message": code.replace("_", " "), **more}


@dataclass
class Factor:
    name: str
    secret: str = field(default_factory=pyotp.random_base32)
    verified: bool = False
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    challenges: set[str] = field(default_factory=set)

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "friendly_name": self.name,
            "factor_type": "totp",
            "status": "verified" if self.verified else "unverified",
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
        }


@dataclass
class User:
    email: str
    password: str
    confirmed: bool
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    factors: list[Factor] = field(default_factory=list)


@dataclass
class Session:
    user: User
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    refresh_token: str = ""
    used: dict[str, float] = field(default_factory=dict)
    aal: str = "aal1"


@dataclass
class Auth:
    """One project's accounts; a test sets the switches."""

    secret: str = field(default_factory=lambda: secrets.token_hex(32))
    confirms_email: bool = False
    token_life: int = 3600
    reuse_interval: float = 10.0
    fail_next: tuple[int, str] | None = None
    refreshes: int = 0
    users: dict[str, User] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    mailbox: list[dict[str, str]] = field(default_factory=list)

    def app(self) -> Starlette:
        """The HTTP interface, to be mounted at /auth/v1."""
        verbs = {
            ("POST", "/signup"): self._sign_up,
            ("POST", "/token"): self._token,
            ("POST", "/otp"): self._otp,
            ("POST", "/recover"): self._recover,
            ("POST", "/verify"): self._verify,
            ("POST", "/logout"): self._logout,
            ("GET", "/user"): self._user,
            ("PUT", "/user"): self._update_user,
            ("POST", "/factors"): self._enroll,
            ("POST", "/factors/{id}/challenge"): self._challenge,
            ("POST", "/factors/{id}/verify"): self._verify_factor,
            ("DELETE", "/factors/{id}"): self._unenroll,
        }
        return Starlette(
            routes=[
                Route(path, self._guarded(answer), methods=[method])
                for (method, path), answer in verbs.items()
            ]
        )

    def token(self, session: Session, *, life: int | None = None) -> str:
        """An access token of this session."""
        now = int(time.time())
        claims = {
            "aud": "authenticated",
            "role": "authenticated",
            "sub": session.user.id,
            "email": session.user.email,
            "session_id": session.id,
            "aal": session.aal,
            "iat": now,
            "exp": now + (self.token_life if life is None else life),
        }
        return jwt.encode(claims, self.secret, algorithm="HS256")

    def _guarded(self, answer: Any) -> Any:
        async def endpoint(request: Request) -> Response:
            body = await request.json() if await request.body() else {}
            try:
                if self.fail_next:
                    status, code = self.fail_next
                    self.fail_next = None
                    raise Refusal(status, code)
                said = answer(request, body)
            except Refusal as refusal:
                return JSONResponse(refusal.body, refusal.status, VERSION)
            return said if isinstance(said, Response) else JSONResponse(said, headers=VERSION)

        return endpoint

    def _sign_up(self, request: Request, body: dict[str, Any]) -> Any:
        email = body["email"].lower()
        _check_strength(body["password"])
        known = self.users.get(email)
        if known and not self.confirms_email:
            raise Refusal(422, "user_already_exists")
        if known and known.confirmed:  # the same shape, made up, and no e-mail
            return {**_shown(User(email, "", False)), "identities": []}
        user = known or User(email, body["password"], not self.confirms_email)
        self.users[email] = user
        if self.confirms_email:
            self._mail(email, "email")
            return _shown(user)
        return self._opened(Session(user))

    def _token(self, request: Request, body: dict[str, Any]) -> Any:
        if request.query_params["grant_type"] == "refresh_token":
            return self._refresh(body["refresh_token"])
        user = self.users.get(body["email"].lower())
        if user is None or user.password != body["password"]:
            raise Refusal(400, "invalid_credentials")
        if not user.confirmed:
            raise Refusal(400, "email_not_confirmed")
        return self._opened(Session(user))

    def _refresh(self, token: str) -> Any:
        self.refreshes += 1
        for session in self.sessions.values():
            if token == session.refresh_token:
                session.used[token] = time.time()
                return self._opened(session)
            if token in session.used:
                if time.time() - session.used[token] <= self.reuse_interval:
                    return self._shown_session(session)
                del self.sessions[session.id]
                raise Refusal(400, "refresh_token_already_used")
        raise Refusal(400, "refresh_token_not_found")

    def _otp(self, request: Request, body: dict[str, Any]) -> Any:
        email = body["email"].lower()
        if email not in self.users and not body.get("create_user", True):
            raise Refusal(422, "otp_disabled")
        self._mail(email, "email")
        return {}

    def _recover(self, request: Request, body: dict[str, Any]) -> Any:
        if body["email"].lower() in self.users:
            self._mail(body["email"].lower(), "recovery")
        return {}

    def _verify(self, request: Request, body: dict[str, Any]) -> Any:
        email = body["email"].lower()
        if self.codes.get((email, body["type"])) != body["token"]:
            raise Refusal(403, "otp_expired")
        del self.codes[email, body["type"]]
        self.users[email].confirmed = True
        return self._opened(Session(self.users[email]))

    def _logout(self, request: Request, body: dict[str, Any]) -> Any:
        asking = self._asking(request)
        scope = request.query_params.get("scope", "global")
        for session in list(self.sessions.values()):
            if session.user is asking.user and (scope == "global" or session is asking):
                del self.sessions[session.id]
        return Response(status_code=204)

    def _user(self, request: Request, body: dict[str, Any]) -> Any:
        return _shown(self._asking(request).user)

    def _update_user(self, request: Request, body: dict[str, Any]) -> Any:
        user = self._asking(request).user
        _check_strength(body["password"])
        if body["password"] == user.password:
            raise Refusal(422, "same_password")
        user.password = body["password"]
        return _shown(user)

    def _enroll(self, request: Request, body: dict[str, Any]) -> Any:
        session = self._asking(request)
        factors = session.user.factors
        if any(factor.verified for factor in factors) and session.aal != "aal2":
            raise Refusal(403, "insufficient_aal")
        if any(factor.name == body["friendly_name"] for factor in factors):
            raise Refusal(422, "mfa_factor_name_conflict")
        made = Factor(body["friendly_name"])
        factors.append(made)
        address = pyotp.TOTP(made.secret).provisioning_uri(
            name=session.user.email, issuer_name=body["issuer"]
        )
        told = {"qr_code": "<svg/>", "secret": made.secret, "uri": address}
        return {"id": made.id, "type": "totp", "friendly_name": made.name, "totp": told}

    def _challenge(self, request: Request, body: dict[str, Any]) -> Any:
        challenge = str(uuid.uuid4())
        self._factor(request).challenges.add(challenge)
        return {"id": challenge, "type": "totp", "expires_at": int(time.time()) + 300}

    def _verify_factor(self, request: Request, body: dict[str, Any]) -> Any:
        session, factor = self._asking(request), self._factor(request)
        if body["challenge_id"] not in factor.challenges:
            raise Refusal(422, "mfa_challenge_expired")
        if not pyotp.TOTP(factor.secret).verify(body["code"], valid_window=1):
            raise Refusal(422, "mfa_verification_failed")
        factor.challenges.discard(body["challenge_id"])
        factor.verified, session.aal = True, "aal2"
        for other in list(self.sessions.values()):
            if other.user is session.user and other.aal != "aal2":
                del self.sessions[other.id]
        return self._opened(session)

    def _unenroll(self, request: Request, body: dict[str, Any]) -> Any:
        session, factor = self._asking(request), self._factor(request)
        if factor.verified and session.aal != "aal2":
            raise Refusal(403, "insufficient_aal")
        session.user.factors.remove(factor)
        return {"id": factor.id}

    def _factor(self, request: Request) -> Factor:
        factors = self._asking(request).user.factors
        wanted = (factor for factor in factors if factor.id == request.path_params["id"])
        found = next(wanted, None)
        if found is None:
            raise Refusal(404, "mfa_factor_not_found")
        return found

    def _asking(self, request: Request) -> Session:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, self.secret, ["HS256"], audience="authenticated")
        except jwt.InvalidTokenError:
            raise Refusal(403, "bad_jwt") from None
        if claims["session_id"] not in self.sessions:
            raise Refusal(403, "session_not_found")
        return self.sessions[claims["session_id"]]

    def _opened(self, session: Session) -> dict[str, Any]:
        session.refresh_token = secrets.token_urlsafe(16)
        self.sessions[session.id] = session
        return self._shown_session(session)

    def _shown_session(self, session: Session) -> dict[str, Any]:
        return {
            "access_token": self.token(session),
            "token_type": "bearer",
            "expires_in": self.token_life,
            "expires_at": int(time.time()) + self.token_life,
            "refresh_token": session.refresh_token,
            "user": _shown(session.user),
        }

    def _mail(self, email: str, kind: str) -> None:
        code = f"{secrets.randbelow(10**6):06d}"
        self.codes[email, kind] = code
        self.mailbox.append({"to": email, "kind": kind, "code": code})


def _check_strength(password: str) -> None:
    if len(password) < 12:
        raise Refusal(422, "weak_password", weak_password={"reasons": ["length"]})


def _shown(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "aud": "authenticated",
        "role": "authenticated",
        "email": user.email,
        "app_metadata": {"provider": "email", "providers": ["email"]},
        "user_metadata": {},
        "identities": [],
        "factors": [factor.shown() for factor in user.factors],
        "created_at": "2026-01-01T00:00:00Z",
        "updated_at": "2026-01-01T00:00:00Z",
    }
