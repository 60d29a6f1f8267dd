"""Failures of remote services, told so that one knows what to do next; no secret and no control character in them."""

from __future__ import annotations

import errno
import html
import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence

from lfckg.services.addresses import host_of, show_url
from lfckg.terminal import harmless

__all__ = ["explain_page", "explain_silence", "explain_status", "is_page", "roots", "said", "schemes_of"]

_MOST_LINES, _LONGEST_LINE = 5, 200
_PATHS = "Fuseki: /DATASET/query, Oxigraph: /query, GraphDB: /repositories/NAME, Virtuoso: /sparql"
_ADVICE = {
    403: "does not allow this. Is it the right user, and may this user ask here?",
    400: "can't read the query or doesn't take it. Mend the query",
    404: f"no SPARQL service at this path. It is often: {_PATHS}.",
    405: f"takes no queries at this path. It is often: {_PATHS}.",
    501: f"takes no queries at this path. It is often: {_PATHS}.",
    406: "gives its answers in none of the formats that can be read here.",
    408: "took too long. Ask for less, or give it more time.",
    413: "takes no query of this length. Shorten it.",
    429: "has had too many questions. Try again later.",
    502: "is behind a gateway that can't reach it. Try again later.",
    503: "is not ready, or busy. Try again later.",
    504: "took too long for the gateway it is behind. Ask for less, or try again later.",
}
_PATHS_OF_WRITES = (
    "Fuseki: /DATASET/data and /DATASET/update, Oxigraph: /store and /update, RDF4J and GraphDB:"
    " /repositories/NAME/statements, Virtuoso: /sparql-graph-crud-auth"
)
_ADVICE_OF_WRITES = {
    400: "can't read the data, or doesn't take it. Look at what it says",
    403: "does not allow this. Give a user with the right to write here.",
    404: f"nothing to write to at this path. It is often: {_PATHS_OF_WRITES}.",
    405: f"takes nothing to write at this path, or may only be read. It is often: {_PATHS_OF_WRITES}.",
    501: f"takes nothing to write at this path. It is often: {_PATHS_OF_WRITES}.",
    408: "took too long. Send less at once, or give it more time.",
    413: "takes no body of this size ({size}). Send less at once.",
    415: "doesn't take data in this format.",
    429: "has had too much to do. Try again later.",
    502: _ADVICE[502],
    503: _ADVICE[503],
    504: "took too long for the gateway it is behind. Send less at once, or try again later.",
    507: "has no room left. Ask its keeper.",
}
_BAD_REQUEST, _UNAUTHORISED, _SERVER_ERROR = 400, 401, 500
_PAGE = re.compile(rb"<!doctype\s+html|<html\b", re.IGNORECASE)
_DONE = b"<h1>Success</h1>"  # Fuseki's page for an update that was sent as a form


def explain_status(
    url: str,
    status: int,
    headers: Mapping[str, str],
    body: str,
    given: str = "",
    secrets: Sequence[str] = (),
    *,
    written: int | None = None,
) -> str:
    """Tell what a status of 300 or more means, with what the service says of it itself, but for `secrets`.

    `given` is the scheme by which it was told who asks, in small letters; `written` the bytes that it was to write.
    """
    shown = show_url(url)
    if status == _UNAUTHORISED:
        challenge = headers.get("WWW-Authenticate", "")
        return f"{shown}: {_unauthorised(challenge, given, is_write=written is not None)}"
    message = said(body, headers.get("Content-Type", ""), secrets)
    what = (_advice(status) if written is None else _advice_of_writes(status, written)).removesuffix(".")
    return f"{shown}: {status}: {what}{f'; it says:{message}' if message else '.'}"


def _advice(status: int) -> str:
    default = (
        "fails at the query. Try a simpler one, or ask its keeper" if status >= _SERVER_ERROR else "refuses the query"
    )
    return _ADVICE.get(status, default)


def _advice_of_writes(status: int, written: int) -> str:
    default = "fails at the write. Look into its log" if status >= _SERVER_ERROR else "refuses the write"
    return _ADVICE_OF_WRITES.get(status, default).replace("{size}", _size(written))


def _size(count: int) -> str:
    return f"{count / 10**6:.1f} MB" if count >= 10**5 else f"{count / 1000:.1f} kB"


def schemes_of(challenge: str) -> set[str]:
    """Give the ways of authentication that a WWW-Authenticate header may name, in small letters.

    >>> sorted(schemes_of('Basic realm="a", Digest realm="b"') & {"basic", "bearer", "digest"})
    ['basic', 'digest']
    """
    return {word.strip(",").lower() for word in challenge.split()}


