"""Pictures and videos that are uploaded: drawn anew or refused, whatever their name says."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from programs.library import media
from programs.library.media import check_video, clean_picture

FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256))


def picture(size=(40, 30), kind="PNG", mode="RGB", **options) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return SimpleUploadedFile("../x.php", out.getvalue())


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")])
def test_a_picture_is_drawn_anew_as_a_jpeg_with_a_name_of_ours(kind, mode):
    cleaned = clean_picture(picture(kind=kind, mode=mode))
    assert cleaned.name == "picture.jpg"
    drawn = Image.open(cleaned)
    assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", (40, 30))


def test_a_large_picture_is_made_smaller_in_its_proportions():
    assert Image.open(clean_picture(picture((3200, 800)))).size == (1600, 400)


def test_a_picture_that_lies_on_its_side_is_turned_and_says_nothing_more():
    exif = Image.Exif()
    exif[0x0112] = 6
    cleaned = clean_picture(picture((40, 30), "JPEG", exif=exif))
    drawn = Image.open(cleaned)
    assert drawn.size == (30, 40)
    assert not drawn.getexif()


@pytest.mark.parametrize(
    ("upload", "why"),
    [
        (SimpleUploadedFile("x.png", b""), "not a JPEG, PNG or WebP"),
        (SimpleUploadedFile("x.png", b"<svg/>"), "not a JPEG, PNG or WebP"),
        (picture(kind="GIF"), "not a JPEG, PNG or WebP"),
    ],
    ids=["nothing", "a drawing in text", "a moving picture"],
)
def test_anything_else_is_refused(upload, why):
    with pytest.raises(ValidationError, match=why):
        clean_picture(upload)


def test_a_picture_is_weighed_before_it_is_read(monkeypatch):
    monkeypatch.setattr(media, "MAX_PICTURE_BYTES", 10)
    with pytest.raises(ValidationError, match="larger than 8 MB"):
        clean_picture(picture())


def test_a_video_stays_as_it_came_and_is_read_from_its_beginning():
    film = SimpleUploadedFile("x.mp4", FILM)
    assert check_video(film) is film
    assert film.read() == FILM


def test_a_video_of_another_kind_or_size_is_refused(monkeypatch):
    with pytest.raises(ValidationError, match="not an MP4"):
        check_video(SimpleUploadedFile("x.mp4", b"MZ" + FILM))
    monkeypatch.setattr(media, "MAX_VIDEO_BYTES", 10)
    with pytest.raises(ValidationError, match="larger than 15 MB"):
        check_video(SimpleUploadedFile("x.mp4", FILM))


@pytest.mark.parametrize("brand", [b"mp42", b"qt  "], ids=["Android", "iPhone"])
def test_a_video_from_a_phone_is_taken(brand):
    film = SimpleUploadedFile("IMG_1.MOV", FILM.replace(b"mp42", brand) + b"avc1....avcC")
    assert check_video(film) is film


@pytest.mark.parametrize("padding", [0, 64 * 1024 - 268 - 2], ids=["in one piece", "across two pieces"])
def test_a_video_that_few_phones_play_is_refused_with_what_to_do(padding):
    film = SimpleUploadedFile("IMG_1.MOV", FILM + b"x" * padding + b"hvc1....hvcC")
    with pytest.raises(ValidationError, match="Most Compatible"):
        check_video(film)


def test_one_mark_alone_is_chance():
    film = SimpleUploadedFile("IMG_1.MOV", FILM + b"hvcC")
    assert check_video(film) is film
