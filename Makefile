# The two commands are `make build` and `make test`; `make help` lists the others.
# Python 3.11 or newer with pip is all that is needed. Paths are relative, so that the project may
# stand in a directory with blanks in its name.

PYTHON ?= python3
# Options of `make benchmark`, such as BENCHMARK="--sizes 1000000 --runs 5"; --help lists them.
BENCHMARK ?=
# Options of `make kit`, such as KIT="--no-ods" or KIT="--audience restricted".
KIT ?=
# Options of `make site`, such as SITE="--audience restricted".
SITE ?=
# Options of `make publish`, such as PUBLISH="--audience restricted".
PUBLISH ?=
# The database of `make postgres`, such as POSTGRES=postgresql://host/name; without one, as PGHOST and the like say.
POSTGRES ?=
VENV := .venv
SPARK_VENV := .venv-spark
DBT_V2_VENV := .venv-dbt-v2
CLIENTS_VENV := .venv-clients
METRICS_VENV := .venv-metrics
SUPERSET_VENV := .venv-superset
RUN := $(VENV)/bin/python
UV := sh scripts/uv.sh
SQLFLUFF := DBT_TARGET_PATH=.build/lint/target DBT_LOG_PATH=.build/lint/logs SLACHTOFFERMONITOR_DATABASE=:memory: \
    $(RUN) -m sqlfluff lint --processes 2

# Only $(VENV) is ever touched: what would choose another interpreter or place is not passed on. What
# chooses an index, a proxy, a certificate or a cache is.
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_PYTHON PIP_REQUIRE_VIRTUALENV PIP_DRY_RUN
unexport UV_SYSTEM_PYTHON UV_BREAK_SYSTEM_PACKAGES UV_PYTHON UV_PROJECT_ENVIRONMENT UV_PROJECT UV_WORKING_DIRECTORY
unexport PYTHONHOME PYTHONPATH PYTHONUSERBASE PYTHONSTARTUP VIRTUAL_ENV CONDA_PREFIX
export PIP_USER := 0

# An environment that was copied or moved runs the code of the checkout that it came from.
ifneq ($(shell cat $(VENV)/.place 2>/dev/null),$(CURDIR))
$(shell rm -f $(VENV)/.tools $(VENV)/.installer $(VENV)/.ready-* $(SPARK_VENV)/.ready $(DBT_V2_VENV)/.ready $(CLIENTS_VENV)/.ready $(METRICS_VENV)/.ready $(SUPERSET_VENV)/.ready)
endif

# A folder with the packages (`make wheelhouse`) serves a machine that reaches no registry.
WHEELHOUSE ?= $(wildcard wheelhouse)
ifneq ($(WHEELHOUSE),)
export PIP_NO_INDEX := 1
export PIP_FIND_LINKS := $(WHEELHOUSE)
export UV_OFFLINE := 1
export UV_NO_INDEX := 1
export UV_FIND_LINKS := $(WHEELHOUSE)
endif

# No program of the environment reports about its use.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export UV_CUSTOM_COMPILE_COMMAND := make lock

# Of a list of requirements and of all that they need, a package that is not in the lock, or has
# another hash, is refused.
INSTALL := $(UV) pip install --quiet --exact --require-hashes --constraints requirements.lock
INSTALL_PROJECT := $(UV) pip install --quiet --no-deps --no-build-isolation --editable . --python $(RUN)

.DEFAULT_GOAL := help
.PHONY: help build check test mutation faults second-opinion style lint site publish postgres kit test-clients metrics superset summary spark spark-environment dbt-v2 site-scripts benchmark benchmark-site lock wheelhouse clean distclean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

build: $(VENV)/.ready-to-build ## Set up the environment and build the warehouse with all its tests
	@$(RUN) -P -m slachtoffermonitor build

test: $(VENV)/.ready-to-test lint ## Check everything: style, types, project, a build from nothing, all tests
	@echo "== tests, with builds from nothing"
	@$(RUN) -m pytest

mutation: $(VENV)/.ready-to-test ## Change one thing in one rule at a time and show the test that sees it
	@$(RUN) -m tests.mutation --document

faults: $(VENV)/.ready-to-test ## Let faults happen to builds and publications (kills, a full disk), and look at what they leave
	@$(RUN) -m tests.faults

second-opinion: $(VENV)/.ready-to-test ## Count 500 random registers by both implementations of the rules
	@$(RUN) -m tests.second_opinion --document

