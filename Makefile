# `make` or `make help` says what there is. Without make (Windows): the commands of .venv/stamp below, then
# `python -m helpers reproduce`.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet

# $(call step,what,command): says what is done, and how long it took.
step = @echo "$(1) ..."; begun=$$(date +%s); $(2) && echo "$(1): $$(($$(date +%s) - begun)) s"

# $(call install,lock,options): one line every twenty packages; a failure of pip is one of make, whatever it is piped to.
install = @echo "$(1): $$(grep -c "^[a-zA-Z].*==" $(1)) packages at most ..."; \
	{ PYTHONUNBUFFERED=1 $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes $(2) -r $(1) || echo FAILED; } \
	| awk -v all=$$(grep -c "^[a-zA-Z].*==" $(1)) '/^Collecting/ { if (++n % 20 == 0) { print "  " n " of " all; fflush() } } \
	/^Installing/ { print "  all are here; unpacking them ..."; fflush() } \
	/^FAILED/ { failed = 1 } END { exit failed }'

help:
	@echo "make reproduce   execute the notebooks that are out of date: notebooks/, figures/, build/html, build/tables"
	@echo "make site        the same, then where the pages are: build/html/index.html; what is up to date is not executed again"
	@echo "make test        lint, layers, types, tests, every notebook executed afresh and compared with what is committed; then what the extras change"
	@echo "make lab         open JupyterLab on its start page; options for it: make lab ARGS='--no-browser --port=8890'"
	@echo "make ocr         what recognises scanned PDFs and pictures, for python -m helpers add (some 350 MB)"
	@echo "make tables      what writes tables of many reports as Parquet, and DuckDB to ask them, for python -m helpers tables (some 250 MB)"
	@echo "make cluster     what hands the parts of such tables to other machines (Dask), for python -m helpers tables --scheduler (some 20 MB)"
	@echo "make bench-ocr   how much of two reports comes back from scans of them (long)"
	@echo "make bench       quantities beside two libraries (make bench-claims is this alone), then speed; no part of test"
	@echo "make bench-tables all tables of 500 and 2,000 generated reports beside jieba and TF-IDF, in docs/benchmarks.md (long)"
	@echo "make bench-large the tables of 1,000, 5,000 and 20,000 generated reports by processes and by Dask, and what a million take, in docs/scale.md (hours)"
	@echo "make bench-texts scores on the invented reports of tests/texts"
	@echo "make bench-latex set the tables of a paper with xelatex, pass its Word files through LibreOffice (where they are installed)"
	@echo "make site-check  every page in Chromium, with axe-core from npm; screenshots and prints in build/site to be looked at"
	@echo "make rules       what every row of corpus/rules decides, in build/rules.tsv; fails on one that decides nothing"
	@echo "make mutants     SEED=1: small faults put into the code, one at a time; do the tests notice? (long)"
	@echo "make coverage    which lines the tests run"
	@echo "make audit       known weaknesses of the locked versions, from the advisory database of PyPI, where it can be reached"
	@echo "make clean       remove build/ (with the results of other corpora in it) and .venv/"
	@echo "Each sets up .venv/ first if it is missing or older than a lock. Another Python: make PYTHON=python3.12 ..."

reproduce: .venv/stamp
	@$(BIN)/python -m helpers reproduce

site: reproduce
	@echo "Open build/html/index.html in a browser: notebooks, figures, reports, tables"

EXTRAS := PYTHONPATH="$(CURDIR)/build/.tables:$(CURDIR)/build/.cluster"
# With the extras on the path, and not in .venv, pandas keeps strings in Arrow's memory: what may notice runs again with them.
WITH_EXTRAS := tests/commands tests/corpus tests/extraction tests/output --ignore tests/commands/test_run.py

test: .venv/stamp build/.tables/stamp build/.cluster/stamp
	$(call step,lint,$(BIN)/ruff check . && $(BIN)/ruff format --check .)
	$(call step,layers,$(BIN)/lint-imports --no-logo)
	$(call step,types,$(BIN)/mypy)
	$(call step,tests and notebooks,$(BIN)/python -m pytest -n logical --dist loadgroup --durations=5)
	$(call step,tests with the extras,$(EXTRAS) $(BIN)/python -m pytest -q -n logical --dist loadgroup $(WITH_EXTRAS))

lab: .venv/stamp
	$(BIN)/python -m jupyterlab --config=lab/config.py $(ARGS)

bench-claims: build/.bench/stamp
	@PYTHONPATH=build/.bench $(BIN)/python bench/claims.py

ocr: .venv/ocr

tables: .venv/tables

cluster: .venv/cluster

bench-ocr: .venv/ocr
	@$(BIN)/python bench/ocr.py

bench-tables: build/.tables/stamp
	@PYTHONPATH=build/.tables $(BIN)/python bench/tables.py $(ARGS)

bench-large: build/.tables/stamp build/.cluster/stamp
	@PYTHONPATH=.:build/.tables:build/.cluster $(BIN)/python bench/large.py $(ARGS)