def _unauthorised(challenge: str, given: str, *, is_write: bool) -> str:
    schemes = schemes_of(challenge)
    right = " with the right to write" if is_write else ""
    if given and (given in schemes or not schemes):
        what = "this token" if given == "bearer" else "this user with this password"
        may = ", and may write" if is_write else ""
        return f"doesn't take {what}. Check what was given, and whether it is for this service{may}."
    known = [scheme for scheme in ("digest", "basic") if scheme in schemes]
    if known:
        return (
            f"wants a user{right}, by {' or '.join(known)} authentication. Give a user, with the"
            " password in LFCKG_PASSWORD, in a file of its own, or in netrc."
        )
    if "bearer" in schemes:
        return "wants a bearer token. Give it in LFCKG_TOKEN or in a file."
    if schemes:
        kind = harmless(challenge.split(maxsplit=1)[0])[:40]
        return f"wants authentication by {kind}, which is not known here. Ask its keeper for another way."
    return "wants a user or a token, and doesn't say in which way. Give a token, or a user with the scheme basic."


def said(body: str, media: str, secrets: Sequence[str] = ()) -> str:
    """Give what a service says in an error's body, but for `secrets`, as some indented lines; of HTML its text."""
    body = _without(secrets, body)
    if "html" in media.lower() or body.lstrip()[:9].lower() in {"<!doctype", "<html>"}:
        body = re.sub(r"(?is)<(script|style|title)\b.*?</\1\s*>", "", body)
        body = _without(secrets, html.unescape(re.sub(r"(?s)<[^>]*>", "\n", body)))
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    told = [harmless(line[:_LONGEST_LINE]) + ("…" if len(line) > _LONGEST_LINE else "") for line in lines[:_MOST_LINES]]
    return "".join(f"\n    {line}" for line in [*told, *(["…"] if len(lines) > _MOST_LINES else [])])


def _without(secrets: Sequence[str], text: str) -> str:
    for secret in secrets:
        text = text.replace(secret, "…")
    return text


def is_page(data: bytes, media: str) -> bool:
    """Tell whether what begins so is an HTML page where none should be.

    >>> is_page(b"<!DOCTYPE html><title>Log in</title>", "text/html"), is_page(b"", "text/html")
    (True, False)
    """
    return ("html" in media.lower() or not media) and _PAGE.search(data[:1000]) is not None and _DONE not in data


def explain_page(data: bytes, purpose: str = "queries") -> str:
    """Tell of an HTML page in place of an answer, with its title.

    >>> explain_page(b"<html><title>Log in &amp; go</title>")
    'gives an HTML page: Log in & go. Is this the address for queries, and need one log in?'
    """
    match = re.search(r"(?is)<title[^>]*>(.*?)</title", data.decode("utf-8", "replace"))
    title = harmless(" ".join(html.unescape(match[1]).split()))[:100] if match else ""
    return f"gives an HTML page{f': {title}' if title else ''}. Is this the address for {purpose}, and need one log in?"


def explain_silence(url: str, error: BaseException, seconds: float, *, writing: bool = False) -> tuple[str, bool]:
    """Tell why no answer came, and whether it may come when the service is asked again."""
    causes = list(roots(error))
    names = {type(cause).__name__ for cause in causes}
    is_transient = False
    if "ProxyError" in names:
        text = "the proxy can't be used. Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
    elif any(isinstance(cause, socket.gaierror | UnicodeError) for cause in causes):
        text = f"the host {harmless(host_of(url))} is not known. Check its name, and the network"
    elif tls := next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None):
        text = _tls(tls)
    elif "ConnectTimeout" in names:
        text = "can't be reached: no connection in time. Check the address, and the network"
    elif "ReadTimeout" in names or any(isinstance(cause, TimeoutError) for cause in causes):
        less = "Send less at once" if writing else "Ask for less"
        text = f"no answer within {seconds:g} s. {less}, or give it more time"
    else:
        text, is_transient = _system(causes)
    return f"{show_url(url)}: {text}.", is_transient


def _system(causes: list[BaseException]) -> tuple[str, bool]:
    known = next((cause for cause in causes if isinstance(cause, OSError) and cause.errno), None)
    if known and known.errno == errno.ECONNREFUSED:
        return "can't be reached: connection refused. Start it, or check host and port", True
    if any(isinstance(cause, ConnectionError) for cause in causes):  # http.client's RemoteDisconnected is one
        return "ends the connection without an answer. Look into its log, or try again", True
    if known:
        reason = harmless(known.strerror or "it is not known why").lower()
        return f"can't be reached: {reason}. Check the address, and the network", False
    return "doesn't answer in HTTP. Check scheme and port: it may want https in place of http", False


def _tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"its certificate can't be trusted: {harmless(error.verify_message)}. Where you trust it all the same,"
            " name its authority's file in REQUESTS_CA_BUNDLE"
        )
    return f"no safe connection (TLS): {harmless(error.reason or 'it ended early')}. It may want http in place of https"


def roots(error: BaseException) -> Iterator[BaseException]:
    """Give an error and all that it was made of: libraries put causes into arguments, reasons and contexts."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        exc = waiting.pop(0)
        if id(exc) in seen:
            continue
        seen.add(id(exc))
        yield exc
        inner = [*exc.args, getattr(exc, "reason", None), exc.__cause__, exc.__context__]
        waiting += [item for item in inner if isinstance(item, BaseException)]
