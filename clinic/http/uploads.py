"""How much of an upload is taken in, and where it waits."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.urls import reverse


class RunsInMemory(FileUploadHandler):
    """Files of runs hold where somebody ran: what is more than memory should hold is left out, not put on a disk."""

    is_too_large = False

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        content_length = args[2]
        request = self.request
        if request is not None and request.path == reverse("run_upload"):
            self.is_too_large = content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.is_too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The file is the next handler's."""
