"""What a page shows: without the parts that wait in a template for the phone's own word."""

from __future__ import annotations

import re

from django.http import HttpResponseBase
from django.test import Client

_TEMPLATES = re.compile(r"<template.*?</template>", re.DOTALL)


def shown(answer: HttpResponseBase) -> str:
    return re.sub(r"\s+", " ", _TEMPLATES.sub("", answer.content.decode()))


def see(client: Client, path: str) -> str:
    return shown(client.get(path))
