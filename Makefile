# Sijill on a fresh machine: `make demo` shows what it does, `make test` tests it. Both first build .venv.
# Needed: make, Python 3.11 or newer, and python3-venv (or uv). Nothing but packages is downloaded.

PYTHON ?= python3
UV_WANTED := uv>=0.7
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
DEMO := .demo/register.sqlite

export UV_PYTHON_DOWNLOADS := never
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif
unexport VIRTUAL_ENV
unexport PYTHONPATH

.PHONY: help install install-dev formats demo test check faults bench bench-store bench-bulk bench-register bench-pages bench-values train docs screenshots notebook site wheel sbom release-check clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

install: $(INSTALLED) ## build .venv with what Sijill needs; .venv/bin/sijill is the command

install-dev: $(INSTALLED_DEV) ## … and with what tests, documentation and benchmarks need, and every extra

# The lock file names every package with its hash. The stamps make a second call cost nothing. What is there already
# stays: an install for users beside one for developers takes nothing away.
$(INSTALLED): pyproject.toml uv.lock
	$(call sync,--no-dev --group build --extra postgresql)
	@touch $@

$(INSTALLED_DEV): pyproject.toml uv.lock
	$(call sync,--all-extras)
	@touch $(INSTALLED) $@

formats: $(INSTALLED_DEV) ## … and followthemoney, for its tests; Debian: libicu-dev g++ pkg-config python3-dev
	$(call sync,--all-extras --group formats)

define sync
	@if uv --version >/dev/null 2>&1; then \
	  echo "Building $(VENV) with the uv of this machine"; \
	  uv sync --frozen --inexact $(1); \
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
	  $(BIN)/uv sync --frozen --inexact $(1); \
	fi
endef

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

test: $(INSTALLED_DEV) ## run the tests
	@$(BIN)/pytest

faults: $(INSTALLED_DEV) ## kill the writer 200 times on each store, and the other faults
	SIJILL_FAULTS=200 $(BIN)/pytest tests/register/test_crash.py tests/register/test_faults.py tests/register/test_opening.py

check: $(INSTALLED_DEV) ## lint, types, import order, docs in step with the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

bench: $(INSTALLED_DEV) ## quality and speed of the reader, and of bulk reading
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/quality.py
	$(BIN)/python benchmarks/bulk.py --pages 200 --documents 2000

bench-bulk: $(INSTALLED_DEV) ## pages a second beside trafilatura, workers, memory, a month of a crawl
	$(BIN)/python benchmarks/bulk.py

bench-register: $(INSTALLED_DEV) ## claims and conflicts against groups of the gold; how long views of a large register take
	$(BIN)/python benchmarks/same_facts.py
	$(BIN)/python benchmarks/register.py

bench-pages: $(INSTALLED_DEV) ## pages of a million figures at 20 requests a second, with texts read meanwhile
	@mkdir -p .bench
	$(BIN)/python benchmarks/register.py --figures 1000000 --runs 1 --keep .bench
	$(BIN)/python benchmarks/pages.py .bench/1000000.sqlite --seconds 600

bench-store: $(INSTALLED_DEV) ## how fast a register is written, and how look-ups grow
	$(BIN)/python benchmarks/store.py

bench-values: $(INSTALLED_DEV) ## numbers and times: rates on cases, speed beside other libraries
	$(BIN)/python benchmarks/values.py

train: $(INSTALLED_DEV) ## fit the weights of the reader's choices to the gold in tests/gold
	$(BIN)/python benchmarks/train.py --gold tests/gold

docs: $(INSTALLED_DEV) ## write the reference pages from code lists, command line, routes, schema and notebook
	$(BIN)/python docs/generate.py

notebook: $(INSTALLED_DEV) ## run docs/notebook.ipynb, keep what it prints, and make its page
	$(BIN)/python docs/run_notebook.py
	$(BIN)/python docs/generate.py

site: $(INSTALLED_DEV) ## build the documentation into site/, without a network and without a warning
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "look at it: $(BIN)/python -m http.server --directory site --bind 127.0.0.1 8000"

wheel: $(INSTALLED) ## build the wheel and the source archive in dist/, and try the wheel in a bare root, offline
	@rm -rf dist
	$(BIN)/hatchling build -d dist
	$(PYTHON) deploy/try_wheel.py dist/sijill-*.whl

sbom: $(INSTALLED) ## write what an installed Sijill consists of to dist/sijill.cdx.json (CycloneDX 1.5)
	@mkdir -p dist
	@uv=uv; uv --version >/dev/null 2>&1 || uv=$(BIN)/uv; \
	  $$uv export --quiet --frozen --no-dev --extra postgresql --format cyclonedx1.5 --output-file dist/sijill.cdx.json >/dev/null
	@echo "wrote dist/sijill.cdx.json"

release-check: $(INSTALLED_DEV) ## a register of every earlier schema is upgraded, the wheel is whole and its licences known
	$(BIN)/pytest tests/register/test_earlier.py tests/register/test_opening.py tests/register/test_moving.py tests/test_release.py tests/test_platforms.py
	$(MAKE) wheel sbom

screenshots: $(INSTALLED_DEV) ## make the pictures in docs/screenshots anew, with Chromium
	$(BIN)/python docs/screenshots.py

clean: ## remove what make made
	rm -rf $(VENV) .bench-venv .demo dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +
