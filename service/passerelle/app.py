"""The application factory: puts the parts together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from http import HTTPStatus

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from passerelle import __version__, errors, urls
from passerelle.caching import AnswerCache
from passerelle.discovery.index_keeper import IndexKeeper
from passerelle.discovery.responses import Searches
from passerelle.discovery.routes import add_search_routes
from passerelle.graphs.routes import add_network_routes
from passerelle.headers import CommonHeaders, Preflights
from passerelle.home.routes import add_home_routes
from passerelle.observability import Metrics, RequestLog
from passerelle.pool_limits import pool_limits
from passerelle.publishing.about import Abouts
from passerelle.publishing.citation_routes import add_citation_routes
from passerelle.publishing.citations import Release
from passerelle.publishing.description_routes import add_description_routes
from passerelle.publishing.download_routes import add_download_routes
from passerelle.publishing.downloads import Downloads
from passerelle.publishing.ontology.responses import OntologyDocuments
from passerelle.publishing.ontology.routes import add_ontology_routes
from passerelle.publishing.publication import Publication
from passerelle.publishing.releases.archive import releases
from passerelle.publishing.releases.responses import ReleaseDocuments
from passerelle.publishing.sitemap_routes import add_sitemap_routes
from passerelle.rate_limit import RateLimit
from passerelle.resources.responses import Things
from passerelle.resources.routes import add_thing_routes
from passerelle.settings import Settings
from passerelle.sparql.description_responses import Descriptions
from passerelle.sparql.endpoint import Endpoint
from passerelle.sparql.example_index_routes import add_example_index_routes
from passerelle.sparql.example_routes import add_example_routes
from passerelle.sparql.graph_store import add_graph_store_routes
from passerelle.sparql.responses import Responder
from passerelle.sparql.routes import add_sparql_routes
from passerelle.sparql.vocabulary_routes import add_vocabulary_routes
from passerelle.store.answers import PoolAnswers
from passerelle.store.checking import CheckServer
from passerelle.store.isolation import Isolation
from passerelle.store.pool import Pool
from passerelle.store.request import DatasetSummary
from passerelle.store.source import graph_source
from passerelle.validation.checks import Checks
from passerelle.validation.page_routes import add_check_page
from passerelle.validation.routes import add_validation_routes
from passerelle.views.map_routes import add_map_routes
from passerelle.views.routes import add_view_routes
from passerelle.web.kept_pages import KeptPages
from passerelle.web.static_files import add_static_files

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
    pages = KeptPages(cache, version)
    endpoint = Endpoint(responder, descriptions, settings)
    add_sparql_routes(app, endpoint)
    add_graph_store_routes(app, pool, responder, descriptions, settings)
    checking = Checks(checks, settings)
    add_validation_routes(app, checking, settings)
    add_check_page(app, checking, pages, settings)
    add_home_routes(app, answers, summary, pages, settings)
    add_network_routes(app, answers, pages, settings)
    add_map_routes(app, answers, pages, settings)
    add_example_index_routes(app, answers, pages, settings)
    add_example_routes(app, answers, responder, version, settings)
    add_vocabulary_routes(app, answers)
    add_view_routes(app, answers, pages, settings)
    links = urls.Urls(settings.base_url)
    abouts = Abouts(answers, descriptions.counting, summary, links, pool.source.previous)
    publication = Publication(answers, abouts, downloads, pages, settings)
    add_download_routes(app, publication)
    add_description_routes(app, publication)
    add_sitemap_routes(app, publication)
    things = Things(answers, links, version, cache)
    known = releases(pool.source.graph)
    ontology = OntologyDocuments(answers, things, links, version, known)
    add_ontology_routes(app, ontology, ReleaseDocuments(known, links), settings)
    add_thing_routes(app, things, settings)
    add_citation_routes(app, answers, Release(version=summary.version), settings)
    add_search_routes(app, Searches(keeper, links, pages), settings)
    add_static_files(app)
    _add_health_route(app, summary, isolation)
    _add_operation_routes(app, pool, metrics)
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


def _add_health_route(app: FastAPI, summary: DatasetSummary, isolation: Isolation) -> None:
    async def health() -> dict[str, object]:
        """Whether the service answers, from which data set, and what its workers are kept from."""
        return {
            "status": "ok",
            "version": __version__,
            "dataset": summary.version,
            "quads": summary.quads,
            "graphs": summary.graphs,
            "statements": summary.statements,
            "things": summary.things,
            "isolation": asdict(isolation),
        }

    app.add_api_route(urls.HEALTH, health, methods=["GET"])
    app.add_api_route(urls.HEALTH, health, methods=["HEAD"], include_in_schema=False)


def _add_operation_routes(app: FastAPI, pool: Pool, metrics: Metrics) -> None:
    async def ready() -> Response:
        """Whether a query would be answered now: 200 if so, else 503."""
        state = pool.state()
        status = HTTPStatus.OK if state.workers else HTTPStatus.SERVICE_UNAVAILABLE
        return JSONResponse({"workers": state.workers, "busy": state.busy, "waiting": state.waiting}, status)

    async def show() -> Response:
        """What the service has done so far, for Prometheus."""
        return Response(metrics.write(), media_type=CONTENT_TYPE_LATEST)

    for path, endpoint in ((urls.READY, ready), (urls.METRICS, show)):
        app.add_api_route(path, endpoint, methods=["GET"], response_class=Response)
        app.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False)
