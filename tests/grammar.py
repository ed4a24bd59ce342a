"""Queries made at random by the grammar of SPARQL, full of names and texts that sound like harm.

It is the grammar of https://www.w3.org/TR/sparql11-query/#sparqlGrammar with the reified triples, triple terms,
annotations and versions of 1.2, as the engine reads them: it takes no space after CONCAT, nor FALSE in capitals.
A query comes as text with a mark wherever two tokens meet; `spaced` puts white space, comments or nothing there.
"""

from collections.abc import Callable
from random import Random

MARK = "\0"
_PREFIXES = {
    "ex": "http://example.org/", "service": "http://example.org/service/", "services": "urn:s:", "load": "urn:load#",
    "from": "urn:from:", "insert.data": "urn:i:", "é": "http://example.org/é/", "a": "urn:a:", "true": "urn:true:",
}  # fmt: skip
_VARIABLES = ["?x", "?y", "$z", "?service", "?SERVICE1", "$LOAD", "?é", "?1", "?from"]
_IRIS = [
    "<http://example.org/SERVICE/>", "<a:b>", "<x>", "<urn:LOAD?a=b>", "<http://example.org/é#'(a)>", "ex:a",
    "<http://example.org/\\u0053ERVICE>", "ex:SERVICE", "service:a", "ex:a.b-c", "services:b", "load:INSERT",
    "from:a", "insert.data:x", "é:é", "ex:", "ex:%20", "ex:a\\,b\\'", "ex:1", "a:a", "true:true", "service:",
]  # fmt: skip
_TEXTS = [
    "'SERVICE'", '"LOAD <x>"', "'a\\'b'", '"SERVICE <http://x/> {"', "'#'", "'<'", "'''a ' SERVICE <x> {''b'''", "''",
    '"""a " } SERVICE ex:a { "" \n"""', "'\\u0027\\U00000022'", "'''\\\\'''", '"\\\\"', "'''\n#'''", "'{('",
    '"""\\""""',
]  # fmt: skip
_TAGS = ["@fr", "@service", "@en-SERVICE", "@ar--rtl", "@de-AT", "^^ex:SERVICE", "^^<a:b>"]
_NUMBERS = ["1", "-1", "+1.5", "1e5", ".5", "1.0E-3", "007", "1.e3", "true", "false"]
_FILLERS = [" ", "\n", "\t", "\r\n", "  ", " #\n", "#SERVICE <http://x/> {\n", " # ' \" ''' <\r", "\n# LOAD <x>\n"]
_FUNCTIONS = ["STR", "lang", "DATATYPE", "IRI", "isIRI", "UCASE", "ABS", "isTRIPLE", "SUBJECT", "SHA1", "LANGDIR"]
_AGGREGATES = ["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"]
_STRING = "<http://www.w3.org/2001/XMLSchema#string>"
_Make = Callable[[], str]


def spaced(rng: Random, marked: str, glued: float) -> str:
    """The text of a query; a mark becomes nothing with that likelihood."""
    parts = marked.split(MARK)
    return "".join(part + ("" if rng.random() < glued else rng.choice(_FILLERS)) for part in parts)


def query(rng: Random, size: int) -> str:
    """A query of any form, with marks; `size` bounds how deep it goes."""
    return _Grammar(rng).query(size)


def _join(*parts: str) -> str:
    return MARK.join(part for part in parts if part)


