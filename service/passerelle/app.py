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
from passerelle.headers import CommonHeaders, Preflights
from passerelle.namespaces import LICENCE
from passerelle.observability import Metrics, RequestLog
from passerelle.pool_limits import pool_limits
from passerelle.rate_limit import RateLimit
from passerelle.resources.default_graph import WithDefaultGraph
from passerelle.resources.responses import Things
from passerelle.resources.routes import add_thing_routes
from passerelle.settings import Settings
from passerelle.sparql.description_responses import Descriptions
from passerelle.sparql.endpoint import Endpoint
from passerelle.sparql.example_routes import add_example_routes
from passerelle.sparql.graph_store import add_graph_store_routes
from passerelle.sparql.responses import Responder
from passerelle.sparql.routes import add_sparql_routes
from passerelle.store.answers import PoolAnswers
from passerelle.store.checking import CheckServer
from passerelle.store.isolation import Isolation
from passerelle.store.pool import Pool
from passerelle.store.request import DatasetSummary, DefaultGraphKind
from passerelle.store.source import graph_source
from passerelle.validation.routes import add_validation_routes
from passerelle.web.pages import add_static_files

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
    checks = CheckServer(pool.source.graph, settings.validation_workers)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        answers.bind()
        yield
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
    descriptions = Descriptions(pool, settings, summary.version)
    cache, metrics = AnswerCache(settings.cache_size * _MEGABYTE), Metrics(pool)
    metrics.watch(cache)
    version = f"{summary.version} {pool.source.kind}"
    responder = Responder(pool, version, cache, metrics, settings.slow_query)
    endpoint = Endpoint(responder, descriptions, settings)
    add_sparql_routes(app, endpoint)
    add_graph_store_routes(app, pool, responder, descriptions, settings)
    add_validation_routes(app, checks, settings)
    add_example_routes(app, answers, settings)
    of_things = WithDefaultGraph(answers) if pool.source.default_graph is DefaultGraphKind.OWN else answers
    things = Things(of_things, urls.Urls(settings.base_url), version, cache, pool.source.modified)
    add_thing_routes(app, things, settings)
    add_static_files(app)
    _add_about_routes(app, summary, isolation, settings)
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


def _add_about_routes(app: FastAPI, summary: DatasetSummary, isolation: Isolation, settings: Settings) -> None:
    links = urls.Urls(settings.base_url)

    async def service() -> dict[str, object]:
        """What this service is and where its parts are."""
        return {
            "name": "Passerelle",
            "version": __version__,
            "dataset": summary.version,
            "license": LICENCE,
            "links": {
                "sparql": links.to(urls.SPARQL),
                "graphs": links.to(urls.GRAPHS),
                "validate": links.to(urls.VALIDATE),
                "health": links.to(urls.HEALTH),
                "metrics": links.to(urls.METRICS),
                "openapi": links.to(urls.OPENAPI),
            },
        }

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

    for path, endpoint in ((urls.ROOT, service), (urls.HEALTH, health)):
        app.add_api_route(path, endpoint, methods=["GET"])
        app.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False)


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
