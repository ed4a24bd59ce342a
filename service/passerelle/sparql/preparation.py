"""What can be told of the answer to a request before its query has run: its formats, its tags, its headers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from passerelle.caching import FRESH, is_repeatable, strong_tag
from passerelle.media_types import RESULT_TYPES, with_charset
from passerelle.negotiation import Choice, NotAcceptable, choose, choose_coding
from passerelle.sparql.request import ProtocolRequest
from passerelle.store.compression import Coding
from passerelle.store.guard import QueryForm
from passerelle.store.pool_query import FormatChoice, PoolQuery
from passerelle.store.request import ResultFormat, formats

RawHeaders = list[tuple[bytes, bytes]]
VARY = "Accept, Accept-Encoding"


@dataclass(frozen=True)
class Prepared:
    """A request as the pool takes it; a tag for each coding it may be answered in, none where answers differ."""

    query: PoolQuery
    tags: Mapping[Coding, str]
    _names: Mapping[ResultFormat, str]
    _heads: dict[tuple[ResultFormat, Coding], RawHeaders] = field(default_factory=dict)

    def headers(self, kind: ResultFormat, coding: Coding) -> RawHeaders:
        """The headers of an answer in that format and coding, but for its length; not to be changed."""
        head = self._heads.get((kind, coding))
        if head is None:
            head = self._heads[kind, coding] = self._headers(kind, coding)
        return head

    def _headers(self, kind: ResultFormat, coding: Coding) -> RawHeaders:
        headers = {"vary": VARY, "content-type": with_charset(self._names[kind])}
        if coding is not Coding.IDENTITY:
            headers["content-encoding"] = coding
        tag = self.tags.get(coding)
        headers |= {"etag": tag, "cache-control": FRESH} if tag else {"cache-control": "no-store"}
        return raw(headers)


def prepare(version: str, asked: ProtocolRequest, accept: str | None, accept_encoding: str | None) -> Prepared:
    """Settle all that can be without running the query.

    Args:
        version: of the data set.
        asked: the query and what it is to be run on.
        accept: the Accept header.
        accept_encoding: the Accept-Encoding header.
    """
    wanted = _negotiated(asked.accept or accept, accept_encoding)
    graphs = asked.default_graphs, asked.named_graphs
    query = PoolQuery(asked.query, wanted.formats, *graphs, asked.seconds, wanted.coding)
    tags: dict[Coding, str] = {}
    if is_repeatable(asked.query):
        lists = ("\n".join(each) for each in graphs)
        parts = (version, asked.query.strip(), *lists, *wanted.key)
        # A small answer is not compressed, whatever is wanted.
        tags = {coding: strong_tag(*parts, coding) for coding in (wanted.coding, Coding.IDENTITY)}
    return Prepared(query, tags, wanted.names)


def offered(form: QueryForm) -> list[str]:
    """The media types that a query form can be answered in, the best known first."""
    kinds = formats(form)
    ranks = max(len(RESULT_TYPES[kind]) for kind in kinds)
    names = (name for rank in range(ranks) for kind in kinds for name in RESULT_TYPES[kind][rank : rank + 1])
    return list(dict.fromkeys(names))


def raw(headers: Mapping[str, str]) -> RawHeaders:
    """Headers as ASGI has them."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


@dataclass(frozen=True)
class _Wanted:
    """What negotiation settles on: a format for each form of query, their names on the wire, a coding."""

    formats: FormatChoice
    names: Mapping[ResultFormat, str]
    key: tuple[str, ...]
    coding: Coding


@lru_cache(maxsize=1024)
def _negotiated(accept: str | None, accept_encoding: str | None) -> _Wanted:
    table, boolean, graph = (_choice(accept, form) for form in (QueryForm.SELECT, QueryForm.ASK, QueryForm.CONSTRUCT))
    names = {choice.format: choice.media_type for choice in (graph, boolean, table) if choice}
    default = ResultFormat.JSON
    names.setdefault(default, RESULT_TYPES[default][0])
    chosen = FormatChoice(
        table=table.format if table else None,
        boolean=boolean.format if boolean else None,
        graph=graph.format if graph else None,
        # A query that shows no form goes to the engine whatever is accepted: its parser can say what is wrong with it.
        any=default,
    )
    key = tuple(choice.media_type if choice else "" for choice in (table, boolean, graph))
    coding = choose_coding(accept_encoding, [Coding.ZSTD, Coding.GZIP, Coding.IDENTITY])
    return _Wanted(chosen, names, key, Coding(coding or Coding.IDENTITY))


def _choice(accept: str | None, form: QueryForm) -> Choice[ResultFormat] | None:
    try:
        return choose(accept, {kind: RESULT_TYPES[kind] for kind in formats(form)})
    except NotAcceptable:
        return None
