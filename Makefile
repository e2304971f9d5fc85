# Verbs for people. `make help` lists them; every verb sets up what it needs first.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

BIN := .venv/bin
UV := .uv/bin/uv
SAM := .sam/bin/sam
SETUP := .venv/.set-up
SAM_SETUP := .sam/.set-up
ARGS ?=

.PHONY: help
help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(SETUP) ## make .venv with everything that the other verbs need

.PHONY: run
run: $(SETUP) ## start the whole stack here, play a sample exam, serve until Ctrl-C  (ARGS="--ws-port 8765 …")
	@$(BIN)/proctor-audit local $(ARGS)

.PHONY: demo
demo: $(SETUP) ## the same, but stop after the sample exam
	@$(BIN)/proctor-audit demo $(ARGS)

.PHONY: test
test: $(SETUP) ## pass all tests  (ARGS="-k frame")
	@$(BIN)/pytest $(ARGS)

.PHONY: lint
lint: $(SETUP) ## format check, lint, types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

.PHONY: build
build: $(SETUP) $(SAM_SETUP) ## sam validate and sam build; needs no Docker, prints the layers' sizes
	@SAM_CLI_TELEMETRY=0 $(SAM) validate --lint
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 12))' && export PYTHON312="$${PYTHON312:-$(abspath $(BIN))/python}" || true; \
	SAM_CLI_TELEMETRY=0 UV="$(abspath $(UV))" $(SAM) build
	@$(BIN)/python layers/mediapipe/check_size.py --build .aws-sam/build

.PHONY: bench
bench: build ## measure what it costs and how quickly it answers, in five minutes  (ARGS="--only frame,cold")
	@$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: deploy
deploy: build ## sam deploy with your AWS credentials  (ARGS="--guided")
	@SAM_CLI_TELEMETRY=0 $(SAM) deploy $(ARGS)

.PHONY: lock
lock: $(UV) ## pin all dependencies anew, by hash, naming no host
	@compile="$(abspath $(UV)) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --upgrade"; \
	$$compile --python-version 3.11 --group dev pyproject.toml -o requirements.txt; \
	layer="$$compile --python-version 3.12 --constraint requirements.txt"; \
	$$layer --no-deps --group layer-mediapipe -o layers/mediapipe/requirements.txt; \
	$$layer --group layer-runtime -o layers/runtime/requirements.txt; \
	$$layer --group layer-export -o layers/export/requirements.txt; \
	plain="$(CURDIR)/tests/benchmarks/plain"; mediapipe="$$(grep -o "mediapipe==[0-9.]*" pyproject.toml)"; \
	(cd / && $$compile --python-version 3.11 --excludes "$$plain-excludes.txt" - -o "$$plain-requirements.txt" <<< "$$mediapipe"); \
	echo "aws-sam-cli==1.170.0" | $$compile --python-version 3.11 - -o requirements-sam.txt; \
	echo "uv==0.13.9" | $$compile --python-version 3.11 - -o requirements-uv.txt

.PHONY: clean
clean: ## remove what was built and installed; the data in .proctor-audit stay
	@rm -rf .aws-sam .sam .uv .venv build .mypy_cache .pytest_cache .ruff_cache .hypothesis

# A Python that runs: a name on PATH may be a shim that points nowhere.
define find_python
	for python in $(PYTHON) python3.12 python3.11 python3; do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; then \
			found=$$python; break; \
		fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
		echo "Python 3.11 or 3.12 with venv and pip is needed: install it (Debian: python3-venv), or name it with make PYTHON=/path/to/python3.12 …" >&2; \
		exit 1; \
	fi
endef

$(UV): requirements-uv.txt
	@$(find_python); \
	free_mb=$$(df -Pm . | awk 'NR == 2 { print $$4 }'); \
	if [ "$$free_mb" -lt 1500 ]; then \
		echo "About 1.5 GB of free disk is needed here and $$free_mb MB is left: free some, or clone to another disk." >&2; exit 1; \
	fi; \
	rm -rf .uv; \
	$$found -m venv .uv; \
	.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt || { \
		rm -rf .uv; echo "uv could not be installed: pip needs the network, or a mirror set with 'pip config set global.index-url …'." >&2; exit 1; }; \
	touch $(UV)

$(SETUP): $(UV) requirements.txt pyproject.toml
	@$(find_python); \
	echo "Installing dependencies into .venv …"; \
	$(UV) venv --quiet --allow-existing --python "$$(command -v $$found)" .venv; \
	export VIRTUAL_ENV=$(CURDIR)/.venv; \
	$(UV) pip sync --quiet --require-hashes requirements.txt || { \
		echo "The dependencies could not be installed: the network, or a mirror set with UV_DEFAULT_INDEX, is needed once." >&2; exit 1; }; \
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .; \
	touch $(SETUP)

$(SAM_SETUP): $(UV) requirements-sam.txt
	@$(find_python); \
	echo "Installing the SAM CLI into .sam …"; \
	$(UV) venv --quiet --allow-existing --python "$$(command -v $$found)" .sam; \
	VIRTUAL_ENV=$(CURDIR)/.sam $(UV) pip sync --quiet --require-hashes requirements-sam.txt || { \
		echo "The SAM CLI could not be installed: the network, or a mirror set with UV_DEFAULT_INDEX, is needed once." >&2; exit 1; }; \
	touch $(SAM_SETUP)
