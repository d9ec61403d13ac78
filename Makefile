# 聽新聞. `make demo` narrates a page; `make test` runs every test; `make check` is the style gate.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LATEST := .venv-latest
SEED := seeds/worldjournal-2026-01-09.txt

define install
	@awk '/^# for /{on = /$(1)/} on' requirements.txt > $(VENV)/$(1).txt
	$(BIN)/python -m pip install --quiet --no-build-isolation --require-hashes --requirement $(VENV)/$(1).txt
endef

.PHONY: demo test test-pythons test-latest test-processors clients drill fuzz mutants check format lock licences voices clean

demo: $(VENV)/demo voices
	@echo "Narrating $(SEED) (about a minute without the Edge service) ..."
	@mp3=$$($(BIN)/ting read $(SEED)) && \
	printf '\nYour episode: %s\nListen: open it in any player, or run  %s play latest\n' "$$mp3" "$(BIN)/ting"

test: $(VENV)/dev voices
	@tests/install-judges
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report=

# All that a machine can do to a run, then fifty kills and mixtures of faults: for changes to the way of an article.
drill: $(VENV)/dev
	$(BIN)/python -m tests.drill
	$(BIN)/python bench/siege.py
	DRILLS=50 $(BIN)/python -m pytest tests/narration/test_crash.py tests/synthesizer/test_faults.py \
	  tests/episode_files/test_wrap.py tests/preview/test_view.py tests/inbox/test_process.py tests/cli/test_up.py
	DRILLS=20 $(BIN)/python -m pytest -m "drill or not drill" tests/daily/test_crash.py

# The quick part on every Python of this machine, and everything with the newest versions there are.
test-pythons:
	$(PYTHON) -m tools.pythons

test-latest:
	$(PYTHON) -m venv --clear $(LATEST)
	$(LATEST)/bin/python -m pip install --quiet --upgrade pip
	$(LATEST)/bin/python -m pip install --quiet --editable ".[offline]" --group dev --group build
	@touch $(LATEST)/python && touch $(LATEST)/demo && touch $(LATEST)/dev
	$(MAKE) test VENV=$(LATEST)

# Kokoro's graph as on other processors: what is chosen must be exact on each.
test-processors: $(VENV)/dev
	tests/other-processors $(BIN)/python

# A small show in the programs of others: podcatchers, parsers, players, browsers, servers.
clients: $(VENV)/dev
	@PYTHON=$(BIN)/python tests/install-clients
	$(BIN)/python -m tests.clients

# All that reads what strangers wrote, for ten minutes, with inputs that its coverage guides.
fuzz: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --group fuzz
	$(BIN)/python -m tests.fuzz --minutes 10

# What no test notices when one operator or number of a deciding module is changed: some minutes.
mutants: $(VENV)/dev
	$(BIN)/python bench/mutants.py

check: $(VENV)/dev
	@$(BIN)/python -m tools.lock --check
	$(BIN)/python -m pip check
	$(BIN)/python -m tools.licences --quiet
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# requirements.txt anew: the newest versions that pyproject.toml lets in, with their hashes.
lock: $(VENV)/dev
	$(BIN)/python -m tools.lock

licences: $(VENV)/dev
	@$(BIN)/python -m tools.licences

voices: | $(VENV)/demo
	@$(BIN)/ting voices install

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "$(PYTHON) is older than 3.11: choose another by PYTHON=python3.12.")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

# What is installed comes from the lock alone, part after part, each file held to its hash.
$(VENV)/demo: $(VENV)/python pyproject.toml requirements.txt
	$(call install,building)
	$(call install,running)
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/dev: $(VENV)/demo
	$(call install,testing)
	@touch $@

clean:
	rm -rf $(VENV) .venv-* dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
