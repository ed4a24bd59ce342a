"""What those who run the service ask of it: whether it lives, whether it is ready, and what it has done."""

from dataclasses import asdict
from http import HTTPStatus

from fastapi import FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse

from passerelle import __version__, urls
from passerelle.observability import Metrics
from passerelle.store.isolation import Isolation
from passerelle.store.pool import Pool
from passerelle.store.request import DatasetSummary


def add_health_route(app: FastAPI, summary: DatasetSummary, isolation: Isolation) -> None:
    """Add the route that tells whether the service lives."""

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


def add_operation_routes(app: FastAPI, pool: Pool, metrics: Metrics) -> None:
    """Add those that tell whether it is ready, and what it has done."""

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