class _Grammar:
    """The productions, each of which gives a text with marks."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._fresh = 0

    def _new(self, stem: str) -> str:
        self._fresh += 1
        return f"{stem}{self._fresh}"

    def _maybe(self, text: str, likelihood: float = 0.3) -> str:
        return text if self._rng.random() < likelihood else ""

    def _some(self, make: _Make, most: int = 3) -> list[str]:
        return [make() for _ in range(self._rng.randint(1, most))]

    def _one(self, *makes: _Make) -> str:
        return self._rng.choice(makes)()

    def query(self, size: int) -> str:
        kind = self._rng.choice(["SELECT", "select", "ASK", "CONSTRUCT", "DESCRIBE", "Construct Where"])
        data = [_join("FROM", self._maybe("NAMED"), self.iri()) for _ in range(self._rng.choice([0, 0, 0, 1, 2]))]
        where = _join(self._maybe("WHERE", 0.5), self.group(size))
        if kind.upper() == "SELECT":
            body = self.select(kind, size, data)
        elif kind == "ASK":
            body = _join("ASK", *data, where)
        elif kind == "CONSTRUCT":
            body = _join("CONSTRUCT", "{", self._maybe(self.template(size), 0.9), "}", *data, "WHERE", self.group(size))
        elif kind == "DESCRIBE":
            names = [self._rng.choice([*_VARIABLES, *_IRIS]) for _ in range(self._rng.randint(1, 3))]
            body = _join("DESCRIBE", *names, *data, self._maybe(where, 0.7))
        else:
            body = _join("CONSTRUCT", *data, "WHERE", "{", *self._some(lambda: self._simple() + MARK + "."), "}")
        return _join(self.prologue(), body, "" if kind == "ASK" else self.bounds(), self._maybe(self.values(), 0.1))

    def prologue(self) -> str:
        lines = [_join("PREFIX", f"{name}:", f"<{iri}>") for name, iri in _PREFIXES.items()]
        lines.append(self._maybe(_join("BASE", "<http://example.org/base/>")))
        lines.append(self._maybe(_join("VERSION", "'1.2'")))
        self._rng.shuffle(lines)
        return _join(*lines)

    def select(self, word: str, size: int, data: list[str]) -> str:
        distinct = self._rng.choice(["", "", "DISTINCT", "REDUCED"])
        where = _join(self._maybe("WHERE", 0.5), self.group(size))
        if self._rng.random() < 0.3:
            key = self._variable()
            sums = [
                _join("(", self.aggregate(size), "AS", self._new("?n"), ")") for _ in range(self._rng.randint(1, 2))
            ]
            having = self._maybe(_join("HAVING", "(", self.aggregate(size), ">", "1", ")"))
            return _join(word, distinct, key, *sums, *data, where, "GROUP", "BY", key, having)
        columns = [
            _join("(", self.expression(size), "AS", self._new("?n"), ")") for _ in range(self._rng.randint(1, 2))
        ]
        shown = self._rng.choice(["*", _join(*columns), self._variable()])
        ordered = _join("ORDER", "BY", self._rng.choice(["", "DESC", "ASC"]), "(", self.expression(size), ")")
        return _join(word, distinct, shown, *data, where, self._maybe(ordered))

    def bounds(self) -> str:
        return _join(self._maybe("LIMIT" + MARK + "10"), self._maybe("OFFSET" + MARK + "1"))

    def aggregate(self, size: int) -> str:
        name = self._rng.choice(_AGGREGATES)
        if name == "COUNT" and self._rng.random() < 0.3:
            return _join(name, "(", "*", ")")
        tail = _join(";", "SEPARATOR", "=", "'SERVICE'") if name == "GROUP_CONCAT" and self._rng.random() < 0.5 else ""
        return _join(name, "(", self._maybe("DISTINCT"), self.expression(min(size, 1), plain=True), tail, ")")

    def iri(self) -> str:
        return self._rng.choice(_IRIS)

    def _variable(self) -> str:
        return self._rng.choice(_VARIABLES)

    def literal(self) -> str:
        if self._rng.random() < 0.4:
            return self._rng.choice(_NUMBERS)
        return self._rng.choice(_TEXTS) + self._maybe(self._rng.choice(_TAGS))

    def node(self, size: int) -> str:
        """A term, or what stands for one with triples of its own."""
        if size <= 0 or self._rng.random() < 0.6:
            return self._rng.choice([self.iri(), self.literal(), self._variable(), self._new("_:service"), "[]"])

        def inner() -> str:
            return self.node(size - 1)

        triple = _join(self._end(), self._verb(), self._end())
        return self._one(
            lambda: _join("(", *self._some(inner), ")"),
            lambda: _join("[", self.verb(0), inner(), "]"),
            lambda: _join("<<", triple, self._maybe("~" + MARK + self.iri()), ">>"),
            lambda: _join("<<(", triple, ")>>"),
        )

    def _end(self) -> str:
        return self._rng.choice([self._variable(), self._rng.choice(_IRIS)])

    def _verb(self) -> str:
        return self._rng.choice(["a", self.iri(), self._variable()])

    def verb(self, size: int) -> str:
        return self._verb() if size <= 0 or self._rng.random() < 0.6 else self.path(size)

    def path(self, size: int) -> str:
        if size <= 0:
            return self._rng.choice([self.iri(), "a", _join("!", self.iri()), _join("^", self.iri())])

        def inner() -> str:
            return self.path(size - 1)

        sign = self._rng.choice(["/", "|", "*", "+", "?", "^", "!"])
        if sign in {"/", "|"}:
            return _join("(", inner(), sign, inner(), ")")
        if sign == "!":
            return _join("!", "(", self.iri(), "|", "^", self.iri(), ")")
        return _join("^", "(", inner(), ")") if sign == "^" else _join("(", inner(), ")", sign)

    def _simple(self) -> str:
        return _join(self._end(), self._verb(), self._rng.choice([self._end(), self.literal()]))

    def triples(self, size: int, template: bool = False) -> str:
        verb = self._verb if template else lambda: self.verb(size)
        predicate = verb()
        objects = (MARK + "," + MARK).join(self._some(lambda: self.node(size), 2))
        if not template and predicate in {*_IRIS, *_VARIABLES, "a"} and self._rng.random() < 0.15:
            objects += MARK + _join("{|", self._verb(), self._end(), "|}")
        more = _join(";", verb(), self.node(size - 1)) if self._rng.random() < 0.2 else self._maybe(";", 0.1)
        return _join(self._end(), predicate, objects, more)

    def template(self, size: int) -> str:
        return (MARK + "." + MARK).join(self._some(lambda: self.triples(size, template=True)))

    def group(self, size: int) -> str:
        if size > 0 and self._rng.random() < 0.15:
            return _join("{", self.select("SELECT", size - 1, []), self.bounds(), "}")
        parts: list[str] = []
        for _ in range(self._rng.randint(0, 3)):
            if self._rng.random() < 0.5:
                parts.append(self.triples(size) + (MARK + "." if parts or self._rng.random() < 0.8 else ""))
                if not parts[-1].endswith("."):
                    parts.append(self.pattern(size))
            else:
                parts.append(self.pattern(size) + self._maybe(MARK + ".", 0.2))
        return _join("{", *parts, "}")

    def pattern(self, size: int) -> str:
        if size <= 0:
            return self._rng.choice([self.values(), _join("FILTER", "(", self.expression(0), ")")])

        def inner() -> str:
            return self.group(size - 1)

        return self._one(
            *[
                inner,
                lambda: _join("OPTIONAL", inner()),
                lambda: _join(inner(), "UNION", inner()),
                lambda: _join("MINUS", inner()),
                lambda: _join("GRAPH", self._rng.choice([*_VARIABLES, *_IRIS]), inner()),
                lambda: _join("FILTER", self._maybe("NOT"), "EXISTS", inner()),
                lambda: _join("FILTER", "(", self.expression(size), ")"),
                lambda: _join("FILTER", "REGEX", "(", self.expression(size - 1), ",", "'SERVICE'", ")"),
                lambda: _join("BIND", "(", self.expression(size), "AS", self._new("?n"), ")"),
                self.values,
            ]
        )

    def values(self) -> str:
        def member() -> str:
            return self._rng.choice([self.iri(), self.literal(), "UNDEF", "<<(<a:b> ex:SERVICE 'x')>>"])

        if self._rng.random() < 0.5:
            return _join("VALUES", self._variable(), "{", *self._some(member), "}")
        rows = [_join("(", member(), member(), ")") for _ in range(self._rng.randint(0, 3))]
        return _join("VALUES", "(", "?x", "?service", ")", "{", *rows, "}")

    def expression(self, size: int, plain: bool = False) -> str:
        """An expression; `plain` has no pattern in it."""
        if size <= 0:
            return self._rng.choice([self._variable(), self.literal(), self.iri()])

        def inner() -> str:
            return self.expression(size - 1, plain)

        choices: list[_Make] = [
            lambda: _join("(", inner(), self._rng.choice(["=", "!=", "< ", ">", "<= ", ">="]), inner(), ")"),
            lambda: _join("(", inner(), self._rng.choice(["+", "-", "*", "/", "&&", "||"]), inner(), ")"),
            lambda: _join(self._rng.choice(["!", "-", "+"]), "(", inner(), ")"),
            lambda: _join("(", inner(), self._maybe("NOT"), "IN", "(", inner(), ",", inner(), ")", ")"),
            lambda: _join(self._rng.choice(_FUNCTIONS), "(", inner(), ")"),
            lambda: _join("IF", "(", inner(), ",", inner(), ",", inner(), ")"),
            lambda: _join("COALESCE(", inner(), ",", inner(), ")"),
            lambda: _join(_STRING, "(", inner(), ")"),
            lambda: _join("CONCAT(", inner(), ",", "'SERVICE'", ")"),
            lambda: _join("SUBSTR", "(", inner(), ",", "1", ")"),
            lambda: _join("<<(", self._end(), self._verb(), self._end(), ")>>"),
            lambda: _join("BOUND", "(", self._variable(), ")"),
            lambda: self._rng.choice(["NOW()", "RAND()", "BNODE()"]),
        ]
        if not plain:
            choices.append(lambda: _join(self._maybe("NOT"), "EXISTS", self.group(size - 1)))
        return self._one(*choices)
