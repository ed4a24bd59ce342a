"""Keeps one client from taking the service from the others: so many requests a minute from one address."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from http import HTTPStatus
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil
from time import monotonic

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from passerelle import urls
from passerelle.errors import Problem, respond

# Addresses that are remembered; who has not been seen for longest is forgotten first.
_MOST = 100_000
# Asked by whoever watches over the service, often and for all.
_FREE = {urls.HEALTH, urls.READY, urls.METRICS}
Network = IPv4Network | IPv6Network


class RateLimit:
    """ASGI middleware that answers 429 to whoever asks too often (https://www.rfc-editor.org/rfc/rfc6585#section-4).

    An address may ask as often as a minute allows at once, and again as time passes.
    """

    def __init__(
        self, app: ASGIApp, limit: int, proxies: Sequence[Network] = (), clock: Callable[[], float] = monotonic
    ) -> None:
        """Allow so many requests a minute; believe those proxies about the address of a client."""
        self._app = app
        self._limit = limit
        self._proxies = proxies
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] != "http" or not self._limit or scope["path"] in _FREE:
            await self._app(scope, receive, send)
            return
        seconds = self._take(client_network(scope, self._proxies))
        if not seconds:
            await self._app(scope, receive, send)
            return
        problem = Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"More than {self._limit} requests a minute.",
            headers={"Retry-After": str(ceil(seconds))},
        )
        await respond(problem)(scope, receive, send)

    def _take(self, address: str) -> float:
        """Take one request of an address, or the seconds until it may ask again."""
        now = self._clock()
        left, before = self._left.pop(address, (float(self._limit), now))
        left = min(self._limit, left + (now - before) * self._limit / 60)
        wait = 0.0 if left >= 1 else (1 - left) * 60 / self._limit
        self._left[address] = (left if wait else left - 1, now)
        if len(self._left) > _MOST:
            self._left.popitem(last=False)
        return wait


def client_network(scope: Scope, proxies: Sequence[Network]) -> str:
    """Where a request comes from, as far as it can be believed: an IPv4 address, or the /64 of an IPv6 one.

    `X-Forwarded-For` is read from its end, as long as trusted proxies have written it.
    """
    client = scope.get("client")
    address = str(client[0]) if client else ""
    forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
    while forwarded and _is_in(address, proxies):
        said = forwarded.pop().strip()
        if not _is_address(said):
            break
        address = said
    if not _is_address(address):
        return address
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)
