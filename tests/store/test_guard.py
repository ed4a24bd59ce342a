"""The guard against the engine itself: what it lets through does no harm, what it refuses is harmful."""

import subprocess
import sys
from collections.abc import Callable

import pyoxigraph
import pytest

from passerelle.store.failures import QueryRefusedError
from passerelle.store.from_clause import graphs_of
from passerelle.store.guard import QueryForm, inspect
from passerelle.store.size import MAX_DEPTH, MAX_OPERATORS, MAX_PATTERNS, MAX_REREAD

PREFIX = "PREFIX ex: <http://127.0.0.1/> PREFIX service: <a:> PREFIX services: <b:> PREFIX s: <c:> PREFIXt:<d:>"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?endpoint { ?s ?p ?o } }",
        "SELECT * { SERVICE#\n<http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE ex:a { } } } }",
        "SELECT*{SERVICEex:a{}}",
        "SELECT*{SERVICESILENTex:a{}}",
        "SELECT*{?s ?p trueSERVICEex:a{}}",
        "SELECT*{?s ?p 1SERVICE?x{}}",
        "SELECT*{services:a{}}",
        "SELECT*{servicet:a{}}",
        "SELECT*{serviceSilentservicet:a{}}",
        "SELECT * { { GRAPH ?g {} services:a {} } }",
        "ASK { FILTER EXISTS { SERVICE ex:a {} } }",
        'SELECT * { FILTER(?a<1#>"""\n) SERVICE ex:a { } \n#"""\n}',
        "SELECT * { FILTER(?a<'>') SERVICE ex:a { } #'\n}",
        "SELECT * { FILTER(?a<" + "(" * 9_000 + "?b>1" + ")" * 9_000 + ") }",
        "SELECT * { FILTER(?a<')') SERVICE ex:a { } FILTER(?b>1) }",
        "SELECT * { FILTER(<<(?a ?b ?c)>><'>') SERVICE ex:a { } #'\n}",
        "SELECT*{?s?p ex:a.b.SERVICEex:a{}}",
        "PREFIX :<http://a:> SELECT * { ?s a:SERVICE<http://127.0.0.1/>{} }",
        "PREFIX \ufffd:<http://127.0.0.1/> SELECT * { ?s ?p ex:SERVICE\ufffd:x{} }",
        "PREFIX port:<http://a:> SELECT * { ?s ?p port:SERVICE<http://127.0.0.1/>{} }",
        "BASE <http://a:80> PREFIX port:<> SELECT * { ?s port:1SERVICEex:a{} }",
        "PREFIXport:<http://[::1]>SELECT*{?s port:trueSERVICE<http://127.0.0.1/>{}}",
        "SELECT*{?s?p ex:a.:.SERVICE<http://127.0.0.1/>{}}",
        "SELECT*{?s?p ex:a..b%20.service<http://127.0.0.1/>{}}",
        "SELECT * { FILTER(?a<<'>) SERVICE ex:a { } #'\n}",
        "SELECT * { FILTER(?a<<b>&&?a<'>') SERVICE ex:a { } #'\n}",
        "SELECT * { FILTERex:f(1) (1 ex:b) ?p 1 FILTERex:f(1<'>') SERVICE ex:a { } #'\n}",
        "SELECT * { { SELECT ?x { } GROUP BY ?x HAVINGex:f(1)(1<'>') } SERVICE ex:a { } #'\n}",
        "SELECT * { FILTER(true<'>') SERVICE ex:a { } #'\n}",
        "SELECT * { FILTER('a'@fr<'>') SERVICE ex:a { } #'\n}",
        "SELECT * { ?s ?p ?o FILTERex:a(?a<'>') SERVICE ex:a { } #'\n}",
        "SELECT * { { SELECT ?x ?y (1<'>' AS ?z) { SERVICE ex:a { } #'\n} } }",
        "SELECT * { VALUES ?x { '''a' } SERVICE ex:a { } #\\q'''\n}",
        'SELECT * { VALUES ?x { """a" } SERVICE ex:a { } #\\uD800"""\n}',
        "SELECT * { VALUES ?x { '''a' } SERVICE ex:a { } #\\U00110000'''\n}",
    ],
)
def test_calls_to_other_endpoints_and_what_may_hide_them_are_refused(query: str) -> None:
    with pytest.raises(QueryRefusedError):
        inspect(PREFIX + query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service a ex:SERVICE . }",
        "SELECT * { ?s service:a services:b }",
        "SELECT * { GRAPH services:a { ?s ?p ?o } }",
        "SELECT * { ?s ?p service:a { ?s ?p ?o } }",
        "SELECT * { ?s ?p services:a {| ?q ?r |} }",
        "SELECT * FROM services:a { ?s ?p ?o }",
        "PREFIX port: <http://a:80/> SELECT * { ?s port:SERVICE <http://127.0.0.1/> { } }",
        "SELECT * { ?s ?p 'x'@service { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x'@en-service . { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''\\u0022 SERVICE''' } #\\u000A SERVICE <http://127.0.0.1/> {}",
        "SELECT * { ?s ?p 'SERVICE <http://x> {' }",
        'SELECT * { ?s ?p """SERVICE " <http://x> {""" }',
        "SELECT * { ?s ?p <http://example.org/SERVICE/> } # SERVICE ex:a {}",
        "SELECT * { ?s ?p ?o FILTER(?o<?p&&?s>?o) }",
        "SELECT * { VALUES (?a ?b) { ('x' <http://example.org/#(a)>) } }",
        "SELECT * { ?s ?p ?o FILTER(?o < 'LOAD') }",
        "SELECT * { ?s ?p (ex:b <http://example.org/#a> (ex:c <http://example.org/#(b)>)) }",
        "SELECT * { ?s a ex:b ; ?p 'x'@fr , (ex:b <http://example.org/#a>) }",
        "SELECT * { ?s ^(ex:b|!ex:c)+/ex:d? ( [] <http://example.org/#a> ) , [] ; ?p ( 1 <http://example.org/#a> ) }",
        "SELECT * { ( 1 <http://example.org/#a> ) ex:b [] . <<?a ?b ?c>> ?p ( 1 <http://example.org/#a> ) }",
        "SELECT * { ?s ?p [ ?q ( 1 <http://example.org/#a> ) ] }",
        "SELECT * { ?s ?p <<( ex:b <http://example.org/#a> 'x' )>> }",
        "SELECT (COUNT(DISTINCT <http://www.w3.org/2001/XMLSchema#string>(?x)) AS ?n) {}",
        "SELECT * { FILTER(?x NOT IN (<http://example.org/#a>, <http://example.org/#b>)) }",
    ],
)
def test_look_alikes_pass_and_run(query: str) -> None:
    assert inspect(PREFIX + query).form is QueryForm.SELECT
    pyoxigraph.Store().query(PREFIX + query)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <http://127.0.0.1/>",
        "INSERT DATA {}",
        "with <a:g> DELETE {} WHERE {}",
        "PREFIX a: <b:> DROP ALL",
        "CLEAR ALL",
    ],
)
def test_updates_are_refused_by_name(update: str) -> None:
    with pytest.raises(QueryRefusedError, match="read-only"):
        inspect(update)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("select*{}", QueryForm.SELECT),
        ("BASE <a:> PREFIX select: <b:> # SELECT\nASK{}", QueryForm.ASK),
        ("PREFIX:<a:>DESCRIBE :x", QueryForm.DESCRIBE),
        ("CONSTRUCT WHERE {}", QueryForm.CONSTRUCT),
        ("SELECTDISTINCT?x{}", QueryForm.SELECT),
        ("ASKFROM<a:b>{}", QueryForm.ASK),
        ("PREFIX describe: <b:> DESCRIBEdescribe:x{{SELECT?x{}}}", QueryForm.DESCRIBE),
        ("", None),
        ("HELLO", None),
    ],
)
def test_the_form_is_known_before_the_query_runs(query: str, form: QueryForm | None) -> None:
    assert inspect(query).form is form


