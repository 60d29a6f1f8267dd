"""Chats: a question to a language model behind an OpenAI-compatible endpoint, and its answer as text."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from lfckg.errors import ServiceError
from lfckg.services.addresses import check_url, show_url
from lfckg.services.credentials import Credentials
from lfckg.services.failures import explain_page, is_page, said
from lfckg.services.sessions import Reply, Session
from lfckg.services.watches import JsonWatch

__all__ = ["KEY", "Chat", "ChatAnswer", "find_key", "parse_json", "parse_model"]

KEY = "LFCKG_MODEL_KEY"
"""The environment variable that holds an endpoint's key; there is no other way to give one."""

_PATH = "/chat/completions"
_EXAMPLE = "http://127.0.0.1:8080/v1#qwen2.5-7b-instruct"
_SECRET = re.compile(r"(?:^|[&;])[^=&;]*(?:key|token|secret|password|signature)[^=&;]*=", re.IGNORECASE)
_LONGEST_NAME = 200
_LARGEST = 4 * 10**6  # bytes of an answer
_FORMATS = ("json_schema", "json_object", "")
_REFUSED = {400, 422, 501}  # statuses by which endpoints refuse a parameter
_UNAUTHORISED, _SERVER_ERROR = 401, 500
_ADVICE = {
    400: "refuses the request. Look at what it says",
    402: "wants to be paid first. Look at the account there",
    403: f"does not allow this. May the key in {KEY} use this model?",
    404: "has no such address or no such model. The address mostly ends in /v1; names of models are at URL/models",
    405: "takes no chats at this path. The address mostly ends in /v1",
    408: "took too long. Give it more time with --model-timeout",
    413: "takes no request of this length. Is the model's context long enough?",
    429: "has had too many requests, or its account is used up. Try again later",
    502: "is behind a gateway that can't reach it. Try again later",
    503: "is not ready, or busy. Try again later",
    504: "took too long for the gateway it is behind. Try again later",
}


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """What a model answers; tokens are those that the endpoint counts, or None. `is_cut_off`: it met its limit."""

    text: str
    tokens_in: int | None
    tokens_out: int | None
    is_cut_off: bool


def parse_model(value: str) -> tuple[str, str]:
    """Read URL#NAME: the address that takes chats, and the model's name; raise ServiceError for what is none.

    >>> parse_model("http://127.0.0.1:8080/v1#org/model")
    ('http://127.0.0.1:8080/v1/chat/completions', 'org/model')
    """
    url, _, name = value.partition("#")
    if "@" in url.partition("//")[2].partition("/")[0] or _SECRET.search(url.partition("?")[2]):
        raise ServiceError(
            f"{show_url(url)}: holds a user, a password or a key, which others see in the list of processes. Take it"
            f" out, and put the key into {KEY}."
        )
    parts = urlsplit(check_url(url))
    if not name.strip() or not name.isprintable() or name != name.strip() or len(name) > _LONGEST_NAME:
        raise ServiceError(f"{show_url(url)}: no model is named. Write URL#NAME, as in {_EXAMPLE}.")
    path = parts.path.rstrip("/").removesuffix(_PATH)
    return urlunsplit(parts._replace(path=path + _PATH)), name


def find_key() -> Credentials | None:
    """Find the endpoint's key in LFCKG_MODEL_KEY; raise ServiceError, which does not show it, where it can be none."""
    key = os.environ.get(KEY, "")
    try:
        return Credentials(token=key) if key else None
    except ServiceError as exc:
        message = str(exc)
    raise ServiceError(f"{KEY}: {message}")


