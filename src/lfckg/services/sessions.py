"""Sessions with a remote service over HTTP: authentication, redirects, retries and time-outs for all who ask one."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import requests
import urllib3
from requests.auth import AuthBase, HTTPDigestAuth
from requests.utils import get_environ_proxies

from lfckg import __version__
from lfckg.errors import InputError, ServiceError
from lfckg.services.addresses import check_url, is_local, origin_of, show_url
from lfckg.services.bodies import Adapter, Body, Clock, running
from lfckg.services.challenges import answer, unasked
from lfckg.services.credentials import Credentials
from lfckg.services.failures import explain_silence, explain_status

__all__ = ["Reply", "Session"]

_RETRIES = 3
_FIRST_WAIT = 0.5  # seconds; twice as long each time
_LONGEST_WAIT = 60.0
_MOST_REDIRECTS = 5
_CONNECT = 10.0  # seconds
_LONGEST_ERROR = 64 * 1024  # bytes of what a service says of an error
_UNAUTHORISED, _SEE_OTHER = 401, 303
_REDIRECTS = {301, 302, _SEE_OTHER, 307, 308}
_TRANSIENT = {429, 502, 503, 504}
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of a service: the address that gave it, its status, its headers, and its body, still to be read.

    `secrets` must not be shown, should the service say them again.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: Body
    secrets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Failure:
    """What went wrong, whether asking again may help, and how long the service wants to be left alone.

    No exception: one that a frame of its own traceback holds makes a circle, which another thread may collect.
    """

    text: str
    is_transient: bool
    status: int = 0
    wait: float | None = None


class Session:
    """Asks one service, which alone is told the credentials; `notes` gathers what its user should know.

    `timeout` is for the head of an answer, with all retries, and for each piece of the body; `deadline` for all of it.
    """

    def __init__(
        self, url: str, *, credentials: Credentials | None = None, timeout: float = 60.0, deadline: float | None = None
    ) -> None:
        self.url = check_url(url)
        self.credentials, self.timeout, self.deadline = credentials, timeout, deadline
        self.notes: list[str] = []
        self._http = _Http()
        # No netrc behind our back, which would give its passwords to whatever host a redirect names; no cookies,
        # which are told apart by host alone, and not by port and scheme.
        self._http.trust_env = False
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, Adapter())
        self._auth: AuthBase | None = unasked(credentials)
        if self._auth:
            self._warn_of_listeners()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def request(self, method: str, url: str | None = None, *, data: bytes = b"", headers: Mapping[str, str]) -> Reply:
        """Ask the service something that may be asked again; raise ServiceError where no good answer comes.

        urllib3's Retry waits as long as a service says, knows no deadline and tells nobody, so the loop is ours.
        """
        clock = Clock(self.timeout, self.deadline)
        for attempt in range(_RETRIES + 1):
            failure = self._follow(method, url or self.url, data, headers, clock)
            if isinstance(failure, Reply):
                return failure
            wait = _FIRST_WAIT * 2**attempt if failure.wait is None else min(failure.wait, _LONGEST_WAIT)
            if not failure.is_transient or attempt == _RETRIES:
                raise ServiceError(failure.text, failure.status)
            if failure.wait:
                self.note(f"{show_url(url or self.url)}: asks to wait {failure.wait:g} s before it is asked again.")
            if not _has(clock, wait):
                raise ServiceError(failure.text, failure.status)
            time.sleep(wait)
        raise AssertionError  # the last attempt returns or raises

    def note(self, text: str) -> None:
        """Add a note, once."""
        if text not in self.notes:
            self.notes.append(text)

    def _follow(self, method: str, url: str, data: bytes, headers: Mapping[str, str], clock: Clock) -> Reply | _Failure:
        """Send a request and follow redirects, with the same method and body: asking twice changes nothing."""
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._answer(method, url, data, headers, clock)
            if isinstance(response, _Failure):
                return response
            if response.status_code not in _REDIRECTS or "Location" not in response.headers:
                return self._taken(url, response, clock)
            response.close()
            target = self._target(url, response.headers["Location"])
            if response.status_code == _SEE_OTHER:
                method, data = "GET", b""
            url = target
        raise ServiceError(
            f"{show_url(self.url)}: redirects more than {_MOST_REDIRECTS} times. Give the address where it ends."
        )

    def _target(self, url: str, location: str) -> str:
        try:
            target = check_url(urljoin(url, location))
        except (ServiceError, ValueError):
            target = ""
        if not target:
            raise ServiceError(
                f"{show_url(url)}: redirects to {show_url(location)[:200]}, which is not followed. Check the address."
            )
        if url.startswith("https:") and not target.startswith("https:"):
            raise ServiceError(
                f"{show_url(url)}: redirects to {show_url(target)}, where anybody may listen; it is not followed."
                " Give that address yourself if you trust it."
            )
        if origin_of(target) != origin_of(self.url):
            secret = "; user and password or token were not sent on" if self.credentials else ""
            self.note(f"{show_url(url)}: redirects to {show_url(target)}{secret}.")
        return target

    def _answer(
        self, method: str, url: str, data: bytes, headers: Mapping[str, str], clock: Clock
    ) -> requests.Response | _Failure:
        """Send a request to one address; where it asks who we are, and may know, say it and send it once more."""
        credentials = self.credentials if origin_of(url) == origin_of(self.url) else None
        response = self._send(method, url, data, headers, clock, self._auth if credentials else None)
        if isinstance(response, _Failure) or response.status_code != _UNAUTHORISED:
            return response
        if credentials is None or self._auth:
            return response
        try:
            auth = answer(credentials, response.headers.get("WWW-Authenticate", ""), show_url(url))
        except ServiceError:
            response.close()
            raise
        if auth is None:
            return response
        response.close()
        self._auth = auth
        self._warn_of_listeners()
        return self._send(method, url, data, headers, clock, auth)

    def _send(
        self, method: str, url: str, data: bytes, headers: Mapping[str, str], clock: Clock, auth: AuthBase | None
    ) -> requests.Response | _Failure:
        ours = {"User-Agent": f"lfckg/{__version__}", "Accept-Encoding": "gzip"}
        token = running.set(clock)
        clock.in_head = True
        try:
            left = clock.left()
            return self._http.request(
                method,
                url,
                data=data or None,
                headers={**ours, **headers},
                auth=auth,
                timeout=(min(_CONNECT, left), left),
                allow_redirects=False,
                stream=True,
                proxies=get_environ_proxies(url),
                verify=_bundle(),
            )
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as exc:
            # Raised outside of this handler: what a library's error carries, headers too, must not be kept with ours.
            return _Failure(*explain_silence(url, exc, clock.told))
        finally:
            running.reset(token)

    def _taken(self, url: str, response: requests.Response, clock: Clock) -> Reply | _Failure:
        clock.in_head = False
        secrets = self.credentials.secrets if self.credentials else ()
        body = Body(response.raw, url, clock)
        if response.ok and response.status_code not in _REDIRECTS:
            return Reply(url, response.status_code, response.headers, body, secrets)
        text = ""
        with suppress(ServiceError):  # what it says is a help, and not more
            text = body.read_most(_LONGEST_ERROR).decode("utf-8", "replace")
        body.close()
        sent = response.request.headers.get("Authorization", "").partition(" ")[0].lower()
        told = explain_status(url, response.status_code, response.headers, text, sent, secrets)
        wait = _retry_after(response.headers.get("Retry-After", ""))
        return _Failure(told, response.status_code in _TRANSIENT, response.status_code, wait)

    def _warn_of_listeners(self) -> None:
        if not isinstance(self._auth, HTTPDigestAuth) and self.url.startswith("http:") and not is_local(self.url):
            self.note(f"{show_url(self.url)}: the password or token is sent unencrypted. Use https where there is any.")


class _Http(requests.Session):
    """requests' session, which looks at no redirect: it would read the whole body of one before it is told not to."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002  its name in the base class
        return None


def _bundle() -> str | bool:
    name = next((name for name in _BUNDLES if os.environ.get(name)), None)
    if name is None:
        return True
    path = os.environ[name]
    if not Path(path).exists():
        raise InputError(f"{path}: no such file. {name} names it, for certificates.")
    return path


def _has(clock: Clock, wait: float) -> bool:
    try:
        return clock.left() > wait
    except TimeoutError:
        return False


def _retry_after(value: str) -> float | None:
    """Read the header: seconds, or a date (RFC 9110, section 10.2.3)."""
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, round(parsedate_to_datetime(value).timestamp() - time.time(), 1))
    except (ValueError, OverflowError):
        return None