def nest(opening: str, inside: str, closing: str, times: int) -> str:
    return opening * times + inside + closing * times


# The number that is one too many, and what makes a query of a number.
EXCESSES: dict[str, tuple[int, Callable[[int], str]]] = {
    "groups": (MAX_DEPTH + 1, lambda n: "SELECT * " + nest("{", "", "}", n)),
    "parentheses": (MAX_DEPTH, lambda n: "SELECT * { FILTER" + nest("(", "1", ")", n) + "}"),
    "blank nodes": (MAX_DEPTH, lambda n: "SELECT * { ?s ?p " + nest("[ ?p ", "1", "]", n) + "}"),
    "lists": (MAX_DEPTH, lambda n: "SELECT * { ?s ?p " + nest("(", "1", ")", n) + "}"),
    "lists of IRIs": (MAX_DEPTH, lambda n: "SELECT * { ?s ?p " + nest("(<a:)>", "", ")", n) + "}"),
    "optionals": (MAX_PATTERNS, lambda n: "SELECT * {" + "OPTIONAL{?s ?p ?o}" * n + "}"),
    "unions": (MAX_PATTERNS, lambda n: "SELECT * {{}" + "UNION{}" * n + "}"),
    "binds": (MAX_PATTERNS, lambda n: "SELECT * {" + " ".join(f"BIND(1 AS ?x{i})" for i in range(n)) + "}"),
    "replacements": (
        MAX_REREAD + 1,
        lambda n: "SELECT * { FILTER(" + nest("REPLACE(", "?x", ",'a','b')", n) + " = 'a') }",
    ),
    "patterns of texts": (
        MAX_REREAD + 1,
        lambda n: "SELECT * { FILTER(" + nest("REGEX(SUBSTR(", "?x", ",1),'a')", n) + ") }",
    ),
    "concatenations": (MAX_REREAD + 1, lambda n: "SELECT (" + nest("GROUP_CONCAT(", "?x", ")", n) + " AS ?y) {}"),
    "path steps": (MAX_PATTERNS, lambda n: "SELECT * { ?s <a:b>" + "/<a:b>" * n + " ?o }"),
    "objects": (MAX_PATTERNS + 1, lambda n: "SELECT * { ?s <a:b> " + ",".join(f"?o{i}" for i in range(n)) + "}"),
    "long lists": (MAX_PATTERNS + 1, lambda n: "SELECT * { ?s ?p (" + " 1" * n + ") }"),
    "lists of truth values": (MAX_PATTERNS, lambda n: "SELECT * { ?s ?p (" + " true" * n + ") }"),
    "lists of texts": (MAX_PATTERNS, lambda n: "SELECT * { ?s ?p (" + " 'a'@fr" * n + ") }"),
    "lists of lists": (MAX_PATTERNS, lambda n: "SELECT * { ?s ?p (" + "(1)" * n + ") }"),
    "lists of nothing": (MAX_PATTERNS, lambda n: "SELECT * { ?s ?p (" + "()" * n + ") }"),
    "lists of blank nodes": (MAX_PATTERNS, lambda n: "SELECT * { ?s ?p (" + "[]" * n + ") }"),
    "lists of triples": (MAX_PATTERNS, lambda n: "SELECT * { ?s ?p (" + "<<?a ?b ?c>>" * n + ") }"),
    "numbers at an end": (MAX_PATTERNS, lambda n: "SELECT * {" + "?s ?p 1." * n + "}"),
    "triples": (MAX_PATTERNS, lambda n: "SELECT * {" + "<<?a ?b ?c>> ?p ?o ." * n + "}"),
    "reifiers": (MAX_PATTERNS, lambda n: "SELECT * { ?s ?p ?o" + "".join(f" ~ ?r{i}" for i in range(n)) + "}"),
    "annotations": (MAX_PATTERNS, lambda n: "SELECT * { ?s ?p ?o" + " {| ?a ?b |}" * n + "}"),
    "described": (MAX_PATTERNS + 2, lambda n: "DESCRIBE " + "<a:b> " * n),
    "described at once": (MAX_PATTERNS + 2, lambda n: "PREFIX e: <a:> DESCRIBEe:b " + "<a:b> " * n),
    "ors": (MAX_OPERATORS, lambda n: "SELECT * { FILTER(1" + "||1" * n + ") }"),
    "nots": (MAX_OPERATORS, lambda n: "SELECT * { FILTER(" + "!" * n + "1) }"),
    "hidden nots": (MAX_OPERATORS, lambda n: "SELECT * { FILTER(?a<" + "!" * n + "1&&2>1) }"),
    "alternatives": (MAX_OPERATORS + 1, lambda n: "SELECT * { ?s <a:b>" + "|<a:b>" * n + " ?o }"),
    "filters": (MAX_OPERATORS + 1, lambda n: "SELECT * {" + "FILTER(1)" * n + "}"),
    "having": (MAX_OPERATORS + 1, lambda n: "SELECT (1 AS ?x) {} GROUP BY ?s HAVING " + "(1)" * n),
}

