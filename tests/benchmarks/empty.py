"""Routes that do nothing, to know what the HTTP server and the framework cost: `empty.py asgi|fastapi PORT`."""

import socket
import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from starlette.types import Receive, Scope, Send

from passerelle.server import configuration

_BODY = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
_HEADERS = {"content-type": "application/sparql-results+json"}


async def asgi(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer at once."""
    headers = [(b"content-length", str(len(_BODY)).encode()), *((k.encode(), v.encode()) for k, v in _HEADERS.items())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _BODY})


def _fastapi() -> FastAPI:
    app = FastAPI()

    @app.get("/sparql")
    async def route(_request: Request) -> Response:
        return Response(_BODY, headers=_HEADERS)

    return app


def main(kind: str, port: int) -> None:
    """Serve as `passerelle serve` does."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    uvicorn.Server(configuration(asgi if kind == "asgi" else _fastapi())).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
