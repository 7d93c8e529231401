# The commands that stay; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
PORT ?= 8000
# How many times as much the fuzzers of `make security` send as those of `make test`.
FUZZ ?= 3
BIN := .venv/bin
FLASK := $(BIN)/flask --app app
NPM := $(shell command -v npm 2>/dev/null || echo $(CURDIR)/$(BIN)/npm)

.PHONY: help setup run test lint security bench bench-scale messages clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 16

setup: .venv/runtime static/vendor/ready ## Virtual environment, hashed requirements, browser assets

run: setup ## Serve the product on http://127.0.0.1:8000, with the fictional agency in an empty database
	@REENTRY_DEMO=1 PUBLISH_DIRECTORY=$${PUBLISH_DIRECTORY:-1} PORT=$(PORT) $(FLASK) demo run

test: .venv/development static/vendor/ready ## Every test, on both databases and in a real browser
	$(BIN)/pytest --numprocesses auto --dist worksteal $(if $(MARKS),-m "$(MARKS)")

lint: .venv/development ## Style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

security: .venv/development static/vendor/ready ## What was tried against the service, and how often it worked
	@mkdir -p var && rm -f var/security.jsonl
	FUZZ=$(FUZZ) SECURITY_FIGURES=$(CURDIR)/var/security.jsonl $(BIN)/pytest --numprocesses auto --dist worksteal -q -m security
	@$(BIN)/python -m tests.figures var/security.jsonl

bench: .venv/development ## Measure speed, side by side in one run
	$(BIN)/python -m benchmarks

bench-scale: .venv/development ## The same question to the index and to three databases, up to a million services
	$(BIN)/python -m benchmarks scale

messages: .venv/development ## Collect the sentences to translate into translations/
	$(BIN)/pybabel -q extract -F babel.cfg --no-default-keywords -k to_translate --omit-header --no-location \
		--sort-output -o translations/messages.pot agency resources matching reentry
	$(BIN)/pybabel -q update -i translations/messages.pot -d translations --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date

clean: ## Remove what set-up made; the database stays
	rm -rf .venv node_modules static/vendor

# uv installs hashed requirements several times faster than pip; pip brings it, hashed too.
.venv/bootstrap: requirements/bootstrap.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

.venv/runtime: .venv/bootstrap requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

.venv/development: .venv/runtime requirements/development.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/development.txt
	@touch $@

# Where npm is missing, a wheel brings it.
static/vendor/ready: .venv/bootstrap package-lock.json package.json
	@test -x "$(NPM)" || $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" "$(NPM)" ci --ignore-scripts --silent
	$(BIN)/python -m setup.vendor
	@touch $@
