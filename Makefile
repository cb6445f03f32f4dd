# Fengqiao's front door. The build itself is meson (meson.build); this file says what to type.
#
#   make run                     build, set up a demo data folder, start, print address and logins
#   make test                    unit tests, checks, both databases, short fuzzing
DATA   ?= data
LISTEN ?= 127.0.0.1:8080
STORE  ?=
CLOCK  ?=
BUILD  ?= build

.DEFAULT_GOAL := help
.PHONY: help run build web install setup test test-unit test-contract test-story test-browser test-threads test-all faults fuzz check fix bench bench-nation bench-web soak demo clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22
	@echo
	@echo "  make run DATA=folder LISTEN=127.0.0.1:8081 STORE=postgresql://…   choose folder, address, store"

run: ## build, set up demo data on first use, start the server
	@tools/install-packages build run
	@tools/build $(BUILD)
	@tools/build-web
	@tools/run $(BUILD)/src/fengqiao "$(DATA)" "$(LISTEN)" "$(STORE)" "$(CLOCK)"

build: ## compile the server only
	@tools/install-packages build
	@tools/build $(BUILD)

web: ## build the web pages (needs Node and npm)
	@tools/install-packages web
	@tools/build-web --always

test: ## unit tests, checks, both databases, short fuzzing; the last line is "N passed, N failed"
	@tools/test all

test-unit: ## unit tests and checks
	@tools/test unit

test-contract: ## the database contract on SQLite and a real PostgreSQL
	@tools/test contract

test-story: ## stories over HTTP, on SQLite and PostgreSQL
	@tools/test story

test-browser: ## every page in a browser; CI plays a share of it
	@tools/test browser

test-threads: ## unit tests with threads and a crowd, under the thread sanitizer
	@tools/test threads

test-all: ## what CI has no time for: both compilers, every story on every store under sanitizers, longer fuzzing
	@tools/test long

faults: ## break everything on purpose: kills, cuts, full disks, clocks; needs no network (ROUNDS=200, STORE=postgresql://…)
	@tools/install-packages build run test
	@tools/build $(BUILD)
	@python3 tests/faults/run.py --program $(BUILD)/src/fengqiao --store "$(STORE)" --rounds $(or $(ROUNDS),200)

fuzz: ## fuzz every parser for SECONDS (default 60) a target
	@tools/fuzz $(or $(SECONDS),60)

install: ## install program, reference data, web pages and the library of the law (PREFIX as configured, DESTDIR)
	@tools/install-packages build run
	@tools/build $(BUILD)
	@tools/build-web
	@meson install -C $(BUILD) --no-rebuild $(if $(DESTDIR),--destdir "$(abspath $(DESTDIR))")

bench: ## our figures beside bare limits (ROUNDS, BIG=1 adds ten million matters); docs/performance.md
	@tools/install-packages build run
	@tools/build $(BUILD)
	@python3 bench/bench.py --build "$(BUILD)" --rounds $(or $(ROUNDS),5) $(if $(BIG),--big)

bench-nation: ## a national working day of 2022, played as fast as it goes (SHARE=0.1: a tenth of it)
	@tools/install-packages build run
	@tools/build $(BUILD)
	@python3 bench/nation.py --build "$(BUILD)" --share $(or $(SHARE),1)

bench-web: ## how fast the pages are on an old phone over a poor line (ROUNDS)
	@tools/install-packages build run web test
	@tools/build $(BUILD)
	@tools/build-web
	@node bench/web.mjs --program $(BUILD)/src/fengqiao --rounds $(or $(ROUNDS),5)

soak: ## half of what it can do for SECONDS (default 3600): memory, files, log and times drawn in build/bench/soak.svg; does anything grow?
	@tools/install-packages build run
	@tools/build $(BUILD)
	@python3 bench/soak.py --build "$(BUILD)" --seconds $(or $(SECONDS),3600)

demo: ## play both long stories against a server and print their time lines
	@tools/install-packages build run
	@tools/build $(BUILD)
	@python3 tests/story/run.py --program $(BUILD)/src/fengqiao --narrate tests/story/long-*.json

check: ## format, layers, SQL, static analysis
	@tools/check

fix: ## clang-format every C file
	@clang-format-14 -i $$(git ls-files 'src/*.c' 'src/*.h' 'tests/*.c' 'tests/*.h' 'fuzz/*.c')

clean: ## remove build folders (never data)
	rm -rf build build-*
