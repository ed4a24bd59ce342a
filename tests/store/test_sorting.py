"""Lines are sorted by parts as they would be as a whole."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from passerelle.store.sorting import sorted_lines

LINES = st.lists(st.binary(max_size=6).map(lambda line: line.replace(b"\n", b"") + b"\n"))


@given(lines=LINES, part=st.integers(1, 20))
def test_parts_make_no_difference(lines: list[bytes], part: int) -> None:
    with TemporaryDirectory() as folder:
        assert list(sorted_lines(lines, Path(folder), part)) == sorted(set(lines))
        assert list(Path(folder).iterdir()) == []


def test_nothing_is_left_of_what_is_given_up(tmp_path: Path) -> None:
    taken = sorted_lines([b"c\n", b"b\n", b"a\n"], tmp_path, 1)
    assert next(taken) == b"a\n"
    taken.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []
