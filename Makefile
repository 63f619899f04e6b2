# Every goal sets up what it needs in $(VENV); a second call finds it there.
#
#   make demo    train a first network and look at it
#   make test    all tests, with the native core and without it
#   make lint    format, style, types, layering, sizes
#   make bench   how long the frequent things take, here and in other frameworks
#   make golden  TensorFlow's recorded answers, where ../shared has them
#   make programs  the acceptance programs, where ../shared has them
#
# RISE=--rise lifts the levels in .ci/levels.json to what golden and programs reach.
# PYTHON=python3.12 chooses the interpreter, VENV=folder the environment.

PYTHON ?= python3
VENV ?= .venv
SHARED ?= ../shared
PYTEST_FLAGS ?= -q

BIN := $(VENV)/bin
NATIVE := pyproject.toml CMakeLists.txt $(shell find native -type f -name '*.[ch]*' 2>/dev/null)
SOURCES := $(NATIVE) $(shell find src -type f ! -name '*.pyc' ! -name '*.so' 2>/dev/null)
# What is built here runs here, so one instruction set will do.
HOST := -C cmake.define.TENSORBROOK_ISA=host

# Developers have the sources themselves on the path; everybody else an installed copy.
ifneq ($(wildcard $(VENV)/.dev),)
INSTALLED := $(VENV)/.dev
else
INSTALLED := $(VENV)/.user
endif

.PHONY: demo test test-native test-reference test-core lint bench bench-quick golden programs dev clean

demo: $(INSTALLED)
	$(BIN)/tensorbrook demo

test: test-reference test-native

test-native: $(VENV)/.dev
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

test-reference: $(VENV)/.dev
	TENSORBROOK_NATIVE=0 $(BIN)/python -m pytest $(PYTEST_FLAGS)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/check_rooms.py
	$(BIN)/python tools/check_levels.py
	$(BIN)/python tools/size.py

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/comparative/run.py --report

# Does every row still run? Says nothing about speed.
bench-quick: $(VENV)/.dev
	$(BIN)/python benchmarks/comparative/run.py --quick

golden: $(VENV)/.dev
	mkdir -p build
	$(BIN)/python $(SHARED)/tools/check_golden.py $(SHARED)/golden --module tensorbrook \
	  --jobs 2 --json build/golden.json --list-failures 20
	$(BIN)/python tools/check_levels.py --golden build/golden.json $(RISE)

# A program that fails is listed; one that passed before and fails now is an error. Some
# begin with random weights and now and then miss their own bounds: those get a second run.
RUN_PROGRAMS = $(BIN)/python $(SHARED)/tools/run_programs.py --jobs 2 \
  --runner "$(abspath $(BIN))/tensorbrook run --era {era} {program}"
CHECK_LEVELS = $(BIN)/python tools/check_levels.py

programs: $(VENV)/.dev
	mkdir -p build
	-$(RUN_PROGRAMS) --json build/programs.json
	$(CHECK_LEVELS) --programs build/programs.json $(RISE) || { \
	  $(RUN_PROGRAMS) --json build/again.json \
	    --only "$$($(CHECK_LEVELS) --missed build/programs.json)"; \
	  $(CHECK_LEVELS) --programs build/programs.json build/again.json $(RISE); }

dev: $(VENV)/.dev

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/.user: $(VENV)/.made $(SOURCES)
	$(BIN)/python -m pip install --quiet $(HOST) '.[plots]'
	touch $@

$(VENV)/.tools: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --group build
	touch $@

# Without isolation CMake finds the same paths again, so only what changed is compiled.
$(VENV)/.dev: $(VENV)/.tools $(NATIVE)
	$(BIN)/python -m pip install --quiet --no-build-isolation \
	  -C build-dir=build/dev $(HOST) -e '.[dev]'
	touch $@

clean:
	rm -rf build $(VENV) tensorbrook-demo .mypy_cache .pytest_cache .ruff_cache
