"""Inference by rules: one CONSTRUCT a file, run to a fixpoint, the result kept apart from what is asserted."""

from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryTriples, Store, Triple

from passerelle.namespaces import ID, PROV, RDF, SOURCES_GRAPH
from passerelle.store.failures import GraphError, QueryError
from passerelle.store.files import GraphFile
from passerelle.store.guard import inspect
from passerelle.store.parser_message import syntax_error

# Rules only ever add statements about what is there, so that they end; more rounds than this mean that one does not.
_MOST_ROUNDS = 100


@dataclass(frozen=True)
class Rule:
    """A rule: its name for messages, its CONSTRUCT, the graph that takes its results, its own IRI."""

    name: str
    text: str
    graph: NamedNode
    iri: NamedNode


def read_rule(file: GraphFile) -> Rule:
    """Read and check a rule.

    Raises:
        GraphError: it is no UTF-8 or no CONSTRUCT that the engine can parse; the message names file, line and column.
    """
    try:
        text = file.path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise GraphError(f"{file.name} is not UTF-8: {error.reason} at byte {error.start + 1}.") from None
    rule = Rule(file.name, text, NamedNode(str(file.graph)), NamedNode(f"{ID}rule/{file.path.stem}"))
    _triples(Store(), rule)
    return rule


def infer(store: Store, rules: list[Rule]) -> int:
    """Run the rules until none adds a triple; the number of triples inferred.

    A triple that is new to the default graph goes there and to the graph of its rule, which the sources graph ties to
    the rule by `prov:wasGeneratedBy` (https://www.w3.org/TR/prov-o/#wasGeneratedBy).

    Raises:
        GraphError: a rule fails, makes blank nodes, or the rules do not come to an end.
    """
    for rule in rules:
        _describe(store, rule)
    total = 0
    # What was there when each rule had no more to add: it need not run again until others have added something.
    seen = dict.fromkeys(rules, -1)
    for _ in range(_MOST_ROUNDS):
        due = [rule for rule in rules if seen[rule] < total]
        if not due:
            return total
        for rule in due:
            total += _exhaust(store, rule)
            seen[rule] = total
    raise _endless(rules)


def _exhaust(store: Store, rule: Rule) -> int:
    """Run one rule until it adds nothing; the number of triples added."""
    total = 0
    for _ in range(_MOST_ROUNDS):
        added = _apply(store, rule)
        if not added:
            return total
        total += added
    raise _endless([rule])


def _endless(rules: list[Rule]) -> GraphError:
    names = ", ".join(rule.name for rule in rules)
    return GraphError(f"The rules {names} still add triples after {_MOST_ROUNDS} rounds.", "Find the one that grows.")


def _apply(store: Store, rule: Rule) -> int:
    found = {Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in _triples(store, rule)}
    new = [quad for quad in found if quad not in store]
    if any(isinstance(node, BlankNode) for quad in new for node in (quad.subject, quad.object)):
        raise GraphError(f"{rule.name} makes blank nodes.", "Build an IRI instead: the same at every run.")
    store.extend(new)
    store.extend([Quad(quad.subject, quad.predicate, quad.object, rule.graph) for quad in new])
    return len(new)


def _triples(store: Store, rule: Rule) -> list[Triple]:
    try:
        outline = inspect(rule.text)
        result = store.query(rule.text)
    except QueryError as error:
        raise GraphError(f"{rule.name}: {error}", "Correct the rule.") from None
    except SyntaxError as error:
        raise GraphError(
            f"{rule.name}: {syntax_error(error, rule.text, outline.tokens)}.", "Correct the rule."
        ) from None
    except (OSError, RuntimeError) as error:
        raise GraphError(f"{rule.name}: {error}.", "Correct the rule.") from None
    if not isinstance(result, QueryTriples):
        raise GraphError(f"{rule.name} is no CONSTRUCT.", "A rule is one CONSTRUCT query.")
    return list(result)


def _describe(store: Store, rule: Rule) -> None:
    sources = NamedNode(SOURCES_GRAPH)
    store.add(Quad(rule.graph, NamedNode(f"{RDF}type"), NamedNode(f"{PROV}Entity"), sources))
    store.add(Quad(rule.graph, NamedNode(f"{PROV}wasGeneratedBy"), rule.iri, sources))
