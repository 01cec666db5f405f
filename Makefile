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
	@$(BIN)/python -m pytest --numprocesses=3 --dist=loadfile

.PHONY: test-model
test-model: ## Tests that need the embedded 1.5-billion-parameter model; minutes
	@.ci/setup test
	@.ci/setup demo
	@$(BIN)/python -m pytest -m model

.PHONY: faults
faults: ## Every fault of a model endpoint, and what the service makes of it, as a table
	@.ci/setup test
	@GROUNDWIRE_FAULTS=faults.md $(BIN)/python -m pytest -q tests/service/test_faults.py; \
	  status=$$?; cat faults.md; rm -f faults.md; exit $$status

.PHONY: fuzz
fuzz: ## Thousands of requests made from the OpenAPI document, right and wrong ones, with all checks of schemathesis
	@.ci/setup test
	@GROUNDWIRE_FUZZ=1000 $(BIN)/python -m pytest -q tests/service/test_any_request.py --log-cli-level=INFO --log-disable=httpx

.PHONY: kill-test
kill-test: ## Kill the cache, the server and the workers of jobs with SIGKILL, 100 times each, in the middle of their work
	@.ci/setup test
	@GROUNDWIRE_KILLS=100 $(BIN)/python -m pytest tests/extraction/test_cache_kill.py tests/cli/test_kill.py tests/jobs/test_kill.py --log-cli-level=INFO --log-disable=httpx

.PHONY: bulk-kill-test
bulk-kill-test: ## Kill a bulk run of 10,000 articles with SIGKILL, 10 times, and compare every byte of its output
	@.ci/setup test
	@GROUNDWIRE_BULK_KILLS=10 $(BIN)/python -m pytest tests/cli/test_bulk_kill.py --log-cli-level=INFO --log-disable=httpx

.PHONY: overload
overload: ## Three times more articles than the service can take, and cached answers beside 32 extractions
	@.ci/setup test
	@$(BIN)/python -m benchmarks.load.overload

.PHONY: soak
soak: ## Ten minutes of mixed load; fails if memory, files or work pile up
	@.ci/setup test
	@$(BIN)/python -m benchmarks.load.soak

.PHONY: bench
bench: ## Measure Groundwire beside others and write docs/benchmarks.md; parts a to e, or PART=a and so on, f takes the model
	@.ci/setup test
	@$(if $(filter f,$(PART)),.ci/setup demo)
	@$(BIN)/python -m benchmarks $(if $(PART),--part $(PART)) $(if $(ROUNDS),--rounds $(ROUNDS))

.PHONY: hostile
hostile: ## Plant 200 instructions at 3 positions for a model that obeys them, and tell what became of them; minutes
	@.ci/setup test
	@GROUNDWIRE_HOSTILE=all $(BIN)/python -m pytest tests/security/test_hostile_model.py --log-cli-level=INFO

.PHONY: pictures
pictures: ## Take the pictures in docs/pictures anew: the playground, and an eval report
	@.ci/setup test
	@$(BIN)/python -m tests.pages.pictures
	@$(BIN)/python -m tests.docs.pictures

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

.PHONY: docs
docs: ## Build the documentation as a site into site/; a link that leads nowhere fails
	@.ci/setup docs
	@$(BIN)/python docs/making/source.py build/docs
	@$(BIN)/zensical build --strict
	@echo "Look at it: python3 -m http.server -d site 8001"

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
