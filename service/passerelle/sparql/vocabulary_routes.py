"""The address of the vocabulary: (method, path) → function."""

from functools import lru_cache, partial
from hashlib import sha256
from http import HTTPStatus

from fastapi import FastAPI, Request, Response

from passerelle import urls
from passerelle.caching import FRESH, is_current, strong_tag
from passerelle.incoming import read_accept
from passerelle.media_types import JSON
from passerelle.negotiation import choose_coding
from passerelle.sparql.vocabulary import write_vocabulary
from passerelle.store.compression import Coding, compressor
from passerelle.store.rows import Answers


def add_vocabulary_routes(app: FastAPI, engine: Answers) -> None:
    """Add the route; what it gives is made when it is first asked for, as the data set does not change."""
    known = lru_cache(maxsize=1)(partial(write_vocabulary, engine))

    @lru_cache(maxsize=len(Coding))
    def written(coding: Coding) -> tuple[bytes, str]:
        content = known()
        compressed = compressor(coding)
        return compressed.compress(content) + compressed.end(), strong_tag(coding, sha256(content).hexdigest())

    def get(request: Request) -> Response:
        """The prefixes, classes and properties that queries are made of, with labels, definitions and uses."""
        coding = Coding(choose_coding(read_accept(request, "accept-encoding"), list(Coding)[::-1]) or Coding.IDENTITY)
        content, tag = written(coding)
        headers = {"ETag": tag, "Cache-Control": FRESH, "Vary": "Accept-Encoding"}
        if is_current(request.headers.get("if-none-match"), tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        if coding is not Coding.IDENTITY:
            headers["Content-Encoding"] = coding
        return Response(content, headers=headers, media_type=JSON)

    app.add_api_route(
        urls.VOCABULARY, get, methods=["GET"], response_class=Response, responses={200: {"content": {JSON: {}}}}
    )
    app.add_api_route(urls.VOCABULARY, get, methods=["HEAD"], include_in_schema=False)
