"""Credentials: who asks a remote service, from options, the environment or netrc; never shown."""

from __future__ import annotations

import base64
import netrc
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lfckg.errors import InputError, ServiceError
from lfckg.files import display, read_text
from lfckg.services.addresses import check_url, host_of

__all__ = ["SCHEMES", "Credentials", "find_credentials"]

SCHEMES = ("auto", "basic", "digest")
"""How a password may be given: as the service asks for it, in the clear at once, or never in the clear."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750, section 2.1


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password, or a bearer token; a password's `scheme` is one of SCHEMES.

    >>> Credentials("ann", "secret")
    Credentials(user='ann', scheme='auto')
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    scheme: str = "auto"

    def __post_init__(self) -> None:
        if self.scheme not in SCHEMES:
            raise ServiceError(f"{self.scheme}: no such way to give a password. It is one of {', '.join(SCHEMES)}.")
        if bool(self.user) == bool(self.token):
            raise ServiceError("credentials are a user with a password, or a token. Give one of them.")
        if self.token and not _TOKEN.fullmatch(self.token):
            raise ServiceError("the token has characters that no bearer token has. Is it the right one, and whole?")
        if _CONTROL.search(self.user + self.password):
            raise ServiceError("the user or the password has control characters, such as a line break. Remove them.")
        if ":" in self.user and self.scheme == "basic":
            raise ServiceError("the user has a colon, which ends its name in basic authentication. Use digest.")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Whatever of it must not be shown, if a service says it again: the longest first."""
        basic = base64.b64encode(f"{self.user}:{self.password}".encode()).decode() if self.user else ""
        return tuple(sorted(filter(None, (basic, self.token, self.password)), key=len, reverse=True))


def find_credentials(
    url: str,
    *,
    user: str | None = None,
    password_file: Path | None = None,
    token_file: Path | None = None,
    scheme: str = "auto",
    ask: Callable[[str], str] | None = None,
) -> Credentials | None:
    """Find what a service may be told: the arguments, else LFCKG_USER, LFCKG_PASSWORD or LFCKG_TOKEN, else netrc.

    netrc is the file that NETRC names, or ~/.netrc; only an entry of the very host counts. Where a user is given and no
    password is found, `ask` may give it for the user's name. Raises InputError for files that can't be read and
    ServiceError for what is contradictory or half given.
    """
    host = host_of(check_url(url))
    told = os.environ.get
    if token_file and (user or password_file):
        raise ServiceError("a token and a user are both given. Give one of them.")
    if token_file:
        return Credentials(token=_read_secret(token_file))
    if not user and not password_file and (token := told("LFCKG_TOKEN")):
        if told("LFCKG_USER"):
            raise ServiceError("LFCKG_TOKEN and LFCKG_USER are both set. Unset one of them.")
        return Credentials(token=token)
    name = user or told("LFCKG_USER")
    if name:
        return Credentials(name, _password(name, host, password_file, ask), scheme=scheme)
    if password_file or told("LFCKG_PASSWORD"):
        raise ServiceError("a password is given, and no user. Give the user, or set LFCKG_USER.")
    entry = _netrc_entry(host)
    return Credentials(*entry, scheme=scheme) if entry else None


def _password(user: str, host: str, password_file: Path | None, ask: Callable[[str], str] | None) -> str:
    if password_file:
        return _read_secret(password_file)
    owner = os.environ.get("LFCKG_USER") or user
    if owner == user and (password := os.environ.get("LFCKG_PASSWORD")):
        return password
    entry = _netrc_entry(host)
    if entry and entry[0] == user:
        return entry[1]
    if ask and (password := ask(user)):
        return password
    raise ServiceError(f"{user}: no password is given. Set LFCKG_PASSWORD, or put it in a file of its own or in netrc.")


def _read_secret(path: Path) -> str:
    return read_text(path).removeprefix("\ufeff").removesuffix("\n").removesuffix("\r")


def _netrc_entry(host: str) -> tuple[str, str] | None:
    named = os.environ.get("NETRC")
    try:
        path = Path(named) if named else Path.home() / ".netrc"
    except RuntimeError:  # a user without a home
        return None
    if not named and not path.is_file():
        return None
    problem = ""
    try:
        # `default` entries are for any host at all, and not looked at
        entry = netrc.netrc(path).hosts.get(host)
    except (OSError, UnicodeError) as exc:
        problem = f"{display(path)}: can't be read: {getattr(exc, 'strerror', None) or 'it is not UTF-8'}. Mend it."
    except netrc.NetrcParseError:  # its own message holds words of the file, and often another line's number
        problem = f"{display(path)}: is not in netrc's form. Mend it, or name another file in NETRC."
    if problem:
        raise InputError(problem)
    return (entry[0], entry[2]) if entry and entry[0] and entry[2] else None
