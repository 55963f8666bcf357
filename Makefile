# One command each; every target sets up what it needs. `make help` lists them.

.DEFAULT_GOAL := help
SHELL := /bin/bash

# The interpreter the environment is made with; what is emitted runs on 3.10 and later, as does the generator.
PYTHON ?= $(firstword $(shell for name in python3 python3.13 python3.12 python3.11 python3.10 python3.14; do \
	command -v $$name > /dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2> /dev/null \
	&& command -v $$name; done))
JOBS ?= 2

BIN := .venv/bin
VENV := .venv/.installed
PRISM := build/prism/.installed
PYTEST := $(BIN)/pytest -n $(JOBS) --dist loadgroup

$(VENV): pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.10 or later found; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

$(PRISM):
	@command -v npm > /dev/null || { echo "The mock server needs npm (Node.js 18 or later)" >&2; exit 1; }
	npm install --silent --no-audit --no-fund --prefix build/prism @stoplight/prism-cli@5.14.2
	@touch $@

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "%-12s %s\n", $$1, $$2 }'

.PHONY: setup
setup: $(VENV) ## Make the virtual environment

.PHONY: generate
generate: $(VENV) ## Generate the package in generated/ from spec/postflow.yaml
	$(BIN)/stubwright generate --refresh

.PHONY: templates
templates: $(VENV) ## Compile the templates, after one of them was edited
	$(BIN)/python -m stubwright.render.compile_templates templates/dataclasses generator/stubwright/backends/dataclasses/compiled_templates.py

.PHONY: prism
prism: $(VENV) $(PRISM) ## Call every operation of some documents against Prism, a mock server; writes build/prism.json
	$(BIN)/python tests/corpus/prism.py $(ARGS)

FRAMEWORKS := build/frameworks/.installed

$(FRAMEWORKS):
	python3 -m venv build/frameworks/venv
	build/frameworks/venv/bin/pip install --quiet django djangorestframework drf-spectacular django-ninja litestar apiflask uvicorn python-multipart
	npm install --silent --no-audit --no-fund --prefix build/frameworks/node fastify @fastify/swagger @fastify/multipart @fastify/formbody @nestjs/core @nestjs/common @nestjs/platform-express @nestjs/swagger reflect-metadata rxjs typescript multer
	touch $@

.PHONY: frameworks
frameworks: $(FRAMEWORKS) ## Call applications in other frameworks by the clients of their documents
	.venv/bin/python tests/frameworks/run_frameworks.py
	.venv/bin/pytest -q tests/functional/test_fastapi.py

.PHONY: mock-if-possible
mock-if-possible:
	@$(MAKE) --no-print-directory $(PRISM) || echo "Going on without the mock server; its tests are skipped." >&2

.PHONY: test
test: $(VENV) mock-if-possible ## Run the tests (under 10 minutes on two cores)
	$(PYTEST) -m "not slow" $(ARGS)

.PHONY: test-all
test-all: $(VENV) mock-if-possible ## Run all tests, the slow ones too
	$(PYTEST) $(ARGS)

.PHONY: snapshots
snapshots: $(VENV) ## Regenerate the golden files of the tests
	$(BIN)/pytest tests --snapshot-update -m golden $(ARGS)

# Documents whose operations are rendered, and how many of each with each renderer.
PAGES_OF ?= lob.yml resend.json qdrant.json late_social_late_java_openapi.yaml
PAGES_EACH ?= 2
RENDERERS := redoc swagger-ui stoplight scalar rapidoc
REFERENCE = $(or $(STUBWRIGHT_REFERENCE),../shared/reference)
REAL = $(or $(STUBWRIGHT_CORPUS),../shared/corpus)/real
TOOLS := build/pages/tools