site-check: reproduce
	@$(BIN)/python -m tests.site --pictures build/site

bench-texts: .venv/stamp
	@$(BIN)/python -m tests.scored

bench-latex: .venv/stamp
	@$(BIN)/python bench/latex.py

rules: .venv/stamp
	@mkdir -p build
	@$(BIN)/python -m tests.ruled > build/rules.tsv && echo "Every row: build/rules.tsv"

coverage: .venv/stamp
	@$(BIN)/coverage run -m pytest -q --ignore=tests/test_notebooks.py --ignore=tests/test_site.py --ignore=tests/commands/test_run.py
	@$(BIN)/coverage report

# Ends with 1 if something is known, with 2 if the database cannot be reached from here.
audit: build/.audit/stamp
	@for lock in build requirements bench ocr tables cluster; do \
		rm -f build/audit.txt; PYTHONPATH=build/.audit $(BIN)/python -m pip_audit --strict --disable-pip --require-hashes \
			--progress-spinner off -r $$lock.lock -o build/audit.txt > build/audit.log 2>&1; found=$$?; \
		if [ -s build/audit.txt ]; then cat build/audit.txt; fi; \
		if [ $$found -eq 0 ]; then echo "$$lock.lock: nothing is known of these versions"; \
		elif [ -s build/audit.txt ]; then exit 1; \
		else tail -n 1 build/audit.log | cut -c1-200; echo "$$lock.lock: not checked, the advisory database did not answer"; exit 2; fi; \
	done

build/.audit/stamp: .venv/stamp audit.lock
	@echo "Setting up build/.audit ..."
	@rm -rf build/.audit
	@$(PIP) --require-hashes --no-deps --only-binary=:all: --target build/.audit -r audit.lock
	@touch $@

mutants: .venv/stamp build/.tables/stamp build/.cluster/stamp
	@$(EXTRAS) $(BIN)/python bench/mutants.py $(SEED)

bench: bench-claims bench-texts reproduce
	@$(BIN)/python bench/speed.py

clean:
	rm -rf build .venv

# The three pip lines: what builds, every package of the lock (jieba from source: it has no wheel), this package.
.venv/stamp: build.lock requirements.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v < (3, 15) or sys.exit("fazhi-reports needs Python 3.11 to 3.14, $(PYTHON) is %d.%d: try make PYTHON=python3.12" % v)'
	@echo "Setting up .venv (a minute or two): 1 of 4, an environment of its own ..."
	@$(PYTHON) -m venv --clear .venv
	@echo "2 of 4, what builds packages ..."
	$(call install,build.lock,)
	@echo "3 of 4, every package ..."
	$(call install,requirements.lock,--no-build-isolation --only-binary=:all: --no-binary=jieba)
	@echo "4 of 4, this package ..."
	@$(PIP) --no-deps --no-build-isolation --no-index -e .
	@touch $@

# Only `add` of a scan needs it: its text is kept beside the file, and everything else reads that.
.venv/ocr: .venv/stamp ocr.lock
	@echo "Adding what recognises scans to .venv ..."
	@$(PIP) --require-hashes --only-binary=:all: -r ocr.lock
	@touch $@

# Nothing that the notebooks read or write changes by it, but that pandas then keeps strings in Arrow's memory.
.venv/tables: .venv/stamp tables.lock
	@echo "Adding what writes Parquet to .venv ..."
	@$(PIP) --require-hashes --only-binary=:all: -r tables.lock
	@touch $@

# Nothing but `tables --scheduler` looks for it.
.venv/cluster: .venv/stamp cluster.lock
	@echo "Adding what hands out parts of tables to .venv ..."
	@$(PIP) --require-hashes --only-binary=:all: -r cluster.lock
	@touch $@

# What the benches compare with: a folder on the path and not in .venv, so that nothing else can come to need it.
build/.bench/stamp: .venv/stamp bench.lock
	@echo "Setting up build/.bench ..."
	@rm -rf build/.bench
	@$(PIP) --require-hashes --no-deps --only-binary=:all: --target build/.bench -r bench.lock
	@touch $@

# So that .venv stays as it was: what reads strings in Arrow's memory is no part of the other benches.
build/.tables/stamp: .venv/stamp tables.lock
	@echo "Setting up build/.tables ..."
	@rm -rf build/.tables
	@$(PIP) --require-hashes --no-deps --only-binary=:all: --target build/.tables -r tables.lock
	@touch $@

build/.cluster/stamp: .venv/stamp cluster.lock
	@echo "Setting up build/.cluster ..."
	@rm -rf build/.cluster
	@$(PIP) --require-hashes --no-deps --only-binary=:all: --target build/.cluster -r cluster.lock
	@touch $@

.PHONY: help reproduce site test lab ocr tables cluster bench-ocr bench-claims bench-tables bench-large bench-texts bench-latex site-check rules mutants coverage audit bench clean
