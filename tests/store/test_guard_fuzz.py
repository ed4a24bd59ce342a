"""The guard fuzzed against the engine's own parser, by queries of the grammar, whole and mangled."""

import http.server
import threading
from collections.abc import Iterator
from itertools import product
from random import Random

import pyoxigraph
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from grammar import MARK, query, spaced
from passerelle.namespaces import BASE
from passerelle.store.failures import QueryRefusedError
from passerelle.store.from_clause import graphs_of
from passerelle.store.guard import QueryForm, inspect
from passerelle.store.tokens import tokens

RANDOMS = st.builds(Random, st.integers(0, 2**64))
DATA = "<urn:a> <urn:b> <urn:c> . <urn:c> <urn:b> 1 . <urn:a> <urn:a> 'x'@fr ."
# Ways to write a call; NAME is a name that leads to the listener, by an IRI or a prefix.
CALLS = [
    "SERVICE{0}NAME{0}{{?s ?p ?o}}", "service{0}SILENT{0}NAME{0}{{?s ?p ?o}}", "SeRvIcE{0}NAME{{}}", "SERVICENAME{{}}",
    "SERVICESILENTNAME{{?s?p?o}}", "{{SERVICE{0}NAME{{{{}}}}}}", "OPTIONAL{{SERVICENAME{{?s?p?o}}}}",
    "FILTER{0}EXISTS{{SERVICE{0}NAME{{}}}}", "BIND(EXISTS{{SERVICENAME{{}}}}AS{0}?called)",
    "?s?p true.SERVICENAME{{}}", "?s?p trueSERVICENAME{{}}",
    "?s?p 1SERVICENAME{{}}", "?s?p'x'SERVICENAME{{}}", "{{SELECT*{{SERVICE{0}NAME{{}}}}}}",
]  # fmt: skip
PIECES = [
    "'", '"', "'''", '"""', "\\", "\\q", "\\'", "\\u0027", "\\u0022", "\\uD800", "\\U00110000", "#", "\n", "\r", "<",
    "<<", ">>", "<<(", ")>>", "(", ")", "{", "}", "{|", "|}", "[", "]", ".", ";", ",", ":", "@en", "--ltr", "^^", ">",
    "$", "true", "1.", "1e", "?x", "VALUES ?z{", "FILTER(", "BIND(", " AS ?w)", "GRAPH", "GRAPH ", "SELECT*{",
    "&&", "||", "!", "=", "<=", "~", "*", "/", "^", "%", "PREFIX service:<a:>", "service:a{", "'a'", "<'>", "<<'>", " ",
    "_:b.", "\0", "a", "EXISTS{",
]  # fmt: skip


class _Listener(http.server.BaseHTTPRequestHandler):
    hits = 0

    def do_POST(self) -> None:
        type(self).hits += 1
        self.send_error(404)

    do_GET = do_POST  # noqa: N815 - the base class's name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture(scope="module")