# What the grammar lets stand within itself, as opening, inside and closing, in a query.
NESTS = {
    "optional groups": ("SELECT * {{{}}}", "OPTIONAL{", "", "}"),
    "alternative groups": ("SELECT * {{{}}}", "{}UNION{", "", "}"),
    "groups taken away": ("SELECT * {{{}}}", "MINUS{", "", "}"),
    "graphs": ("SELECT * {{{}}}", "GRAPH ?g{", "", "}"),
    "subqueries": ("SELECT * {}", "{SELECT * ", "{}", "}"),
    "what exists": ("SELECT * {{{}}}", "FILTER EXISTS{", "", "}"),
    "what does not exist": ("SELECT * {{{}}}", "FILTER(NOT EXISTS{", "", "})"),
    "negations": ("SELECT * {{ FILTER({}) }}", "!(-(", "1", "))"),
    "comparisons": ("SELECT * {{ FILTER({}) }}", "(1=", "1", ")"),
    "members": ("SELECT * {{ FILTER({}) }}", "1 IN (", "1", ")"),
    "calls": ("SELECT * {{ FILTER({}) }}", "STR(", "?x", ")"),
    "calls by IRI": ("SELECT * {{ FILTER({}) }}", "<http://www.w3.org/2001/XMLSchema#string>(", "?x", ")"),
    "conditions": ("SELECT * {{ FILTER({}) }}", "IF(1,1,", "?x", ")"),
    "first ones": ("SELECT * {{ FILTER({}) }}", "COALESCE(", "?x", ")"),
    "sums": ("SELECT ({} AS ?y) {{}}", "SUM(", "?x", ")"),
    "triples in calls": ("SELECT * {{ FILTER({}) }}", "TRIPLE(?s,?p,", "?a", ")"),
    "orders": ("SELECT * {{}} ORDER BY {}", "(", "1", ")"),
    "keys": ("SELECT (1 AS ?z) {{}} GROUP BY {}", "(", "1", ")"),
    "path groups": ("SELECT * {{ ?s {} ?o }}", "(", "<a:b>", ")"),
    "inverse paths": ("SELECT * {{ ?s {} ?o }}", "^(", "<a:b>", ")"),
    "repeated paths": ("SELECT * {{ ?s {} ?o }}", "(", "!(<a:b>|^a)", ")*"),
    "alternative paths": ("SELECT * {{ ?s {} ?o }}", "(<a:b>|", "<a:b>", ")"),
    "lists as subjects": ("SELECT * {{ {} ?p ?o }}", "(", "1", ")"),
    "blank nodes as subjects": ("SELECT * {{ {} ?p ?o }}", "[?p ", "1", "]"),
    "reified subjects": ("SELECT * {{ {} ?p ?o }}", "<<", "?a", " ?p ?o>>"),
    "reified objects": ("SELECT * {{ ?s ?p {} }}", "<<?s ?p ", "?a", ">>"),
    "triple terms": ("SELECT * {{ ?s ?p {} }}", "<<(?s ?p ", "?a", ")>>"),
    "triple terms of an expression": ("SELECT * {{ FILTER(isTRIPLE({})) }}", "<<(?s ?p ", "?a", ")>>"),
    "triple terms of data": ("SELECT * {{ VALUES ?x {{ {} }} }}", "<<(<a:b> <a:b> ", "1", ")>>"),
    "annotations of annotations": ("SELECT * {{ ?s ?p ?o {} }}", "{| ?a ?b ", "", "|}"),
    "blank nodes of a template": ("CONSTRUCT {{ ?s ?p {} }} WHERE {{}}", "[?p ", "1", "]"),
    "lists of a template": ("CONSTRUCT {{ ?s ?p {} }} WHERE {{}}", "(", "1", ")"),
}


