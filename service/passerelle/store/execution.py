"""Runs one query on a store, on the graphs that the request or the query names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from passerelle.namespaces import BASE
from passerelle.store.failures import QueryFailedError, QueryRefusedError, UnfitFormatError
from passerelle.store.from_clause import graphs_of
from passerelle.store.guard import OURS, Outline, inspect
from passerelle.store.parser_message import syntax_error
from passerelle.store.request import QueryRequest, formats
from passerelle.store.serialisation import Output, Result, write, write_to


def answer(store: Store, request: QueryRequest) -> bytes:
    """The serialised result; failures as `Engine.answer` tells them."""
    outline = OURS if request.ours else inspect(request.text)
    if outline.form is not None and request.format not in formats(outline.form):
        raise UnfitFormatError(f"{outline.form} has no result in {request.format}.")
    request = on_graphs(request, outline)
    with _told(request, outline):
        return write(_run(store, request), request)


def on_graphs(request: QueryRequest, outline: Outline) -> QueryRequest:
    """The request, on the graphs that its query names by FROM where it names none itself.

    Raises:
        QueryRefusedError: one of them has no name that can be read.
    """
    if request.default_graphs or request.named_graphs:
        return request
    default, named = graphs_of(outline)
    return replace(request, default_graphs=default, named_graphs=named)


def stream(store: Store, request: QueryRequest, outline: Outline, output: Output) -> None:
    """Write the result of a request that has been through `on_graphs`; failures as `Engine.answer` tells them."""
    with _told(request, outline):
        write_to(_run(store, request), request, output)


@contextmanager
def _told(request: QueryRequest, outline: Outline) -> Iterator[None]:
    """The engine's failures as ours."""
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(error, request.text, outline.tokens) from None
    except RuntimeError as error:
        if "not supported" in str(error):
            raise QueryRefusedError(f"{error}.") from None
        raise QueryFailedError(f"The engine could not answer the query: {error}.") from None
    except (OSError, ValueError) as error:
        raise QueryFailedError(f"The engine could not answer the query: {error}.") from None


def _run(store: Store, request: QueryRequest) -> Result:
    """The result; relative IRIs are those of the graph (https://www.w3.org/TR/sparql11-protocol/#base-iri)."""
    default, named = request.default_graphs, request.named_graphs
    if not default and not named:
        return store.query(request.text, base_iri=BASE)
    if len(default) > 1:
        merged = _merge(store, default, named)
        return merged.query(
            request.text,
            base_iri=BASE,
            default_graph=DefaultGraph(),
            named_graphs=[_node(iri) for iri in named],
        )
    return store.query(
        request.text,
        base_iri=BASE,
        default_graph=[_node(iri) for iri in default],
        named_graphs=[_node(iri) for iri in named],
    )


def _merge(store: Store, default: tuple[str, ...], named: tuple[str, ...]) -> Store:
    """A store of the graphs asked for; the engine's own union would count a triple of two graphs twice."""
    merged = Store()
    for iri in default:
        found = store.quads_for_pattern(None, None, None, _node(iri))
        merged.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in found)
    merged.extend(chain.from_iterable(store.quads_for_pattern(None, None, None, _node(iri)) for iri in named))
    return merged


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QueryRefusedError(f"<{iri}> is no IRI of a graph: {error}.") from None
