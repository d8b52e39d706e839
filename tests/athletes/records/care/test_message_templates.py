"""The clinic's texts for messages: what may be filled in, and what a text does to what is typed already."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from athletes.models import MessageTemplate
from athletes.models.care.message_templates import validate_placeholders
from athletes.records.care.message_templates import SHIPPED, add_shipped_templates, begun_with, filled_templates

pytestmark = pytest.mark.django_db


def test_the_shipped_texts_come_once_and_an_edited_one_stays(thea):
    call_command("add_message_templates", verbosity=0)
    edited = MessageTemplate.objects.get(name="Please call us")
    edited.text = "Call us, {first_name}."
    edited.save()
    MessageTemplate.objects.get(name="Before your next visit").delete()
    assert add_shipped_templates() == 1
    assert MessageTemplate.objects.count() == len(SHIPPED)
    assert MessageTemplate.objects.get(name="Please call us").text == "Call us, {first_name}."


def test_a_text_is_filled_with_the_first_name_who_writes_and_the_telephone(thea, settings):
    settings.CLINIC = settings.CLINIC | {"phone": "(617) 555-0100"}
    MessageTemplate.objects.create(name="Hello", text="Hi {first_name}: {clinic_phone}. {therapist}")
    (filled,) = filled_templates(first_name="Ana", writer=thea)
    assert filled.text == "Hi Ana: (617) 555-0100. Thea Lind"


@pytest.mark.parametrize("name", ["{other}", "{0}"])
def test_a_name_with_braces_is_a_name_and_nothing_is_filled_in_twice(thea, name):
    thea.name = name
    MessageTemplate.objects.create(name="Hello", text="From {therapist}")
    assert filled_templates(first_name="{therapist}", writer=thea)[0].text == f"From {name}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Your {dose} is ready", "{dose} is not known"),
        ("Hi {First_Name}", "{First_Name} is not known"),
        ("Hi {}", "{} is not known"),
        ("Hi { first_name", "A brace stands alone"),
        ("Hi first_name}", "A brace stands alone"),
        ("Hi {{first_name}}", "A brace stands alone"),
    ],
)
def test_what_nobody_fills_in_is_refused_with_what_can_be(text, words):
    with pytest.raises(ValidationError) as refused:
        validate_placeholders(text)
    assert words in refused.value.messages[0]
    assert "{first_name}, {therapist}, {clinic_phone}" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "drafted", "becomes"),
    [
        ("", "", "Text"),
        ("Hello\r\nyou ", "Hello\nyou", "Text"),
        ("My own words", "", "My own words\n\nText"),
        ("Draft and more", "Draft", "Draft and more\n\nText"),
        ("My own words\r\n\r\nDraft\r\ntwo", "Draft\ntwo", "My own words\n\nText"),
    ],
)
def test_what_was_typed_stays_and_a_draft_goes(typed, drafted, becomes):
    assert begun_with("Text", typed=typed, drafted=drafted) == becomes


def test_it_never_becomes_longer_than_a_message():
    assert len(begun_with("x" * 1500, typed="y" * 1900)) == 2000
