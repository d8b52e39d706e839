# Everything a newcomer needs: `make run` starts the demo clinic, `make test` runs the suite.
PYTHON ?= python3
BIN := .venv/bin
export DEMO_CLINIC := yes
# The suite starts some hundred processes: each would compile the same modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run rehearsal release test test-all walks lives random-lives test-rules test-postgres faults load lint bench bench-scale bench-reminders bench-imports bench-uploads mail-weeks lock figures pictures clean

run: .venv/run.done
	@$(BIN)/python manage.py run

# What to know after a change, in six minutes: everything but the browsers and the walks over all there is. The tables
# come from the models: the migrations are run by the clinics that the browsers visit, and by test-postgres.
test: .venv/dev.done
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --nomigrations -m "not browser and not walk and not long"

# The whole suite. Three workers drive a browser each, and do the rest as they come free: a fourth would be faster by a
# minute, and has two cores so busy that browsers wait for each other.
test-all: .venv/dev.done
	@$(BIN)/python -m pytest -n 3 --dist loadgroup --nomigrations

# Whole training lives, printed: a session in a line, with what the athlete reads and what the therapist is called for.
lives: .venv/dev.done
	@$(BIN)/python -m pytest tests/lives/test_lives.py -q -s --nomigrations -p no:logging

# Each law of what holds by itself, over 20,000 random lives: minutes, not seconds.
random-lives: .venv/dev.done
	@HYPOTHESIS_PROFILE=lives $(BIN)/python -m pytest tests/programs/rules/test_random_lives.py

# The walks of the suite all their way, before a release: every demo athlete through three weeks and six weeks of acts, the pages
# of whole lives, every bad value in every field, a thousand documents at once. A quarter of an hour.
walks: export WALKS = whole
walks: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
walks: .venv/dev.done
	@env -u DATABASE_URL $(BIN)/python -m pytest -n 2 --dist loadgroup --nomigrations -m "long or not long" \
		tests/lives tests/clinic/operations/demo tests/access/test_hostile_walk.py \
		tests/browser/test_in_another_language.py
	@$(BIN)/python -m pytest tests/athletes/test_replay.py

# The pure rules alone, in a second or two: no Django, no database. HYPOTHESIS_PROFILE=thorough tries ten times as much.
test-rules: .venv/dev.done
	@$(BIN)/python -m pytest tests/programs/rules

# The same suite on PostgreSQL and Redis. What the engine cannot change has run already: what never opens the database,
# the browsers, files that are read, words of another language, and the guards that are switched off one at a time.
test-postgres: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
test-postgres: export REDIS_URL ?= redis://127.0.0.1:6379/9
test-postgres: .venv/dev.done
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -m "opens_database and not browser and not long" \
		--ignore tests/access/test_mutants.py --ignore tests/access/test_permission_sites.py \
		--ignore tests/access/test_in_another_language.py --ignore tests/programs/library/test_importing.py

# The mail loop under kill -9, cut links and a lying relay, at random: MINUTES= or ROUNDS= long, SEED= again.
faults: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
faults: export REDIS_URL ?= redis://127.0.0.1:6379/9
faults: .venv/dev.done
	@$(BIN)/python -m pytest tests/faults -m long
	@$(BIN)/python -m tests.faults

# The shipped server under load, cut off, killed and full, over a PostgreSQL and a Redis of its own: FORM=short takes two
# minutes, the long form twenty; RATE= requests a second, ATHLETES= of them.
load: .venv/dev.done
	@$(BIN)/python -m tests.load

# The real clinic from its image, compose file and Caddyfile, lived in by a browser: log of steps with seconds. As root;
# HOW=--bounded runs the steps of the image by hand instead of building it.
rehearsal: .venv/dev.done
	@$(BIN)/python -m tests.rehearsal $(HOW)

# What is unreleased in CHANGELOG gets a name, is committed and tagged (docs/upgrade.md): VERSION=v1.4.0. Pushes nothing.
release: .venv/dev.done
	@$(BIN)/python -m tests.house.release $(VERSION)

lint: .venv/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy clinic athletes programs
	$(BIN)/lint-imports
	$(BIN)/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html' 'templates/*.txt')
	$(BIN)/djlint templates --lint --quiet
	@if [ -x $(BIN)/biome ]; then $(BIN)/biome ci static --error-on-warnings; \
		else echo "biome: no package for this machine; the scripts and styles are checked where there is one"; fi
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

bench: .venv/dev.done
	$(BIN)/python -m tests.bench

# Every page over a million sessions, sets, pain reports and mails and ten million looks (ROWS=), with the slowest
# statement of each; red where PostgreSQL would read a big table from end to end. Minutes, and some gigabytes.
bench-scale: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
bench-scale: .venv/dev.done
	@$(BIN)/python -m pytest tests/scale/test_million.py -m long -q -s -n 0 --nomigrations

# The mail loop at N athletes (20,000): idle tick, plan, send, memory. Needs PostgreSQL.
bench-reminders: .venv/dev.done
	@$(BIN)/python -m tests.bench_reminders

# Sixteen weeks of the demo clinic's mail, a line each, beside what Today said at that moment: to be read.
mail-weeks: .venv/dev.done
	@$(BIN)/python -m tests.mail_weeks

# Tables of N rows (10,000) read, checked and imported: CPU, queries and memory.
bench-imports: .venv/dev.done
	@$(BIN)/python -m tests.bench_imports

# Files of attackers, and long honest ones: CPU and memory of the process that reads each.
bench-uploads: .venv/dev.done
	@$(BIN)/python -m tests.bench_uploads

# Every figure with its key poses on contact sheets, as PNG pages in var/figures, to be looked at.
figures: .venv/dev.done
	@$(BIN)/python -m tests.figure_sheets $(MOTIONS)

# Every picture of README and docs, from the demo clinic.
pictures: .venv/dev.done
	$(BIN)/python -m tests.pictures

# The locks: hashes for every package, on every platform.
lock: .venv/dev.done
	$(BIN)/uv pip compile -q -U --universal --generate-hashes --python-version 3.11 --no-header \
		--no-emit-index-url requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q -U --universal --generate-hashes --python-version 3.11 --no-header \
		--no-emit-index-url -c requirements.txt requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf .venv var

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Stridewell needs Python 3.11 or newer; this is Python %d.%d. Try: make PYTHON=python3.11 $(MAKECMDGOALS)" % sys.version_info[:2])'
	@$(PYTHON) -m venv .venv

.venv/run.done: requirements.txt | .venv/bin/python
	@echo "Installing (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev.done: requirements-dev.txt | .venv/bin/python
	@echo "Installing the development tools (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ .venv/run.done