class Chat:
    """Talks to one model; `notes` gathers what its user should know. Neither notes nor errors hold the key.

    `timeout` is in seconds, for the whole of an answer; `most` is how many tokens it may have.
    """

    def __init__(
        self, url: str, model: str, *, key: Credentials | None = None, timeout: float = 300.0, most: int = 8000
    ) -> None:
        self.url, self.model, self.most = url, model, most
        self._secrets = key.secrets if key else ()
        self._session = Session(url, credentials=key, timeout=timeout, deadline=timeout, explain=_explain)
        self._format, self._is_settled = 0, False
        self._limit, self._has_temperature = "max_tokens", True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    @property
    def notes(self) -> list[str]:
        """What its user should know."""
        return [self._masked(note) for note in self._session.notes]

    def ask(self, system: str, user: str, schema: Mapping[str, object]) -> ChatAnswer:
        """Ask for JSON of a schema; raise ServiceError, whose status tells whether an answer came, where none is good.

        What an endpoint refuses of a request is left out of it from then on: the schema, the temperature.
        """
        while True:
            got = self._try(self._request(system, user, schema))
            if isinstance(got, ChatAnswer):
                self._is_settled = True
                return got
            text, status = got
            if not self._concede(text, status):
                # Made out of all handlers: the error that told it may hold what must not be shown.
                raise ServiceError(self._masked(text), status)

    def _request(self, system: str, user: str, schema: Mapping[str, object]) -> bytes:
        request: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "stream": False,
            self._limit: self.most,
        }
        if self._has_temperature:
            request["temperature"] = 0
        match _FORMATS[self._format]:
            case "json_schema":
                told = {"name": "findings", "strict": True, "schema": schema}
                request["response_format"] = {"type": "json_schema", "json_schema": told}
            case "json_object":
                request["response_format"] = {"type": "json_object"}
        return json.dumps(request, ensure_ascii=False).encode()

    def _try(self, data: bytes) -> ChatAnswer | tuple[str, int]:
        """Put a question once; give the answer, or what is wrong and its status."""
        try:
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            reply = self._session.request("POST", data=data, headers=headers, paid=True)
            return _read(reply)
        except ServiceError as exc:
            return str(exc), exc.status

    def _concede(self, text: str, status: int) -> bool:
        """Leave out of the next request what an endpoint seems to refuse; false where there is nothing left."""
        if status not in _REFUSED:
            return False
        if "max_completion_tokens" in text and self._limit == "max_tokens":
            self._limit = "max_completion_tokens"
        elif "temperature" in text and self._has_temperature:
            self._has_temperature = False
        elif not self._is_settled and self._format + 1 < len(_FORMATS):
            self._session.note(f"{show_url(self.url)}: refuses {_FORMATS[self._format]}; asked without it.")
            self._format += 1
        else:
            return False
        return True

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "…")
        return text


def parse_json(text: str) -> object:
    """Read JSON that a stranger wrote; raise ValueError where it is none, cut off, too deep, or has NaN."""
    watch = JsonWatch()
    if wrong := watch.see(text.encode("utf-8", "replace")) or watch.end():
        raise ValueError(wrong)
    value: object = json.loads(text, parse_constant=_refuse)
    return value


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")


def _read(reply: Reply) -> ChatAnswer:
    shown = show_url(reply.url)
    with reply.body as body:
        data = body.read_most(_LARGEST + 1)
    if is_page(data, reply.headers.get("Content-Type", "")):
        raise ServiceError(f"{shown}: {explain_page(data, 'chats')}", reply.status)
    if len(data) > _LARGEST:
        raise ServiceError(f"{shown}: the answer is larger than {_LARGEST // 10**6} MB. Is it a model?", reply.status)
    try:
        envelope = parse_json(data.decode("utf-8", "replace"))
    except ValueError:
        envelope = None
    match envelope:
        case {"error": {"message": str(message)} | str(message)}:
            told = said(message, "", reply.secrets)
            raise ServiceError(f"{shown}: fails at the request; it says:{told}", reply.status)
        case {"choices": [{"message": {"content": str(text)}, **choice}, *_], **rest}:
            tokens = rest.get("usage") if isinstance(rest.get("usage"), dict) else {}
            tokens_in, tokens_out = _count(tokens, "prompt_tokens"), _count(tokens, "completion_tokens")
            return ChatAnswer(text, tokens_in, tokens_out, is_cut_off=choice.get("finish_reason") == "length")
        case {"choices": [{"message": {"refusal": str()}}, *_]}:
            raise ServiceError(f"{shown}: the model refuses to answer. Try another one.", reply.status)
    raise ServiceError(
        f"{shown}: the answer is cut off, or no answer to a chat. Is it an OpenAI-compatible endpoint? Try again.",
        reply.status,
    )


def _count(usage: object, name: str) -> int | None:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if type(value) is int and 0 <= value <= 10**9 else None


def _explain(
    url: str,
    status: int,
    headers: Mapping[str, str],
    body: str,
    given: str = "",
    secrets: Sequence[str] = (),
    *,
    written: int | None = None,  # noqa: ARG001  what services that are written to are told by
) -> str:
    """Tell what a status of a model's endpoint means, with what it says of it itself, but for `secrets`."""
    default = "fails at the request. Look into its log, or try again" if status >= _SERVER_ERROR else _ADVICE[400]
    what = _ADVICE.get(status, default)
    if status == _UNAUTHORISED:
        what = f"doesn't take the key in {KEY}. Check it" if given else f"wants a key. Put it into {KEY}"
    message = said(body, headers.get("Content-Type", ""), secrets)
    return f"{show_url(url)}: {status}: {what}{f'; it says:{message}' if message else '.'}"
