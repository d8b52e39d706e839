"""The athlete's page: charts, tests and totals are read in place, and fetched only when they are opened."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .conftest import DESK, Clinic, page_of, sign_in_staff


def test_charts_and_totals_are_read_in_place(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "thea")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{clinic.url}/admin/athletes/athlete/?q=Priya")
    page.locator("#result_list").get_by_role("link", name="Priya Raman").click()
    charts = page.locator("details.part").first
    expect(charts.get_by_role("heading", name="Charts")).to_be_visible()
    assert not [address for address in asked if "/chart/" in address]
    charts.locator("summary").first.click()
    expect(charts.get_by_role("heading", name="Session load")).to_be_visible()
    expect(charts.locator("svg.chart").first).to_be_visible()
    charts.get_by_label("Show").select_option("26")
    charts.get_by_role("button", name="Show").click()
    expect(charts.get_by_label("Show")).to_have_value("26")
    assert "/chart/" not in page.url  # still on the athlete’s page
    totals = page.locator("details.part").nth(1)
    totals.locator("summary").first.click()
    expect(totals.get_by_text("VISA-A").first).to_be_visible()