def listener() -> Iterator[str]:
    """The address of a server that counts who calls."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """A handful of statements: a call that is joined to nothing would not be made."""
    filled = pyoxigraph.Store()
    filled.load(DATA.encode(), pyoxigraph.RdfFormat.TURTLE)
    return filled


def parses(text: str) -> bool:
    try:
        pyoxigraph.Store().query(text, base_iri=BASE)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def called(store: pyoxigraph.Store, text: str) -> bool:
    """Whether the engine reaches out when it runs a query."""
    before = _Listener.hits
    try:
        result = store.query(text, base_iri=BASE)
        if not isinstance(result, pyoxigraph.QueryBoolean):
            for _ in zip(range(100), result, strict=False):
                pass
    except (SyntaxError, OSError, RuntimeError, ValueError):
        pass
    return _Listener.hits > before


def refusal(text: str) -> str:
    """Why the guard refuses a text; empty if it does not."""
    try:
        inspect(text)
    except QueryRefusedError as error:
        return error.message
    return ""


def passes(text: str) -> bool:
    return not refusal(text)


def a_call(rng: Random, listener: str) -> str:
    """A query of the grammar with a call in one of its groups, disguised; it may be one that is no query."""
    marked = query(rng, rng.randint(0, 3))
    name = rng.choice([f"<{listener}>", "called:x", "called:", ":x"])
    call = rng.choice(CALLS).replace("NAME", name).format(rng.choice([" ", "\n", "#'\n", "\t"]))
    ends = [place for place in range(len(marked)) if marked.startswith(MARK + "}", place)]
    where = rng.choice(ends) if ends else len(marked)
    return f"PREFIX called:<{listener}>PREFIX:<{listener}>" + spaced(
        rng, f"{marked[:where]}{rng.choice([' ', ' .'])}{call}{marked[where:]}", rng.choice([0, 0.3])
    )


def mangled(rng: Random, text: str) -> str:
    """A text with some pieces put in, taken out or put elsewhere, most of them near the end, where the groups are."""
    for _ in range(rng.randint(1, 4)):
        place = max(rng.randint(0, len(text)), rng.randint(0, len(text)))
        end = min(len(text), place + rng.choice([0, 0, 0, 1, 2, 9]))
        text = text[:place] + rng.choice(PIECES) + text[end:]
    return text


def test_the_grammar_is_the_engine_s() -> None:
    """Else the tests below would assume more than they show."""
    texts = (spaced(rng, query(rng, 3), 0) for rng in map(Random, range(200)))
    assert sum(map(parses, texts)) > 190


@settings(max_examples=300)
@given(RANDOMS, st.integers(0, 3), st.sampled_from([0.0, 0.3, 0.8]))
def test_what_the_grammar_calls_harmless_passes(rng: Random, size: int, glued: float) -> None:
    """But for an IRI with signs in it, in a list where it cannot be told from a comparison without a parser.

    By the grammar a name that is glued to a keyword is another name, and has no prefix.
    """
    marked = query(rng, size)
    text = spaced(rng, marked, glued)
    assume(parses(text))
    why = refusal(text)
    if "two ways" in why or "has not been declared" in why:
        assert glued or "#'(a)>" in text
        return
    outline = inspect(text)
    form = next(word for word in marked.replace(MARK, " ").upper().split() if word in set(QueryForm))
    assert outline.form is QueryForm(form)
    if not glued:
        assert graphs_of(outline) == graphs_of(inspect(marked.replace(MARK, " ")))


@settings(max_examples=300)
@given(RANDOMS)
def test_no_call_passes_in_whatever_disguise(listener: str, rng: Random) -> None:
    text = a_call(rng, listener)
    assume(parses(text))
    assert not passes(text)


@settings(max_examples=600)
@given(RANDOMS)
def test_no_mangled_call_that_passes_reaches_out(listener: str, store: pyoxigraph.Store, rng: Random) -> None:
    text = mangled(rng, a_call(rng, listener))
    assert not (passes(text) and called(store, text)), text


# What may hide a call is a quote before it that the guard takes for the beginning of a string, or for a part of an IRI,
# and the engine for something else, and a quote after it in what is a comment to the engine.
PLACES = [
    ("?s ?p ?o FILTER(STR(", "))"), ("BIND((", ") AS ?n)"), ("VALUES ?v {", "}"), ("?s ?p (", ")"), ("?s ?p ", "."),
    ("{SELECT ?s ?p (", " AS ?n) {} }"), ("?s ?p <<(?s ?p ", ")>>"),
]  # fmt: skip
OPERANDS = ["", "?o", "1", "true", "'x'@fr", "<<(?s ?p ?o)>>", "EXISTS{}", "<a:b>", "(1)", "?o<<b>&&?o"]
SIGNS = ["", "<", "<<", "<=", " "]
QUOTES = ["'", '"', "'''", '"""', "<"]
MIDDLES = ["", ">", "{0}", ">{0}", "a{0}"]
ENDS = ["#{0}", "#\\q{0}", "#\\u0027{0}", "#\\uD800{0}", "#\\{0}", "{0}", "#>{0}"]


def short(quotes: str) -> str:
    """The quote that three of are written, and that one of ends a string begun by an empty one."""
    return {"<": ">"}.get(quotes, quotes[0])


@pytest.mark.parametrize("place", PLACES)
def test_no_call_hides_between_quotes(listener: str, store: pyoxigraph.Store, place: tuple[str, str]) -> None:
    before, after = place
    for operand, sign, quotes, middle, end in product(OPERANDS, SIGNS, QUOTES, MIDDLES, ENDS):
        opening = f"{operand}{sign}{quotes}{middle.format(short(quotes))}"
        text = f"SELECT * {{ {before}{opening}{after} SERVICE <{listener}> {{}} {end.format(quotes)}\n}}"
        assert not (passes(text) and called(store, text)), text


PREFIXES = "PREFIX e: <a:> PREFIX service: <b:> PREFIX : <c:>"
PIECE_LISTS = st.lists(st.sampled_from(PIECES), max_size=6)


@settings(max_examples=600)
@given(st.sampled_from(PLACES), PIECE_LISTS, PIECE_LISTS, st.booleans())
def test_no_call_hides_between_pieces(
    listener: str, store: pyoxigraph.Store, place: tuple[str, str], before: list[str], after: list[str], tight: bool
) -> None:
    call = f"SERVICE<{listener}>{{?a?b?c}}" if tight else f" SERVICE <{listener}> {{ ?a ?b ?c }} "
    text = f"SELECT * {{ {place[0]}{''.join(before)}{place[1]}{call}{''.join(after)}\n}}"
    assert not (passes(text) and called(store, text)), text


def test_the_listener_hears_the_engine(listener: str, store: pyoxigraph.Store) -> None:
    """The calls are calls: each of them is heard when nobody looks at it before."""
    assert called(store, f"SELECT * {{ SERVICE <{listener}> {{ ?s ?p ?o }} }}")
    for call in CALLS:
        text = "SELECT * {" + call.replace("NAME", f"<{listener}>").format(" ") + "}"
        assert called(store, text), text


@settings(max_examples=300)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
@example("e:\\uD800\\u0053ERVICE")
def test_any_text_is_inspected_or_refused(text: str) -> None:
    for beginning in ("", "SELECT * {", "SELECT * { ?s ?p ?o FILTER(", f"{PREFIXES} SELECT * {{ ?s e:SERVICE ?o "):
        try:
            graphs_of(inspect(beginning + text))
            graphs_of(inspect(f"{PREFIXES} {text} SELECT * FROM e:a {{ ?s e:SERVICE ?o }}"))
        except QueryRefusedError:
            continue


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_tokens_cover_the_text_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.offset >= end
        assert text[token.offset : token.offset + len(token.text)] == token.text
        end = token.offset + len(token.text)
