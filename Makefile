# Two commands: `make run` starts everything, `make test` checks everything.
PYTHON ?= python3.11
VENV ?= .venv
TORCH ?= torch==2.13.0+cpu
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
BIN := $(VENV)/bin

export RASA_TELEMETRY_ENABLED := false

.PHONY: run setup test lint types check-python lock clean

run: $(VENV)/.done
	@$(BIN)/tincay run

setup: $(VENV)/.done
	@$(BIN)/tincay prepare --quiet-when-ready

check-python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Cần Python 3.11 (không tìm thấy lệnh '$(PYTHON)'). Cài python3.11 kèm gói venv rồi chạy lại, hoặc: make PYTHON=/đường/dẫn/python3.11 run"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Cần đúng Python 3.11; '$(PYTHON)' là $$($(PYTHON) --version 2>&1). Thử: make PYTHON=python3.11 run"; exit 1; }
	@free=$$(df -Pk . | awk 'NR==2 {print $$4}'); if [ ! -e $(VENV)/.done ] && [ "$$free" -lt 6000000 ]; then echo "Không đủ chỗ trên ổ đĩa: cần khoảng 6 GB, còn $$((free / 1000)) MB."; exit 1; fi

$(VENV)/.done: requirements.lock pyproject.toml | check-python
	@echo "Tạo môi trường trong $(VENV) (lần đầu mất vài phút, khoảng 3,5 GB)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "  1/3 torch (bản CPU)"
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps "$(TORCH)" 2>$(VENV)/torch.log || $(BIN)/pip install -q --disable-pip-version-check --no-deps --index-url $(TORCH_INDEX) "$(TORCH)"
	@echo "  2/3 các thư viện"
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --ignore-requires-python --require-hashes -r requirements.lock 2>$(VENV)/pip.log || { tail -n 20 $(VENV)/pip.log; exit 1; }
	@echo "  3/3 Tin Cậy"
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps -e . 2>>$(VENV)/pip.log || { tail -n 20 $(VENV)/pip.log; exit 1; }
	@touch $@

lint: $(VENV)/.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.done
	$(BIN)/mypy

test: setup lint types
	$(BIN)/python -m pytest

lock:
	uv pip compile pyproject.toml --extra dev --no-sources $(if $(PIP_FIND_LINKS),--find-links $(PIP_FIND_LINKS)) --python-version 3.11 --python-platform x86_64-manylinux_2_28 --no-emit-package torch --generate-hashes --no-header --no-annotate -o requirements.lock

clean:
	rm -rf var results .mypy_cache .ruff_cache .pytest_cache .hypothesis