check: style ## Check what a commit needs, in two minutes: style, types, the SQL that has changed, quick tests
	@changed() { git diff --name-only --diff-filter=d HEAD -- "$$@"; git ls-files --others --exclude-standard -- "$$@"; }; \
	    models=$$(changed 'models/*.sql' 'tests/*.sql'); expectations=$$(changed 'expectations/*.sql'); \
	    if [ -n "$$models$$expectations" ]; then echo "== sqlfluff, on what has changed"; fi; \
	    if [ -n "$$models" ]; then $(SQLFLUFF) $$models || exit 1; fi; \
	    if [ -n "$$expectations" ]; then $(RUN) -m sqlfluff lint --templater jinja $$expectations; fi
	@echo "== quick tests"
	@$(RUN) -m pytest -m "not slow and not clients" -q

style: $(VENV)/.ready-to-test
	@echo "== ruff"
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@echo "== mypy"
	@$(RUN) -m mypy

lint: style ## Check style, types and the dbt project only
	@echo "== sqlfluff"
	@$(SQLFLUFF) models tests
	@$(RUN) -m sqlfluff lint --processes 2 --templater jinja expectations semantic/models
	@$(RUN) -m sqlfluff lint --templater placeholder src/slachtoffermonitor/feedback src/slachtoffermonitor/site
	@echo "== dbt parse"
	@DBT_TARGET_PATH=.build/lint/target DBT_LOG_PATH=.build/lint/logs $(VENV)/bin/dbt --quiet \
	    parse --warn-error --show-all-deprecations --no-partial-parse
	@DBT_TARGET_PATH=../.build/lint/semantic DBT_LOG_PATH=../.build/lint/logs $(VENV)/bin/dbt --quiet \
	    parse --warn-error --show-all-deprecations --no-partial-parse --project-dir semantic --profiles-dir semantic
	@echo "== dbt-bouncer"
	@$(VENV)/bin/dbt-bouncer run --output-only-failures > .build/lint/bouncer.txt 2>&1 || { cat .build/lint/bouncer.txt; exit 1; }

site: $(VENV)/.ready-for-site ## Make the static site in site/, from the warehouse as it is or from a new one
	@test -f "$${SLACHTOFFERMONITOR_DATABASE:-slachtoffermonitor.duckdb}" || $(RUN) -P -m slachtoffermonitor build
	@$(RUN) -P -m slachtoffermonitor site $(SITE)

kit: $(VENV)/.ready-for-site ## Make the release kit in kit/: tables, workbooks (with LibreOffice), metadata, quality report
	@test -f "$${SLACHTOFFERMONITOR_DATABASE:-slachtoffermonitor.duckdb}" || $(RUN) -P -m slachtoffermonitor build
	@$(RUN) -P -m slachtoffermonitor kit $(KIT)

test-clients: $(VENV)/.ready-to-test $(CLIENTS_VENV)/.ready $(METRICS_VENV)/.ready $(SUPERSET_VENV)/.ready ## Test what others read with (PostgreSQL, R, DuckDB's shell, LibreOffice, MetricFlow, Superset); one that is missing is a failure
	@$(RUN) -m pytest -m clients
	@echo "$$(date -u +%Y-%m-%d), commit $$(git rev-parse --short HEAD 2>/dev/null || echo unknown): all clients read what is published."

benchmark-site: $(VENV)/.ready-to-test ## Measure the site: time to make it, size, home page from disk
	@$(RUN) -m lab.benchmarks.site

publish: $(VENV)/.ready-to-build ## Publish the warehouse as it is; PUBLISH="--list" and others: docs/publication.md
	@$(RUN) -P -m slachtoffermonitor publish $(PUBLISH)

postgres: $(VENV)/.ready-for-site ## Fill a PostgreSQL database from the current publication; POSTGRES=postgresql://host/name
	@$(RUN) -P -m slachtoffermonitor publish --postgres '$(POSTGRES)'

metrics: $(METRICS_VENV)/.ready ## Set up the semantic layer, and list what can be asked: docs/semantic-layer.md
	@sh scripts/mf.sh list metrics --show-all-dimensions

superset: $(SUPERSET_VENV)/.ready ## Set up Apache Superset, to try the dashboard: docs/clients.md

summary: $(VENV)/.ready-to-build ## Show the summary of the warehouse as it is
	@$(RUN) -P -m slachtoffermonitor summary

spark: $(SPARK_VENV)/.ready $(VENV)/.ready-to-build ## Build the warehouse on DuckDB and on Spark, and compare them cell by cell
	@$(RUN) -m lab.spark build

