# Everything works from a plain checkout with Python 3.10 or newer and access to a package index.
PYTHON ?= python3
VENV ?= .venv
UV_VERSION = 0.13.8
BIN = $(VENV)/bin
# What reads MDS shards in a test. It asks for an older transformers than ours, which only its examples need.
MDS_READER = mosaicml-streaming==0.13.0 python-snappy==0.7.3 cramjam==2.14.0 zstd==1.5.7.2
PARALLEL = --numprocesses auto --maxprocesses 8 --dist loadfile
UV = $(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt

.PHONY: help demo test test-real lint format docs bench constraints clean

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(VENV)/.train: $(VENV)/.uv pyproject.toml constraints.txt
	$(UV) --editable '.[train]'
	@touch $@

$(VENV)/.dev: $(VENV)/.uv pyproject.toml constraints.txt
	$(UV) --editable '.[dev]'
	$(UV) --no-deps $(MDS_READER)
	@touch $@ $(VENV)/.train

$(VENV)/.bench: $(VENV)/.dev
	$(UV) --editable '.[dev,bench]'
	@touch $@

demo: $(VENV)/.train  ## all of it on bundled data: a corpus, preference pairs, and a tiny model trained on both
	$(BIN)/roae demo

test: $(VENV)/.dev  ## all tests; none needs the network or files from outside
	$(BIN)/python -m pytest $(PARALLEL)

test-real: $(VENV)/.dev  ## tests on real dumps in the folder that ROAE_REAL_DATA names
	$(BIN)/python -m pytest -m real $(PARALLEL)

lint: $(VENV)/.dev  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev  ## rewrite the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.dev  ## the documentation, as build/docs/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

bench: $(VENV)/.bench  ## our speed and fidelity against the peers, on the bundled dump; results in benchmarks/results
	for name in wikitext_speed wikitext_fidelity tokenize_speed memory; do $(BIN)/python benchmarks/$$name.py || exit 1; done

constraints: $(VENV)/.uv  ## pin the newest versions that fit pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra train --extra spacy --extra docs --extra gcp --extra bench --universal \
	  --python-version 3.10 --no-header --no-annotate --upgrade --quiet --output-file constraints.txt

clean:  ## remove the environment and runs
	rm -rf $(VENV) runs build *.egg-info
