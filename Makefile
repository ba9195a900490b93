# Lanyard. `make help` lists the targets.
#
# One pass, no recursion into folders. Each variant (release, asan, tsan, fuzz) has its own tree of
# objects under build/. A test names what it links in its first comment:  link: kiosk/domain/base45.c

PREFIX ?= /usr/local
BUILD ?= build
CC ?= cc
SHELL := /bin/bash
VERSION := $(shell sed -n 's/^## \[\([0-9][^]]*\)\].*/\1/p' CHANGELOG.md 2>/dev/null | head -1)

# SAN=address,undefined or SAN=thread builds the program itself that way, into build/san.
SAN ?=
# V=1 shows the commands.
V ?=
Q := $(if $(V),,@)
# WERROR=1 (CI) makes warnings errors.
WERROR ?=

WARNINGS := -Wall -Wextra -Wshadow -Wundef -Wvla -Wformat=2 -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wimplicit-fallthrough $(if $(WERROR),-Werror)

PKGS := libsodium sqlite3 jansson zbar libjpeg libpng cairo pangocairo librsvg-2.0 libqrencode sdl2 libevdev \
	icu-uc icu-i18n libpq libgpiod
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcups -lcsv -lm -lpthread
TEST_LIBS := -lcmocka

BASE_CFLAGS := -std=c11 -D_GNU_SOURCE -pthread -g -fno-omit-frame-pointer $(WARNINGS) \
	-iquote include -iquote . -DLANYARD_VERSION='"$(or $(VERSION),0.0.0)"' $(PKG_CFLAGS) $(CFLAGS)
BASE_LDFLAGS := -pthread -Wl,--as-needed $(LDFLAGS)

FLAGS_release := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong
FLAGS_asan := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined
FLAGS_tsan := -O1 -fsanitize=thread
FLAGS_san := -O1 $(if $(SAN),-fsanitize=$(SAN))
FLAGS_fuzz := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
CC_release := $(CC)
CC_asan := $(CC)
CC_tsan := $(CC)
CC_san := $(CC)
CC_fuzz := clang

SOURCES := $(sort $(wildcard scanner/*.c printer/*.c kiosk/*.c kiosk/*/*.c))
ASSETS := $(sort $(shell find assets -type f 2>/dev/null))
TESTS := $(sort $(wildcard tests/*/test_*.c tests/test_*.c))
SHELL_TESTS := $(sort $(wildcard tests/*/test_*.sh tests/test_*.sh))
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCHES := $(sort $(wildcard tests/bench/bench_*.c))
MAIN_VARIANT := $(if $(SAN),san,release)

.PHONY: all demo test property scale torture check test-camera bench bench-run soak shots wall golden fuzz lint format
.PHONY: install uninstall clean help
all: $(BUILD)/lanyard

help:
	@echo "make          build $(BUILD)/lanyard"
	@echo "make demo     install what is missing, build, run the sample event"
	@echo "make test     install what is missing, build, run every test"
	@echo "make check    the tests, installing nothing"
	@echo "make test-camera  cameras and USB scanners on Debian's kernel in QEMU"
	@echo "make torture  kill a working station 10,000 times, and fail its disk and memory"
	@echo "make property  random stories of stations and a hub against an oracle (SEED=1 SEEDS=1000)"
	@echo "make scale    a hub's replica takes over; a hub is copied by logical replication"
	@echo "make bench    speed and memory beside peers"
	@echo "make soak     a day of visitors, time-compressed: nothing grows (half an hour)"
	@echo "make shots    every screen in every language, as pictures in $(BUILD)/shots"
	@echo "make wall     sixty hard names on each badge template, as pictures in $(BUILD)/wall"
	@echo "make fuzz     fuzz every parser (FUZZ_SECONDS=60 each)"
	@echo "make lint     format, static checks, include rules"
	@echo "make install  into PREFIX=$(PREFIX) (DESTDIR honoured)"

# ---- the program ----------------------------------------------------------------------------------

$(BUILD)/lanyard: $(BUILD)/$(MAIN_VARIANT)/lanyard
	@ln -sf $(MAIN_VARIANT)/lanyard $@

# The files of assets/ as bytes in the program.
$(BUILD)/assets.c: $(ASSETS) Makefile
	@mkdir -p $(@D)
	@awk 'BEGIN { print "#include \"kiosk/asset_table.h\"" } \
	{ name = $$0; sub(/^assets\//, "", name); \
	  printf "__asm__(\".section .rodata\\n.balign 16\\nasset_%d:\\n.incbin \\\"%s\\\"\\nasset_end_%d:\\n.byte 0\\n.previous\\n\");\n", NR, $$0, NR; \
	  printf "extern const char asset_%d[], asset_end_%d[];\n", NR, NR; \
	  row[NR] = sprintf("    {\"%s\", asset_%d, asset_end_%d},", name, NR, NR) } \
	END { print "const struct asset_row asset_table[] = {"; \
	  for (i = 1; i <= NR; i++) print row[i]; print "    {0, 0, 0},\n};" }' \
	  $(if $(ASSETS),<<<"$$(printf '%s\n' $(ASSETS))",/dev/null) > $@

