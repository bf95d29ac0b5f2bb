# Two commands do everything: `make demo` and `make test`. Each sets up what is missing first.
KUMIAI := .venv/bin/kumiai
PYTEST := .venv/bin/pytest

.PHONY: help setup lab demo check test bench docs

help:  ## what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup:  ## Python environment, Pulumi and its OpenStack plugin; skipped where done
	@infra/toolchain/setup.sh

lab: setup  ## two real OpenStack sites on this machine
	$(KUMIAI) lab up

demo: lab  ## onboard the ten municipalities at both sites, verify them, show the picture
	$(KUMIAI) demo

check: setup  ## everything that needs no lab: style, types, imports, unit tests, the YAML files
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTEST) -q tests --ignore=tests/lab
	$(KUMIAI) check

test: check  ## all tests; those in tests/lab start a lab of their own
	KUMIAI_EXAMPLES=all $(PYTEST) -q tests/unit/licensing tests/lab

bench: demo  ## the figures of docs/reference/performance.md, as JSON
	@for name in check licensing member fleet lab; do .venv/bin/python -m bench.$$name; done

docs: setup  ## docs/reference from the code
	$(KUMIAI) reference write
