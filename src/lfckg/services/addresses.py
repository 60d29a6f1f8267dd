"""Addresses of remote services: checked, compared by origin, and shown without what may be secret."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from lfckg.errors import ServiceError
from lfckg.terminal import harmless

__all__ = ["Origin", "check_url", "host_of", "is_local", "origin_of", "show_url"]

Origin = tuple[str, str, int]
"""Scheme, host and port: what credentials are given to (RFC 6454)."""

_PORTS = {"http": 80, "https": 443}
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")


def check_url(url: str) -> str:
    """Give an address as it can be asked; raise ServiceError where it is no http or https URL, or holds a password."""
    shown = show_url(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ServiceError(f"{shown}: is no URL. Write it as in http://localhost:7878/query.") from None
    if parts.scheme not in _PORTS or not parts.hostname or _BLANK.search(url) or port == 0:
        raise ServiceError(f"{shown}: is no http or https URL. Write it as in http://localhost:7878/query.")
    if "@" in parts.netloc:
        raise ServiceError(
            f"{shown}: holds a user or a password, which others see in the list of processes. Give the user apart, and"
            " the password in LFCKG_PASSWORD, in a file of its own, or in ~/.netrc."
        )
    return urlunsplit(parts._replace(fragment=""))


def origin_of(url: str) -> Origin:
    """Give scheme, host and port of a checked address.

    >>> origin_of("https://Example.org/sparql") == origin_of("https://example.org:443/")
    True
    """
    parts = urlsplit(url)
    return parts.scheme, host_of(url), parts.port or _PORTS[parts.scheme]


def host_of(url: str) -> str:
    """Give the host of a checked address, in small letters."""
    return (urlsplit(url).hostname or "").lower()


def is_local(url: str) -> bool:
    """Tell whether an address is of this machine, so that nobody listens on the way.

    >>> is_local("http://127.0.0.2:8890/sparql"), is_local("http://example.org/")
    (True, False)
    """
    host = host_of(url)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def show_url(url: str) -> str:
    """Show an address to people, without user, password, query string and fragment: all may be secret.

    >>> show_url("https://me:secret@example.org/sparql?key=secret")
    'https://example.org/sparql'
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that don't match: show nothing behind the scheme that may be a password
        return harmless(re.split(r"[?#]", url.rpartition("@")[2])[0])
    bare = SplitResult(parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")
    return harmless(urlunsplit(bare))
