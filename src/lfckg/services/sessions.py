"""Sessions with a remote service over HTTP: authentication, redirects, retries and time-outs for all who ask one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import requests
import urllib3
from requests.auth import AuthBase, HTTPDigestAuth
from requests.utils import get_environ_proxies

from lfckg import __version__
from lfckg.errors import ServiceError
from lfckg.services.addresses import check_url, is_local, origin_of, show_url
from lfckg.services.bodies import Body
from lfckg.services.challenges import answer, unasked
from lfckg.services.clocks import Clock, running
from lfckg.services.connections import Http, bundle
from lfckg.services.credentials import Credentials
from lfckg.services.failures import explain_page, explain_silence, explain_status, is_page
from lfckg.services.retries import Failure, is_transient, retry_after

__all__ = ["Reply", "Session"]

_RETRIES, _RETRIES_OF_WRITES = 3, 4
_FIRST_WAIT = 0.5  # seconds; twice as long each time
_LONGEST_WAIT = 60.0
_MOST_REDIRECTS = 5
_CONNECT = 10.0  # seconds
_LONGEST_ERROR = 64 * 1024  # bytes of what a service says of an error
_UNAUTHORISED, _SEE_OTHER = 401, 303
_REDIRECTS = {301, 302, _SEE_OTHER, 307, 308}
_GOOD = range(200, 300)
_LONG = 16 * 1024  # bytes; what is shorter is sent before a server can end the connection


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
class _Request:
    """A request; of a write, what is told fits writing; `is_whole`: it has no answer before all of that is there."""

    method: str
    url: str
    data: bytes
    headers: Mapping[str, str]
    is_write: bool
    is_whole: bool
    is_paid: bool


class Session:
    """Asks one service, which alone is told the credentials; `notes` gathers what its user should know.

    `timeout` is for the head of an answer, with all retries, and for each piece of the body; `deadline` for all of it.
    Of a write `timeout` is for each attempt, from its first byte to the head of the answer. `explain` tells what a
    status means.
    """

    def __init__(
        self,
        url: str,
        *,
        credentials: Credentials | None = None,
        timeout: float = 60.0,
        deadline: float | None = None,
        explain: Callable[..., str] = explain_status,
    ) -> None:
        self.url = check_url(url)
        self.credentials, self.timeout, self.deadline = credentials, timeout, deadline
        self.explain = explain
        self.notes: list[str] = []
        self._http = Http()
        self._auth: AuthBase | None = unasked(credentials)
        self._has_asked = False  # whether it was given the chance to ask who we are, before a long body
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

    def request(
        self,
        method: str,
        url: str | None = None,
        *,
        data: bytes = b"",
        headers: Mapping[str, str],
        writing: bool = False,
        whole: bool = False,
        paid: bool = False,
    ) -> Reply:
        """Ask the service something that may be asked again; raise ServiceError where no good answer comes.

        With `writing`, have it write what may be written again: it may have been written where the answer is lost. With
        `whole`, ask again too where the answer breaks off; it is held in memory. With `paid`, do not ask again what may
        have been answered.
        urllib3's Retry waits as long as a service says, knows no deadline and tells nobody, so the loop is ours.
        """
        asked = _Request(method, url or self.url, data, headers, writing, whole, paid)
        clock = Clock(self.timeout, self.deadline, is_anew=writing)
        most = _RETRIES_OF_WRITES if writing else _RETRIES
        for attempt in range(most + 1):
            clock.attempt()
            failure = self._follow(asked, clock)
            if isinstance(failure, Reply):
                return failure
            wait = _FIRST_WAIT * 2**attempt if failure.wait is None else min(failure.wait, _LONGEST_WAIT)
            is_lost = asked.is_paid and not failure.status
            if is_lost or not failure.is_transient or attempt == most:
                raise ServiceError(failure.text, failure.status)
            if failure.wait:
                self.note(f"{show_url(asked.url)}: asks to wait {failure.wait:g} s before it is asked again.")
            if not clock.allows(wait):
                raise ServiceError(failure.text, failure.status)
            time.sleep(wait)
        raise AssertionError  # the last attempt returns or raises

    def note(self, text: str) -> None:
        """Add a note, once."""
        if text not in self.notes:
            self.notes.append(text)

    def _follow(self, asked: _Request, clock: Clock) -> Reply | Failure:
        """Send a request and follow redirects, with the same method and body: asking twice changes nothing."""
        for _ in range(_MOST_REDIRECTS + 1):
            response = self._answer(asked, clock)
            if isinstance(response, Failure):
                return response
            if response.status_code not in _REDIRECTS or "Location" not in response.headers:
                return self._taken(asked, response, clock)
            response.close()
            target = self._target(asked.url, response.headers["Location"])
            if response.status_code == _SEE_OTHER and asked.is_write:
                raise ServiceError(
                    f"{show_url(asked.url)}: 303: redirects to {show_url(target)}, to be read and not written to: it"
                    " can't be told whether anything was written. Check the address.",
                    _SEE_OTHER,
                )
            if response.status_code == _SEE_OTHER:
                asked = replace(asked, method="GET", data=b"")
            asked = replace(asked, url=target)
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

    def _answer(self, asked: _Request, clock: Clock) -> requests.Response | Failure:
        """Send a request to one address; where it asks who we are, and may know, say it and send it once more."""
        credentials = self.credentials if origin_of(asked.url) == origin_of(self.url) else None
        if credentials and asked.is_write and len(asked.data) > _LONG:
            self._be_asked(credentials, asked, clock)
        response = self._send(asked, clock, self._auth if credentials else None)
        if isinstance(response, Failure):
            self._has_asked = False  # what it has asked may be stale
            return response
        if response.status_code != _UNAUTHORISED or credentials is None or self._auth:
            return response
        return self._send(asked, clock, self._auth) if self._learn(credentials, asked.url, response) else response

    def _be_asked(self, credentials: Credentials, asked: _Request, clock: Clock) -> None:
        """Let a service ask who we are before a long body: in the midst of it, it would end the connection."""
        is_digest = isinstance(self._auth, HTTPDigestAuth)
        if self._has_asked or not credentials.user or (self._auth and not is_digest):
            return
        self._has_asked = True
        response = self._send(replace(asked, method="HEAD", data=b"", headers={}), clock, None)
        if isinstance(response, Failure):
            return  # the write itself tells what is wrong
        if response.status_code == _UNAUTHORISED:
            self._learn(credentials, asked.url, response)
        response.close()

    def _learn(self, credentials: Credentials, url: str, response: requests.Response) -> bool:
        """Learn from a 401 how to say who we are, and leave it; false where there is nothing to say."""
        try:
            auth = answer(credentials, response.headers.get("WWW-Authenticate", ""), show_url(url))
        except ServiceError:
            response.close()
            raise
        if auth is None:
            return False
        response.close()
        self._auth = auth
        self._warn_of_listeners()
        return True

    def _send(self, asked: _Request, clock: Clock, auth: AuthBase | None) -> requests.Response | Failure:
        ours = {"User-Agent": f"lfckg/{__version__}", "Accept-Encoding": "gzip"}
        token = running.set(clock)
        try:
            left = clock.left()
            return self._http.request(
                asked.method,
                asked.url,
                data=asked.data or None,
                headers={**ours, **asked.headers},
                auth=auth,
                timeout=(min(_CONNECT, left), left),
                allow_redirects=False,
                stream=True,
                proxies=get_environ_proxies(asked.url),
                verify=bundle(),
            )
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, UnicodeError) as exc:
            # Raised outside of this handler: what a library's error carries, headers too, must not be kept with ours.
            return Failure(*explain_silence(asked.url, exc, clock.told, writing=asked.is_write))
        finally:
            running.reset(token)

    def _taken(self, asked: _Request, response: requests.Response, clock: Clock) -> Reply | Failure:
        clock.in_head = False
        secrets = self.credentials.secrets if self.credentials else ()
        body = Body(response.raw, asked.url, clock)
        status = response.status_code
        if status in _GOOD:
            failure = _unwritten(asked, response, body) if asked.is_write else _not_whole(asked, body)
            return failure or Reply(asked.url, status, response.headers, body, secrets)
        text = ""
        with suppress(ServiceError):  # what it says is a help, and not more
            text = body.read_most(_LONGEST_ERROR).decode("utf-8", "replace")
        body.close()
        sent = response.request.headers.get("Authorization", "").partition(" ")[0].lower()
        size = len(asked.data) if asked.is_write else None
        told = self.explain(asked.url, status, response.headers, text, sent, secrets, written=size)
        wait = retry_after(response.headers.get("Retry-After", ""))
        return Failure(told, is_transient(status, writing=asked.is_write), status, wait)

    def _warn_of_listeners(self) -> None:
        if not isinstance(self._auth, HTTPDigestAuth) and self.url.startswith("http:") and not is_local(self.url):
            self.note(f"{show_url(self.url)}: the password or token is sent unencrypted. Use https where there is any.")


def _not_whole(asked: _Request, body: Body) -> Failure | None:
    """Find out whether an answer that is wanted whole breaks off."""
    try:
        body.peek_most(sys.maxsize if asked.is_whole else 0)
    except ServiceError as exc:
        return Failure(str(exc), is_transient=True)
    return None


def _unwritten(asked: _Request, response: requests.Response, body: Body) -> Failure | None:
    """Find out whether the good answer to a write is none: the page of a proxy that wants a log-in, or half of it."""
    try:
        start = body.peek_most(_LONGEST_ERROR)
    except ServiceError as exc:
        return Failure(str(exc), is_transient=True, status=response.status_code)
    if not is_page(start, response.headers.get("Content-Type", "")):
        return None
    body.close()
    return Failure(f"{show_url(asked.url)}: {explain_page(start, 'writing')}", False, response.status_code)
