"""`/check`: the page where people check a file, without a script."""

import re
from collections.abc import Iterator
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest

from conftest import serving
from hostile import ENVIRONMENT, HOSTILE, RIGHT
from passerelle.settings import read_settings

WRONG = RIGHT.replace(b" 16 ", b' "sixteen" ')
SPEAKING = "<b>\u202e.ttl"


@pytest.fixture(scope="module")
def client(checked_graph: Path) -> Iterator[httpx.Client]:
    with serving(read_settings(ENVIRONMENT, graph=checked_graph)) as client:
        yield client


def send(client: httpx.Client, content: bytes | None = None, name: str = "mine.ttl", **fields: Any) -> httpx.Response:
    files = {"file": (name, content)} if content is not None else {"file": ("", b"")}
    return client.post("/check", params={"lang": "en"}, data={"text": "", "format": "", **fields}, files=files)


def test_the_form_is_a_page_in_both_languages(client: httpx.Client) -> None:
    for language, heading in (("en", "Check your data"), ("fr", "Vérifier ses données")):
        page = client.get("/check", params={"lang": language})
        assert f"<h1>{heading}</h1>" in page.text
        assert "<script" not in page.text
        assert page.headers["etag"]
    assert client.head("/check").content == b""


def test_a_right_file_conforms(client: httpx.Client) -> None:
    answer = send(client, RIGHT)
    assert answer.status_code == HTTPStatus.OK
    assert "Nothing to repair" in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("way", ["file", "text"])
def test_what_is_wrong_is_told_with_its_line_and_rule(client: httpx.Client, way: str) -> None:
    answer = send(client, WRONG) if way == "file" else send(client, text=WRONG.decode())
    assert answer.status_code == HTTPStatus.OK
    assert "To repair" in answer.text
    line = 1 + WRONG[: WRONG.index(b"sixteen")].count(b"\n")
    places = re.findall(r"<strong>line (\d+)</strong> <code>([^<]*)</code>\s*<pre[^>]*>([^<]*)</pre>", answer.text)
    assert any("sixteen" in statement and int(number) <= line for number, statement, _ in places)
    written = WRONG.decode().split("\n")
    assert all(unescape(shown) == written[int(number) - 1].strip() for number, _, shown in places)
    for rule in re.findall(r'<a href="(/doc/shape/[^"]*)"', answer.text):
        assert client.get(rule).status_code == HTTPStatus.OK


def test_typed_statements_stand_in_the_form_again(client: httpx.Client) -> None:
    answer = send(client, text="<a> <b> </textarea><b>", format="nt")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "&lt;a&gt; &lt;b&gt; &lt;/textarea&gt;" in answer.text
    assert '<option value="nt" selected>' in answer.text


def test_the_name_of_a_file_is_shown_and_never_obeyed(client: httpx.Client) -> None:
    answer = send(client, RIGHT, name=SPEAKING)
    assert answer.status_code == HTTPStatus.OK
    assert "<b>\u202e" not in answer.text
    assert "\u202e" not in answer.text
    assert send(client, RIGHT, name="../../x.ttl").text.count("passerelle validate x.ttl") == 1


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, HTTPStatus.UNPROCESSABLE_ENTITY, "nothing to check"),
        ({"content": RIGHT, "name": "mine.docx"}, HTTPStatus.UNPROCESSABLE_ENTITY, "suffix .docx"),
        ({"content": b"<x:s> ", "name": "mine.ttl"}, HTTPStatus.BAD_REQUEST, "is no Turtle"),
        ({"content": b"", "name": "mine.ttl"}, HTTPStatus.UNPROCESSABLE_ENTITY, "is empty"),
        ({"content": b" " * 1_300_000, "name": "mine.ttl"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "larger than"),
    ],
)
def test_what_cannot_be_checked_is_told_on_the_page(
    client: httpx.Client, fields: dict[str, Any], status: HTTPStatus, said: str
) -> None:
    answer = send(client, **fields)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    alert = answer.text.partition('role="alert"')[2].partition("</div>")[0]
    assert said in alert


def test_what_is_no_form_is_told(client: httpx.Client) -> None:
    for kind, content, status in [
        ("multipart/form-data", b"x", HTTPStatus.BAD_REQUEST),
        ("multipart/form-data; boundary=x", b"garbage", HTTPStatus.BAD_REQUEST),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n--x--", HTTPStatus.BAD_REQUEST),
        ("multipart/form-data; boundary=x", b"", HTTPStatus.UNPROCESSABLE_ENTITY),
        ("application/x-www-form-urlencoded", b"text=a", HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    ]:
        answer = client.post("/check", content=content, headers={"Content-Type": kind})
        assert answer.status_code == status, (kind, content)
        assert 'role="alert"' in answer.text


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_answered_as_by_the_interface(
    client: httpx.Client, name: str, listener: tuple[str, list[bytes]]
) -> None:
    file, (elsewhere, hits) = HOSTILE[name], listener
    answer = send(client, file.bytes(elsewhere), name=f"mine.{file.suffix}")
    assert answer.status_code == file.status
    assert 'role="alert"' in answer.text or file.status == HTTPStatus.OK
    assert not hits
