"""`passerelle serve`."""

import signal
import socket
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from passerelle import urls
from passerelle.commands.options import graph_option
from passerelle.logs import log_to_standard_error
from passerelle.settings import Settings, read_settings
from passerelle.store.failures import StoreError

if TYPE_CHECKING:
    from passerelle.edition import Edition

# A query that has begun ends within its time; seconds more in which its answer may be read, when the service stops.
_READING = 5

_EPILOG = """\b
Every setting is also an environment variable (PASSERELLE_HOST, …); see the README. Examples:
  passerelle serve
  passerelle serve --port 8080 --graph ~/my-graph
  passerelle build --output ~/passerelle && passerelle serve --store ~/passerelle
"""


@click.command("serve", epilog=_EPILOG)
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65_535), help="Port to listen on; 0 takes a free one.  [default: 8000]")
@graph_option
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder that `passerelle build` wrote, or a RocksDB store of Oxigraph, to serve from disk.  [default: none]",
)
def command(host: str | None, port: int | None, graph: Path | None, store: Path | None) -> None:
    """Serve the graph over HTTP: from memory, or with --store from disk, for graphs of many millions.

    Ctrl-C or SIGTERM end it, and let running queries finish.

    A folder of builds is looked at every second, and at once on SIGHUP: when `passerelle build` has put another build
    there, it is served in place of the old one, and no request notices. What is served is a copy made of links, so that
    the folder may change. With --store, the shapes that files are checked against are those of the build; a store of
    Oxigraph has none, and there --graph names them.
    """
    # As Ctrl-C: it is not to be told as a failure that the service was stopped as it should be.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _serve(read_settings(host=host, port=port, graph=graph, store=store))
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def _serve(settings: Settings) -> None:
    listener = _listen(settings)
    settings = replace(settings, port=listener.getsockname()[1])

    # The socket is taken first, so that a port in use is told at once.
    from passerelle.edition import Edition  # noqa: PLC0415

    log_to_standard_error(settings.log_level)
    if settings.store and hasattr(signal, "SIGHUP"):
        # It asks for another look at the folder, and is not to end a service that is about to take a first one.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    edition = Edition(settings)

    # And the rest when the graph is there, for another process loads it.
    import uvicorn  # noqa: PLC0415

    from passerelle.reloading import service  # noqa: PLC0415
    from passerelle.server import configuration  # noqa: PLC0415

    _announce(settings, edition)
    config = configuration(
        service(settings, edition),
        patience=settings.query_timeout + _READING,
        connections=settings.connections,
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


def _announce(settings: Settings, edition: "Edition") -> None:
    for warning in edition.warnings:
        click.echo(f"Warning: {warning}", err=True)
    links, summary = urls.Urls(settings.base_url), edition.summary
    click.echo(
        f"Passerelle {'serves the store' if settings.store else 'has loaded'} {edition.folder}\n"
        f"  {summary.quads:,} quads in {summary.graphs:,} named graphs\n"
        f"  {summary.statements:,} statements about {summary.things:,} things in the default graph\n"
        f"  data set {summary.version}\n\n"
        f"Listening on {links.to(urls.ROOT)} (Ctrl-C stops it)\n"
        f"  queries  {links.to(urls.SPARQL)}\n"
        f"  health   {links.to(urls.HEALTH)}\n\n"
        f"Try: curl --data-urlencode 'query=SELECT * {{ ?s ?p ?o }} LIMIT 5' {links.to(urls.SPARQL)}"
    )
