"""make figures: every figure on contact sheets, as PNG pages under var/figures, to be looked at.

For each exercise the still picture, every key pose, its name, how it is done and its common fault. Names of motions
or exercises choose: ``python -m tests.figure_sheets hinge squat``.
"""

from __future__ import annotations

import csv
import html
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from programs.figures.checks import fault_findings, findings
from programs.figures.drawing import Drawing
from programs.figures.motions import LIBRARY, BodyMotion, motions

FOLDER = Path("var/figures")
A_PAGE = 12
BROWSER = "/usr/bin/chromium-headless-shell"
STYLE = """
body { margin: 8px; font: 12px/1.3 system-ui; display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; }
section { border: 1px solid #ccc; padding: 4px; break-inside: avoid; }
.row { display: flex; align-items: end; }
.row svg { width: 112px; height: auto; }
.row svg:first-child { width: 190px; }
h2 { font-size: 13px; margin: 2px 0; }
p { margin: 0; }
.fault { color: #850; }
.wrong { color: #c00; font-weight: 700; }
"""


def card(motion: BodyMotion, row: dict[str, str]) -> str:
    drawing = Drawing(motion)
    poses = range(min(len(motion.poses), 4))
    pictures = drawing.still() + "".join(drawing.pose(index) for index in poses)
    fault = Drawing(motion.fault.motion).fault() if motion.fault else ""
    how = html.escape(f"{row['setup_cue']} {row['execution_cue']}")
    wrong = "".join(
        f'<p class="wrong">{html.escape(finding)}</p>' for finding in findings(drawing) + fault_findings(motion)
    )
    return (
        f'<section><div class="row">{pictures}{fault}</div><h2>{html.escape(row["name"])} · {row["pattern"]}</h2>'
        f'<p>{how}</p><p class="fault">Fault: {html.escape(row["common_fault"])}</p>{wrong}</section>'
    )


def main(chosen: list[str]) -> None:
    with LIBRARY.open(newline="") as file:
        rows = {row["slug"]: row for row in csv.DictReader(file)}
    shown = [each for each in motions().values() if not chosen or {each.name, each.slug} & set(chosen)]
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1700, "height": 1000})
        for number, first in enumerate(range(0, len(shown), A_PAGE), start=1):
            cards = "".join(card(each, rows[each.slug]) for each in shown[first : first + A_PAGE])
            page.set_content(f"<style>{STYLE}</style>{cards}")
            page.screenshot(path=FOLDER / f"{number:02}.png", full_page=True)
        browser.close()
    sys.stdout.write(f"{len(shown)} figures in {FOLDER}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