def nested(name: str) -> Callable[[int], str]:
    frame, *parts = NESTS[name]
    return lambda number: frame.format(nest(parts[0], parts[1], parts[2], number))


EXCESSES |= {name: (MAX_DEPTH + 1, nested(name)) for name in NESTS}


@pytest.mark.parametrize("name", NESTS)
def test_nests_are_queries(name: str) -> None:
    pyoxigraph.Store().query(nested(name)(2))


@pytest.mark.parametrize("name", EXCESSES)
def test_too_much_of_anything_is_refused(name: str) -> None:
    limit, make = EXCESSES[name]
    inspect(make(3))
    with pytest.raises(QueryRefusedError):
        inspect(make(limit))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES ?x {" + " 1" * 20_000 + "} }",
        "SELECT * { VALUES (?x ?y) {" + " (1 <a:b>)" * 20_000 + "} }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (1" + ", 1" * 20_000 + ")) }",
        "CONSTRUCT {" + "?s ?p ?o ." * 20_000 + "} WHERE { ?s ?p ?o }",
        "".join(f"PREFIX p{i}: <a:>" for i in range(1_000)) + "SELECT * {}",
    ],
)
def test_long_data_is_no_excess(query: str) -> None:
    inspect(query)
    pyoxigraph.Store().query(query)


