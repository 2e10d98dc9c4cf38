# Everything here wraps `python -m services.start COMMAND`, which also works without make:
#   python3 -m venv .venv
#   .venv/bin/pip install --require-hashes -r requirements.lock     (Windows: .venv\Scripts\pip)
#   .venv/bin/python -m services.start run                          (Windows: .venv\Scripts\python)
#
# Settings: PORT=8501  HOST=127.0.0.1  ALONGSIDE_DATA_DIR=…  ALONGSIDE_DATABASE_URL=…

.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON := .venv/bin/python
READY := .venv/ready
START = $(PYTHON) -m services.start
# `exec`: make's own child becomes the program, so that a signal reaches it.
export PORT HOST ALONGSIDE_DATA_DIR ALONGSIDE_DATABASE_URL ALONGSIDE_IDENTITY_URL ALONGSIDE_WORKER_URL

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: $(READY) ## look round: the demo, with invented people, on this machine only
	@exec $(START) run

serve: $(READY) ## the real portal, empty at first
	@exec $(START) serve

stop: $(READY) ## end whatever is still running
	@exec $(START) stop

staff: $(READY) ## the first staff account: make staff EMAIL=name@example.org
	@exec $(START) staff "$(EMAIL)" --name "$(NAME)"

db-url: $(READY) ## a URL for psql and other tools, which works until make stop
	@exec $(START) db-url

migrate: $(READY) ## bring the database that ALONGSIDE_DATABASE_URL names up to date
	@exec $(START) migrate

backup: $(READY) ## the portal into a file: make backup FILE=portal.backup
	@exec $(START) backup "$(FILE)"

restore: $(READY) ## a portal back from its file: make restore FILE=portal.backup
	@exec $(START) restore "$(FILE)" $(if $(FORCE),--force)

test: $(READY) ## the tests
	@exec $(START) test $(ARGS)

test-all: $(READY) ## the tests, and those that take long
	@exec $(START) test-all $(ARGS)

check: $(READY) ## style, types and the repository's own rules
	@exec $(START) check

bench: $(READY) ## how fast it is, beside the least that the same work can cost
	@exec $(START) bench

$(READY): requirements.lock
	@echo "Installing (once, a minute or two) …"; \
	if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python '>=3.11' .venv && \
	  uv pip install --quiet --python $(PYTHON) --require-hashes -r requirements.lock || exit 1; \
	else \
	  for python in "$${PYTHON3:-python3}" python3 python3.14 python3.13 python3.12 python3.11 none; do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	  done; \
	  if [ "$$python" = none ]; then \
	    echo "Alongside needs Python 3.11 or newer: install it, or name it with PYTHON3=…" >&2; \
	    exit 1; \
	  fi; \
	  $(PYTHON) -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear .venv || exit 1; \
	  $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes \
	    -r requirements.lock || exit 1; \
	fi; \
	touch $(READY)

.PHONY: help run serve stop staff db-url migrate backup restore test test-all check bench
