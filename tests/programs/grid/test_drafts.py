"""What an author typed and has not saved: one step for each change, theirs alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from programs.authoring import copy_program
from programs.grid import drafts
from programs.models import ProgramDraft
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

OPENED = {"base": "1", "name": "As it is"}


@pytest.fixture
def program(base_template):
    return copy_program(program=base_template, name="Ana's plan")


@pytest.fixture
def keep(program, thea):
    """Keep a name as it was typed on the page that stood at that step; returns the step it is now."""

    def keep(name, step, author=thea, opened=OPENED):
        fields = opened | {"name": name}
        return drafts.keep(program=program, author=author, step=step, opened=opened, fields=fields, at=MONDAY)

    return keep


def steps(program, author) -> list[tuple[int, str]]:
    rows = ProgramDraft.objects.filter(program=program, author=author).order_by("step")
    return [(row.step, row.fields["name"]) for row in rows]


def test_each_change_is_a_step_and_the_first_is_the_program_as_it_was_opened(program, thea, keep):
    assert keep("Base", 0) == 1
    assert keep("Base 2", 1) == 2
    assert steps(program, thea) == [(0, "As it is"), (1, "Base"), (2, "Base 2")]


def test_what_is_kept_already_is_no_step(program, thea, keep):
    assert keep("As it is", 0) == 0
    assert keep("Base", 0) == 1
    assert keep("Base", 1) == 1
    assert steps(program, thea) == [(0, "As it is"), (1, "Base")]


def test_a_change_after_going_back_drops_what_had_been_undone(program, thea, keep):
    keep("Base", 0)
    keep("Base 2", 1)
    assert keep("Peak", 1) == 2
    assert steps(program, thea) == [(0, "As it is"), (1, "Base"), (2, "Peak")]


def test_typing_on_a_page_opened_anew_goes_on_after_older_work(program, thea, keep):
    keep("Base", 0)
    keep("Base 2", 1)
    assert keep("Peak", 0) == 3
    assert [name for _step, name in steps(program, thea)] == ["As it is", "Base", "Base 2", "Peak"]


def test_once_the_program_was_saved_a_draft_begins_anew(program, thea, keep):
    keep("Base", 0)
    assert keep("Peak", 0, opened={"base": "2", "name": "Saved since"}) == 1
    assert steps(program, thea) == [(0, "Saved since"), (1, "Peak")]


def test_only_so_many_steps_can_be_taken_back(program, thea, keep, monkeypatch):
    monkeypatch.setattr(drafts, "KEPT_STEPS", 2)
    for step in range(4):
        keep(f"Base {step}", step)
    assert [step for step, _name in steps(program, thea)] == [2, 3, 4]


def test_a_step_that_is_gone_to_is_the_one_to_resume_from(program, thea, keep):
    keep("Base", 0)
    keep("Base 2", 1)
    assert drafts.resumable(program=program, author=thea).step == 2
    later = MONDAY + timedelta(minutes=1)
    assert drafts.go_to(program=program, author=thea, step=1, at=later).fields["name"] == "Base"
    assert drafts.resumable(program=program, author=thea).step == 1
    assert drafts.go_to(program=program, author=thea, step=3, at=later) is None
    drafts.go_to(program=program, author=thea, step=0, at=later + timedelta(minutes=1))
    assert drafts.resumable(program=program, author=thea) is None


def test_a_draft_is_its_authors_alone(program, thea, tom, keep):
    keep("Base", 0)
    assert drafts.resumable(program=program, author=tom) is None
    keep("Toms", 0, author=tom)
    drafts.discard(program=program, author=tom)
    assert steps(program, tom) == []
    assert [step for step, _name in steps(program, thea)] == [0, 1]
