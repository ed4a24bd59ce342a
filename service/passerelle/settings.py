"""Every setting, in one frozen object read from environment variables `PASSERELLE_*`."""

import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

PREFIX = "PASSERELLE_"
_LOG_LEVELS = ("info", "warning", "error")
_MAY_BE_ZERO = {"port", "workers", "cache_size", "rate_limit"}


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names the variable and what it takes."""


@dataclass(frozen=True)
class Settings:
    """The settings of the service; `help` in a field's metadata documents it."""

    host: str = field(default="127.0.0.1", metadata={"help": "Address that `serve` listens on."})
    port: int = field(default=8000, metadata={"help": "Port that `serve` listens on; 0 takes a free one."})
    graph: Path | None = field(
        default=None, metadata={"help": "Folder of the graph; without it the checkout's or the packaged one."}
    )
    store: Path | None = field(
        default=None,
        metadata={
            "help": "Folder that `build` wrote, or a RocksDB store of Oxigraph, to serve from disk and not from memory."
        },
    )
    public_url: str = field(
        default="",
        metadata={"help": "Address under which visitors reach the service, if it is not `http://HOST:PORT`."},
    )
    connections: int = field(
        default=800, metadata={"help": "Most connections at a time; one more is answered 503 and closed."}
    )
    body_limit: int = field(
        default=1_048_576, metadata={"help": "Largest request body, in bytes; more is answered 413."}
    )
    url_limit: int = field(
        default=16_384, metadata={"help": "Longest query string of an address, in bytes; more is answered 414."}
    )
    workers: int = field(
        default=0, metadata={"help": "Processes that answer queries; 0 is one for each processor of the machine."}
    )
    queue: int = field(default=256, metadata={"help": "Most queries that wait for a worker; more are answered 503."})
    query_timeout: int = field(
        default=30,
        metadata={"help": "Seconds that a query may take; then its worker is ended, and it is answered 504."},
    )
    query_memory: int = field(
        default=2048, metadata={"help": "Megabytes of memory that a query may take; more is answered 422."}
    )
    worker_growth: int = field(
        default=64,
        metadata={
            "help": "Megabytes that a worker may come to hold of its own; one that holds more is replaced when it has "
            "had nothing to do for some seconds."
        },
    )
    result_limit: int = field(
        default=1024, metadata={"help": "Largest result, in megabytes; more is answered 422, or broken off."}
    )
    cache_size: int = field(default=64, metadata={"help": "Megabytes of answers to queries that are kept in memory."})
    rate_limit: int = field(
        default=0, metadata={"help": "Requests a minute from one address; more are answered 429. 0 sets no limit."}
    )
    trusted_proxies: str = field(
        default="",
        metadata={"help": "Addresses and networks, with commas, whose `X-Forwarded-For` is believed."},
    )
    slow_query: int = field(default=5, metadata={"help": "Seconds above which a query is written to the log."})
    log_level: str = field(
        default="warning",
        metadata={
            "help": "What `serve` writes to standard error, as JSON: `warning` slow and broken queries, `info` a line "
            "for each request as well, `error` only faults of ours."
        },
    )
    upload_limit: int = field(
        default=10_485_760, metadata={"help": "Largest file to be checked, in bytes; more is answered 413."}
    )
    upload_statements: int = field(
        default=100_000, metadata={"help": "Most statements in a file to be checked; more are answered 413."}
    )
    validation_timeout: int = field(
        default=30,
        metadata={
            "help": "Seconds of processor time for the check of a file; more is answered 422, four times that on the "
            "clock 503."
        },
    )
    validation_memory: int = field(
        default=1024, metadata={"help": "Megabytes of memory that a check of a file may take; more is answered 422."}
    )
    validation_workers: int = field(
        default=1, metadata={"help": "Checks of files at a time; one that waits longer than its time is answered 503."}
    )

    def __post_init__(self) -> None:
        """Refuse numbers that make no sense.

        Raises:
            SettingsError: the host is empty, the public address is none, the store is no folder, the port or a limit is
                out of range.
        """
        if not 0 <= self.port <= 65_535:
            raise SettingsError(f"{PREFIX}PORT must be between 0 and 65535, not {self.port}.")
        if self.log_level not in _LOG_LEVELS:
            raise SettingsError(f"{PREFIX}LOG_LEVEL is {', '.join(_LOG_LEVELS)}, not {self.log_level!r}.")
        if not self.host:
            raise SettingsError(f"{PREFIX}HOST is empty; 0.0.0.0 is every address of this machine.")
        if self.store and str(self.store).startswith(("http:", "https:", "sparql+")):
            raise SettingsError(f"{PREFIX}STORE names a folder: another endpoint ({self.store}) cannot be served yet.")
        if self.public_url and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", self.public_url):
            raise SettingsError(f"{PREFIX}PUBLIC_URL must be an http or https address, not {self.public_url!r}.")
        for setting in fields(self):
            if (
                isinstance(setting.default, int)
                and setting.name not in _MAY_BE_ZERO
                and getattr(self, setting.name) < 1
            ):
                raise SettingsError(f"{PREFIX}{setting.name.upper()} must be at least 1.")

        try:
            self.proxies  # noqa: B018 - to see whether it can be read
        except ValueError as error:
            raise SettingsError(f"{PREFIX}TRUSTED_PROXIES: {error}.") from None

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The networks of the trusted proxies."""
        return tuple(ip_network(written.strip()) for written in self.trusted_proxies.split(",") if written.strip())

    @property
    def base_url(self) -> str:
        """The address of the service for visitors, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")


def read_settings(environment: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """The settings of an environment (by default the process's); overrides that are not None win.

    Raises:
        SettingsError: a value cannot be used.
    """
    environment = os.environ if environment is None else environment
    chosen: dict[str, Any] = {}
    for setting in fields(Settings):
        written = environment.get(f"{PREFIX}{setting.name.upper()}", "")
        if written:
            chosen[setting.name] = _read(setting, written)
    chosen.update({name: value for name, value in overrides.items() if value is not None})
    return Settings(**chosen)


def markdown_table() -> str:
    """The settings as a Markdown table: the one in the README, which a test compares."""
    rows = ["| variable | default | what |", "|---|---|---|"]
    for setting in fields(Settings):
        default = f"`{setting.default}`" if setting.default not in {None, ""} else ""
        rows.append(f"| `{PREFIX}{setting.name.upper()}` | {default} | {setting.metadata['help']} |")
    return "\n".join(rows)


def _read(setting: Field[Any], written: str) -> object:
    if setting.name in {"graph", "store"}:
        return Path(written)
    if isinstance(setting.default, int):
        try:
            return int(written)
        except ValueError:
            raise SettingsError(f"{PREFIX}{setting.name.upper()} must be a whole number, not {written!r}.") from None
    return written
