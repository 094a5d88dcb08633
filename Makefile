# MCE Platform. Two commands are enough: `make demo` and `make test`.

GO      ?= go
BIN     := build/bin
APP     := $(BIN)/mce-platform
DEVAPP  := $(BIN)/mce-platform-dev
LINT    := $(BIN)/golangci-lint
OS      := $(shell $(GO) env GOOS)
ifeq ($(OS),linux)
WINDOW  := webkit2_41
endif
comma   := ,
TAGS    := desktop,production$(if $(WINDOW),$(comma)$(WINDOW))
DEVTAGS := dev$(if $(WINDOW),$(comma)$(WINDOW))
VERSION ?= 0.1.0
# The OAuth client of a build in which people can sign in to Google; both may be empty.
GOOGLE_CLIENT_ID     ?=
GOOGLE_CLIENT_SECRET ?=
CONFIG  := mceplatform/backend/config
LDFLAGS := -s -w -X $(CONFIG).Version=$(VERSION) -X $(CONFIG).GoogleClientID=$(GOOGLE_CLIENT_ID) -X $(CONFIG).GoogleClientSecret=$(GOOGLE_CLIENT_SECRET)
NPM     := npm --prefix frontend

# Proofs. As a part of the gate, those about inbound messages, pace and sheets are smaller.
QUICK      := $(filter test,$(MAKECMDGOALS))
RECIPIENTS ?= 300
MESSAGES   ?= $(if $(QUICK),2000,10000)
DROPS      ?= $(if $(QUICK),10,50)
SENDS      ?= $(if $(QUICK),20000,1000000)
SEQUENCES  ?= $(if $(QUICK),60,1000)

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check lint go-test ui-test cross smoke e2e bench bench-queue bench-setup bench-driver screenshots prove-campaign prove-inbound prove-pacing prove-sheets generate drift build frontend dev-build clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk 'BEGIN{FS=":.*## "}{printf "  %-16s %s\n",$$1,$$2}'

setup: ## install what is missing (Debian packages as root or with sudo, npm packages)
	@build/scripts/setup.sh

demo: setup $(APP) ## open the app on a simulated WhatsApp with sample data
	@build/scripts/with-display.sh $(APP) --demo

run: setup $(APP) ## open the real app
	@build/scripts/with-display.sh $(APP)

test: setup check go-test ui-test cross build smoke e2e prove-campaign prove-inbound prove-pacing prove-sheets ## pass every test, headless

check: lint drift ## lint Go and TypeScript, check the import table and the generated bindings
	$(GO) vet ./...
	$(NPM) run lint
	$(NPM) run typecheck

lint: $(LINT)
	$(LINT) run ./...

$(LINT): build/tools/go.mod
	$(GO) build -C build/tools -o ../../$(LINT) github.com/golangci/golangci-lint/v2/cmd/golangci-lint

# whatsmeow's reconnecting races with itself (its socket's Stop and Close, and the
# Event it waits with); those reports are not ours to fix, so its packages are built
# without the detector. SQLite itself, which is C turned into Go, and the arithmetic of
# the 812 keys that every link makes take most of the time under it. No more than
# that: of generic code the linker keeps one copy, which may be the unwatched one.
UNWATCHED := go.mau.fi/whatsmeow/... go.mau.fi/util/exsync modernc.org/sqlite/lib crypto/internal/fips140/edwards25519/field
RACE := -race $(foreach p,$(UNWATCHED),-gcflags='$(p)=-race=false')

go-test: ## Go tests with the race detector
	$(GO) test $(RACE) -timeout 20m ./...

ui-test: ## front end unit tests
	$(NPM) test

cross: frontend ## build for Windows, vet for Windows and macOS what needs no cgo
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 $(GO) build -trimpath -tags desktop,production -ldflags "$(LDFLAGS) -H windowsgui" -o $(BIN)/mce-platform.exe .
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 $(GO) vet ./...
	CGO_ENABLED=0 GOOS=darwin GOARCH=arm64 $(GO) vet ./backend/...

build: $(APP) ## build the app

$(APP): frontend FORCE
	$(GO) build -trimpath -tags $(TAGS) -ldflags "$(LDFLAGS)" -o $@ .

dev-build: frontend ## build the variant that serves its page and bindings to a browser, for Playwright
	$(GO) build -tags $(DEVTAGS) -o $(DEVAPP) .
	$(GO) build -o $(BIN)/simulators ./backend/demo/simulators

frontend: frontend/dist/index.html

frontend/dist/index.html: $(shell find frontend/src frontend/public frontend/index.html frontend/vite.config.ts frontend/package-lock.json -type f 2>/dev/null)
	$(NPM) run build

smoke: build ## open the production window under Xvfb and look at it
	build/scripts/smoke.sh $(APP) $(BIN)/smoke.png

e2e: dev-build ## Playwright in Chromium against the real backend
	build/scripts/with-display.sh $(NPM) run e2e

screenshots: dev-build ## take the pictures of the documentation
	SCREENSHOTS=1 build/scripts/with-display.sh $(NPM) run screenshots

bench: build bench-setup ## measure the goals as ratios
	$(GO) build -o $(BIN)/bench ./backend/bench
	build/scripts/with-display.sh $(BIN)/bench -app $(APP) -tags $(TAGS)

bench-queue: bench-setup ## measure the queue of campaigns alone, against the driver and BullMQ
	$(GO) build -o $(BIN)/bench ./backend/bench
	$(BIN)/bench -goals queue

bench-setup:
	@build/scripts/bench-setup.sh

bench-driver: ## compare SQLite drivers; the table is in docs/adr/0002-sqlite-driver.md
	$(GO) run ./backend/bench/driver

prove-campaign: ## kill the app and break its connection while it sends: nobody is skipped, nobody gets it twice or after a STOP
	$(GO) run ./backend/proof/campaign -recipients $(RECIPIENTS) -kills $(or $(KILLS),30)

prove-inbound: ## kill the app while messages come in: each is stored once, none is acknowledged before
	$(GO) run ./backend/proof/inbound -messages $(MESSAGES) -kills $(or $(KILLS),$(if $(QUICK),8,20)) -drops $(DROPS)

prove-pacing: ## simulate years of sending: nothing in quiet hours, nothing over a limit, nobody twice
	$(GO) run ./backend/proof/pacing -sends $(SENDS)

prove-sheets: ## edit sheets while they are read, the app is killed and Google refuses: each row becomes one lead once
	$(GO) run ./backend/proof/sheets -sequences $(SEQUENCES)

generate: ## write the TypeScript bindings of the bound API
	tsoutputtype=interfaces $(GO) run -tags bindings . >/dev/null
	@find frontend/wailsjs -type f -exec chmod 644 {} +

drift: generate
	@test -z "$$(git status --porcelain frontend/wailsjs)" || { git --no-pager diff --stat frontend/wailsjs; echo "The bindings in frontend/wailsjs are not those of the code. Commit what 'make generate' wrote."; exit 1; }

clean: ## remove what was built
	rm -rf $(BIN) frontend/test-results frontend/playwright-report
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete

FORCE:
