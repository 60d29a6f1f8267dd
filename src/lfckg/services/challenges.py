"""Challenges: how a service asks who we are, and what it is answered (RFC 7617, 7616, 6750)."""

from __future__ import annotations

import threading

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from requests.utils import parse_dict_header

from lfckg.errors import ServiceError
from lfckg.services.credentials import Credentials
from lfckg.services.failures import schemes_of

__all__ = ["answer", "unasked"]

_DIGESTS = {"MD5", "MD5-SESS", "SHA", "SHA-256", "SHA-512"}
_UNAUTHORISED = 401


def unasked(credentials: Credentials | None) -> AuthBase | None:
    """Give what is said unasked: a token, and a password where basic authentication was chosen."""
    if credentials and credentials.token:
        return _Bearer(credentials.token)
    return _basic(credentials) if credentials and credentials.scheme == "basic" else None


def answer(credentials: Credentials, challenge: str, shown: str) -> AuthBase | None:
    """Answer a WWW-Authenticate header: by digest where it is asked, else by basic where that is asked and allowed.

    Raises ServiceError, of the service `shown`, where it asks for what can't or must not be said.
    """
    schemes = schemes_of(challenge)
    if credentials.token:
        return None
    if "digest" in schemes and credentials.scheme != "basic":
        return _digest(credentials, challenge, shown)
    if "basic" in schemes and credentials.scheme == "digest":
        raise ServiceError(
            f"{shown}: wants the password by basic authentication, in the clear, and digest was asked for. Ask for"
            " basic if you trust it.",
            _UNAUTHORISED,
        )
    return _basic(credentials) if "basic" in schemes else None


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class _Digest(HTTPDigestAuth):
    """An answer to a challenge that has come; requests' own would have it come once more."""

    _thread_local: threading.local  # the types of requests leave it out

    def __init__(self, credentials: Credentials, challenge: dict[str, str]) -> None:
        super().__init__(credentials.user, credentials.password)
        self._challenge = challenge

    def init_per_thread_state(self) -> None:
        """Begin with the challenge, in each thread."""
        is_new = not hasattr(self._thread_local, "init")
        super().init_per_thread_state()
        if is_new:
            self._thread_local.chal, self._thread_local.last_nonce = self._challenge, self._challenge["nonce"]


def _basic(credentials: Credentials) -> HTTPBasicAuth:
    return HTTPBasicAuth(credentials.user.encode(), credentials.password.encode())  # RFC 7617: UTF-8


def _digest(credentials: Credentials, challenge: str, shown: str) -> HTTPDigestAuth:
    start = challenge.lower().index("digest") + len("digest")
    asked: dict[str, str] = parse_dict_header(challenge[start:].strip())  # type: ignore[no-untyped-call]
    qop = asked.get("qop")
    known = asked.get("algorithm", "MD5").upper() in _DIGESTS and (
        qop is None or "auth" in qop.replace(" ", "").split(",")
    )
    if not known or "nonce" not in asked or "realm" not in asked:
        raise ServiceError(f"{shown}: wants a kind of digest authentication that is not known here.", _UNAUTHORISED)
    if not credentials.user.isascii() or '"' in credentials.user or "\\" in credentials.user:
        raise ServiceError(f"{shown}: wants digest authentication, which can't carry this user's name.", _UNAUTHORISED)
    return _Digest(credentials, asked)
