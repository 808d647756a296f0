# The commands of the house. `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
SUITE := $(BIN)/pytest -n auto --dist worksteal
COMPILE = $(BIN)/pip-compile --quiet $(UPGRADE) --strip-extras --no-emit-options \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
PYTHON_CODE := manage.py project rectification workflows tests tools
# Quiet, and the same whatever language the machine speaks.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1
export CUSTOM_COMPILE_COMMAND := make lock

.DEFAULT_GOAL := help
.PHONY: help run test test-services test-long test-authority check fix bench messages lock

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-16s %s\n", $$1, $$2}'

run: $(STAMPS)/runtime ## Install, prepare and serve on $HOST:$PORT; DEMO=0 for a real office
	@$(BIN)/python -m tools.serve

test: $(STAMPS)/dev ## The whole suite on SQLite; REQUIRE_ALL=1 turns a skip into a failure
	$(SUITE) -m "not long and not services"

# Nothing is dropped at the end: the whole server goes with its databases. Pages are asked on SQLite,
# and on this engine by test-authority (docs/decisions/0023).
SERVICES := $(BIN)/python -m tools.with_services $(SUITE) --reuse-db -m "not long and not browser"
PAGES := tests/rectification/web tests/workflows/web tests/workflows/forms \
  tests/rectification/documents/papers tests/rectification/documents/typesetting
# What single steps take, say and refuse: their questions are those of the ways, which both engines walk.
STEPS := $(patsubst %,tests/workflows/test_%.py,consents consulted_steps consulting contested correcting \
  deputies disclosures extensions extracts freed_steps handed_steps handing_over ladder leaks_of_opinions \
  lessons look_back_files look_backs narrowing objection_reviews objections_to_disclosures orders \
  outside_verifiers pauses plan_changes recalling reclassifications recusals rehabilitation scope_agreement \
  sealing t_rows_to_the_end t_rows_to_the_notice t_rows_to_the_plan transfers unsealing urging vacancies \
  verifiers voiding why_not withdrawals)

test-services: $(STAMPS)/dev ## The same suite, without pages, papers and single steps, on a real PostgreSQL and Redis
	$(SERVICES) --ignore tests/house $(patsubst %,--ignore %,$(PAGES) $(STEPS))

# The suite asks some of everybody at some stages; at each stage, and each rule weakened: test-authority.
# One worker takes all tests of a group (xdist_group), which share one slow start.
test-long: $(STAMPS)/dev ## What takes longer: whole cases in a browser, faults, races, long runs
	$(BIN)/pytest -n auto --dist loadgroup -m "long and not authority"

test-authority: $(STAMPS)/dev ## What takes longest: the whole authority matrix, each rule weakened in turn, many random orders, pages and steps on PostgreSQL
	$(BIN)/pytest -n auto -m authority
	$(SERVICES) $(PAGES) $(STEPS)

check: $(STAMPS)/dev ## Format, lint, types, imports, migrations, translations, templates, house rules
	$(BIN)/python -m tools.check

fix: $(STAMPS)/dev ## Format and repair what can be repaired by a machine
	$(BIN)/ruff check --fix $(PYTHON_CODE)
	$(BIN)/ruff format $(PYTHON_CODE)

bench: $(STAMPS)/dev ## The benchmarks, as ratios measured in the same run
	$(BIN)/python -m tools.bench
	$(BIN)/python -m tools.with_services $(BIN)/python -m tools.bench writers saving

messages: $(STAMPS)/dev ## Bring locale/zh_Hans up to date with the code
	$(BIN)/python -m tools.messages

lock: $(STAMPS)/dev ## Pin the requirements from their ranges; UPGRADE=--upgrade takes newer ones
	$(COMPILE) --output-file requirements.txt requirements.in
	$(COMPILE) --allow-unsafe --output-file requirements-dev.txt requirements-dev.in

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS)

$(STAMPS)/runtime: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements.txt requirements-dev.txt $(STAMPS)/runtime
	$(BIN)/python -m pip install --quiet --requirement requirements.txt --requirement requirements-dev.txt
	@touch $@
