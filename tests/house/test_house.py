"""The house's own rules (docs/architecture.md): what is wrong is named with its place."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict

import pytest

from .reading import COMPREHENSIONS, PACKAGES, ROOT, Module, complexity, modules, templates

MOST_MODULES, MOST_WAYS, WIDEST = 15, 12, 140

#: How a text is marked for translators.
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


@pytest.fixture(scope="module")
def house() -> list[Module]:
    return modules()


def test_no_function_has_more_ways_through_it_than_a_reader_can_hold(house):
    """Ways that hide in comprehensions and conditional expressions count like those that are written out."""
    winding = []
    for module in house:
        for function in module.functions():
            ways = complexity(function)
            if ways > MOST_WAYS:
                winding.append(f"{module.where(function)} {function.name}: {ways}")
    assert winding == []


def test_no_comprehension_stands_in_another_or_has_more_than_two_clauses(house):
    folded = []
    for module in house:
        for node in module.nodes(*COMPREHENSIONS):
            is_nested = any(isinstance(inner, COMPREHENSIONS) for inner in below(node))
            if is_nested or len(node.generators) > 2:
                folded.append(module.where(node))
    assert folded == []


def test_no_conditional_expression_stands_in_another(house):
    folded = []
    for module in house:
        for node in module.nodes(ast.IfExp):
            inner = [one for one in below(node) if isinstance(one, ast.IfExp)]
            folded.extend(module.where(one) for one in inner)
    assert folded == []


def test_no_expression_stands_as_a_statement_for_its_effect(house):
    without_use = (ast.BoolOp, ast.IfExp, ast.Compare, *COMPREHENSIONS)
    folded = []
    for module in house:
        statements = [node for node in module.nodes(ast.Expr) if isinstance(node.value, without_use)]
        folded.extend(module.where(node) for node in statements)
    assert folded == []


def below(node: ast.AST) -> list[ast.AST]:
    return [inner for inner in ast.walk(node) if inner is not node]


def test_who_saves_columns_of_a_session_or_a_signal_saves_when_it_changed(house):
    """Other programs ask by ``changed_at`` for what is new to them; a column that is saved without it is never told."""
    untold = []
    for module in house:
        for node in module.nodes(ast.Call):
            if is_save_of(node, {"session", "flag"}) and "changed_at" not in ast.unparse(node):
                untold.append(module.where(node))
    assert untold == []


def is_save_of(call: ast.AST, names: set[str]) -> bool:
    """Whether it is ``session.save(update_fields=...)`` of one of these names."""
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "save"):
        return False
    saved = call.func.value
    is_partial = any(keyword.arg == "update_fields" for keyword in call.keywords)
    return is_partial and isinstance(saved, ast.Name) and saved.id in names


def test_no_folder_holds_more_modules_than_one_screen_lists(house):
    folders = Counter[str]()
    for module in house:
        if module.path.name != "__init__.py":
            folders[module.path.parent.relative_to(ROOT).as_posix()] += 1
    assert {folder: count for folder, count in folders.items() if count > MOST_MODULES} == {}


def test_no_two_classes_share_a_name(house):
    homes = defaultdict(list)
    for module in house:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                homes[node.name].append(module.name)
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_every_package_says_what_is_in_it(house):
    silent = []
    for module in house:
        is_shelf = "management" in module.path.parts or module.path.parent.name == "templatetags"
        if module.path.name == "__init__.py" and not is_shelf and not ast.get_docstring(module.tree):
            silent.append(module.name)
    assert silent == []


def test_no_package_is_a_second_address_for_what_stands_elsewhere(house):
    """Models are the exception that Django asks for; a package of admin pages registers what it imports."""
    barrels = []
    for module in house:
        is_asked_for = module.path.parent.name in ("models", "admin") or module.name == "clinic/__init__.py"
        if module.path.name == "__init__.py" and not is_asked_for and list(module.nodes(ast.ImportFrom)):
            barrels.append(module.name)
    assert barrels == []


def test_words_are_marked_where_the_tools_of_translators_look(house):
    """``makemessages`` knows gettext by its own names and as ``_``, and reads nothing within an f-string."""
    unseen = []
    for module in house:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                unseen += [f"{module.path}: {each.asname}" for each in node.names if each.asname not in (None, "_")]
            if isinstance(node, ast.JoinedStr):
                calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
                unseen += [f"{module.path}:{node.lineno}" for each in calls if ast.unparse(each.func) in MARKS]
    assert unseen == []


def test_no_template_line_is_wider_than_an_editor():
    wide = []
    for path in templates():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if len(line) > WIDEST:
                wide.append(f"{path.relative_to(ROOT)}:{number}: {len(line)}")
    assert wide == []


@pytest.mark.parametrize("package", PACKAGES)
def test_tests_mirror_the_rooms(package):
    """A folder of tests has the name of the room it asks."""
    strangers = []
    for folder in sorted((ROOT / "tests" / package).rglob("*")):
        is_folder = folder.is_dir() and folder.name != "__pycache__"
        if is_folder and not (ROOT / folder.relative_to(ROOT / "tests")).is_dir():
            strangers.append(folder.relative_to(ROOT).as_posix())
    assert strangers == []


#: Where an instant becomes a day: the converter, the athlete's own, that of the place of a run, and Django's localdate
#: (the clinic's) in the package that knows no athlete.
DAYS_ARE_MADE = {
    "athletes/localtime.py", "athletes/models/athletes.py", "athletes/records/run_files/activity.py",
    "programs/admin/exercises.py",
}  # fmt: skip
DAY_MAKERS = {"date", "localdate", "today", "TruncDate", "TruncDay"}


def test_an_instant_becomes_a_day_in_one_place():
    """“at.date()” of a UTC time said tomorrow from seven in the evening on (and from four on the west coast)."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "migrations" not in name and name not in DAYS_ARE_MADE:
                found += [f"{name}:{line}" for line in days_made_in(ast.parse(path.read_text()))]
    assert found == []


