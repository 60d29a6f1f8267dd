"""Relations: what a reader may propose, as `ontology/extraction/relations.toml` has it, and what it may not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from lfckg.article import Extent
from lfckg.errors import InputError
from lfckg.evidence import Span, check_span
from lfckg.extraction.readings import Argument, Entity, Proposal
from lfckg.extraction.templates import Template, read_templates
from lfckg.files import display, read_text
from lfckg.namespaces import LFC, XSD
from lfckg.ontology import Ontology, check_lexical, with_article
from lfckg.turtle import parse_turtle
from lfckg.workspace import Workspace

__all__ = ["Relation", "Relations", "Role", "date_of", "read_relations"]

_SEASON = re.compile(r"(\d\d)?(\d\d)(?:-(\d\d))?", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}
_VALUES = ("words", "date", "season", "count", "extent")


@dataclass(frozen=True, slots=True)
class Role:
    """What fills one place of a relation: an entity of one of `classes` (local names), or a value.

    `form` is "entity", "choice" (a key of `values`, each with the term that it stands for), "words", "date", "season",
    "count" or "extent".
    """

    form: str
    required: bool = True
    classes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation: how it is said, with its roles in braces, what fills them, and what it is written as."""

    name: str
    says: str
    roles: Mapping[str, Role]
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """All relations that may be proposed, by name, and the ontology that their classes are of."""

    known: Mapping[str, Relation]
    ontology: Ontology

    def objection(self, proposal: Proposal, entities: Sequence[Entity], text: str) -> str | None:
        """Say why a proposal can't be taken, if it can't: an unknown relation, a role that is missing or of the wrong
        form, an entity of the wrong class, words that don't stand in the normalised text.
        """  # noqa: D205  one sentence
        relation = self.known.get(proposal.relation)
        if relation is None:
            return f"{proposal.relation} is no relation"
        if message := _misplaced(proposal.spans, text):
            return f"{relation.name}: {message}"
        for name in proposal.arguments:
            if name not in relation.roles:
                return f"{relation.name} has no role {name!r}"
        by_key = {entity.key: entity for entity in entities}
        for name, role in relation.roles.items():
            argument = proposal.arguments.get(name)
            if argument is None and role.required:
                return f"{relation.name} has no {name}"
            if argument and (message := self._mismatch(role, argument, by_key, text)):
                return f"{relation.name}: its {name} {message}"
        return None

    def _mismatch(self, role: Role, argument: Argument, entities: Mapping[str, Entity], text: str) -> str | None:
        if argument.extent and (message := _misplaced((argument.extent,), text)):
            return message
        if role.form != "entity":
            return _FORMS[role.form](role, argument, text)
        entity = entities.get(argument.value)
        if entity is None:
            return f"{argument.value!r} is no entity of the reading"
        if not any(self.ontology.is_a(LFC + entity.type, LFC + wanted) for wanted in role.classes):
            return (
                f"{entity.label!r} is {with_article(entity.type)}, not {' or '.join(map(with_article, role.classes))}"
            )
        places = (_misplaced((reference.extent,), text) for reference in entity.references)
        message = next(filter(None, places), None)
        return f"{entity.label!r} is referred to where {message}" if message else None


def read_relations(workspace: Workspace) -> Relations:
    """Read the relations of a workspace; raise InputError with what is wrong in its file."""
    path = workspace.extraction / "relations.toml"
    ontology = Ontology.of(parse_turtle(workspace.ontology, read_text(workspace.ontology)))
    try:
        tables = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as exc:
        raise InputError(f"{display(path)}: is no TOML: {exc}. Mend it there.") from exc
    try:
        known = {name: _relation(name, table, ontology) for name, table in tables.items()}
    except ValueError as exc:
        raise InputError(f"{display(path)}: {exc}") from exc
    return Relations(known, ontology)


