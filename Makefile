# Two commands do everything: `make run` opens the seeds in the window, `make test` passes the tests.
# Both set up what they need first; README.md gives the lines for Windows and macOS.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup run test lint bench package package-test picture clean

setup:
	@$(PYTHON) .ci/setup.py

run: setup
	@sh .ci/open-seeds.sh

test: setup
	@$(BIN)/python -m pytest -m "not bench"

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@cd resources/installer && ../../$(BIN)/mypy --config-file ../../pyproject.toml .
	@$(BIN)/lint-imports
	@$(BIN)/python resources/map/build.py --lint

bench: setup
	@rm -f bench.json
	@$(BIN)/python -m pytest -m bench tests/benchmarks -s -p no:cacheprovider
	@cat bench.json

package: setup
	@$(BIN)/python resources/installer/package.py

package-test: setup
	@$(BIN)/python resources/installer/package.py --trial

picture: setup
	@$(BIN)/python .ci/picture.py 1440x900 light mosul resources/docs/window.png

clean:
	rm -rf .venv .make dist resources/map/vendor resources/icons/vendor resources/fonts resources/gazetteer/gazetteer.sqlite
