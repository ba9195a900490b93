/* What every test program includes: cmocka, and a guard against compiled-out assertions. */
#ifndef LANYARD_TEST_H
#define LANYARD_TEST_H

#ifdef NDEBUG
#error "tests are never built with NDEBUG"
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#endif
