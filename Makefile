# `make run` sets up everything and does the main job; `make test` sets up everything and passes the tests.
# Needs Python 3.11 or newer with its venv module, and make; everything else comes from here.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := out
# continuous integration has two cores: a third worker has them while the others wait for a child, a server or a timer
JOBS ?= 3
SECONDS ?= 60
EVENTS ?= 200000
DAMAGED ?= 10000
KILLS ?= 500
SIZE ?= 1280x800
SCALE ?= 1
SCHEME ?= light
PATIENCE ?= 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run demo test gate check messages bench fuzz hostile monkey storm tour clean libraries

help:
	@echo 'make run     set up everything; open the window, or without a display write pictures and tables into $(OUT)/'
	@echo 'make test    set up everything; run the tests'
	@echo 'make gate    format, lint, types, layers'
	@echo 'make check   the gate, and the tests with coverage'
	@echo 'make messages  the texts of the interface, for translators, into $(OUT)/visavis.pot'
	@echo 'make bench   the benchmarks, and how each act grows from 10,000 claims to 1,000,000'
	@echo 'make fuzz    damaged files for each reader of documents, SECONDS=$(SECONDS) long each'
	@echo 'make hostile documents made to take a machine down: how long each took, and whether the window answered meanwhile'
	@echo 'make monkey  random events on the window, EVENTS=$(EVENTS) of them'
	@echo 'make storm   $(DAMAGED) damaged projects, $(KILLS) killed processes, actions killed at each call that writes, a team on a server, and the networks of 200 random projects'
	@echo 'make tour    a study by real keys in a real window, SIZE=$(SIZE) SCALE=$(SCALE) SCHEME=$(SCHEME) PATIENCE=$(PATIENCE), pictures into $(OUT)/tour'
	@echo 'make clean   delete what was made, but for $(VENV)/'
	@echo 'Another Python: make run PYTHON=python3.13'

# macOS has no DISPLAY and always a screen
run: libraries
	@case "$${QT_QPA_PLATFORM:-}" in offscreen*|minimal*) screen= ;; *) screen="$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ;; esac; \
	if [ "$$(uname)" = Darwin ]; then screen=yes; fi; \
	if [ -n "$$screen" ]; then exec $(BIN)/visavis; else exec $(MAKE) --no-print-directory demo; fi

demo: libraries
	@rm -rf $(OUT)/demo.visavis $(OUT)/demo.visavis-journal $(OUT)/pictures
	@mkdir -p $(OUT)
	@echo 'The main job, into $(OUT)/:'
	@$(BIN)/visavis new $(OUT)/demo.visavis
	@$(BIN)/visavis snapshot $(OUT)/demo.visavis -o $(OUT)/pictures
	@$(BIN)/visavis claims $(OUT)/demo.visavis --force -o $(OUT)/claims.csv
	@for cells in counts net stance quotes; do \
		$(BIN)/visavis matrix $(OUT)/demo.visavis --cells $$cells --force -o $(OUT)/matrix-$$cells.csv || exit 1; \
	done
	@$(BIN)/visavis check $(OUT)/demo.visavis

# thousands of small projects are written through to the disk: where it is in memory, with room, that costs nothing
IN_MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4000000 { print "TMPDIR=/dev/shm" }')

test: $(VENV)/dev libraries
	$(IN_MEMORY) QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -n $(JOBS)

gate: $(VENV)/dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

check: gate libraries
	$(IN_MEMORY) QT_QPA_PLATFORM=offscreen $(BIN)/pytest -q -n $(JOBS) --cov --cov-report=term-missing:skip-covered

# the addopts of pyproject.toml skip the benchmarks
bench: $(VENV)/dev libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -o addopts='--strict-markers --strict-config' --benchmark-only tests/benchmarks
	$(BIN)/python -m tests.benchmarks.growth

# what translators begin with; a catalogue that was made of it lies in resources/languages/xx/LC_MESSAGES/visavis.mo
messages: $(VENV)/dev
	@mkdir -p $(OUT)
	$(BIN)/pybabel -q extract -k N_ -k NN_:1,2 --no-location --sort-output --project Visavis -o $(OUT)/visavis.pot desktop

# what is found lies in out/fuzzing, and is read again with “python -m tests.fuzzing --again FILE”
fuzz: $(VENV)/dev libraries
	$(BIN)/python -m tests.fuzzing --seconds $(SECONDS) --out $(OUT)/fuzzing

# each within the limits of a user, one after another: that takes half an hour
hostile: $(VENV)/dev libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.hostile

# each window has the next seed; what does not hold is told with the last events
monkey: $(VENV)/dev libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.monkey --events $(EVENTS)

# what is wrong is told with its number, and lies in out/storm
storm: $(VENV)/dev
	$(BIN)/python -m tests.storm damage --count $(DAMAGED) --out $(OUT)/storm
	$(BIN)/python -m tests.storm kills --count $(KILLS) --out $(OUT)/storm
	$(BIN)/python -m tests.storm calls
	$(BIN)/python -m tests.sharing.hub_storm
	$(BIN)/python -m tests.comparing.random_networks 200

# needs Xvfb, a window manager and xdotool; without them it says so, with the exit status 77
tour: $(VENV)/dev libraries
	$(BIN)/python -m tests.tour --size $(SIZE) --scale $(SCALE) --scheme $(SCHEME) --patience $(PATIENCE) --shots $(OUT)/tour

clean:
	rm -rf $(OUT) build dist .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
		.hypothesis .benchmarks
	find desktop tests -name __pycache__ -type d -prune -exec rm -rf {} +

# what Qt needs of the system: nothing is installed where nothing is missing
libraries: $(VENV)/run
	@missing=$$($(BIN)/python -m desktop.cli.display) || exit 1; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then sudo=; elif sudo -n true 2>/dev/null; then sudo='sudo -n'; else sudo=none; fi; \
	if [ "$$sudo" = none ] || ! command -v apt-get >/dev/null; then \
		echo "Libraries of the system are missing: install them with “sudo apt-get install" \
			"$$missing”, or what your system calls these packages." >&2; exit 1; \
	fi; \
	echo "installing $$missing"; \
	{ $$sudo apt-get update -qq && \
		$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; } \
		>$(VENV)/apt.log 2>&1 </dev/null || { \
		tail -n 3 $(VENV)/apt.log >&2; \
		echo "The packages $$missing could not be installed: install them by hand; $(VENV)/apt.log has the reason." >&2; \
		exit 1; }

$(VENV)/run: pyproject.toml | $(BIN)/python
	@echo 'setting up $(VENV)/'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev: pyproject.toml | $(BIN)/python
	@echo 'setting up $(VENV)/ with the tools for development'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/run $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Visavis needs Python 3.11 or newer: name one with “make PYTHON=python3.13”.' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'Python cannot make an environment: install its venv module (“sudo apt-get install python3-venv”).' >&2; \
		exit 1; }
