"""Pictures are re-encoded in a few widths, upright, and without what they say of people."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from tests.media.pictures import drawing, huge_png, picture, saved
from wiki.media.encoding import NO_ROOM, TOO_LARGE, UNREADABLE, Encoded, PictureError, encode
from wiki.media.store import MediaStore

MOST = 60_000_000


def _encode(content: bytes, folder: Path) -> Encoded:
    source = folder / "sent"
    source.write_bytes(content)
    encoded = encode(source, folder, MOST)
    source.unlink()
    return encoded


def _open(path: Path) -> Image.Image:
    return Image.open(BytesIO(path.read_bytes()))


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_every_format_becomes_webp_in_a_few_widths(form: str, tmp_path: Path) -> None:
    encoded = _encode(picture(form, 600, 400), tmp_path)

    assert (encoded.width, encoded.height, encoded.widths) == (600, 400, (480, 600))
    assert not encoded.was_moving
    names = {f"{width}.webp" for width in encoded.widths} | {encoded.fallback}
    assert {file.name for file in tmp_path.iterdir()} == names
    for width in encoded.widths:
        copy = _open(tmp_path / f"{width}.webp")
        assert (copy.format, copy.size) == ("WEBP", (width, round(width * 2 / 3)))


@pytest.mark.long
def test_a_large_picture_is_made_narrower_and_a_small_one_stays(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert _encode(picture("JPEG", 2100, 200), tmp_path / "a").widths == (480, 960, 1920)
    small = _encode(picture("PNG", 90, 60), tmp_path / "b")
    assert (small.widths, small.fallback) == ((90,), "90.png")


@pytest.mark.long
def test_where_and_when_it_was_taken_is_gone_and_it_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a telephone that was held upright
    exif[0x010E] = "Anna Lind, hemma"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture("JPEG", 600, 400, exif=exif, comment=b"Anna Lind")

    encoded = _encode(sent, tmp_path)

    assert (encoded.width, encoded.height) == (400, 600)
    for file in tmp_path.iterdir():
        assert not _open(file).getexif()
        assert b"Anna Lind" not in file.read_bytes()


def test_a_drawing_keeps_its_edges_and_its_transparent_ground(tmp_path: Path) -> None:
    encoded = _encode(drawing(), tmp_path)

    assert encoded.fallback == "900.png"
    copy = _open(tmp_path / "900.webp").convert("RGBA")
    assert copy.getpixel((20, 20)) == (10, 88, 63, 255)
    assert copy.getpixel((899, 599)) == (0, 0, 0, 0)


@pytest.mark.long
def test_colours_of_another_space_are_translated(tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    encoded = _encode(picture("JPEG", icc_profile=lab), tmp_path)
    assert "icc_profile" not in _open(tmp_path / encoded.fallback).info


@pytest.mark.long
@pytest.mark.parametrize("mode", ["CMYK", "L", "LA", "P", "1", "I;16", "RGBA"])
def test_every_mode_is_shown(mode: str, tmp_path: Path) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    encoded = _encode(saved(Image.new(mode, (600, 400)), form), tmp_path)
    assert _open(tmp_path / f"{encoded.width}.webp").size == (600, 400)


def test_of_a_moving_picture_the_first_is_kept(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "blue")]
    sent = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=200)

    encoded = _encode(sent, tmp_path)

    assert encoded.was_moving
    copy = _open(tmp_path / "300.webp")
    assert getattr(copy, "n_frames", 1) == 1


def test_a_huge_picture_is_refused_by_its_head(tmp_path: Path) -> None:
    with pytest.raises(PictureError) as refused:
        _encode(huge_png(), tmp_path)
    assert (refused.value.reason, refused.value.width) == (TOO_LARGE, 40_000)


@pytest.mark.parametrize("kept", [40, 3000])
def test_a_torn_picture_is_refused(kept: int, tmp_path: Path) -> None:
    with pytest.raises(PictureError) as refused:
        _encode(picture("JPEG")[:kept], tmp_path)
    assert refused.value.reason == UNREADABLE


def test_a_disk_that_fills_up_is_no_broken_picture(tmp_path: Path) -> None:
    (tmp_path / "90.webp").symlink_to("/dev/full")
    with pytest.raises(PictureError) as refused:
        _encode(picture("PNG", 90, 60), tmp_path)
    assert refused.value.reason == NO_ROOM


@pytest.mark.long
def test_a_process_of_its_own_gives_the_same(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    (tmp_path / "sent").write_bytes(picture("PNG", 600, 400))
    (tmp_path / "huge").write_bytes(huge_png())
    with store.receive(0) as folder:
        encoded = store.encode(tmp_path / "sent", folder, MOST)
        assert (encoded.widths, encoded.fallback) == ((480, 600), "600.png")
        with pytest.raises(PictureError) as refused:
            store.encode(tmp_path / "huge", folder, MOST)
    assert refused.value.reason == TOO_LARGE
    assert [*(tmp_path / "media").iterdir()] == []