$(TOOLS)/.installed:
	@command -v chromium > /dev/null || { echo "Rendering needs chromium: apt-get install chromium" >&2; exit 1; }
	mkdir -p $(TOOLS) && cp -R $(REFERENCE)/pages/tools/. $(TOOLS)/ && chmod -R u+w $(TOOLS)
	cd $(TOOLS)/render && npm ci --ignore-scripts --silent --no-audit --no-fund
	@touch $@

.PHONY: pages
pages: $(VENV) $(TOOLS)/.installed ## Render reference pages of real documents with real renderers, and score what is read
	@for document in $(PAGES_OF); do for renderer in $(RENDERERS); do \
		$(TOOLS)/render_pages.sh $(REAL)/$$document $$renderer build/pages $(PAGES_EACH) || true; done; done
	$(BIN)/python tests/transcribe/rendered/map_pages.py build/pages
	$(BIN)/python $(TOOLS)/score.py build/pages --draft '$(BIN)/stubwright transcribe {page} --output {out}' --errors build/pages/errors.tsv

.PHONY: pages-stored
pages-stored: $(TOOLS)/.installed ## Render the stored pages of the tests again
	@for document in library depot kiosk workshop; do for renderer in $(RENDERERS); do \
		$(TOOLS)/render_pages.sh tests/transcribe/rendered/$$document.yaml $$renderer build/pages-stored 4 || true; done; done
	cp build/pages-stored/pages/*.txt build/pages-stored/pages/*.md tests/transcribe/rendered/pages/

.PHONY: lint
lint: $(VENV) ## Check the generator's own code: ruff, mypy, pyright
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright

.PHONY: format
format: $(VENV) ## Format the generator's own code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: corpus
corpus: $(VENV) ## Run over the corpus of real documents; writes build/corpus.html and build/corpus.json
	$(BIN)/python tests/corpus/run.py $(ARGS)

.PHONY: validity
validity: $(VENV) ## Ask openapi-spec-validator which documents of the corpus are valid; writes build/validity.json
	$(BIN)/python tests/corpus/validity.py $(ARGS)

.PHONY: tags
tags: $(VENV) ## Compare every table of tags with the corpus's documents; writes build/tags.json
	$(BIN)/python tests/corpus/tags.py $(ARGS)

.PHONY: opinions
opinions: $(VENV) ## Compare the corpus with the second opinion; writes build/opinions.json
	$(BIN)/python tests/corpus/opinions.py $(ARGS)

.PHONY: examples
examples: $(VENV) ## Decode and encode the corpus's examples and defaults; writes build/examples.md
	$(BIN)/python tests/corpus/examples.py $(ARGS)

.PHONY: suite
suite: $(VENV) ## Run the JSON-Schema-Test-Suite on the codecs; prints a table
	$(BIN)/python tests/corpus/json_schema.py $(ARGS)

.PHONY: quality
quality: $(VENV) ## Type-check and import what `make corpus ARGS=--keep` left; compare bytes; writes build/quality.json
	$(BIN)/python tests/corpus/quality.py $(ARGS)

.PHONY: requests
requests: $(VENV) ## Check the requests of generated clients with openapi-core; writes build/requests.json
	$(BIN)/python tests/corpus/clients.py $(ARGS)

.PHONY: bench
bench: $(VENV) ## Measure against peers (ten minutes, npm and Java); writes tables and chart of docs/benchmarks.md
	$(BIN)/python benchmarks/run.py $(ARGS)

.PHONY: load
load: $(VENV) ## Make 10,000 calls over each transport against a server with faults
	$(BIN)/python benchmarks/load.py $(ARGS)

.PHONY: bench-guard
bench-guard: $(VENV) ## Fail if work costs a fifth more than recorded (ARGS=--all: with each Python found)
	$(BIN)/python benchmarks/guard.py $(ARGS)

.PHONY: workspace
workspace: $(VENV) ## Generate and check a hundred targets on one and on all processors; writes build/workspace.md
	$(BIN)/python benchmarks/workspace.py $(ARGS)

.PHONY: clean
clean: ## Remove what the other targets made
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
