# Two commands do everything: `make demo` and `make test`. Each sets up what is missing first.
KUMIAI := .venv/bin/kumiai
PYTEST := .venv/bin/pytest

.PHONY: role-tests role-tests-of-root help setup setup-with-lab lab demo check style unit-tests units-of-two-wings other-tests integration-tests other-tests-then-integration-tests lab-tests-sites lab-tests-members lab-tests-living \
	test test-all test-alertmanager bench docs

# The lab's lanes take longest: what runs beside them, and ends before them, takes what they leave.
BESIDE := nice -n 10
SIDE_BY_SIDE := @$(MAKE) --no-print-directory --jobs
# For what runs beside something else: its words when it has ended, in one piece.
define in_one_piece
@log=$$(mktemp); code=0; { $(1); } >$$log 2>&1 || code=$$?; cat $$log; rm $$log; exit $$code
endef

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup:  ## Python environment, Pulumi and its OpenStack plugin; skipped where done
	@infra/toolchain/setup.sh

setup-with-lab:
	@infra/toolchain/setup.sh lab

lab: setup-with-lab  ## two real OpenStack sites on this machine
	$(KUMIAI) lab up

demo: lab  ## onboard the ten municipalities at both sites, verify them, show the picture
	$(KUMIAI) demo

check: setup  ## in a minute, what needs no lab and starts no server: style, types, imports, unit tests, the YAML files
	$(SIDE_BY_SIDE) style unit-tests units-of-two-wings other-tests

test: setup-with-lab  ## all tests, of the long ones a sample; those in tests/lab start two labs of their own
	$(SIDE_BY_SIDE) style unit-tests units-of-two-wings other-tests-then-integration-tests lab-tests-sites lab-tests-members

# What waits most of its time comes last, when the lanes leave room; it runs whatever came out before.
other-tests-then-integration-tests:
	@code=0; for one in other-tests integration-tests; do $(MAKE) --no-print-directory $$one || code=$$?; done; exit $$code

test-all: setup-with-lab  ## all tests without a sample: nightly, and before a release
	@KUMIAI_EXAMPLES=all $(MAKE) --no-print-directory --keep-going test role-tests-of-root lab-tests-living

# Again only where a role has changed, or the linter.
var/roles-linted: .ansible-lint requirements.lock $(shell find roles -type f -not -name '*.pyc')
	$(call in_one_piece,PATH=$(CURDIR)/.venv/bin:$$PATH $(BESIDE) .venv/bin/ansible-lint --nocolor -q roles && mkdir -p var && touch $@)

style: var/roles-linted
	$(call in_one_piece,.venv/bin/ruff check . && .venv/bin/ruff format --check . && $(BESIDE) .venv/bin/mypy \
	&& .venv/bin/lint-imports && $(KUMIAI) check)

unit-tests:
	$(call in_one_piece,$(BESIDE) $(PYTEST) tests/unit --ignore=tests/unit/licensing --ignore=tests/unit/runbooks)

units-of-two-wings:
	$(call in_one_piece,$(BESIDE) $(PYTEST) tests/unit/licensing tests/unit/runbooks)

other-tests:
	$(call in_one_piece,$(BESIDE) $(PYTEST) tests --ignore=tests/unit --ignore=tests/integration --ignore=tests/lab --ignore=tests/roles)

integration-tests: setup  ## our acts against servers of our own in memory, and Alertmanager's own; part of `make test`
	$(call in_one_piece,$(BESIDE) $(PYTEST) tests/integration)

test-alertmanager: setup-with-lab  ## optional: the evaluator against a newer Alertmanager than Debian's, built from Go modules
	newer=$$(.venv/bin/python -m infra.toolchain.newer_alertmanager) && KUMIAI_EXAMPLES=all KUMIAI_ALERTMANAGER=$$newer $(PYTEST) -v tests/integration/monitoring/test_alertmanager.py

role-tests: setup-with-lab  ## two municipalities' servers configured by the roles, and persons who log in; root alone, part of `make test-all`
	$(PYTEST) tests/roles

role-tests-of-root:
	@if [ "$$(id -u)" = 0 ]; then $(MAKE) --no-print-directory role-tests; else echo "role-tests were left out: only root makes hosts"; fi

lab-tests-sites:
	$(call in_one_piece,$(PYTEST) tests/lab --lane sites)

lab-tests-members:
	$(PYTEST) tests/lab --lane members

lab-tests-living: setup-with-lab  ## servers that live, on a lab of their own; root alone
	$(PYTEST) tests/lab --lane living

bench: demo  ## the figures of docs/reference/performance.md, as JSON
	@for name in check licensing routing member fleet lab recovery; do .venv/bin/python -m bench.$$name; done

docs: setup  ## docs/reference from the code
	$(KUMIAI) reference write
