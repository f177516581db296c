"""Time a picture of 12 megapixels from its upload until its row is ready to be shown.

Each picture is different, as a camera makes them: about 6 MB of JPEG with fine detail. Prints the
median and the slowest of a few, sent over HTTP (at most 2 s), and the processor time, the encoding
process included; on a busy machine only that says something.
"""

import os
import statistics
import sys
import time
from io import BytesIO
from pathlib import Path

if not __package__:  # started as a file, `python bench/pictures.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image

from bench.wikis import PASSWORD, make_editor, new_wiki

_SIZE = (4_000, 3_000)
_PICTURES = 5
_MOST_SECONDS = 2


def main() -> None:
    """Send the pictures one after the other to a wiki of their own."""
    sent = [_photograph(number) for number in range(_PICTURES + 1)]
    seconds, busy = [], []
    with new_wiki(0) as app:
        make_editor(app)
        client = app.test_client()
        client.post("/sv/login", data={"email": "bench@example.org", "password": PASSWORD})
        for number, content in enumerate(sent):
            form = {"file": (BytesIO(content), f"bild-{number}.jpg")}
            begin, before = time.perf_counter(), sum(os.times()[:4])
            answer = client.post("/sv/media/", data=form)
            took, worked = time.perf_counter() - begin, sum(os.times()[:4]) - before
            if answer.location != f"/sv/media/bild-{number}":
                raise RuntimeError(f"a picture was answered with {answer.status_code}")
            if number:  # the first loads what the next ones share
                seconds.append(took)
                busy.append(worked)
        kept = sum(path.stat().st_size for path in Path(app.instance_path).glob("media/*/*/*"))
    megabytes = sum(map(len, sent)) / len(sent) / 1_000_000
    print(
        f"{_SIZE[0]} x {_SIZE[1]} points, {megabytes:.1f} MB sent; {kept // len(sent)} bytes kept"
    )
    print(
        f"upload until ready: median {statistics.median(seconds):.2f} s, slowest "
        f"{max(seconds):.2f} s (at most {_MOST_SECONDS}.00); CPU {statistics.median(busy):.2f} s"
    )


def _photograph(number: int) -> bytes:
    """Return a picture with soft areas and fine grain, as a photograph has them."""
    small = Image.effect_noise((40, 30), 90).resize(_SIZE, Image.Resampling.BICUBIC)
    grain = Image.effect_noise(_SIZE, 30 + number)
    bands = (
        Image.blend(small, grain, 0.25),
        Image.blend(Image.radial_gradient("L").resize(_SIZE), small, 0.5),
        small.transpose(Image.Transpose.ROTATE_180),
    )
    file = BytesIO()
    Image.merge("RGB", bands).save(file, "JPEG", quality=92)
    return file.getvalue()


if __name__ == "__main__":
    main()
