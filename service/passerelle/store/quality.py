"""The rules about graphs: queries of shapes/quality, each of which selects what is forbidden.

A rule begins with comments that say what is forbidden and how to repair it, in English and French, and how grave it
is. It selects `?this`, the thing to repair, and where they help `?path`, `?value` and `?graph`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from passerelle.namespaces import SH, SHAPE, shorten
from passerelle.store.failures import GraphError, QueryError
from passerelle.store.findings import Finding, Severity
from passerelle.store.guard import inspect
from passerelle.store.nodes import term
from passerelle.store.parser_message import syntax_error
from passerelle.store.rows import Term

_HEADER = re.compile(r"# (?P<name>en|fr|severity): (?P<text>.*(?:\n#   .*)*)")
_COMPONENT = f"{SH}SPARQLConstraintComponent"


@dataclass(frozen=True)
class QualityRule:
    """A rule about graphs: its name, its texts by language, how grave it is to break it, and its query."""

    name: str
    messages: Mapping[str, str]
    severity: Severity
    text: str


def read_rules(folder: Path) -> list[QualityRule]:
    """The rules about graphs of a folder.

    Raises:
        GraphError: a rule lacks its header; the message names the file.
    """
    return [_read(path) for path in sorted((folder / "shapes" / "quality").glob("*.rq"))]


def broken(store: Store, rules: Iterable[QualityRule]) -> Iterator[Finding]:
    """What the rules find in a store, in no order.

    Raises:
        GraphError: a rule is no query that selects `?this`.
    """
    for rule in rules:
        for row in _rows(store, rule):
            yield _finding(rule, row)


def _read(path: Path) -> QualityRule:
    text = path.read_text(encoding="utf-8")
    header = {
        match["name"]: " ".join(line.removeprefix("#").strip() for line in match["text"].splitlines())
        for match in _HEADER.finditer(text)
    }
    severity = header.pop("severity", "")
    if set(header) != {"en", "fr"} or severity not in set(Severity):
        raise GraphError(
            f"{path.name} does not say what it forbids.",
            f"Begin it with '# en: …', '# fr: …' and '# severity: …' ({', '.join(Severity)}).",
        )
    return QualityRule(path.stem, header, Severity(severity), text)


def _rows(store: Store, rule: QualityRule) -> Iterator[dict[str, Term]]:
    try:
        inspect(rule.text)
        solutions = store.query(rule.text)
    except SyntaxError as error:
        raise GraphError(f"The rule {rule.name}: {syntax_error(error)}.", "Correct it.") from None
    except (QueryError, OSError, RuntimeError) as error:
        raise GraphError(f"The rule {rule.name}: {error}.", "Correct it.") from None
    if not isinstance(solutions, QuerySolutions) or "this" not in {variable.value for variable in solutions.variables}:
        raise GraphError(f"The rule {rule.name} selects no ?this.", "Write SELECT ?this … { … }.")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: term(value) for name in names if (value := solution[name]) is not None}


def _finding(rule: QualityRule, row: dict[str, Term]) -> Finding:
    focus, value = row.pop("this"), row.pop("value", None)
    predicate, graph = row.pop("path", None), row.pop("graph", None)
    more = ", ".join(shorten(other.value) if other.kind == "uri" else other.value for other in row.values())
    iri = f"{SHAPE}quality/{rule.name}"
    return Finding(
        rule=iri,
        shape=iri,
        component=_COMPONENT,
        severity=rule.severity,
        messages={language: f"{text} [{more}]" if more else text for language, text in rule.messages.items()},
        focus=focus,
        path=predicate.value if predicate else None,
        value=value,
        graphs=(graph.value,) if graph else (),
    )