spark-environment: $(SPARK_VENV)/.ready ## Set up the environment of Spark only

dbt-v2: $(DBT_V2_VENV)/.ready $(VENV)/.ready-to-build ## Build the warehouse with dbt-core and with dbt 2, and compare them cell by cell
	@$(RUN) -m lab.dbt_v2

benchmark: $(VENV)/.ready-to-test ## Measure the build, and the warehouse beside other ways to the same cells
	@$(RUN) -m lab.benchmarks.build
	@$(RUN) -m lab.benchmarks.compare $(BENCHMARK)

site-scripts: ## Bundle the JavaScript libraries of the site anew, as site-scripts/package-lock.json says (with npm)
	@npm --version >/dev/null 2>&1 || { echo "npm must be on the path: the library is bundled with packages of its registry."; exit 1; }
	@mkdir -p .build/site-scripts
	@cp site-scripts/package.json site-scripts/package-lock.json site-scripts/*.js site-scripts/bundle.mjs .build/site-scripts
	@npm ci --prefix .build/site-scripts --ignore-scripts --no-audit --no-fund --silent
	@cd .build/site-scripts && node bundle.mjs ../../src/slachtoffermonitor/site/assets ../../site-scripts/scripts.sha256

lock: $(VENV)/.tools ## Resolve the lock anew after a change of pyproject.toml
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	    --only-binary dbt pyproject.toml --group build --group site --group kit --group postgres --group dev --group clients --group metrics --group spark --group dbt-v2 \
	    --output-file requirements.lock
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	    clients/superset/requirements.in --output-file clients/superset/requirements.lock
	@cd dbt-v2 && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent
	@cd site-scripts && npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund --silent

wheelhouse: $(VENV)/.ready-to-build ## Fetch the packages into wheelhouse/, for `make build` on a machine without a registry
	@$(UV) pip freeze --exclude-editable --python $(RUN) | sed 's/==.*//' > .build/installed.txt
	@awk 'NR == FNR { wanted[$$1]; next } /^[^ #]/ { split($$1, part, "=="); is_wanted = part[1] in wanted } is_wanted' \
	    .build/installed.txt requirements.lock > .build/wheelhouse.txt
	@$(PYTHON) -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
	    --requirement .build/wheelhouse.txt --dest wheelhouse
	@echo "$$(ls wheelhouse | wc -l) packages in wheelhouse; copy the folder into the checkout on the other machine, of the same kind and Python, and run make build there."

clean: ## Remove what was built; the warehouse and the environment stay
	rm -rf .build target logs semantic/target semantic/logs .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -not -path './$(SPARK_VENV)/*' -not -path './$(DBT_V2_VENV)/*' -not -path './$(CLIENTS_VENV)/*' -not -path './$(METRICS_VENV)/*' -not -path './$(SUPERSET_VENV)/*' -type d -prune -exec rm -rf {} +

distclean: clean ## Remove the environment and the warehouse too
	rm -rf $(VENV) $(SPARK_VENV) $(DBT_V2_VENV) $(CLIENTS_VENV) $(METRICS_VENV) $(SUPERSET_VENV) slachtoffermonitor.duckdb slachtoffermonitor.duckdb.wal slachtoffermonitor.duckdb.history.jsonl