def date_of(value: str) -> Literal:
    """Give a date as a literal: a day, a month or a year, as it is written; raise ValueError where it is none.

    >>> date_of("2019-05").datatype.value
    'http://www.w3.org/2001/XMLSchema#gYearMonth'
    """
    literal = Literal(value, datatype=NamedNode(f"{XSD}{_DATES.get(len(value), 'date')}"))
    if message := check_lexical(literal):
        raise ValueError(message)
    return literal


def _relation(name: str, table: object, ontology: Ontology) -> Relation:
    if not isinstance(table, dict) or not isinstance(says := table.get("says"), str):
        raise ValueError(f"[{name}] does not say how it is said. Give it says and roles.")
    roles = table.get("roles")
    if not isinstance(roles, dict) or not roles:
        raise ValueError(f"[{name}] has no roles. Give it says and roles.")
    found = {key.removesuffix("?"): _role(f"{name}.{key}", filler, ontology) for key, filler in roles.items()}
    for told in re.findall(r"{(\w*)}", says):
        if told not in found:
            raise ValueError(f"[{name}] says {{{told}}}, which is none of its roles. Name one of {', '.join(found)}.")
    try:
        templates = read_templates(table.get("nodes"), found, ontology)
    except ValueError as exc:
        raise ValueError(f"[{name}] has {exc}") from exc
    return Relation(name, says, found, templates)


def _role(name: str, filler: object, ontology: Ontology) -> Role:
    required = not name.endswith("?")
    if isinstance(filler, dict) and filler:
        for term in filler.values():
            if LFC + str(term) not in ontology.terms:
                raise ValueError(f"{name}: {term!r} is no term of the ontology. Name one behind each value.")
        return Role("choice", required, values=filler)
    if isinstance(filler, str) and filler in _VALUES:
        return Role(filler, required)
    classes = (filler,) if isinstance(filler, str) else tuple(filler) if isinstance(filler, list) else ()
    for iri in classes:
        if not isinstance(iri, str) or (ontology.check_class(LFC + iri)):
            raise ValueError(f"{name}: {iri!r} is neither a class of the ontology nor {', '.join(_VALUES)}.")
    if not classes:
        raise ValueError(f"{name} takes nothing. Name a class, several in brackets, or {', '.join(_VALUES)}.")
    return Role("entity", required, classes=classes)


def _misplaced(extents: Sequence[Extent], text: str) -> str | None:
    """Say why stretches are none of the text: outside it, not whole words, out of order, overlapping."""
    end = 0
    for start, next_end in extents:
        if not 0 <= start < next_end <= len(text):
            return f"the text has no characters {start} to {next_end}"
        if start < end:
            return f"the spans overlap, or are out of order, at {start}"
        if mismatch := check_span(Span(start, next_end), text):
            return str(mismatch)
        end = next_end
    return None


def _choice(role: Role, argument: Argument, _: str) -> str | None:
    return None if argument.value in role.values else f"{argument.value!r} is none of {', '.join(role.values)}"


def _words(_: Role, argument: Argument, text: str) -> str | None:
    value = argument.value
    there = text[slice(*argument.extent)] == value if argument.extent else value in text
    return None if value.strip() and there else f"{value!r} does not stand in the text, or not there"


def _date(_: Role, argument: Argument, __: str) -> str | None:
    try:
        date_of(argument.value)
    except ValueError as exc:
        return str(exc)
    return None


def _season(_: Role, argument: Argument, __: str) -> str | None:
    match = _SEASON.fullmatch(argument.value)
    follows = match and match[1] and (match[3] is None or int(match[3]) == (int(match[2]) + 1) % 100)
    return None if follows else f"{argument.value!r} is no season: write 2019-20 or 2020"


def _count(_: Role, argument: Argument, __: str) -> str | None:
    return None if _COUNT.fullmatch(argument.value) else f"{argument.value!r} is no whole number from 1"


def _extent(_: Role, argument: Argument, __: str) -> str | None:
    return None if argument.extent else "has no place in the text"


_FORMS: dict[str, Callable[[Role, Argument, str], str | None]] = {
    "choice": _choice,
    "words": _words,
    "date": _date,
    "season": _season,
    "count": _count,
    "extent": _extent,
}
