"""The application factory: puts the parts together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from passerelle import __version__, errors, urls
from passerelle.caching import AnswerCache
from passerelle.discovery.index_keeper import IndexKeeper
from passerelle.discovery.responses import Searches
from passerelle.discovery.routes import add_search_routes
from passerelle.headers import CommonHeaders, Preflights
from passerelle.home.routes import add_home_routes
from passerelle.observability import Metrics, RequestLog
from passerelle.operation import add_health_route, add_operation_routes
from passerelle.parts import add_linked_data, add_pages, add_publication, add_validation
from passerelle.pool_limits import pool_limits
from passerelle.publishing.about import Abouts
from passerelle.publishing.citation_routes import add_citation_routes
from passerelle.publishing.downloads import Downloads
from passerelle.publishing.ontology.responses import OntologyDocuments
from passerelle.publishing.publication import Publication
from passerelle.publishing.releases.archive import releases
from passerelle.publishing.releases.responses import ReleaseDocuments
from passerelle.rate_limit import RateLimit
from passerelle.resources.default_graph import WithDefaultGraph
from passerelle.resources.responses import Things
from passerelle.settings import Settings
from passerelle.sparql.description_responses import Descriptions
from passerelle.sparql.endpoint import Endpoint
from passerelle.sparql.example_routes import add_example_routes
from passerelle.sparql.graph_store import add_graph_store_routes
from passerelle.sparql.responses import Responder
from passerelle.sparql.routes import add_sparql_routes
from passerelle.store.answers import PoolAnswers
from passerelle.store.checking import CheckServer
from passerelle.store.pool import Pool
from passerelle.store.request import DefaultGraphKind
from passerelle.store.source import graph_source
from passerelle.validation.checks import Checks
from passerelle.web.kept_pages import KeptPages

_MEGABYTE = 1024 * 1024


def create_app(settings: Settings, pool: Pool | None = None) -> ASGIApp:
    """The service as an ASGI application; it loads the graph, in the process that its workers are forked from.

    Args:
        settings: all but `store`, which is for an `Edition` to read.
        pool: what answers; without it, one over the graph of the settings.

    Raises:
        GraphError: the graph is missing, or one of its files is broken.
    """
    pool = pool or Pool(pool_limits(settings), graph_source(settings.graph))
    summary, isolation = pool.load()
    answers = PoolAnswers(pool)
    keeper = IndexKeeper(answers)
    checks = CheckServer(pool.source.graph, settings.validation_workers)
    downloads = Downloads(pool.source, summary.version)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        answers.bind()
        yield
        keeper.close()
        await downloads.close()
        await pool.close()
        # Not in the event loop, where the next edition may answer already.
        await asyncio.to_thread(checks.close)

    app = FastAPI(
        title="Passerelle",
        version=__version__,
        summary="The knowledge graph of French vocational education and training.",
        openapi_url=urls.OPENAPI,
        docs_url=None,
        redoc_url=None,
        # One path for each thing; a redirect would also be made of the Host header and not of the public address.
        redirect_slashes=False,
        lifespan=lifespan,
    )
    descriptions = Descriptions(pool, answers, settings, summary.version)
    cache, metrics = AnswerCache(settings.cache_size * _MEGABYTE), Metrics(pool)
    metrics.watch(cache)
    version = f"{summary.version} {pool.source.kind}"
    responder = Responder(pool, version, cache, metrics, settings.slow_query)
    endpoint = Endpoint(responder, descriptions, settings)
    add_sparql_routes(app, endpoint)
    add_graph_store_routes(app, pool, responder, descriptions, settings)
    add_example_routes(app, answers, responder, version, settings)
    links, pages = urls.Urls(settings.base_url), KeptPages(cache, version)
    add_validation(app, Checks(checks, settings), pages, settings)
    abouts = Abouts(answers, descriptions.counting, summary, links, pool.source.previous)
    add_publication(app, Publication(answers, abouts, downloads, pages, settings))
    of_things = WithDefaultGraph(answers) if pool.source.default_graph is DefaultGraphKind.OWN else answers
    things = Things(of_things, links, version, cache, pool.source.modified)
    known = releases(pool.source.graph)
    ontology = OntologyDocuments(answers, things, links, version, known)
    add_linked_data(app, things, ontology, ReleaseDocuments(known, links), settings)
    add_citation_routes(app, answers, summary.version, settings)
    add_search_routes(app, Searches(keeper, links, pages), settings)
    add_home_routes(app, answers, summary, pages, settings)
    add_pages(app, answers, pages, settings)
    add_health_route(app, summary, isolation)
    add_operation_routes(app, pool, metrics)
    errors.install(app)
    return _around(app, endpoint, settings)


def _around(app: ASGIApp, endpoint: ASGIApp, settings: Settings) -> ASGIApp:
    """The application, its endpoint ahead of it, and around both what every request goes through."""

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        await (endpoint if scope.get("path") == urls.SPARQL else app)(scope, receive, send)

    limited = RateLimit(dispatch, settings.rate_limit, settings.proxies)
    methods = ["GET", "HEAD", "POST", "QUERY"]
    open_to_all = Preflights(limited, allow_origins=["*"], allow_methods=methods, allow_headers=["*"])
    return RequestLog(CommonHeaders(open_to_all))