def days_made_in(tree: ast.AST) -> list[int]:
    """Lines with ``at.date()``, ``localdate()``, ``date.today()``, ``TruncDate(...)`` or a ``__date`` lookup, and those
    that write an instant as it is stored, which is UTC: ``f"{sent_at:%H:%M}"``, ``date_format(sent_at)``.
    """
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec and is_instant(node.value):
            lines.append(node.lineno)
        if isinstance(node, ast.keyword) and "date" in (node.arg or "").split("__")[1:]:
            lines.append(node.value.lineno)
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        is_of_an_athlete = called == "today" and node.args  # Athlete.today(at)
        is_constructor = called == "date" and (node.args or isinstance(node.func, ast.Name))
        if called in {"date_format", "time_format"} and is_instant(node.args[0]):
            lines.append(node.lineno)
        if isinstance(node.func, ast.Attribute) and called == "strftime" and is_instant(node.func.value):
            lines.append(node.lineno)
        if called in DAY_MAKERS and not is_of_an_athlete and not is_constructor:
            lines.append(node.lineno)
    return lines


def is_instant(node: ast.expr) -> bool:
    """Whether it is named as an instant that comes from the database: ``at``, or ``sent_at``."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name == "at" or name.endswith("_at")


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("at.date()", True),
        ('f"{self.sent_at:%Y-%m-%d}"', True),
        ('f"{clinic_time(self.sent_at):%Y-%m-%d}"', False),
        ('date_format(sent_at, "D")', True),
        ('date_format(sent_on, "D")', False),
        ('sent_at.strftime("%d")', True),
        ("timezone.now().date()", True),
        ("timezone.localdate()", True),
        ("date.today()", True),
        ("rows.filter(sent_at__date=day)", True),
        ("rows.filter(sent_at__date__gte=day)", True),
        ("athlete.today(at)", False),
        ("date(2026, 11, 1)", False),
        ("rows.filter(due__date_of=1)", False),
    ],
)
def test_the_check_of_days_sees_each_way_to_make_one(source, is_one):
    assert bool(days_made_in(ast.parse(source))) is is_one
