"""The command line. Each command is a module of `commands`, imported when it is called."""

import os
import sys
from importlib import import_module
from pathlib import Path

import click

from passerelle import __version__
from passerelle.escaping import harmless
from passerelle.settings import SettingsError
from passerelle.store.failures import StoreError

_COMMANDS = ("serve", "build", "query", "explain", "export", "diff", "stats", "validate", "new-version")

_EPILOG = """\b
Examples:
  passerelle serve
  passerelle build --output /srv/passerelle
  passerelle query "SELECT ?name { region:84 rdfs:label ?name }"
  passerelle query --list
  passerelle query --example no-longer-holds
  passerelle explain "mission locale"
  passerelle export --format trig --output passerelle.trig
  passerelle diff passerelle-2026-10.nq.gz .
  passerelle stats --coverage
  passerelle validate my-centres.ttl
  passerelle new-version 0.2.0
"""


class _ReaderGone(Exception):  # noqa: N818 - nobody did anything wrong
    """Whoever read standard output has closed it."""


class _Commands(click.Group):
    """Imports a command only when it is asked for: `serve` starts without what `export` needs."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; click itself would give a closed pipe the exit code 1, which means something else here."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderGone from None

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"passerelle.commands.{cmd_name.replace('-', '_')}").command
        return command


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="passerelle", message="%(prog)s %(version)s")
def passerelle() -> None:
    """The knowledge graph of French vocational education and training: serve it, query it, take it away."""


def main() -> None:
    """Run the command line; quiet when its reader goes away (`| head`) or the user presses Ctrl-C.

    Exit codes: 0 done, 1 the answer is no (such as a gap in the coverage), 2 unusable input, 130 interrupted.
    """
    _open_what_is_closed()
    try:
        code = passerelle.main(prog_name="passerelle", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code if isinstance(error, click.UsageError) else 2)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (StoreError, SettingsError) as error:
        click.echo(harmless(f"passerelle: {error}"), err=True)
        sys.exit(2)
    except (_ReaderGone, BrokenPipeError):
        _forget_output()
        sys.exit(0)
    except OSError as error:
        # What a command does not explain itself, such as a full disk under standard output.
        click.echo(f"passerelle: {error.strerror or error}.", err=True)
        _forget_output()
        sys.exit(2)


def _open_what_is_closed() -> None:
    """Give the standard streams that the shell closed (`>&-`) the null device: Python leaves None there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for as long as it runs


def _forget_output() -> None:
    """Send what is still to be written nowhere: Python would complain once more when it flushes it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
