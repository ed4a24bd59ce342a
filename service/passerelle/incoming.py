"""Reads what any route may ask of a request: what it accepts, and the type, bytes and text of its body."""

from email.message import Message
from http import HTTPStatus

from fastapi import Request
from starlette.requests import ClientDisconnect

from passerelle.errors import Problem

# Far beyond what any browser sends; megabytes of media ranges would keep the parser busy for minutes.
_ACCEPT_LIMIT = 16 * 1024
# A client that is still sending does not read the answer; up to this much is read and thrown away for its sake.
DRAIN_LIMIT = 128 * 1024 * 1024


def read_accept(request: Request, header: str = "accept") -> str | None:
    """The Accept header, or another of its kind, several put together as one.

    See https://www.rfc-editor.org/rfc/rfc9110#section-5.3.

    Raises:
        Problem: 431 for one that is too long.
    """
    wanted = header.lower().encode()
    written = [value for name, value in request.scope["headers"] if name == wanted]
    if sum(map(len, written)) > _ACCEPT_LIMIT:
        name = header.title()
        raise Problem(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"The {name} header is longer than {_ACCEPT_LIMIT:,} bytes."
        )
    return b", ".join(written).decode("latin-1") if written else None


def content_type(request: Request) -> str:
    """The media type of the body, without parameters; `application/octet-stream` where none is declared.

    Raises:
        Problem: 415 for a charset other than UTF-8, or for a content coding.
    """
    message = Message()
    message["Content-Type"] = request.headers.get("content-type") or "application/octet-stream"
    parameter = message.get_param("charset") or ""
    # https://www.rfc-editor.org/rfc/rfc8187 writes a parameter in three parts.
    charset = parameter if isinstance(parameter, str) else parameter[2]
    if charset.lower() not in {"", "utf-8", "utf8", "us-ascii"}:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Send the body in UTF-8, not in {charset}.")
    if request.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Send the body without a content coding.",
            headers={"Accept-Encoding": "identity"},
        )
    return message.get_content_type()


async def read_body(request: Request, limit: int, advice: str) -> bytes:
    """The whole body.

    Raises:
        Problem: 413 for more bytes than the limit, with the advice; 400 for a body that breaks off.
    """
    too_large = Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {limit:,} bytes: {advice}.")
    declared = request.headers.get("content-length", "")
    if "expect" in request.headers and declared.isdigit() and int(declared) > limit:
        raise too_large
    body = bytearray()
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size <= limit:
                body += chunk
            elif size > DRAIN_LIMIT:
                break
    except ClientDisconnect:
        # Nobody reads this; it keeps a client that goes away out of the log of errors.
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not complete.") from None
    if size > limit:
        raise too_large
    return bytes(body)


def decode(content: bytes) -> str:
    """The text of a part of the request.

    Raises:
        Problem: 400 for bytes that are no UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, f"The request is not well-formed UTF-8 at byte {error.start + 1}."
        ) from None
