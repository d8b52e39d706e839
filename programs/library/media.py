"""Pictures and videos of exercises: what is uploaded is not trusted (reliability.md 4)."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_PICTURE_BYTES = 8 * 1024 * 1024
MAX_PICTURE_PIXELS = 25_000_000
MAX_PICTURE_SIDE = 1600
MAX_VIDEO_BYTES = 15 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")
#: Pillow only warns, and of far more pixels; the check below refuses.
Image.MAX_IMAGE_PIXELS = None


def clean_picture(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """The picture, drawn anew as a JPEG of at most 1,600 pixels a side: no EXIF, nothing hidden in it.

    Size and pixels are checked before it is decoded.
    Raises ValidationError for anything but a JPEG, PNG or WebP picture of up to 8 MB and 25 megapixels.
    """
    if (upload.size or 0) > MAX_PICTURE_BYTES:
        raise ValidationError(_("The picture is larger than 8 MB."))
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PICTURE_PIXELS:
                raise ValidationError(_("The picture has more than 25 megapixels."))
            drawn = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, struct.error) as error:
        raise ValidationError(_("This is not a JPEG, PNG or WebP picture.")) from error
    drawn.thumbnail((MAX_PICTURE_SIDE, MAX_PICTURE_SIDE))
    drawn.info.clear()  # comments and profiles
    out = BytesIO()
    drawn.save(out, "JPEG", quality=82, optimize=True)
    return ContentFile(out.getvalue(), name="picture.jpg")


def check_video(upload: UploadedFile[Any]) -> UploadedFile[Any]:
    """The video as it came: an MP4 file of up to 15 MB. Raises ValidationError for anything else."""
    if (upload.size or 0) > MAX_VIDEO_BYTES:
        raise ValidationError(_("The video is larger than 15 MB. Film at most 30 seconds."))
    head = upload.read(12)
    upload.seek(0)
    if head[4:8] != b"ftyp":
        raise ValidationError(_("This is not an MP4 video."))
    return upload
