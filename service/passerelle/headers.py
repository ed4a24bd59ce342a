"""Headers that every response carries, and the answers to preflights."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Pages have a policy of their own. Anything else is data, also when a browser takes it for a page: a CONSTRUCT in
    # RDF/XML can make elements of any name, `script` of XHTML among them.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    # On every response, so that a shared cache never keeps one without it. No credentials are ever allowed.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Profile, ETag, Link, Location, Retry-After, X-Request-ID",
}


_RAW = [(name.lower().encode(), value.encode()) for name, value in COMMON_HEADERS.items()]


class CommonHeaders:
    """ASGI middleware that adds the common headers where a response does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message["headers"])
                names = {name for name, _ in own}
                message["headers"] = own + [header for header in _RAW if header[0] not in names]
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Preflights(CORSMiddleware):
    """ASGI middleware that answers preflights (https://fetch.spec.whatwg.org/#cors-preflight-fetch), and only those.

    The framework's own would say on every response that it varies by `Origin`, which ours never do.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        answer = super().__call__ if scope.get("method") == "OPTIONS" else self.app
        await answer(scope, receive, send)

    async def simple_response(self, scope: Scope, receive: Receive, send: Send, request_headers: Headers) -> None:  # noqa: ARG002
        """Serve a request that is no preflight."""
        await self.app(scope, receive, send)
