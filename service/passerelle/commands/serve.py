"""`passerelle serve`."""

import signal
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from passerelle import urls
from passerelle.commands.options import graph_option
from passerelle.settings import Settings, read_settings
from passerelle.store.failures import StoreError

if TYPE_CHECKING:
    from passerelle.store.request import DatasetSummary

# Room for addresses far beyond the limit, so that the answer is a 414 that explains and not a bare 400.
_LONGEST_HEAD = 16 * 1024 * 1024
# A query that has begun ends within its time; seconds more in which its answer may be read, when the service stops.
_READING = 5

_EPILOG = """\b
Every setting is also an environment variable (PASSERELLE_HOST, …); see the README. Examples:
  passerelle serve
  passerelle serve --port 8080 --graph ~/my-graph
"""


@click.command("serve", epilog=_EPILOG)
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port to listen on; 0 takes a free one.  [default: 8000]")
@graph_option
def command(host: str | None, port: int | None, graph: Path | None) -> None:
    """Serve the graph over HTTP, from memory, until Ctrl-C or SIGTERM, which let running queries finish."""
    # As Ctrl-C: it is not to be told as a failure that the service was stopped as it should be.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _serve(host, port, graph)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def _serve(host: str | None, port: int | None, graph: Path | None) -> None:
    settings = read_settings(host=host, port=port, graph=graph)
    listener = _listen(settings)
    settings = replace(settings, port=listener.getsockname()[1])

    import uvicorn  # noqa: PLC0415 - the socket is taken first, so that a port in use is told at once

    from passerelle.app import create_app, pool_limits  # noqa: PLC0415
    from passerelle.store.pool import Pool  # noqa: PLC0415

    pool = Pool(pool_limits(settings), settings.graph)
    app = create_app(settings, pool)
    _announce(settings, pool.folder, pool.load())
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        # Which proxies are believed is for PASSERELLE_TRUSTED_PROXIES to say.
        proxy_headers=False,
        server_header=False,
        http="h11",
        ws="none",
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_graceful_shutdown=settings.query_timeout + _READING,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Without the protocol named, asyncio leaves small answers to Nagle, and each waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        # Taken for good only now: another socket may have been bound to the same port and not be listening yet.
        listener.listen()
    except OSError as error:
        listener.close()
        raise StoreError(
            f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror or error}.",
            "Stop what uses it, or choose another with --port.",
        ) from None
    return listener


def _announce(settings: Settings, folder: Path, summary: "DatasetSummary") -> None:
    links = urls.Urls(settings.base_url)
    click.echo(
        f"Passerelle has loaded {folder}\n"
        f"  {summary.quads:,} quads in {summary.graphs:,} named graphs\n"
        f"  {summary.statements:,} statements about {summary.things:,} things in the default graph\n"
        f"  data set {summary.version}\n\n"
        f"Listening on {links.to(urls.ROOT)} (Ctrl-C stops it)\n"
        f"  queries  {links.to(urls.SPARQL)}\n"
        f"  health   {links.to(urls.HEALTH)}\n\n"
        f"Try: curl --data-urlencode 'query=SELECT * {{ ?s ?p ?o }} LIMIT 5' {links.to(urls.SPARQL)}"
    )
