# Everything a fresh machine needs is python3, make and a package index.
.DEFAULT_GOAL := help
BIN := .venv/bin
ARTICLE := evals/articles/000_db53dccfdc94aac8.txt

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: demo
demo: ## Set up everything, run the service on the embedded model, extract one article, show the records
	@.ci/setup demo
	@$(BIN)/groundwire demo $(ARTICLE)

.PHONY: test
test: ## Set up what the tests need and run them (no weights needed)
	@.ci/setup test
	@$(BIN)/python -m pytest

.PHONY: test-model
test-model: ## Tests that need the embedded 1.5-billion-parameter model; minutes
	@.ci/setup test
	@.ci/setup demo
	@$(BIN)/python -m pytest -m model

.PHONY: kill-test
kill-test: ## Kill the cache and the server with SIGKILL, 50 times each, in the middle of writes
	@.ci/setup test
	@GROUNDWIRE_KILLS=50 $(BIN)/python -m pytest tests/extraction/test_cache_kill.py tests/cli/test_kill.py --log-cli-level=INFO

.PHONY: evals
evals: ## Run the whole eval set with the embedded model, score it, write the report; two hours on 2 cores
	@.ci/setup evals
	@$(BIN)/groundwire eval run

.PHONY: peers
peers: ## Run a plain instructor call, langextract and Groundwire on the five articles, same model; an hour and more
	@.ci/setup evals
	@$(BIN)/groundwire eval peers

.PHONY: articles
articles: ## Extract all five source articles with the embedded model and write docs/evals.md's tables
	@.ci/setup demo
	@$(BIN)/python benchmarks/articles.py

.PHONY: check
check: ## The whole gate: format, lint, types, import contracts, tests
	@.ci/run

.PHONY: format
format: ## Put the code into its format
	@.ci/setup test
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format .

.PHONY: schemas
schemas: ## Export the JSON Schemas to schemas/json
	@.ci/setup test
	@$(BIN)/python -m groundwire.schemas.export schemas/json

.PHONY: lock
lock: ## Resolve the dependencies anew into uv.lock
	@.ci/setup test
	@$(BIN)/uv lock --upgrade

.PHONY: clean
clean: ## Remove .venv and everything that tools left
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
