"""A blind test of the figures: which exercise is it, where is the load, which leg works, from the picture alone?

``python -m tests.figure_quiz --seed 1 --folder var/figure_quiz`` draws figures at random onto numbered PNG sheets
without a name: the pose in which each starts, the one in which it ends, and its still picture. Beside them it writes
``names.txt`` (every exercise of the library, to choose from), ``answers.csv`` (to fill in) and, apart, ``key.csv``.
``--score answers.csv`` counts what was filled in against the key of the same seed.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

from programs.figures.drawing import Drawing
from programs.figures.motions import LIBRARY, BodyMotion, motions

A_PAGE = 12
BROWSER = "/usr/bin/chromium-headless-shell"
STYLE = """
body { margin: 8px; font: 700 22px/1.2 system-ui; display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; }
section { border: 1px solid #bbb; padding: 4px; }
svg { width: 178px; height: auto; }
"""
#: Things whose weight or pull an exercise works against.
LOADS = frozenset({"dumbbell", "barbell", "trap_bar", "kettlebell", "weight", "backpack", "band", "cord", "cable"})
COLUMNS = ["number", "exercise", "load", "leg"]


def chosen(seed: int, count: int) -> list[BodyMotion]:
    slugs = random.Random(seed).sample(sorted(motions()), count)
    return [motions()[slug] for slug in slugs]


def nameless(svg: str, slug: str) -> str:
    """The picture without its words and tempo, and without the name that its classes carry."""
    return re.sub(r'<title>.*?</title>| data-parts="[^"]*"', "", svg).replace(slug, "figure")


def card(number: int, motion: BodyMotion) -> str:
    drawing = Drawing(motion)
    pictures = (drawing.pose(motion.ghost), drawing.pose(motion.show), drawing.still())
    return f"<section>{number}<br>{''.join(nameless(picture, motion.slug) for picture in pictures)}</section>"


def load_of(motion: BodyMotion) -> str:
    """What is carried or pulled, and the points of the body where it is."""
    found = []
    for prop in motion.props:
        if prop["kind"] in LOADS:
            places = [f"hand_{prop['hand']}"] if "hand" in prop else [*prop.get("at", ()), *prop.get("between", ())]
            found.append(f"{prop['kind']}: {' '.join(place for place in places if isinstance(place, str))}")
    return "; ".join(found) or "none"


def key(asked: list[BodyMotion], rows: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """The right answers. Exercises that differ in dose alone are drawn alike, and each of them is right."""
    looks = {slug: nameless(Drawing(motion).still(), slug) for slug, motion in motions().items()}
    answers = []
    for number, motion in enumerate(asked, start=1):
        alike = [rows[slug]["name"] for slug, look in looks.items() if look == looks[motion.slug]]
        one_or_both = "one" if rows[motion.slug]["laterality"] == "unilateral" else "both"
        answers.append(
            {"number": str(number), "exercise": " | ".join(alike), "load": load_of(motion), "leg": one_or_both}
        )
    return answers


def write(seed: int, count: int, folder: Path, rows: Mapping[str, Mapping[str, str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    asked = chosen(seed, count)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1720, "height": 400})
        for first in range(0, count, A_PAGE):
            part = enumerate(asked[first : first + A_PAGE], start=first + 1)
            page.set_content(f"<style>{STYLE}</style>{''.join(card(number, motion) for number, motion in part)}")
            page.screenshot(path=folder / f"sheet-{first // A_PAGE + 1}.png", full_page=True)
        browser.close()
    (folder / "names.txt").write_text("".join(f"{name}\n" for name in sorted(row["name"] for row in rows.values())))
    for name, answers in (
        ("answers.csv", [{"number": str(at + 1)} for at in range(count)]),
        ("key.csv", key(asked, rows)),
    ):
        with (folder / name).open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(answers)
    sys.stdout.write(f"{count} figures in {folder}\n")


def score(answered: Path, right: list[dict[str, str]]) -> None:
    """How many exercises were named, and each that was not."""
    with answered.open(newline="") as file:
        given = {row["number"]: row["exercise"].strip() for row in csv.DictReader(file)}
    wrong = [row for row in right if given.get(row["number"], "") not in row["exercise"].split(" | ")]
    for row in wrong:
        sys.stdout.write(f"{row['number']}: {given.get(row['number'], '')!r}, and it is {row['exercise']}\n")
    sys.stdout.write(f"{len(right) - len(wrong)} of {len(right)} right\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=60)
    options.add_argument("--folder", type=Path, default=Path("var/figure_quiz"))
    options.add_argument("--score", type=Path)
    asked = options.parse_args()
    with LIBRARY.open(newline="") as file:
        rows = {row["slug"]: row for row in csv.DictReader(file)}
    if asked.score:
        score(asked.score, key(chosen(asked.seed, asked.count), rows))
    else:
        write(asked.seed, asked.count, asked.folder, rows)


if __name__ == "__main__":
    main()
