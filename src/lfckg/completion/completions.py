"""Completions: how what is being typed may go on, in SPARQL and behind the words of a shell's directives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from lfckg.choices import Choice, complete_choices, find_choices, write_term
from lfckg.completion.lexer import Token, tokens_of
from lfckg.completion.positions import Position, position_behind
from lfckg.completion.vocabulary import Name, Vocabulary, local_name
from lfckg.errors import LfckgError
from lfckg.namespaces import ENTITY, PREFIXES
from lfckg.parameters import Parameter, find_parameters
from lfckg.queries import Query
from lfckg.sources import Source
from lfckg.terminal import harmless

__all__ = ["Completer", "Completion"]

MOST = 100
"""How many completions are offered at most."""

_CLAUSES = (
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE", "WHERE", "FROM", "DISTINCT", "REDUCED", "AS", "COUNT",
    "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", "SEPARATOR", "GROUP BY", "HAVING", "ORDER BY", "ASC", "DESC",
    "LIMIT", "OFFSET", "VALUES",
)  # fmt: skip
_PATTERNS = ("FILTER", "OPTIONAL", "UNION", "MINUS", "BIND", "VALUES", "GRAPH", "SELECT", "EXISTS", "NOT EXISTS")
_FUNCTIONS = (
    "AS", "BOUND", "COALESCE", "CONCAT", "CONTAINS", "COUNT", "DATATYPE", "DAY", "DISTINCT", "EXISTS", "IF", "IN",
    "IRI", "LANG", "LANGMATCHES", "LCASE", "MAX", "MIN", "MONTH", "NOT EXISTS", "NOT IN", "REGEX", "REPLACE",
    "SAMETERM", "STR", "STRAFTER", "STRBEFORE", "STRENDS", "STRLEN", "STRSTARTS", "SUBSTR", "SUM", "UCASE", "YEAR",
    "isIRI", "isLITERAL", "isNUMERIC",
)  # fmt: skip
_KEYWORDS: Mapping[Position, Sequence[str]] = {
    "outside": _CLAUSES,
    "subject": _PATTERNS,
    "predicate": ("a",),
    "expression": _FUNCTIONS,
    "object": ("true", "false"),
    "values": ("UNDEF",),
}
_FITTING: Mapping[Position, Sequence[str]] = {
    "predicate": ("property",),
    "class": ("class",),
    "object": ("individual", "class"),
}
_TERMS_ONLY = {"predicate", "class"}
_LOCAL = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_PREFIX = re.compile(r"PREFIX\s+([^\s:]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_PHRASE = re.compile(r"(?:[^\W\d_][\w'’-]* ){1,3}$")  # words of a label that stand before the one being typed
_WORD = re.compile(r"""(?:[^\s'"]|'[^']*'?|"[^"]*"?)*$""")


class Completion(NamedTuple):
    """A text that may stand in place of the last `replaced` characters, and what it means."""

    text: str
    replaced: int
    about: str = ""


class Completer:
    """Completes what is typed at a prompt.

    `directives` maps the words that speak to the shell to what they do and what they take: the words themselves, or
    one of `query` (a stored query's name and its parameters), `queries` (a name alone) and `thing`.
    """

    def __init__(
        self,
        source: Source,
        queries: Callable[[], Sequence[Query]],
        directives: Mapping[str, tuple[str, Sequence[str]]],
    ) -> None:
        self.source, self.queries, self.directives = source, queries, directives
        self.vocabulary = Vocabulary(source)
        self._choices: dict[tuple[str, str, str], Sequence[Choice]] = {}

    def complete(self, before: str, after: str = "", *, asked: bool = True) -> list[Completion]:
        """Give what may follow the text `before` the cursor; unless it is `asked` for, only once a word has begun."""
        word, space, rest = before.partition(" ")
        if word.startswith(".") and "\n" not in before:
            found = self._of_directive(word, rest) if space else self._directives(word)
        elif space and "\n" not in before and any(query.name == word for query in self._stored()):
            found = self._of_query(word, rest)
        else:
            found = self._sparql(before, after, asked=asked)
        return list(islice(found, MOST))

    def _directives(self, word: str) -> Iterator[Completion]:
        for name, (about, _) in self.directives.items():
            if name.startswith(word):
                yield Completion(name, len(word), about)

    def _of_directive(self, name: str, rest: str) -> Iterator[Completion]:
        _, takes = self.directives.get(name, ("", ()))
        word = rest.lstrip()
        for taken in takes:
            if taken == "thing":
                yield from self._things_called(word)
            elif taken in {"query", "queries"}:
                chosen, space, more = word.partition(" ")
                yield from self._of_query(chosen, more) if space and taken == "query" else self._query_names(word)
            elif taken.startswith(word):
                yield Completion(taken, len(word))

    def _query_names(self, word: str) -> Iterator[Completion]:
        for query in self._stored():
            if query.name.startswith(word):
                yield Completion(query.name, len(word), harmless(query.title))

    def _of_query(self, name: str, rest: str) -> Iterator[Completion]:
        """Complete the parameters of a stored query and their values."""
        query = next((query for query in self._stored() if query.name == name), None)
        typed = _WORD.search(rest)
        if query is None or typed is None:
            return
        parameter, sign, value = typed[0].partition("=")
        try:
            parameters = find_parameters(query)
        except LfckgError:  # it is told when the query is asked
            return
        for each in parameters:
            if sign and each.name == parameter:
                for text, label in self._values(query, each, value.strip("'\"")):
                    yield Completion(f"{parameter}={_quoted(text)}", len(typed[0]), label)
            elif not sign and each.name.startswith(parameter) and f"{each.name}=" not in rest:
                default = f" Default: {write_term(each.default)}" if each.default is not None else ""
                yield Completion(f"{each.name}=", len(parameter), harmless(each.description + default))

    def _values(self, query: Query, parameter: Parameter, value: str) -> Iterable[tuple[str, str]]:
        choices = self._taken(query, parameter.name)
        if choices or parameter.type != "entity":
            return complete_choices(choices, value)
        things = self.vocabulary.things(value, MOST)
        return [(local_name(name.iri), name.about) for name in things if name.iri.startswith(ENTITY)]

    def _taken(self, query: Query, parameter: str) -> Sequence[Choice]:
        key = (query.name, query.text, parameter)
        if key not in self._choices:
            try:
                self._choices[key] = find_choices(query, parameter, self.source)
            except LfckgError:
                self._choices[key] = ()
        return self._choices[key]

    def _things_called(self, word: str) -> Iterator[Completion]:
        """Complete the name of a thing: by its label, behind a colon by its slug, behind another prefix as a term."""
        prefix, colon, local = word.partition(":")
        if colon and prefix in PREFIXES:
            yield from self._named(prefix, local, "subject", PREFIXES)
            return
        for name in self.vocabulary.things(word, MOST) if word else ():
            yield Completion(harmless(name.label or local_name(name.iri)), len(word), name.about)

    def _sparql(self, before: str, after: str, *, asked: bool) -> Iterator[Completion]:
        tokens = list(tokens_of(before))
        last = tokens[-1] if tokens else Token("mark", "", 0)
        if last.kind == "unclosed" or (last.kind == "comment" and last.end == len(before)):
            return
        typed = last if last.kind in {"word", "name", "variable"} and last.end == len(before) else None
        position = position_behind(tokens[:-1] if typed else tokens)
        if typed is None:
            if asked:
                yield from self._words("", "", position, before)
        elif typed.kind == "variable":
            yield from _variables(typed.text, f"{before[: typed.start]} {after}")
        elif typed.kind == "name":
            prefix, _, local = typed.text.partition(":")
            yield from self._named(prefix, local, position, _prefixes(before))
        else:
            if len(tokens) == 1:
                yield from self._query_names(typed.text)
            yield from self._words(typed.text, before[: typed.start], position, before)

    def _words(self, word: str, ahead: str, position: Position, before: str) -> Iterator[Completion]:
        """Complete a word without prefix: a keyword, a prefix, or part of a label."""
        for keyword in _KEYWORDS.get(position, ()):
            if keyword.lower().startswith(word.lower()) and keyword != word:
                yield Completion(keyword, len(word))
        if position == "outside":
            return
        prefixes = _prefixes(before)
        if word or position in _TERMS_ONLY:
            for name in self._fitting(position):
                if _begins(name, word):
                    yield Completion(_written(name.iri, prefixes), len(word), name.about)
        for prefix, namespace in prefixes.items():
            if prefix and prefix.startswith(word):
                yield Completion(f"{prefix}:", len(word), namespace)
        if word and position not in _TERMS_ONLY:
            yield from self._labelled(word, ahead, prefixes)

    def _labelled(self, word: str, ahead: str, prefixes: Mapping[str, str]) -> Iterator[Completion]:
        """Find things by their labels, which may have begun some words before: `Jürgen Kl`."""
        found = _PHRASE.search(ahead)
        words = found[0].split() if found else []
        for start in range(len(words) + 1):
            phrase = " ".join([*words[start:], word])
            names = self.vocabulary.things(phrase, MOST)
            for name in names:
                yield Completion(_written(name.iri, prefixes), len(phrase), name.about)
            if names:
                return

    def _named(self, prefix: str, local: str, position: Position, prefixes: Mapping[str, str]) -> Iterator[Completion]:
        """Complete what stands behind a prefix: terms that fit, or all of them where none does; then things."""
        namespace = prefixes.get(prefix)
        if namespace is None:
            return
        replaced = len(prefix) + 1 + len(local)
        for terms in (self._fitting(position), self.vocabulary.terms):
            fitting = [name for name in terms if name.iri.startswith(namespace) and _begins(name, local)]
            for name in fitting:
                text = f"{prefix}:{name.iri.removeprefix(namespace)}"
                if _LOCAL.fullmatch(text.partition(":")[2]):
                    yield Completion(text, replaced, name.about)
            if fitting and position in _TERMS_ONLY:
                return
            if fitting:
                break
        for name in self.vocabulary.things(local, MOST):
            rest = name.iri.removeprefix(namespace)
            if rest != name.iri and _LOCAL.fullmatch(rest):
                yield Completion(f"{prefix}:{rest}", replaced, name.about)

    def _fitting(self, position: Position) -> Iterable[Name]:
        terms, kinds = self.vocabulary.terms, _FITTING.get(position)
        return terms if kinds is None else [name for kind in kinds for name in terms if name.kind == kind]

    def _stored(self) -> Sequence[Query]:
        try:
            return self.queries()
        except LfckgError:  # it is told when one is asked
            return ()


def _variables(word: str, text: str) -> Iterator[Completion]:
    names = {token.text[1:]: None for token in tokens_of(text) if token.kind == "variable" and len(token.text) > 1}
    for name in names:
        if name.startswith(word[1:]) and name != word[1:]:
            yield Completion(f"{word[0]}{name}", len(word))


def _prefixes(text: str) -> Mapping[str, str]:
    return PREFIXES | dict(_PREFIX.findall(text))


def _begins(name: Name, word: str) -> bool:
    return local_name(name.iri).lower().startswith(word.lower()) or name.label.lower().startswith(word.lower())


def _written(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI with the prefix that leaves least of it."""
    fitting = [(namespace, prefix) for prefix, namespace in prefixes.items() if namespace and iri.startswith(namespace)]
    namespace, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
    local = iri.removeprefix(namespace)
    return f"{prefix}:{local}" if fitting and _LOCAL.fullmatch(local) else f"<{iri}>"


def _quoted(value: str) -> str:
    from shlex import quote  # noqa: PLC0415  few values need it

    return value if re.fullmatch(r"[\w:.#-]*", value) else quote(value)