# The environment. pip installs only the installer (uv), by hash; uv installs the rest, by hash. All
# of it stands in one lock; as long as its lines about uv are the same, the environment stays.
$(VENV)/.tools: requirements.lock
	@test -w . || { echo "This checkout cannot be written; work in a copy of your own, and name another place for the warehouse with SLACHTOFFERMONITOR_DATABASE."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; name it: make build PYTHON=python3.12"; exit 1; }
	@mkdir -p .build
	@awk '/^[^ #]/ { is_uv = /^uv==/ } is_uv' requirements.lock > .build/installer.txt
	@cmp -s .build/installer.txt $(VENV)/.installer || { \
	    echo "== environment in $(VENV)" && \
	    $(PYTHON) -m venv --clear --without-pip $(VENV) && \
	    $(PYTHON) -m pip --python $(RUN) install -qq --disable-pip-version-check --no-input \
	        --require-hashes --requirement .build/installer.txt; }
	@test -x $(VENV)/bin/uv || { echo "pip said nothing and installed nothing in $(VENV); look at its settings (pip config list)."; exit 1; }
	@cp .build/installer.txt $(VENV)/.installer
	@printf '%s\n' "$(CURDIR)" > $(VENV)/.place
	@touch $@

# What `make test` needs holds all that `make site`, `make kit` and `make postgres` need, and that what `make build` needs: one
# environment serves them.
$(VENV)/.ready-to-build: $(VENV)/.tools pyproject.toml
	@if [ -e $(VENV)/.ready-to-test ]; then $(MAKE) $(VENV)/.ready-to-test; \
	elif [ -e $(VENV)/.ready-for-site ]; then $(MAKE) $(VENV)/.ready-for-site; else \
	    $(INSTALL) --python $(RUN) --requirements pyproject.toml --group build && $(INSTALL_PROJECT); fi
	@touch $@

$(VENV)/.ready-for-site: $(VENV)/.tools pyproject.toml
	@if [ -e $(VENV)/.ready-to-test ]; then $(MAKE) $(VENV)/.ready-to-test; else \
	    echo "== packages for the site, the release kit and PostgreSQL" && \
	    $(INSTALL) --python $(RUN) --requirements pyproject.toml --group build --group site --group kit --group postgres && $(INSTALL_PROJECT); fi
	@touch $@ $(VENV)/.ready-to-build

$(VENV)/.ready-to-test: $(VENV)/.tools pyproject.toml
	@echo "== packages for the tests"
	@$(INSTALL) --python $(RUN) --requirements pyproject.toml --group build --group dev
	@$(INSTALL_PROJECT)
	@touch $@ $(VENV)/.ready-to-build

# Spark comes as source and takes some minutes. It asks for a Java runtime, which is not a package.
$(SPARK_VENV)/.ready: $(VENV)/.tools pyproject.toml
	@java -version 2>&1 | grep -Eq 'version "(17|21)[."]' || \
	    { echo "Spark needs a Java runtime on the path, version 17 or 21; there is: $$(java -version 2>&1 | head -n 1)"; exit 1; }
	@echo "== environment in $(SPARK_VENV)"
	@$(PYTHON) -m venv --without-pip $(SPARK_VENV)
	@$(INSTALL) --build-constraints requirements.lock --python $(SPARK_VENV)/bin/python --group spark
	@touch $@

# dbt 2 has no driver of its own: it finds DuckDB's library, which a package for Node.js holds.
$(DBT_V2_VENV)/.ready: $(VENV)/.tools pyproject.toml dbt-v2/package.json dbt-v2/package-lock.json
	@test "$$(uname -sm)" = "Linux x86_64" || { echo "dbt 2 is set up on Linux for x86-64 only; this is $$(uname -sm)."; exit 1; }
	@npm --version >/dev/null 2>&1 || { echo "npm must be on the path: DuckDB's library for dbt 2 is a package of its registry."; exit 1; }
	@echo "== environment in $(DBT_V2_VENV)"
	@$(PYTHON) -m venv --without-pip $(DBT_V2_VENV)
	@$(INSTALL) --only-binary :all: --python $(DBT_V2_VENV)/bin/python --group dbt-v2
	@cp dbt-v2/package.json dbt-v2/package-lock.json $(DBT_V2_VENV)
	@npm ci --prefix $(DBT_V2_VENV) --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# The DuckDB shell, and an older DuckDB, which is no part of the one set of versions.
$(CLIENTS_VENV)/.ready: $(VENV)/.tools pyproject.toml tests/clients/older.lock
	@echo "== environment in $(CLIENTS_VENV)"
	@$(PYTHON) -m venv --without-pip $(CLIENTS_VENV)
	@$(INSTALL) --python $(CLIENTS_VENV)/bin/python --group clients
	@$(UV) pip install --quiet --require-hashes --python $(CLIENTS_VENV)/bin/python --requirements tests/clients/older.lock
	@touch $@

# MetricFlow asks the current publication; the project in semantic/ says what of it can be asked.
$(METRICS_VENV)/.ready: $(VENV)/.tools pyproject.toml
	@echo "== environment in $(METRICS_VENV)"
	@$(PYTHON) -m venv --without-pip $(METRICS_VENV)
	@$(INSTALL) --python $(METRICS_VENV)/bin/python --group metrics
	@touch $@

# Superset pins what the project has newer, and has a lock of its own.
$(SUPERSET_VENV)/.ready: $(VENV)/.tools clients/superset/requirements.lock
	@echo "== environment in $(SUPERSET_VENV)"
	@$(PYTHON) -m venv --without-pip $(SUPERSET_VENV)
	@$(UV) pip install --quiet --exact --require-hashes --python $(SUPERSET_VENV)/bin/python --requirements clients/superset/requirements.lock
	@touch $@
