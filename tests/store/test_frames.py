"""What is sent between processes comes out as it went in, however it is cut on its way."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from passerelle.store.frames import Frame, FrameKind, FrameReader, frame, pack_job, unpack_job

FRAMES = st.lists(st.builds(Frame, st.sampled_from(FrameKind), st.binary(max_size=50)))


@given(FRAMES, st.binary(max_size=4), st.lists(st.integers(0, 400)))
def test_frames_come_whole_and_in_turn_and_the_rest_is_kept(frames: list[Frame], rest: bytes, cuts: list[int]) -> None:
    sent = b"".join(frame(kind, content) for kind, content in frames) + rest
    places = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    reader = FrameReader()
    found = [each for start, end in pairwise(places) for each in reader.feed(sent[start:end])]
    assert found == frames
    assert reader.rest == rest


@given(st.floats(0.001, 1e6), st.binary(max_size=100))
def test_a_job_is_read_as_it_was_written(seconds: float, order: bytes) -> None:
    (found,) = FrameReader().feed(pack_job(seconds, order))
    assert found.kind is FrameKind.JOB
    assert unpack_job(found.content) == (seconds, order)
