"""The address of the JSON-LD context."""

from http import HTTPStatus

from fastapi import FastAPI, Request, Response

from passerelle import urls
from passerelle.caching import is_current, strong_tag
from passerelle.incoming import read_accept
from passerelle.media_types import RESULT_TYPES
from passerelle.resources.context import context_file
from passerelle.store.request import ResultFormat

# It changes with releases of the ontology, and by additions only; JSON-LD processors ask for it again and again.
_FRESH = "public, max-age=86400"


def add_context_route(app: FastAPI) -> None:
    """Add the route of the context.

    Raises:
        GraphError: this installation carries no graph.
    """
    media_type, content = RESULT_TYPES[ResultFormat.JSONLD][0], context_file()
    headers = {"ETag": strong_tag(content.decode()), "Cache-Control": _FRESH}

    async def context(request: Request) -> Response:
        """The JSON-LD context that descriptions name."""
        if is_current(read_accept(request, "if-none-match"), headers["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(content, media_type=media_type, headers=headers)

    responses: dict[int | str, dict[str, object]] = {200: {"content": {media_type: {}}}}
    app.add_api_route(urls.CONTEXT, context, methods=["GET"], response_class=Response, responses=responses)
    app.add_api_route(urls.CONTEXT, context, methods=["HEAD"], include_in_schema=False)
