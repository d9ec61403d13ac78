# 聽新聞. `make demo` narrates a page; `make test` runs every test; `make check` is the style gate.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SEED := seeds/worldjournal-2026-01-09.txt

.PHONY: demo test drills mutants check format voices clean

demo: $(VENV)/demo voices
	@echo "Narrating $(SEED) (about a minute without the Edge service) ..."
	@mp3=$$($(BIN)/ting read $(SEED)) && \
	printf '\nYour episode: %s\nListen: open it in any player, or run  %s play latest\n' "$$mp3" "$(BIN)/ting"

test: $(VENV)/dev voices
	@tests/install-judges
	$(BIN)/python -m pytest --cov --cov-report=

# Fifty kills and fifty mixtures of faults: some ten minutes, for changes to the way of an article.
drills: $(VENV)/dev
	DRILLS=50 $(BIN)/python -m pytest tests/test_crash.py tests/test_synthesizer_faults.py
	DRILLS=20 $(BIN)/python -m pytest -m "drill or not drill" tests/test_daily_crash.py

# What no test notices when one operator or number of a deciding module is changed: some minutes.
mutants: $(VENV)/dev
	$(BIN)/python bench/mutants.py

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

voices: | $(VENV)/demo
	@$(BIN)/ting voices install

$(VENV)/python:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/demo: $(VENV)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[offline]"
	@touch $@

$(VENV)/dev: $(VENV)/demo
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@

clean:
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
