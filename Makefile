# Sijill on a fresh machine: `make demo` shows what it does, `make test` tests it. Both first build .venv.
# Needed: make, Python 3.11 or newer, and python3-venv (or uv). Nothing but packages is downloaded.

PYTHON ?= python3
UV_WANTED := uv>=0.7
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEMO := .demo/register.sqlite

export UV_PYTHON_DOWNLOADS := never
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif
unexport VIRTUAL_ENV
unexport PYTHONPATH

.PHONY: help install demo test check faults bench bench-store bench-bulk bench-register bench-values train docs screenshots clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

install: $(INSTALLED) ## build .venv from uv.lock; .venv/bin/sijill is the command

# The lock file names every package with its hash. The stamp makes a second call cost nothing.
$(INSTALLED): pyproject.toml uv.lock
	@if uv --version >/dev/null 2>&1; then \
	  echo "Building $(VENV) with the uv of this machine"; \
	  uv sync --frozen --all-extras; \
	else \
	  echo "Building $(VENV) with $(PYTHON)"; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Sijill needs Python 3.11 or newer as $(PYTHON), and found: $$($(PYTHON) --version 2>&1)." >&2; \
	    echo "Debian: apt-get install python3 python3-venv. Another name: make PYTHON=python3.12" >&2; exit 1; }; \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "$(PYTHON) cannot make a virtual environment here." >&2; \
	    echo "Debian and Ubuntu: apt-get install python3-venv (as root), then the same make again." >&2; exit 1; }; \
	  { [ -x $(BIN)/pip ] || $(PYTHON) -m venv $(VENV); } && \
	  { [ -x $(BIN)/uv ] || $(BIN)/pip install --quiet --disable-pip-version-check '$(UV_WANTED)'; } && \
	  $(BIN)/uv sync --frozen --inexact --all-extras; \
	fi
	@touch $@

demo: $(INSTALLED) ## read examples/ into a fresh register and show what it says
	@rm -rf .demo && mkdir .demo
	@printf '\n$$ sijill read examples\n'
	@$(BIN)/sijill read examples --register $(DEMO)
	@printf '\n$$ sijill figures\n'
	@$(BIN)/sijill figures --register $(DEMO)
	@printf '\n$$ sijill conflicts\n'
	@$(BIN)/sijill conflicts --register $(DEMO)
	@echo; printf '%s\n' 'These figures were read in Arabic, English, French and Italian. Some slots, places and sources above all,' \
	  'may be missing or wrong. How much is right on texts kept apart from all fitting:' \
	  '  $(BIN)/sijill evaluate --gold tests/gold --unseen' '' \
	  'Next, to see where a number stands and why it was read so (the ID is in the first column):' \
	  '  export SIJILL_REGISTER=$(DEMO)' \
	  '  $(BIN)/sijill show ID --explain' \
	  '  $(BIN)/sijill figures --measure interceptions --format csv' \
	  '  $(BIN)/sijill search "البحرية الليبية"' \
	  '  $(BIN)/sijill values "about 16,000 migrants last year" --language en --published 2025-06-13' '' \
	  'The same as pages in Arabic, English, French and Italian, on this machine alone: start' \
	  '  $(BIN)/sijill serve --register $(DEMO)' \
	  'and open http://127.0.0.1:8484/ in a browser.'

test: $(INSTALLED) ## run the tests
	@$(BIN)/pytest

faults: $(INSTALLED) ## kill the writer 200 times on each store, and the other faults
	SIJILL_FAULTS=200 $(BIN)/pytest tests/register/test_crash.py tests/register/test_faults.py tests/register/test_opening.py

check: $(INSTALLED) ## lint, types, import order, docs in step with the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

bench: $(INSTALLED) ## quality and speed of the reader, and of bulk reading
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/quality.py
	$(BIN)/python benchmarks/bulk.py --pages 200 --documents 2000

bench-bulk: $(INSTALLED) ## pages a second beside trafilatura, workers, memory, a month of a crawl
	$(BIN)/python benchmarks/bulk.py

bench-register: $(INSTALLED) ## claims and conflicts against groups of the gold; how long views of a large register take
	$(BIN)/python benchmarks/same_facts.py
	$(BIN)/python benchmarks/register.py

bench-store: $(INSTALLED) ## how fast a register is written, and how look-ups grow
	$(BIN)/python benchmarks/store.py

bench-values: $(INSTALLED) ## numbers and times: rates on cases, speed beside other libraries
	$(BIN)/python benchmarks/values.py

train: $(INSTALLED) ## fit the weights of the reader's choices to the gold in tests/gold
	$(BIN)/python benchmarks/train.py --gold tests/gold

docs: $(INSTALLED) ## write the reference pages from the code lists and the command line
	$(BIN)/python docs/generate.py

screenshots: $(INSTALLED) ## make the pictures in docs/screenshots anew, with Chromium
	$(BIN)/python docs/screenshots.py

clean: ## remove what make made
	rm -rf $(VENV) .bench-venv .demo dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +
