"""What a therapist does in the grid arrives in the order it was done, however slow the clinic answers.

The answers are held back where they would race, so that each race is run the same way every time.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from .conftest import DESK, Clinic, page_of, sign_in_staff


@pytest.fixture
def desk(browser: Browser, clinic: Clinic) -> Page:
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "thea")
    return page


class HeldBack:
    """Holds back what the grid sends with one button's name, until it is let through or cut off.

    order -- what was asked for and answered in the meantime
    """

    def __init__(self, page: Page, act: str) -> None:
        self.page, self.act = page, act
        self.held: list[Route] = []
        self.is_holding = True
        self.order: list[str] = []
        page.route("**/grid/", self._hold)
        page.on("request", self._note_request)
        page.on("requestfinished", self._note_answer)

    def _note_request(self, request: Request) -> None:
        if self._act_of(request) != self.act:
            self.order.append(self._act_of(request) or request.url.rsplit("/", 2)[1])

    def _note_answer(self, request: Request) -> None:
        if self.is_asked_by(request):
            self.order.append(f"{self.act} answered")

    def _hold(self, route: Route) -> None:
        if self.is_holding and self.is_asked_by(route.request):
            self.held.append(route)
        else:
            route.continue_()

    def is_asked_by(self, request: Request) -> bool:
        return self._act_of(request) == self.act

    def _act_of(self, request: Request) -> str:
        """The button that a request is of; nothing for another page."""
        sent = request.post_data or ""
        found = re.findall(r'name="do"\s+([\w-]+)', sent) or re.findall(r"\bdo=([\w-]+)", sent)
        return str(found[-1]) if found else ""

    def press(self, key: str) -> None:
        """A key that sends it; comes back once it is held."""
        with self.page.expect_request(self.is_asked_by):
            self.page.keyboard.press(key)
        while not self.held:  # a request is known of a moment before its route is
            self.page.wait_for_timeout(10)

    def let_through(self) -> None:
        self.is_holding = False
        for route in self.held:
            route.continue_()

    def cut_off(self) -> None:
        self.is_holding = False
        for route in self.held:
            route.abort()


def new_program(desk: Page, clinic: Clinic, name: str) -> None:
    desk.goto(f"{clinic.url}/admin/programs/program/add/")
    desk.get_by_label("Name").fill(name)
    desk.get_by_role("button", name="Save").first.click()
    desk.wait_for_url("**/grid/")


def rows_of(desk: Page, letter: str = "A"):
    return desk.locator(f"table[data-letter={letter}] tbody tr")


def expect_trouble(desk: Page, words: str) -> None:
    expect(desk.get_by_role("alert").filter(visible=True)).to_contain_text(words)


def write_row(desk: Page, place: int, name: str, dose: str, letter: str = "A") -> None:
    row = rows_of(desk, letter).nth(place)
    row.get_by_role("combobox").fill(name)
    row.locator(".dose").first.fill(dose)


def doses_of(desk: Page, place: int, letter: str = "A") -> list[str]:
    cells = rows_of(desk, letter).nth(place).locator(".dose")
    return [str(value) for value in cells.evaluate_all("cells => cells.map(cell => cell.value)")]


def expect_saved(desk: Page) -> None:
    expect(desk.locator(".messagelist")).to_contain_text("Saved as revision 2")


def paste(desk: Page, text: str) -> None:
    """A block from a spreadsheet, into the cell that has the cursor."""
    desk.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData('text', text);
          const options = { clipboardData: data, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
        }""",
        text,
    )


# -- saving waits ------------------------------------------------------------------------------


