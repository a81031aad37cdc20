# What people and machines run here. Each target installs what it needs into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml build_tools/hatch_hook.py $(wildcard lms/web/locale/*/LC_MESSAGES/messages.po)

.PHONY: run demo test check bench shots safety messages clean
.DEFAULT_GOAL := run

$(VENV)/.run: $(SOURCES)
	$(PYTHON) -c 'import sys; sys.exit("Cần Python 3.11 trở lên (Python 3.11 or newer is needed)" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: $(SOURCES)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,dev]'
	touch $(VENV)/.run $@

run: $(VENV)/.run  ## serve the site with demo people on 127.0.0.1:8000 (PORT=… for another port)
	$(BIN)/lms setup
	$(BIN)/lms demo --if-empty
	exec $(BIN)/lms serve --no-prepare

demo: $(VENV)/.run  ## make the demo people
	$(BIN)/lms setup
	$(BIN)/lms demo

test: $(VENV)/.dev  ## everything: SQLite, PostgreSQL, Chromium
	$(BIN)/python -m tests.run

check: $(VENV)/.dev  ## lint, format, types, architecture, templates, content, known vulnerabilities
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lms content check courses quizzes
	$(BIN)/python -m build_tools.audit

bench: $(VENV)/.dev  ## floors and our pages in one run; writes benchmarks/results
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[granian]'
	$(BIN)/python -m benchmarks.run

shots: $(VENV)/.dev  ## a picture of every page for each role at both sizes, in shots/
	$(BIN)/python -m tests.pages.shots

safety: $(VENV)/.dev  ## the full figures of the safety tests
	LMS_SAFETY_FULL=1 $(BIN)/python -m pytest tests/safety tests/pages

messages: $(VENV)/.dev  ## collect strings and compile the English catalogue
	$(BIN)/pybabel --quiet extract -F babel.cfg -o lms/web/locale/messages.pot --no-location --sort-output --omit-header .
	$(BIN)/pybabel --quiet update -i lms/web/locale/messages.pot -d lms/web/locale -l en --init-missing --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel --quiet compile -d lms/web/locale

clean:
	rm -rf $(VENV) dist build shots
