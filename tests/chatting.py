"""An endpoint that answers as a language model does, as far as a test says."""

from __future__ import annotations

import json
from typing import Any

from faulty import Answer, Asked, Server

TEXT = (
    "Ann Lee took charge of Tarnbrook Rovers in May 2019. Rovers won the County Cup in 2020.\n\n"
    "Lee said: “It was a proud day.” The Cup final drew a crowd.\n\nLee is the manager."
)
ENTITIES = [
    {"key": "p1", "type": "Person", "names": [{"words": "Ann Lee", "kind": "Name"}, {"words": "Lee", "kind": "Name"}]},
    {
        "key": "c1",
        "type": "Club",
        "names": [{"words": "Tarnbrook Rovers", "kind": "Name"}, {"words": "Rovers", "kind": "Nickname"}],
    },
    {"key": "k1", "type": "Competition", "names": [{"words": "County Cup", "kind": "Name"}]},
]


def argument(role: str, value: str, words: str | None = None) -> dict[str, Any]:
    """Give an argument as a model writes it."""
    return {"role": role, "value": value, "words": words}


def claim(relation: str = "manages", **changes: Any) -> dict[str, Any]:
    """Give a claim as a model writes it: that Ann Lee manages Rovers, but for what is changed."""
    there = {
        "relation": relation,
        "arguments": [
            argument("person", "p1", "Ann Lee"),
            argument("club", "c1"),
            argument("start", "2019-05", "May 2019"),
        ],
        "status": "Stated",
        "modality": "Actual",
        "quote": "took charge of Tarnbrook Rovers in May 2019",
    }
    return there | changes


def said(*claims: object, entities: object = ENTITIES) -> str:
    """Give a model's answer."""
    return json.dumps({"entities": entities, "claims": list(claims)})


def envelope(content: object, *, finish: str | None = "stop", usage: object = None) -> bytes:
    """Give the answer of an endpoint."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    told = {"prompt_tokens": 900, "completion_tokens": 100} if usage is None else usage
    return json.dumps({"choices": [choice], "usage": told}).encode()


def chat(content: object, **more: Any) -> Answer:
    """Give the answer of an endpoint, ready to be served."""
    return Answer(envelope(content, **more), "application/json")


def base(server: Server) -> str:
    """Give the address of a server as users write it."""
    return server.url.removesuffix("/query") + "/v1"


def question(asked: Asked) -> dict[str, Any]:
    """Give what a model was asked."""
    request = json.loads(asked.body)
    (_, user) = request["messages"]
    found: dict[str, Any] = json.loads(user["content"])
    return found