# $(1) variant
define VARIANT
$(BUILD)/$(1)/%.o: %.c
	@mkdir -p $$(@D)$$(if $$(Q),; echo "  CC  $$@")
	$$(Q)$$(CC_$(1)) $$(BASE_CFLAGS) $$(FLAGS_$(1)) -MMD -MP -c $$< -o $$@

$(BUILD)/$(1)/assets.o: $(BUILD)/assets.c
	@mkdir -p $$(@D)$$(if $$(Q),; echo "  CC  $$@")
	$$(Q)$$(CC_$(1)) $$(BASE_CFLAGS) $$(FLAGS_$(1)) -MMD -MP -c $$< -o $$@

$(BUILD)/$(1)/lanyard: $$(patsubst %.c,$(BUILD)/$(1)/%.o,$(SOURCES)) $(BUILD)/$(1)/assets.o
	@echo "  LD  $$@"
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) $$(BASE_LDFLAGS) $$^ $$(PKG_LIBS) -o $$@
endef
$(foreach v,release asan tsan san fuzz,$(eval $(call VARIANT,$(v))))

# ---- tests ----------------------------------------------------------------------------------------

# What a test links: the words after "link:" in its text. "scanner/" stands for all of that room,
# ASSETS for the embedded files.
links = $(foreach w,$(filter-out */,$(filter %.c %/ ASSETS,$(shell \
	sed -n 's/^.*\<link: *//p' $(1)))),$(if $(filter %/,$w),$(wildcard $w*.c),$w))
link_objects = $(patsubst %.c,$(BUILD)/$(2)/%.o,$(filter-out ASSETS,$(call links,$(1)))) \
	$(if $(filter ASSETS,$(call links,$(1))),$(BUILD)/$(2)/assets.o)

# $(1) source, $(2) variant
define PROGRAM
$(BUILD)/$(2)/$(basename $(1)): $(BUILD)/$(2)/$(basename $(1)).o $(call link_objects,$(1),$(2)) $(3)
	@echo "  LD  $$@"
	$$(Q)$$(CC_$(2)) $$(FLAGS_$(2)) $(5) $$(BASE_LDFLAGS) $$^ $$(PKG_LIBS) $(4) -o $$@
endef
TSAN_TESTS := $(if $(TESTS),$(shell grep -l 'tsan: yes' $(TESTS)))
$(foreach t,$(TESTS),$(eval $(call PROGRAM,$(t),asan,,$(TEST_LIBS))))
$(foreach t,$(TSAN_TESTS),$(eval $(call PROGRAM,$(t),tsan,,$(TEST_LIBS))))
$(foreach t,$(FUZZERS),$(eval $(call PROGRAM,$(t),asan,$(BUILD)/asan/tests/fuzz/driver.o)))
$(foreach t,$(FUZZERS),$(eval $(call PROGRAM,$(t),fuzz,,,-fsanitize=fuzzer)))
$(foreach t,$(BENCHES),$(eval $(call PROGRAM,$(t),release)))
MAKE_FRAMES := $(BUILD)/release/tests/demo/make_frames
$(eval $(call PROGRAM,tests/demo/make_frames.c,release))
SHOTS := $(BUILD)/release/tests/shots/shots
$(eval $(call PROGRAM,tests/shots/shots.c,release))
WALL := $(BUILD)/release/tests/shots/wall
$(eval $(call PROGRAM,tests/shots/wall.c,release))
$(eval $(call PROGRAM,tests/sync/measure.c,release))
TORTURE := $(BUILD)/release/tests/torture/torture
$(eval $(call PROGRAM,tests/torture/torture.c,release))
$(eval $(call PROGRAM,tests/torture/torture.c,asan))
FAULTS := $(BUILD)/release/tests/torture/faults.so
$(FAULTS): tests/torture/faults.c
	@mkdir -p $(@D); echo "  CC  $@"
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O1 -fPIC -shared $(WARNINGS) $< -o $@ -ldl

GUEST_TESTS := $(sort $(wildcard tests/camera-qemu/guest_*.c))
$(foreach t,$(GUEST_TESTS),$(eval $(call PROGRAM,$(t),asan,,$(TEST_LIBS))))

TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/asan/%,$(TESTS) $(FUZZERS)) \
	$(patsubst %.c,$(BUILD)/tsan/%,$(TSAN_TESTS))

test:
	@.ci/install build run test lint
	@$(MAKE) --no-print-directory -j$$(nproc) check

# ONLY=word runs the tests whose path has the word.
CHECKED := $(foreach t,$(TEST_PROGRAMS) $(SHELL_TESTS),$(if $(or $(if $(ONLY),,all),$(findstring $(ONLY),$(t))),$(t)))
check: $(filter-out %.sh,$(CHECKED)) $(BUILD)/lanyard $(BUILD)/asan/lanyard $(MAKE_FRAMES) \
		$(if $(findstring torture,$(CHECKED)),$(TORTURE) $(FAULTS))
	@BUILD=$(BUILD) tests/run $(CHECKED)

