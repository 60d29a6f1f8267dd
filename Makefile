# make demo       set up, build the graph, answer queries/trophies.rq
# make test       set up with the test extras, run the whole suite
# make engines    set up the reasoners and engines that some tests need, and are skipped without; with Java and Maven
# make check      format, lint, strict types, import rules
# make benchmark  times and memory beside other engines; OPTIONS=--million asks about a million claims too
# make evaluate   reads the articles of CORPUS=DIR, writes what it finds to OUT=DIR, and scores it: docs/evaluating.md
# make reference  writes what docs/*.md tell of commands and stored queries anew
# make docs       build/docs/index.html: the ontology's terms, with examples and diagrams

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test engines check benchmark evaluate docs reference clean

demo: .venv/ready
	$(BIN)/lfckg build
	$(BIN)/lfckg query queries/trophies.rq --format table

test: .venv/ready-test
	$(BIN)/python -m pytest -n auto --dist loadscope

engines: .venv/ready-ci build/owlapi/ready build/servers/ready

check: .venv/ready-check
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

benchmark: .venv/ready-bench
	$(BIN)/python -m benchmarks $(OPTIONS)

evaluate: .venv/ready-extract
	$(BIN)/python -m benchmarks.evaluation read "$(or $(CORPUS),$(error CORPUS=DIR: name the directory of articles))" \
	    "$(or $(OUT),$(error OUT=DIR: name the directory for what is found))" $(OPTIONS)

docs: .venv/ready-docs
	PYTHONPATH=docs $(BIN)/python -m ontology_page build/docs/index.html

reference: .venv/ready
	PYTHONPATH=docs $(BIN)/python -m reference

clean:
	rm -rf .venv build dist

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "lfckg needs Python 3.11 or newer: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv .venv

# Byte code is made once here, so that no command pays for it.
.venv/ready: .venv/bin/python pyproject.toml
	$(INSTALL) --editable .
	$(BIN)/python -m compileall -q src
	touch $@

.venv/ready-test .venv/ready-ci .venv/ready-check .venv/ready-bench .venv/ready-docs .venv/ready-extract: .venv/ready-%: .venv/ready
	$(INSTALL) --editable '.[$*]'
	touch $@

build/owlapi/ready build/servers/ready: build/%/ready: tests/checks/java/%.xml
	mvn -q -B -ntp -f $< dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/$(@D)
	touch $@
