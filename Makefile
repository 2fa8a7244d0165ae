# Serai: `make run` and `make test` are all a newcomer needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin
PORT ?= 8000
# A checkout is for development: its own secrets, plain http.
export SERAI_DEV ?= 1

.PHONY: help run test lint unit unit-postgres frontend-test format bench evaluate soak fresh-check screens messages clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS=$$'\t' read -r t d; do printf '  \033[1m%-14s\033[0m %s\n' "$$t" "$$d"; done

run: ## Start Serai with its demo on http://localhost:8000 (PORT=… for another)
	@bin/setup
	@$(PY)/serai serve --demo --port $(PORT)

test: ## Run every check: lint, types, layers, unit, browser, on SQLite and PostgreSQL
	@bin/debian
	@bin/setup --bench
	@$(MAKE) --no-print-directory lint frontend-test unit unit-postgres

lint: ## Style, types and layers of Python and TypeScript
	@bin/setup
	$(PY)/ruff check -q .
	$(PY)/ruff format -q --check .
	$(PY)/lint-imports --no-cache | tail -n 3
	$(PY)/mypy
	cd frontend && npm run --silent lint

format: ## Put code in its one form
	@$(PY)/ruff check -q --fix . ; $(PY)/ruff format -q . ; cd frontend && npm run --silent format

frontend-test: ## Unit tests of the TypeScript islands
	cd frontend && npm test --silent

unit: ## All Python tests on SQLite, browser tests among them
	$(PY)/pytest -q -n 2

unit-postgres: ## All tests that touch a database, on a throw-away PostgreSQL
	@bin/with-postgres $(PY)/pytest -q -n 2 -m "not pure" || { rc=$$?; [ $$rc = 3 ] || exit $$rc; }

bench: ## Run every benchmark and write docs/benchmarks.md
	@bin/setup --bench
	$(PY)/python -m bench

evaluate: ## Measure against published data (SERAI_REFERENCE_DATA) and write docs/evaluation.md
	@bin/setup
	$(PY)/python -m evaluation

soak: ## Run the long proofs, resumable, and write docs/soak.md
	@bin/setup --bench
	$(PY)/python -m tests.soak

screens: ## Photograph every page at 1280 and 390 px, English and Arabic, into var/screens
	@bin/setup
	$(PY)/python bin/screens

messages: ## Collect translatable words of every room into its locale/ folder
	@bin/setup
	bin/messages

fresh-check: ## Clone into a temporary folder and run the newcomer's two commands there
	bin/fresh-check

clean: ## Remove everything that set-up made (keeps var/)
	rm -rf .venv .stamps frontend/node_modules frontend/dist
