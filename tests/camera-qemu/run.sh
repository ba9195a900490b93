#!/bin/bash
# Boots Debian's kernel in an emulated machine with the kernel's test drivers (a camera, a serial USB
# device, keyboards) and runs the programs named in $GUEST_TESTS on it. Prints "ok - NAME" and
# "not ok - NAME" lines. Needs qemu-system-x86 and busybox-static; the kernel's package is fetched and
# unpacked, not installed.
set -eu
cd "$(dirname "$0")/../.."
work=${BUILD:-build}/camera-qemu
mkdir -p "$work"

fetch_kernel() { # leaves $work/kernel with boot/ and lib/modules/
    [ -d "$work/kernel" ] && return
    name=$(apt-cache depends linux-image-amd64 | sed -n 's/^  Depends: \(linux-image-[0-9].*\)$/\1/p' | head -1)
    [ -n "$name" ] || { echo "not ok - no Debian kernel package is known: apt-get update"; exit 1; }
    (cd "$work" && apt-get download "$name" >&2)
    rm -rf "$work/unpacked"
    dpkg-deb -x "$work/$name"_*.deb "$work/unpacked"
    rm -f "$work/$name"_*.deb
    busybox depmod -b "$work/unpacked" "${name#linux-image-}"
    mv "$work/unpacked" "$work/kernel"
}

add_modules() { # NAME… with all that they need, into $root
    for name in "$@"; do
        line=$(grep "/$name.ko:" "$modules/modules.dep")
        for file in ${line%%:*} ${line#*:}; do
            mkdir -p "$root/lib/modules/$release/${file%/*}"
            cp "$modules/$file" "$root/lib/modules/$release/$file"
        done
    done
}

add_program() { # PROGRAM with its libraries
    cp "$1" "$root/tests/"
    ldd "$1" | grep -o '/[^ ]*' | while read -r library; do
        mkdir -p "$root$(dirname "$library")"
        cp -Ln "$library" "$root$library"
    done
}

fetch_kernel
release=$(ls "$work/kernel/lib/modules")
modules=$work/kernel/lib/modules/$release
root=$work/root
rm -rf "$root"
mkdir -p "$root"/{bin,dev,proc,sys,tests}
cp "$(command -v busybox)" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
cp tests/camera-qemu/init "$root/init"
add_modules vivid dummy_hcd usb_f_acm g_serial cdc-acm evdev uinput
for program in $GUEST_TESTS; do
    add_program "$program"
done
busybox depmod -b "$root" "$release"
(cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$work/initrd.gz"

# Plain emulation, so that it runs anywhere.
log=$work/console.log
status=0
timeout "${LIMIT_S:-840}" qemu-system-x86_64 -accel tcg -cpu max -smp 2 -m 1024 \
    -nodefaults -no-reboot -display none -serial stdio \
    -kernel "$work/kernel/boot/vmlinuz-$release" -initrd "$work/initrd.gz" \
    -append "console=ttyS0 quiet panic=-1" </dev/null >"$log" || status=$?
sed -n 's/\r$//; s/^\[       OK \] /ok - machine: /p; s/^\[  FAILED  \] \([^0-9]\)/not ok - machine: \1/p' "$log" | sort -u
[ $status = 0 ] || echo "not ok - the machine ended with status $status"
for program in $GUEST_TESTS; do
    grep -q "^end ${program##*/} 0" "$log" || echo "not ok - ${program##*/} did not end well"
done
[ -z "${V:-}" ] || cat "$log" >&2