def test_save_waits_for_a_fill_that_is_under_way(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Fill then save")
    write_row(desk, 0, "Split squat", "3x8")
    slow = HeldBack(desk, "fill")
    slow.press("Alt+ArrowRight")
    desk.keyboard.press("Control+s")
    slow.let_through()
    expect_saved(desk)
    assert "-" not in doses_of(desk, 0)


def test_fills_typed_faster_than_the_clinic_answers_are_all_saved(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Fast fills")
    names = ("Split squat", "Step-up", "Dead bug", "Bird dog")
    for place, name in enumerate(names):
        write_row(desk, place, name, "3x8")
    slow = HeldBack(desk, "fill")
    rows_of(desk).nth(0).locator(".dose").first.focus()
    slow.press("Alt+ArrowRight")
    for _row in names[1:]:
        desk.keyboard.press("ArrowDown")
        desk.keyboard.press("Alt+ArrowRight")
    desk.keyboard.press("Control+s")
    slow.let_through()
    expect_saved(desk)
    for place in range(len(names)):
        assert "-" not in doses_of(desk, place), names[place]


def test_save_waits_for_the_check_that_keeps_the_draft(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Check then save")
    slow = HeldBack(desk, "check")
    with desk.expect_request(slow.is_asked_by):
        rows_of(desk).nth(0).get_by_role("combobox").fill("Split squat")
    rows_of(desk).nth(0).locator(".dose").first.fill("3x8")
    desk.keyboard.press("Control+s")
    slow.let_through()
    expect_saved(desk)
    assert slow.order.index("check answered") < slow.order.index("save")
    expect(desk.get_by_text("You left unsaved changes")).to_have_count(0)
    assert "3x8" in doses_of(desk, 0)[0]


def test_save_pressed_twice_saves_once_and_finds_no_conflict(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Save twice")
    write_row(desk, 0, "Split squat", "3x8")
    saved: list[Request] = []
    slow = HeldBack(desk, "save")
    desk.on("request", lambda request: saved.append(request) if slow.is_asked_by(request) else None)
    slow.press("Control+s")
    desk.keyboard.press("Control+s")
    slow.let_through()
    expect_saved(desk)
    assert len(saved) == 1


def test_a_link_waits_until_what_was_typed_is_kept(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Typed and left")
    address = desk.url
    desk.on("dialog", lambda dialog: dialog.accept())  # it is not saved, and leaving says so
    slow = HeldBack(desk, "check")
    with desk.expect_request(slow.is_asked_by):
        rows_of(desk).nth(0).locator(".dose").first.fill("3x8")
    desk.get_by_role("link", name="Overview").click(no_wait_after=True)
    slow.let_through()
    desk.wait_for_url(re.compile("/change/"))
    assert slow.order.index("check answered") < slow.order.index("change")
    desk.goto(address)
    desk.get_by_role("button", name="Continue with them").click()
    expect(rows_of(desk).nth(0).locator(".dose").first).to_have_value("3x8")


def test_a_button_pressed_while_an_answer_arrives_is_still_pressed(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Slow finger")
    write_row(desk, 0, "Split squat", "3x8")
    slow = HeldBack(desk, "fill")
    slow.press("Alt+ArrowRight")
    desk.locator(".tools").get_by_role("button", name="Save").hover()
    desk.mouse.down()
    with desk.expect_event("requestfinished", slow.is_asked_by):
        slow.let_through()
    desk.mouse.up()
    expect_saved(desk)
    assert "-" not in doses_of(desk, 0)


# -- typing goes on while the clinic answers ---------------------------------------------------


def test_what_is_typed_and_chosen_while_an_answer_is_under_way_stays(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Typed meanwhile")
    write_row(desk, 0, "Split squat", "3x8")
    write_row(desk, 1, "Step-up", "3x6")
    desk.wait_for_load_state("networkidle")  # the looks at what was typed are answered
    rows_of(desk).nth(0).locator(".dose").first.focus()
    slow = HeldBack(desk, "fill")
    slow.press("Alt+ArrowRight")
    rows_of(desk).nth(0).locator(".dose").nth(2).fill("5x5")
    desk.get_by_label("Step from week to week").select_option("set")
    rows_of(desk).nth(1).locator("[name=row]").check()
    slow.let_through()
    expect(rows_of(desk).nth(0).locator(".dose").nth(1)).not_to_have_value("-")
    expect(rows_of(desk).nth(0).locator(".dose").nth(2)).to_have_value("5x5")
    expect(desk.get_by_label("Step from week to week")).to_have_value("set")
    expect(rows_of(desk).nth(1).locator("[name=row]")).to_be_checked()


def test_what_is_typed_after_a_button_that_waits_its_turn_is_later_than_it(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Typed after")
    write_row(desk, 0, "Split squat", "3x8")
    write_row(desk, 1, "Step-up", "3x6")
    desk.wait_for_load_state("networkidle")  # the looks at what was typed are answered
    rows_of(desk).nth(0).locator(".dose").first.focus()
    slow = HeldBack(desk, "fill")
    slow.press("Alt+ArrowRight")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Alt+ArrowRight")  # waits for the first
    rows_of(desk).nth(1).locator(".dose").nth(2).fill("5x5")
    slow.let_through()
    expect(rows_of(desk).nth(1).locator(".dose").nth(1)).to_have_value(re.compile("3x6"))
    expect(rows_of(desk).nth(1).locator(".dose").nth(2)).to_have_value("5x5")


def test_the_list_of_names_stays_open_under_the_answer(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Picked meanwhile")
    write_row(desk, 0, "Split squat", "3x8")
    slow = HeldBack(desk, "fill")
    slow.press("Alt+ArrowRight")
    rows_of(desk).nth(1).get_by_role("combobox").click()
    desk.keyboard.type("step-up")
    expect(desk.locator("#names li").first).to_be_visible()
    slow.let_through()
    expect(rows_of(desk).nth(0).locator(".dose").nth(1)).not_to_have_value("-")
    expect(desk.locator("#names li").first).to_be_visible()
    first = str(desk.locator("#names li").first.text_content())
    desk.keyboard.press("Enter")
    expect(rows_of(desk).nth(1).get_by_role("combobox")).to_have_value(first)


def test_an_edit_does_not_wait_for_ever_for_a_name(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "No names today")
    desk.route("**/exercise-names/*", lambda route: None)  # a lookup that is never answered
    write_row(desk, 0, "Split squat", "3x8")
    fill = HeldBack(desk, "fill")
    fill.press("Alt+ArrowRight")
    fill.let_through()
    expect(rows_of(desk).nth(0).locator(".dose").nth(1)).to_have_value("3x8")
    expect(rows_of(desk).nth(0).get_by_role("combobox")).to_have_value("Split squat")


# -- what fails is said, and nothing is lost ---------------------------------------------------


def test_a_step_that_fails_refuses_the_save_behind_it_and_says_why(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Cut off")
    write_row(desk, 0, "Split squat", "3x8")
    slow = HeldBack(desk, "fill")
    slow.press("Alt+ArrowRight")
    desk.keyboard.press("Control+s")
    slow.cut_off()
    expect_trouble(desk, "No answer from the clinic")
    expect(desk.locator(".messagelist")).to_have_count(0)
    expect(rows_of(desk).nth(0).locator(".dose").first).to_have_value("3x8")
    rows_of(desk).nth(0).locator(".dose").first.focus()
    desk.keyboard.press("Alt+ArrowRight")
    desk.keyboard.press("Control+s")
    expect_saved(desk)
    assert "-" not in doses_of(desk, 0)


def test_a_save_without_an_answer_stays_on_the_page(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "No answer")
    write_row(desk, 0, "Split squat", "3x8")
    slow = HeldBack(desk, "save")
    slow.press("Control+s")
    slow.cut_off()
    expect_trouble(desk, "No answer from the clinic")
    expect(rows_of(desk).nth(0).locator(".dose").first).to_be_focused()
    desk.keyboard.type(" @7")
    desk.keyboard.press("Control+s")
    expect_saved(desk)
    assert "@7" in doses_of(desk, 0)[0]


def test_after_an_expired_sign_in_nothing_typed_is_lost(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Signed out")
    desk.context.clear_cookies(name="session")
    rows_of(desk).nth(0).get_by_role("combobox").fill("Split squat")
    rows_of(desk).nth(0).locator(".dose").first.fill("3x8")
    desk.get_by_label("Reason").fill("as discussed")
    expect_trouble(desk, "You are signed out")
    desk.keyboard.press("Control+s")
    expect_trouble(desk, "You are signed out")
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Sign in again").click()
    again = opened.value
    again.get_by_label("E-mail").fill("thea@stridewell.example")
    again.get_by_label("Password").fill(clinic.password)
    again.get_by_role("button", name="Sign in").click()
    again.wait_for_url(re.compile("/admin/"))
    again.close()
    expect(desk.get_by_label("Reason")).to_have_value("as discussed")
    with desk.expect_response(lambda answer: "/grid/" in answer.url and answer.ok):
        desk.evaluate("() => dispatchEvent(new Event('focus'))")  # back in this tab: what waits is sent by itself
    expect(desk.get_by_role("alert").filter(visible=True)).to_have_count(0)
    desk.keyboard.press("Control+s")
    expect_saved(desk)
    assert "3x8" in doses_of(desk, 0)[0]


def test_what_was_typed_after_the_sign_in_ended_outlives_a_reload(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Signed out and reloaded")
    grid = desk.url
    desk.context.clear_cookies(name="session")
    rows_of(desk).nth(0).get_by_role("combobox").fill("Split squat")
    rows_of(desk).nth(0).locator(".dose").first.fill("3x8")
    expect_trouble(desk, "kept on this computer")
    desk.once("dialog", lambda dialog: dialog.accept())
    sign_in_staff(desk, clinic, "thea")
    desk.goto(grid)
    expect(rows_of(desk).nth(0).get_by_role("combobox")).to_have_value("Split squat")
    expect(desk.get_by_text("What you typed here before is back")).to_be_visible()
    desk.keyboard.press("Control+s")
    expect_saved(desk)
    assert "3x8" in doses_of(desk, 0)[0]
    desk.goto(grid)
    expect(rows_of(desk).nth(0).get_by_role("combobox")).to_have_value("Split squat")
    expect(desk.get_by_text("What you typed here before is back")).to_be_hidden()


def test_leaving_asks_while_something_is_not_saved_and_only_then(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Asks")
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    address = desk.url
    first = rows_of(desk).nth(0).locator(".dose").first
    with desk.expect_response(lambda answer: "/grid/" in answer.url):
        first.fill("3x8")
    desk.goto(f"{clinic.url}/admin/")
    assert asked == ["beforeunload"]
    desk.goto(address)
    desk.get_by_role("button", name="Discard them").click()
    expect(desk.get_by_text("You left unsaved changes")).to_have_count(0)
    with desk.expect_response(lambda answer: "/grid/" in answer.url):
        first.fill("3x8")
    desk.keyboard.press("Control+z")
    expect(first).to_have_value("-")
    desk.goto(f"{clinic.url}/admin/")
    assert asked == ["beforeunload"], "asked, and nothing was changed"


def test_what_was_typed_is_its_authors_alone_on_a_machine_that_two_share(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Typed by Thea")
    grid = desk.url
    desk.context.clear_cookies(name="session")
    rows_of(desk).nth(0).get_by_role("combobox").fill("Split squat")
    expect_trouble(desk, "kept on this computer")
    desk.once("dialog", lambda dialog: dialog.accept())
    sign_in_staff(desk, clinic, "carla")
    desk.goto(grid)
    expect(rows_of(desk).nth(0)).to_be_visible()
    assert "Split squat" not in names_of(desk, "A")
    desk.context.clear_cookies(name="session")
    sign_in_staff(desk, clinic, "thea")
    desk.goto(grid)
    expect(rows_of(desk).nth(0).get_by_role("combobox")).to_have_value("Split squat")


# -- a block from a spreadsheet ----------------------------------------------------------------


def names_of(desk: Page, letter: str) -> list[str]:
    fields = rows_of(desk, letter).get_by_role("combobox")
    return [str(value) for value in fields.evaluate_all("fields => fields.map(field => field.value)")]


def test_rows_past_the_end_are_added_to_the_workout_itself(desk: Page, clinic: Clinic):
    """Three rows pasted at A's last row replaced B's first two exercises."""
    new_program(desk, clinic, "Paste past the end")
    others = names_of(desk, "B")
    write_row(desk, 0, "Split squat", "3x8")
    last = rows_of(desk).last
    count = rows_of(desk).count()
    last.get_by_role("combobox").focus()
    paste(desk, "Step-up\t\t\t\t3x6\nDead bug\t\t\t\t2x8\nBird dog\t\t\t\t2x10")
    expect(rows_of(desk)).to_have_count(count + 2)
    expect(rows_of(desk).last.get_by_role("combobox")).to_have_value("Bird dog")
    assert names_of(desk, "A")[count - 1 :] == ["Step-up", "Dead bug", "Bird dog"]
    assert doses_of(desk, count + 1)[0] == "2x10"
    assert names_of(desk, "B") == others
    desk.keyboard.press("Control+z")  # the whole block is one step
    expect(rows_of(desk)).to_have_count(count)
    desk.keyboard.press("Control+y")
    expect(rows_of(desk)).to_have_count(count + 2)
    desk.keyboard.press("Control+s")
    expect_saved(desk)


def test_what_has_no_week_is_told(desk: Page, clinic: Clinic):
    new_program(desk, clinic, "Paste too wide")
    weeks = rows_of(desk).first.locator(".dose").count()
    rows_of(desk).first.locator(".dose").last.focus()
    paste(desk, "3x6\t3x7\t3x8")
    expect(desk.get_by_text("Not taken: 2 columns past the last week.")).to_be_visible()
    assert rows_of(desk).first.locator(".dose").count() == weeks


def test_rows_that_a_full_workout_cannot_take_are_told_and_overwrite_nothing(desk: Page, clinic: Clinic):
    """A workout holds forty: the forty-first line went over the fortieth."""
    new_program(desk, clinic, "Paste too long")
    rows_of(desk).first.locator(".dose").first.focus()
    paste(desk, "\n".join(f"1x{number}" for number in range(1, 43)))
    expect(desk.get_by_text("Not taken: 2 rows")).to_be_visible()
    expect(rows_of(desk)).to_have_count(40)
    assert [doses_of(desk, place)[0] for place in (0, 38, 39)] == ["1x1", "1x39", "1x40"]