@pytest.mark.parametrize("name", EXCESSES)
def test_what_passes_does_not_abort_the_engine(name: str) -> None:
    """The most that the guard lets through, in a process of its own."""
    limit, make = EXCESSES[name]
    passing = 3
    for number in range(min(limit, MAX_OPERATORS + 2), 2, -1):
        try:
            inspect(make(number))
        except QueryRefusedError:
            continue
        passing = number
        break
    script = "import sys, pyoxigraph\ntry: pyoxigraph.Store().query(sys.stdin.read())\nexcept SyntaxError: pass"
    subprocess.run([sys.executable, "-c", script], input=make(passing), encoding="utf-8", check=True)


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * {}", (), ()),
        ("BASE <http://a/> SELECT * FROM <b> FROM NAMED <c> {}", ("http://a/b",), ("http://a/c",)),
        ("PREFIX e: <a:> CONSTRUCT { ?s ?p ?o } FROM e:b FROM e:b FROM e:c WHERE {}", ("a:b", "a:c"), ()),
        ("PREFIX from: <a:> SELECT * { from:x from:y <from:z> }", (), ()),
        ("DESCRIBE <a:x> FROM <a:g>", ("a:g",), ()),
        ("PREFIX from: <a:> DESCRIBE from:x FROM from:g", ("a:g",), ()),
        ("PREFIX e: <a:> DESCRIBEe:x FROM e:g", ("a:g",), ()),
        ("BASE <http://a/> ASKFROM<b>FROMNAMED<c> {}", ("http://a/b",), ("http://a/c",)),
        ("VERSION '1.2' PREFIX e: <a:> VERSION '1.2' SELECT * FROM e:b {}", ("a:b",), ()),
        ("PREFIXe:<a:>PREFIX prefix: <b:> SELECT * FROM e:b FROM prefix:b {}", ("a:b", "b:b"), ()),
        ("SELECT * FROM <x> {}", ("https://w3id.org/passerelle/x",), ()),
    ],
)
def test_from_is_read(query: str, default: tuple[str, ...], named: tuple[str, ...]) -> None:
    assert graphs_of(inspect(query)) == (default, named)


@pytest.mark.parametrize(
    "query",
    ["PREFIX e: <a:> SELECT * FROMe:b {}", "PREFIX e: <a:> SELECT * FROM NAMEDe:b {}", "PREFIXe:<a:>ASKFROMe:b{}"],
)
def test_from_glued_to_its_graph_is_refused(query: str) -> None:
    with pytest.raises(QueryRefusedError):
        graphs_of(inspect(query))
