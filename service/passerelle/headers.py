"""Headers that every response carries, and the answers to preflights."""

from starlette.datastructures import Headers, MutableHeaders
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
    "Access-Control-Expose-Headers": "ETag, Link, Location, Retry-After, X-Request-ID",
}


class CommonHeaders:
    """ASGI middleware that adds the common headers where a response does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in COMMON_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)


class Preflights(CORSMiddleware):
    """ASGI middleware that answers preflights (https://fetch.spec.whatwg.org/#cors-preflight-fetch), and only those.

    The framework's own would say on every response that it varies by `Origin`, which ours never do.
    """

    async def simple_response(self, scope: Scope, receive: Receive, send: Send, request_headers: Headers) -> None:  # noqa: ARG002
        """Serve a request that is no preflight."""
        await self.app(scope, receive, send)
