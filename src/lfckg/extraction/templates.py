"""Templates: what a relation is written as in the curated form, as `nodes` of `ontology/extraction/relations.toml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lfckg.namespaces import LFC
from lfckg.ontology import Ontology

__all__ = ["CLASS", "ROLE", "Template", "read_templates"]

ROLE = re.compile(r"{(\w+)}")
"""A role in a value of a template."""

CLASS = "a"
"""What stands for rdf:type among a template's properties."""

_SETTINGS = ("when", "of", "entity", "label", "for")


@dataclass(frozen=True, slots=True)
class Template:
    """A node, an entity, or claims about something else.

    `properties` are local names of the ontology (or "a") with values: a role in braces, another node behind @, or a
    term. `when` is a role that must be filled. `subject` is what claims are about, in the same form; without one it is
    a node of its own. `entity` and `label` tell the name and the label of an entity, with roles in braces; `unless` is
    a role whose filler is taken in its place where it is of the class.
    """

    name: str
    properties: tuple[tuple[str, str], ...]
    when: str = ""
    subject: str = ""
    entity: str = ""
    label: str = ""
    unless: str = ""

    @property
    def type(self) -> str:
        """The local name of its class."""
        return dict(self.properties).get(CLASS, "")


def read_templates(tables: object, roles: Collection[str], ontology: Ontology) -> tuple[Template, ...]:
    """Read the nodes of a relation with these roles; raise ValueError with what is wrong in them."""
    if not isinstance(tables, Mapping) or not tables:
        raise ValueError("no nodes. Say what it is written as: nodes.")
    templates = tuple(_template(str(name), table) for name, table in tables.items())
    for template in templates:
        _check(template, roles, {other.name for other in templates}, ontology)
    return templates


def _template(name: str, table: object) -> Template:
    if not isinstance(table, Mapping) or not all(isinstance(value, str) for value in table.values()):
        raise ValueError(f"a node {name} that is no table of texts. Give it a class (a) and properties.")
    when, subject, entity, label, unless = (table.get(key, "") for key in _SETTINGS)
    properties = tuple((key, value) for key, value in table.items() if key not in _SETTINGS)
    return Template(name, properties, when, subject, entity, label, unless)


def _check(template: Template, roles: Collection[str], nodes: Collection[str], ontology: Ontology) -> None:
    where = f"a node {template.name}"
    if not template.properties or not (template.type or template.subject):
        raise ValueError(f"{where} of no class. Give it one (a), or say what it is about (of).")
    if bool(template.entity) != bool(template.label):
        raise ValueError(f"{where} with a name or a label alone. An entity has both.")
    values = [value for _, value in template.properties]
    told = ROLE.findall(" ".join([*values, template.subject, template.entity, template.label]))
    for role in (*told, *filter(None, (template.when, template.unless))):
        if role not in roles:
            raise ValueError(f"{where} with {role!r}, which is none of its roles. Name one of {', '.join(roles)}.")
    for value in (*values, template.subject):
        if value.startswith("@") and value[1:] not in nodes:
            raise ValueError(f"{where} that names {value}, and no such node. Name one of {', '.join(sorted(nodes))}.")
    for key, value in template.properties:
        if message := _wrong(key, value, ontology):
            raise ValueError(f"{where} that is wrong: {message}")


def _wrong(key: str, value: str, ontology: Ontology) -> str | None:
    """Say what is wrong with a property and its value, if anything."""
    filled = value.startswith(("{", "@"))
    if key == CLASS:
        return None if filled else ontology.check_class(LFC + value)
    if not filled and LFC + value not in ontology.terms:
        return f"{value!r} is neither a role in braces, nor a node behind @, nor a term of the ontology."
    return ontology.check_property(LFC + key)
