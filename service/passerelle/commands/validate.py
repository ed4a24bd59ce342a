"""`passerelle validate`."""

from pathlib import Path

import click

from passerelle.commands.options import graph_option

_EPILOG = """\b
Examples:
  passerelle validate
  passerelle validate my-centres.ttl
  passerelle validate --format json --graph ~/my-graph

\b
Exit codes: 0 conforms, 1 there is something to repair, 2 a file cannot be used.
"""


@click.command("validate", epilog=_EPILOG)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--format", "-f", "written", type=click.Choice(["text", "turtle", "json"]), default="text")
@graph_option
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], written: str, graph: Path | None) -> None:
    """Check the graph, or FILEs merged with it, against the shapes, and say what to repair.

    Without FILE the whole graph is checked, by its shapes and by its rules about graphs. With FILE (Turtle, TriG,
    N-Triples, N-Quads, RDF/XML or JSON-LD, by its suffix) only what FILE describes is reported. Nothing that a file
    names is fetched.
    """
    from rdflib import Graph  # noqa: PLC0415 - slow to import, like all that follows

    from passerelle.commands.findings import as_json, print_findings  # noqa: PLC0415
    from passerelle.commands.terminal import busy  # noqa: PLC0415
    from passerelle.store.engine import Engine  # noqa: PLC0415
    from passerelle.store.files import graph_files  # noqa: PLC0415
    from passerelle.store.upload import read_upload  # noqa: PLC0415
    from passerelle.store.validation import check, check_addition, report  # noqa: PLC0415
    from passerelle.store.whereabouts import Whereabouts  # noqa: PLC0415

    addition = Graph()
    for file in files:
        addition += read_upload(file)
    engine = Engine(graph)
    with busy("Checking"):
        findings = check_addition(engine, addition) if files else check(engine)
    if written == "turtle":
        click.echo(report(findings).serialize(format="turtle"))
    else:
        places = Whereabouts(list(files) or [file.path for file in graph_files(engine.folder)])
        show = as_json if written == "json" else print_findings
        show(findings, places)
    ctx.exit(1 if findings else 0)