# The long run of tests/sync/test_property.sh, with the program as it is installed.
property: $(BUILD)/lanyard
	@SEED=$(or $(SEED),1) SEEDS=$(or $(SEEDS),1000) PROGRAM=$(BUILD)/lanyard bash tests/sync/test_property.sh

scale: $(BUILD)/lanyard
	@PROGRAM=$(BUILD)/lanyard bash tests/sync/scale.sh

# Cameras and scanners on the kernel's own test drivers, in an emulated machine.
test-camera: $(patsubst %.c,$(BUILD)/asan/%,$(GUEST_TESTS) tests/scanner/test_hid.c)
	@.ci/install camera
	@BUILD=$(BUILD) TEST_LIMIT_S=900 GUEST_TESTS="$^" tests/run tests/camera-qemu/run.sh

KILLS ?= 10000
SEED ?=
torture: $(TORTURE) $(FAULTS) $(BUILD)/asan/tests/torture/torture $(BUILD)/lanyard
	@BUILD=$(BUILD) tests/torture/run.sh --kills $(KILLS) $(if $(SEED),--seed $(SEED))

demo:
	@.ci/install build run
	@$(MAKE) --no-print-directory -j$$(nproc) $(BUILD)/lanyard $(MAKE_FRAMES)
	@BUILD=$(BUILD) tests/demo.sh

BENCH_PROGRAMS := $(patsubst %.c,$(BUILD)/release/%,$(BENCHES))
# A peer in C++, built only where its library is.
ZXING_PEER := $(if $(shell pkg-config --exists zxing 2>/dev/null && echo yes),$(BUILD)/bench/zxing_peer)
$(BUILD)/bench/zxing_peer: tests/bench/zxing_peer.cpp
	@mkdir -p $(@D)$(if $(Q),; echo "  CXX $@")
	$(Q)$(CXX) -std=c++17 -O2 $$(pkg-config --cflags zxing) $< $$(pkg-config --libs zxing) -o $@

bench:
	@.ci/install build run bench
	@$(MAKE) --no-print-directory bench-run

bench-run: $(BENCH_PROGRAMS) $(ZXING_PEER) $(BUILD)/lanyard
	@for b in $(BENCH_PROGRAMS); do $$b || exit 1; done

soak: $(BUILD)/lanyard $(BUILD)/release/tests/demo/make_frames
	@tests/soak/soak.sh

FUZZ_SECONDS ?= 60
fuzz: $(patsubst %.c,$(BUILD)/fuzz/%,$(FUZZERS))
	@for f in $(patsubst tests/fuzz/%.c,%,$(FUZZERS)); do \
	    mkdir -p $(BUILD)/fuzz/corpus/$$f; \
	    dict=tests/fuzz/$$f.dict; [ -f $$dict ] && dict=-dict=$$dict || dict=; \
	    seeds=; [ -d tests/fuzz/corpus/$$f ] && seeds=tests/fuzz/corpus/$$f; \
	    echo "== $$f"; \
	    $(BUILD)/fuzz/tests/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 \
	        -timeout=10 -verbosity=0 $$dict $(BUILD)/fuzz/corpus/$$f $$seeds || exit 1; \
	done

# Every screen in every language; SHOT_SIZES="1080x1920 800x480".
shots: $(SHOTS)
	@$(SHOTS) $(BUILD)/shots $(SHOT_SIZES)

# Sixty hard names on each badge template; WALL_TEMPLATES="a6 cr80".
wall: $(WALL)
	@$(WALL) $(BUILD)/wall $(WALL_TEMPLATES)

# The small pictures that the badges are compared with; look at "make wall" first.
golden: $(BUILD)/asan/tests/printer/test_golden
	@LANYARD_GOLDEN=1 $<

# ---- care -----------------------------------------------------------------------------------------

C_FILES = $(SOURCES) $(wildcard include/*.h scanner/*.h printer/*.h kiosk/*.h kiosk/*/*.h) \
	$(wildcard tests/*.[ch] tests/*/*.[ch])
lint:
	@.ci/install lint
	@clang-format --dry-run -Werror $(C_FILES)
	@cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr -j2 \
	    --enable=warning,performance,portability --suppress=missingIncludeSystem \
	    --suppress=unknownMacro -Iinclude -I. $(SOURCES)
	@tests/check_includes.sh

format:
	@clang-format -i $(C_FILES)

MANPAGES = $(wildcard docs/man/*.1)
install: $(BUILD)/lanyard
	install -D -m 755 $(BUILD)/$(MAIN_VARIANT)/lanyard $(DESTDIR)$(PREFIX)/bin/lanyard
	@for m in $(MANPAGES); do install -D -m 644 $$m $(DESTDIR)$(PREFIX)/share/man/man1/$${m##*/}; done

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/lanyard
	@for m in $(MANPAGES); do rm -f $(DESTDIR)$(PREFIX)/share/man/man1/$${m##*/}; done

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
