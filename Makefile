# Every target is also a plain Python line: `python3 scripts/dev.py TARGET`.
PYTHON ?= python3
TARGETS := setup demo test check bench soak fuzz audit simulate train messages lock

.PHONY: $(TARGETS)
$(TARGETS):
	@$(PYTHON) scripts/dev.py $@
